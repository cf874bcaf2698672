"""A plug-in's process: starts, reads a photo, clicks once and ends.

python new_client.py PHOTO.rgb WIDTH HEIGHT MODEL X Y
"""

import sys
from pathlib import Path

from smart_select_plugin.client import WorkerClient
from smart_select_plugin.connecting import Connector
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import Selection

file, width, height, model, x, y = sys.argv[1:]
picture = Picture.of(Path(file).read_bytes(), (int(width), int(height)))
client = WorkerClient(
    Connector(MeetingPlace.standard(), [sys.executable, "-m", "smart_select", "worker"], program="new client")
)
reply = client.predict(picture, model, points=[(float(x), float(y), 1)]).wait(60)
assert isinstance(reply, Selection)
print(len(reply.mask))
