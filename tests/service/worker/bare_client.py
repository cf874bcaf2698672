"""A click with nothing but the plug-in's modules and the standard library: `bare_client.py COMMAND …`.

Runs in any Python from 3.9 on, so nothing of the tests' own is imported.
"""

import json
import sys
from pathlib import Path

from smart_select_plugin.client import WorkerClient
from smart_select_plugin.connecting import Connector
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import AskStatus

WIDTH, HEIGHT = 96, 64
GREY, RED = bytes((128, 128, 128)), bytes((220, 30, 30))

pixels = b"".join(RED if 12 <= x < 36 and 16 <= y < 48 else GREY for y in range(HEIGHT) for x in range(WIDTH))
command = sys.argv[1:]
client = WorkerClient(Connector(MeetingPlace(Path(command[2])), command))
picture = Picture.of(pixels, (WIDTH, HEIGHT))
selection = client.predict(picture, "colour", points=[(24.0, 32.0, 1)]).wait(120)
status = client.call(AskStatus(), 40)
version = "{}.{}".format(*sys.version_info[:2])
print(json.dumps({"area": selection.area, "process": status.process, "version": version}))
client.close()
