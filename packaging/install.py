#!/usr/bin/env python3
"""Installs Smart Select into GIMP 3 and Krita, for this user: `python3 install.py`. See --help.

It needs Python 3.9 or newer and nothing else, and lies in the folder of a release, beside the plug-ins'
packages. In a checkout, it takes what `make package` has made.
"""

# Whoever presses Ctrl+C before anything is begun just ends it, without a traceback.
import signal

ENDS_AT_ONCE = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if ENDS_AT_ONCE:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import json  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import zipfile  # noqa: E402
import zlib  # noqa: E402
from pathlib import Path  # noqa: E402

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
SHARED = "smart_select_plugin"


def main() -> int:
    """Find the installer's own code, and run it; what goes wrong is a sentence, or an object with --json."""
    if ENDS_AT_ONCE:  # from now on there is something to undo
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return find_and_run()
    except OSError as error:
        folder, reason = error.filename or "the temporary folder", error.strerror
        return failed(
            "NoRoom",
            f"The packages can't be unpacked in {folder} ({reason}); make room, or let TMPDIR name another "
            "folder.",
        )
    except KeyboardInterrupt:
        what = "The set-up was stopped and nothing was changed; it can be started again at any time."
        return failed("SetupCancelled", what)


def find_and_run() -> int:
    """Do so; raises OSError where the package can't be unpacked."""
    if sys.version_info < (3, 9):  # noqa: UP036 - whatever Python a user has
        version = sys.version.split()[0]
        return failed("OldPython", f"Smart Select's installer needs Python 3.9 or newer; this is {version}.")
    if (CHECKOUT / "plugin" / SHARED / "installing").is_dir():
        sys.path.insert(0, str(CHECKOUT / "plugin"))
        return run([CHECKOUT / "dist"])
    # It comes inside the package for GIMP, so that there is but one copy.
    packages = sorted(HERE.glob("smart-select-gimp-*.zip"))
    if not packages:
        sentence = f"The plug-ins' packages are not in {HERE}; unpack the whole release into one folder."
        return failed("NoPackages", sentence)
    with tempfile.TemporaryDirectory(prefix="smart-select-installer-") as temporary:
        try:
            with zipfile.ZipFile(packages[-1]) as package:
                prefix = f"smart-select/{SHARED}/"
                package.extractall(
                    temporary, [name for name in package.namelist() if name.startswith(prefix)]
                )
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            return failed("PackageDamaged", f"{packages[-1]} can't be used ({error}); download it again.")
        sys.path.insert(0, str(Path(temporary) / "smart-select"))
        return run([HERE])


def failed(kind: str, sentence: str) -> int:
    """Say what is wrong, to a person or to a script, and return the exit status."""
    if "--json" in sys.argv:
        print(json.dumps({"error": {"kind": kind, "message": sentence}}))
    else:
        print(sentence, file=sys.stderr)
    return 1


def run(sources: "list[Path]") -> int:
    """Run the installer with packages from the first of these folders that has some."""
    from smart_select_plugin.installing.command import main as install

    return install(None, sources)


if __name__ == "__main__":
    sys.exit(main())
