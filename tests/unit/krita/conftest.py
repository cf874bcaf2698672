"""What lies in on_qt needs a Qt binding and a Krita, so it runs in processes of its own."""

import os

collect_ignore = [] if os.environ.get("SMART_SELECT_QT") else ["on_qt"]
