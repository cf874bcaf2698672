"""The bundle takes from the lock what holds on the platform and Python it is for, not what holds here."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))
import bundle

LOCK = """\
colorama==0.4 ; sys_platform == 'win32' \\
    --hash=sha256:aa
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
plain==1.0 \\
    --hash=sha256:ee
"""


@pytest.mark.parametrize(
    ("platform", "python", "names"),
    [
        ("linux-x86_64", "3.11", ["numpy==2.4.6", "plain==1.0"]),
        ("linux-aarch64", "3.13", ["numpy==2.5.5", "plain==1.0"]),
        ("windows-amd64", "3.12", ["colorama==0.4", "numpy==2.5.5", "plain==1.0"]),
        ("macos-arm64", "3.11", ["numpy==2.4.6", "plain==1.0"]),
    ],
)
def test_entries(tmp_path: Path, platform: str, python: str, names: list[str]) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK)
    entries = bundle.entries_for(lock, platform, python)
    assert [entry.split()[0] for entry in entries] == names
    assert all(";" not in entry and "--hash=sha256:" in entry for entry in entries)


def test_hashes_stay_with_their_entry(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK)
    numpy = bundle.entries_for(lock, "linux-x86_64", "3.11")[0]
    assert "bb" in numpy
    assert "cc" in numpy
