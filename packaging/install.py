#!/usr/bin/env python3
"""Installs Smart Select into GIMP 3 and Krita, for this user: `python3 install.py`. See --help.

It needs Python 3.9 or newer and nothing else, and lies in the folder of a release, beside the plug-ins'
packages. In a checkout, it takes what `make package` has made.
"""

import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
SHARED = "smart_select_plugin"


def main() -> int:
    """Find the installer's own code, and run it."""
    if sys.version_info < (3, 9):  # noqa: UP036 - whatever Python a user has
        print(f"Smart Select's installer needs Python 3.9 or newer; this is {sys.version.split()[0]}.")
        return 1
    if (CHECKOUT / "plugin" / SHARED / "installing").is_dir():
        sys.path.insert(0, str(CHECKOUT / "plugin"))
        return run([CHECKOUT / "dist"])
    # It comes inside the package for GIMP, so that there is but one copy.
    packages = sorted(HERE.glob("smart-select-gimp-*.zip"))
    if not packages:
        print(f"The plug-ins' packages are not in {HERE}; unpack the whole release into one folder.")
        return 1
    with tempfile.TemporaryDirectory(prefix="smart-select-installer-") as temporary:
        try:
            with zipfile.ZipFile(packages[-1]) as package:
                prefix = f"smart-select/{SHARED}/"
                package.extractall(
                    temporary, [name for name in package.namelist() if name.startswith(prefix)]
                )
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            print(f"{packages[-1]} can't be used ({error}); download it again.")
            return 1
        sys.path.insert(0, str(Path(temporary) / "smart-select"))
        return run([HERE])


def run(sources: "list[Path]") -> int:
    """Run the installer with packages from the first of these folders that has some."""
    from smart_select_plugin.installing.command import main as install

    return install(None, sources)


if __name__ == "__main__":
    sys.exit(main())
