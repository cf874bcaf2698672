"""One key on 24 megapixels, beside an empty call, a bare decode and GIMP's Fuzzy Select, in turn.

If SLOWED_BY is set, one key is measured once more, with the plug-in made to take about twice as long.
"""

import os
import subprocess
import time
from pathlib import Path

from bench_of_tests import HOME, open_photo, report, run
from gi.repository import Gegl, Gimp

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
SIZE = 6000, 4000
MODEL = os.environ.get("BENCH_MODEL", "embedded")
SLOWED_BY = os.environ.get("SLOWED_BY", "")

image = open_photo()
image.scale(*SIZE)
layer = image.get_layers()[0]
pixels = HOME / "photo.rgb"
area = Gegl.Rectangle.new(0, 0, *SIZE)
pixels.write_bytes(layer.get_buffer().get(area, 1.0, "R'G'B' u8", Gegl.AbyssPolicy.NONE))
script = str(Path("/smart-select/tests/gimp/inside/bare_decoder.py"))
python = os.environ["SMART_SELECT_PYTHON"]
decoder = subprocess.Popen(
    [python, script, str(pixels), *map(str, SIZE), MODEL],
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    text=True,
)
assert decoder.stdin is not None
assert decoder.stdout is not None
decoder.stdout.readline()


def bare_decode() -> float:
    assert decoder.stdin is not None
    assert decoder.stdout is not None
    decoder.stdin.write("\n")
    decoder.stdin.flush()
    return float(decoder.stdout.readline())


def empty_call() -> float:
    procedure = Gimp.get_pdb().lookup_procedure("plug-in-empty-call")
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_core_object_array("drawables", [layer])
    begun = time.perf_counter()
    procedure.run(config)
    return time.perf_counter() - begun


def fuzzy_select() -> float:
    begun = time.perf_counter()
    image.select_contiguous_color(Gimp.ChannelOps.REPLACE, layer, 4900.0, 3300.0)
    return time.perf_counter() - begun


def one_key() -> float:
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 700, 80, 3870, 3900)
    answer = run("-selection", image, model=MODEL)
    assert answer["ok"], answer
    return float(answer["seconds"])


def slowed_one_key() -> float:
    """Take as much longer as one key took the last time."""
    Path(SLOWED_BY).write_text(str(seconds["one key"][-1]))
    try:
        return one_key()
    finally:
        Path(SLOWED_BY).unlink()


MEASURES = {
    "one key": one_key,
    "empty call": empty_call,
    "bare decode": bare_decode,
    "Fuzzy Select": fuzzy_select,
}
for measure in MEASURES.values():  # warm: the worker runs, the picture is known
    measure()
if SLOWED_BY:
    MEASURES["one key, slowed"] = slowed_one_key
seconds: dict[str, list[float]] = {name: [] for name in MEASURES}
for _round in range(ROUNDS):
    for name, measure in MEASURES.items():
        seconds[name].append(measure())
decoder.stdin.close()
report("one_key_large", seconds)
