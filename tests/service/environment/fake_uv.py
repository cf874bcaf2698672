"""A program that takes uv's commands and does them at once, with the hashes checked; see `write_uv`.

Where a file `hold` lies beside it, one installation stops half-way: it renames that file to `held` and says
that it is still at it until nobody listens any more.
"""

import hashlib
import os
import re
import sys
import time
import urllib.parse
import zipfile
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Do what uv would."""
    if arguments == ["--version"]:
        print("uv 0.13.9 (made for tests)")
        return 0
    if arguments[0] == "venv":
        return make(Path(arguments[-1]))
    return install(arguments)


def make(folder: Path) -> int:
    """Make a virtual environment of the Python that runs this."""
    base = Path(sys._base_executable)  # type: ignore[attr-defined]
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(base)
    (folder / "pyvenv.cfg").write_text(f"home = {base.parent}\n")
    return 0


def install(arguments: list[str]) -> int:
    """Unpack the wheels of a requirements file."""
    python = Path(arguments[arguments.index("--python") + 1])
    links = Path(os.environ.get("UV_FIND_LINKS", ""))
    if "--find-links" in arguments:
        links = Path(arguments[arguments.index("--find-links") + 1])
    site = python.parents[1] / "lib" / "python{}.{}".format(*sys.version_info) / "site-packages"
    requirements = Path(arguments[-1]).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in requirements.splitlines():
        name, _, place = line.split(" --hash")[0].partition(" @ file://")
        wheel = Path(urllib.parse.unquote(place.strip()))
        if not place:
            wheel = next(links.glob(name.strip().replace("==", "-") + "-*"))
        if hashlib.sha256(wheel.read_bytes()).hexdigest() not in re.findall(r"sha256:(\w+)", line):
            print("error: Hash mismatch for", name)
            return 1
        try:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(site)
        except (zipfile.BadZipFile, OSError) as error:
            print("error: invalid zip or", error)
            return 1
        stop_half_way()
    return 0


def stop_half_way() -> None:
    """Do so if we are to."""
    hold = Path(__file__).with_name("hold")
    if hold.exists():
        hold.rename(hold.with_name("held"))
        while True:
            print("still at it", flush=True)
            time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
