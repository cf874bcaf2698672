"""Names the public package index in a release: the set-up asks it where the user's settings name none.

Only a release does; what is tracked names no server. The address is pip's own built-in one, not what this
computer's settings say, which may be a mirror that others can't reach.
"""

import argparse
from pathlib import Path
from typing import Final

LOCKS: Final = (
    Path(__file__).resolve().parents[1] / "plugin" / "smart_select_plugin" / "environment" / "locks"
)
NAME: Final = "index.txt"


def write_index_file(folder: Path = LOCKS) -> Path:
    """Write index.txt into a folder of locks, by way of a temporary name; return its path.

    Raises ImportError where this Python has no pip, OSError where the folder can't be written.
    """
    from pip._internal.models.index import PyPI

    path = folder / NAME
    part = path.with_name(f"{NAME}.part")
    part.write_text(f"{PyPI.simple_url}\n", encoding="ascii")
    part.replace(path)
    return path


def main() -> None:
    """Write it where the command line says and print its path."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=LOCKS, help="default: this checkout's locks")
    print(write_index_file(parser.parse_args().folder))


if __name__ == "__main__":
    main()
