"""Keeps ONNX Runtime from reporting to its makers; imported before anything can import it.

Its packages for Linux and macOS do so: the import alone notes the machine and the path of
the program in a database in the user's cache folder and sends it, and `disable_telemetry_events()` comes too
late for that (seen with 1.32). The variable is read when the library is loaded.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
