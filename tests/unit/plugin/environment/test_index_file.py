"""The package index that a release names: written when it is made, never tracked."""

import subprocess
import sys
from pathlib import Path

import pytest

from smart_select_plugin.environment.recipe import INDEX_FILE, shipped_indexes

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "packaging"))
from index_file import LOCKS, NAME, write_index_file

ROOT = Path(__file__).resolve().parents[4]


def test_it_is_written_where_it_is_read() -> None:
    assert LOCKS / NAME == INDEX_FILE


def test_what_is_written_is_one_secure_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    (address,) = shipped_indexes(write_index_file(tmp_path))
    assert address.startswith("https://")
    assert "mirror.example" not in address
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_checkout_names_none(tmp_path: Path) -> None:
    assert shipped_indexes(tmp_path / NAME) == ()


def test_it_is_not_tracked() -> None:
    try:
        ignored = subprocess.run(
            ["git", "-C", str(ROOT), "check-ignore", "--quiet", str(INDEX_FILE)], check=False
        )
    except OSError:
        pytest.skip("no git here")
    if ignored.returncode == 128:
        pytest.skip("this is no checkout")
    assert ignored.returncode == 0


def test_it_travels_with_the_locks() -> None:
    assert '"environment/locks/*.txt"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
