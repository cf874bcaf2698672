"""Nothing is reported to anybody: not by what the engine runs on, either."""

import os
import subprocess
import sys
from pathlib import Path

_CLICK = """
import numpy, smart_select as ss
engine = ss.load("embedded")
embedding = engine.encode(numpy.full((64, 96, 3), 90, numpy.uint8))
engine.predict(embedding, ss.Prompt(points=[(48, 32, 1)]))
import onnxruntime
"""


def test_the_runtime_notes_nothing_that_it_could_send(tmp_path: Path) -> None:
    places = {name: str(tmp_path / name) for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "APPDATA")}
    variables = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    home = {"SMART_SELECT_HOME": str(tmp_path / "ours"), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", _CLICK], env={**variables, **places, **home}, check=True)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in written if tmp_path / "ours" not in path.parents] == []


def test_it_is_off_before_the_runtime_is_loaded() -> None:
    variables = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    code = "import os, smart_select; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=variables, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["1"]
