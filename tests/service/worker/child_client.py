"""A client in a process of its own: `child_client.py COMMAND …` prints one click's answer as JSON."""

import json
import sys
from pathlib import Path

from service.worker.workshop import RED, squares_picture
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.connecting import Connector
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import AskStatus, Selection, Status

command = sys.argv[1:]
client = WorkerClient(Connector(MeetingPlace(Path(command[2])), command))
selection = client.predict(squares_picture(), "colour", points=[RED]).wait(120)
status = client.call(AskStatus(), 40)
assert isinstance(selection, Selection)
assert isinstance(status, Status)
print(json.dumps({"area": selection.area, "process": status.process}))
client.close()
