"""A lock, a bundle and an engine that are tiny: all of the set-up is real but what it installs.

"numpy" and the engine are modules of a few lines, enough for the set-up's trial click.
"""

import base64
import ensurepip
import hashlib
import json
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

NUMPY = """
uint8 = "uint8"
class Picture:
    def __setitem__(self, place, value):
        pass
def full(*arguments):
    return Picture()
"""
ENGINE = """
__version__ = "{version}"
class Logits:
    logits = None
class Prediction:
    best = Logits()
class Engine:
    def encode(self, photo):
        return photo
    def predict(self, embedding, prompt):
        return Prediction()
def load(model):
    return Engine()
def Prompt(points):
    return points
"""
FAILING_ENGINE = "raise ImportError('this engine fails on purpose')"

PLATFORM_TAG = (
    sysconfig.get_platform().replace("linux-", "manylinux_2_28_").replace("-", "_").replace(".", "_")
)


@dataclass(frozen=True)
class Tiny:
    """Where they are."""

    wheels: Path
    bundle: Path
    lock: Path

    @property
    def tools_lock(self) -> Path:
        """The lock of pip."""
        return self.lock.with_name("tools.txt")

    @property
    def index_file(self) -> Path:
        """The file that would name a package index; not there."""
        return self.lock.with_name("index.txt")


def make_tiny(folder: Path, *, ballast_bytes: int = 0) -> Tiny:
    """Make all three; the package that is locked has `ballast_bytes` of zeros in it."""
    wheels, bundle, lock = folder / "wheels", folder / "bundle", folder / "lock.txt"
    wheels.mkdir(parents=True)
    (bundle / "wheels").mkdir(parents=True)
    numpy = write_wheel(
        bundle / "wheels", "numpy", "0.1", {"numpy.py": NUMPY, "ballast.bin": bytes(ballast_bytes)}
    )
    write_engine(wheels, "0.0.1")
    lock.write_text(f"numpy==0.1 \\\n    --hash=sha256:{sha256(numpy)}\n", encoding="utf-8")
    pip = next(iter(sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))), None)
    if pip is not None:
        (bundle / "wheels" / pip.name).write_bytes(pip.read_bytes())
    write_manifest(bundle, lock)
    tiny = Tiny(wheels, bundle, lock)
    write_tools_lock(tiny.tools_lock, {"pip==1.0": pip, "uv==0.13.9": None})
    return tiny


def write_tools_lock(path: Path, tools: dict[str, Path | None]) -> None:
    """Write a lock of wheels; of none of them, with a hash that nothing has."""
    hashes = {name: sha256(wheel) if wheel else "0" * 64 for name, wheel in tools.items()}
    path.write_text("".join(f"{name} \\\n    --hash=sha256:{value}\n" for name, value in hashes.items()))


def write_engine(folder: Path, version: str, source: str = ENGINE) -> Path:
    """Write the wheel of an engine."""
    return write_wheel(
        folder, "smart_select", version, {"smart_select/__init__.py": source.format(version=version)}
    )


def write_manifest(bundle: Path, lock: Path, **changes: object) -> None:
    """Write a bundle's list of files, with entries of it changed."""
    manifest = {
        "format": 1,
        "version": "0.0.1",
        "lock_sha256": sha256(lock),
        "platforms": [PLATFORM_TAG],
        "pythons": [list(sys.version_info[:2])],
        "files": {
            f"wheels/{path.name}": {"sha256": sha256(path), "bytes": path.stat().st_size}
            for path in sorted((bundle / "wheels").iterdir())
        },
    }
    (bundle / "bundle.json").write_text(json.dumps({**manifest, **changes}), encoding="utf-8")


def zip_bundle(bundle: Path, path: Path, method: int = zipfile.ZIP_STORED) -> Path:
    """Write the zip of a bundle."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for file in sorted(path for path in bundle.rglob("*") if path.is_file()):
            archive.write(file, file.relative_to(bundle).as_posix())
    return path


def write_wheel(folder: Path, name: str, version: str, files: dict[str, str | bytes]) -> Path:
    """Write a pure wheel of some files."""
    info = f"{name}-{version}.dist-info"
    contents = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{info}/RECORD,,"]
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in contents.items():
            data = content.encode() if isinstance(content, str) else content
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{member},sha256={digest},{len(data)}")
            archive.writestr(member, data)
        archive.writestr(f"{info}/RECORD", "\n".join(record) + "\n")
    return path


def sha256(path: Path) -> str:
    """Return a file's hash."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
