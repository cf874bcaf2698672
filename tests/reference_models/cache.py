"""Where the reference pairs are kept between test runs: made once per recipe and set of library versions."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import platformdirs

_RECIPE = ("network.py", "wrappers.py", "tensor_names.py", "exporting.py", "stand_ins.py", "cache.py")
_LIBRARIES = ("torch", "transformers", "onnx", "onnxscript")


@dataclass(frozen=True)
class ReferencePairs:
    """Folders that hold one network in several forms."""

    root: Path

    @property
    def torch(self) -> Path:
        """What `Sam2Model.from_pretrained` reads."""
        return self.root / "torch"

    @property
    def onnx_community(self) -> Path:
        """Two graphs with their weights beside them, as published."""
        return self.root / "onnx-community"

    @property
    def samexporter(self) -> Path:
        """Two self-contained graphs."""
        return self.root / "samexporter"

    @property
    def osam(self) -> Path:
        """The samexporter pair behind osam's names, with `orig_im_size`."""
        return self.root / "osam"

    @property
    def sam1(self) -> Path:
        """A stand-in that draws discs; see `stand_ins`."""
        return self.root / "sam1"


def missing_libraries() -> list[str]:
    """Return which of the libraries that pairs are made with are not installed."""
    return [name for name in _LIBRARIES if not _version(name)]


def reference_pairs() -> ReferencePairs:
    """Return the pairs, made first when this recipe with these libraries has not made them before.

    Making takes about half a minute and 0.5 GB of disk. Several processes may ask at once: each works in a
    folder of its own and the first to finish wins.
    """
    folder = _cache_root() / _key()
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.parent))
        try:
            _make(ReferencePairs(workshop))
            workshop.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    return ReferencePairs(folder)


def _make(pairs: ReferencePairs) -> None:
    # Imported late: these take seconds, and tests that skip must not need them.
    from reference_models import exporting, network, stand_ins

    model = network.build_network()
    model.save_pretrained(pairs.torch)
    model.set_attn_implementation("eager")  # the form of attention that the tracer can write down
    exporting.export_community(model, pairs.onnx_community)
    exporting.export_samexporter(model, pairs.samexporter, pairs.onnx_community / "vision_encoder.onnx")
    stand_ins.write_osam(pairs.samexporter, pairs.osam)
    stand_ins.write_sam1(pairs.sam1)


def _cache_root() -> Path:
    chosen = os.environ.get("SMART_SELECT_TEST_CACHE", "").strip()
    root = Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("smart-select-tests")
    return root / "reference-models"


def _key() -> str:
    """Digest of what decides the pairs' bytes: the recipe's sources and the libraries' versions."""
    digest = hashlib.sha256()
    for name in _RECIPE:
        digest.update((Path(__file__).parent / name).read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name}={_version(name)}\n".encode())
    return digest.hexdigest()[:20]


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""
