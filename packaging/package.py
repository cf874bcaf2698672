"""`make package`: all that a release consists of, into dist/. Two builds of one commit are the same."""

import argparse
import shutil
import tempfile
from pathlib import Path

from release.bill import write_bill
from release.debian import ARCHITECTURES, debian_package
from release.engine import ROOT, build_engine, build_source, release_date
from release.plugins import gimp_package, krita_package, user_package, version
from release.sums import write_sums

EARLIER = (
    "smart-select-*.zip",
    "smart-select-*.cdx.json",
    "smart_select-*.whl",
    "smart_select-*.tar.gz",
    "smart-select_*.deb",
)


def main() -> None:
    """Make the packages and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    for path in make_packages(parser.parse_args().out):
        print(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")


def make_packages(out: Path) -> list[Path]:
    """Make all packages in `out`, in place of earlier ones (bundles stay), and return them.

    Raises subprocess.CalledProcessError where the engine can't be built; then nothing has changed.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".package-") as temporary:
        made = Path(temporary)
        wheel = build_engine(made)
        build_source(made)
        plugins = [gimp_package(made, wheel), krita_package(made, wheel)]
        user_package(made, plugins)
        for architecture in ARCHITECTURES:
            debian_package(made, *plugins, architecture, release_date())
        write_bill(made / f"smart-select-{version()}.cdx.json", version())
        names = sorted(path.name for path in made.iterdir())
        remove_earlier(out)
        for name in names:
            shutil.move(made / name, out / name)
    bundles = sorted(path.name for path in out.glob("smart-select-*-bundle.zip"))
    return [*(out / name for name in names), write_sums(out, sorted([*names, *bundles]))]


def remove_earlier(out: Path) -> None:
    """Remove packages of ours from a folder, of whatever version; bundles and everything else stay."""
    for pattern in EARLIER:
        for path in out.glob(pattern):
            if not path.name.endswith("-bundle.zip"):
                path.unlink()


if __name__ == "__main__":
    main()
