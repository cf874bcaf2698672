"""A part that can't be loaded is told by the doctor, and in one sentence by all else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

REASON = "libonnxruntime.so.1: cannot open shared object file"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine on which ONNX Runtime is there and can't be loaded."""
    package = tmp_path / "broken" / "onnxruntime"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"raise ImportError({REASON!r})\n")
    path = os.pathsep.join([str(package.parent), *sys.path])
    return os.environ | {"PYTHONPATH": path, "SMART_SELECT_HOME": str(tmp_path / "home")}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "smart_select", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_doctor_still_looks_at_all_else(environment: dict[str, str]) -> None:
    done = run(environment, "doctor")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"can't be loaded ({REASON}); install Smart Select again." in done.stdout
    assert "models folder" in done.stdout
    assert "providers     none" in done.stdout


@pytest.mark.parametrize("command", [["worker"], ["select", "picture.png", "--point", "5,5", "-o", "m.png"]])
def test_what_needs_it_is_a_sentence(environment: dict[str, str], command: list[str], tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.new("RGB", (16, 16)).save(picture)
    words = [str(picture) if word == "picture.png" else word for word in command]
    done = run(environment, *words)
    assert done.returncode == 1
    assert f"could not be loaded ({REASON}); install it again." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_names_of_the_package_are_all_there() -> None:
    import smart_select

    assert all(getattr(smart_select, name) is not None for name in smart_select.__all__)
    assert set(smart_select.__all__) <= set(dir(smart_select))
    with pytest.raises(AttributeError, match="nonsense"):
        smart_select.nonsense  # noqa: B018 - what is looked at is the looking
