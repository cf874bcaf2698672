"""Run inside a test host: GIMP's gegl:matting-global on the pictures of a folder.

python3 matting_global.py FOLDER   reads N-photo.png and N-trimap.png, writes N-matte.png and seconds.json
"""

import json
import sys
import time
from pathlib import Path

import gi

gi.require_version("Gegl", "0.4")
from gi.repository import Gegl  # noqa: E402


def main() -> None:
    """Process every pair; only the operation itself is timed, with its input loaded."""
    Gegl.init(None)
    folder = Path(sys.argv[1])
    seconds = {}
    for photo in sorted(folder.glob("*-photo.png")):
        name = photo.name.removesuffix("-photo.png")
        graph = Gegl.Node()
        loaded = []
        for kind in ("photo", "trimap"):
            load = graph.create_child("gegl:png-load")
            load.set_property("path", str(folder / f"{name}-{kind}.png"))
            kept = graph.create_child("gegl:cache")
            load.link(kept)
            kept.process()
            loaded.append(kept)
        matting, cache = graph.create_child("gegl:matting-global"), graph.create_child("gegl:cache")
        loaded[0].link(matting)
        loaded[1].connect_to("output", matting, "aux")
        matting.link(cache)
        begun = time.process_time()
        cache.process()
        seconds[name] = time.process_time() - begun
        save = graph.create_child("gegl:png-save")
        save.set_property("path", str(folder / f"{name}-matte.png"))
        save.set_property("bitdepth", 16)
        cache.link(save)
        save.process()
    (folder / "seconds.json").write_text(json.dumps(seconds))


main()
