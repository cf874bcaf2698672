"""Embeddings are found again, within budgets, and damage only costs time."""

import hashlib
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smart_select.embeddings.cache import EmbeddingCache
from smart_select.embeddings.disk import DiskCache
from smart_select.embeddings.key import embedding_key
from smart_select.embeddings.memory import MemoryCache


def tensors(seed: int, count: int = 1000) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {"a": random.standard_normal((1, count), np.float32), "b.0": np.ones((2, 2), np.float32)}


def test_key_depends_on_pixels_shape_and_model() -> None:
    photo = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    keys = {
        embedding_key(photo, "m"),
        embedding_key(photo, "n"),
        embedding_key(photo.reshape(4, 2, 3), "m"),
        embedding_key(photo[::-1], "m"),
    }
    assert len(keys) == 4
    assert embedding_key(photo.copy(), "m") in keys


def test_memory_drops_what_was_not_used_for_longest() -> None:
    cache = MemoryCache(budget_bytes=2 * 4016)
    cache.put("a", tensors(1))
    cache.put("b", tensors(2))
    assert cache.get("a") is not None
    cache.put("c", tensors(3))
    assert cache.get("b") is None
    assert cache.get("a") is not None
    assert cache.used_bytes == 2 * 4016


def test_memory_keeps_nothing_that_is_over_the_budget_alone() -> None:
    cache = MemoryCache(budget_bytes=100)
    cache.put("a", tensors(1))
    assert cache.get("a") is None
    assert cache.used_bytes == 0


def test_what_was_just_computed_is_what_another_process_finds_to_the_bit(tmp_path: Path) -> None:
    EmbeddingCache(MemoryCache(1 << 20), DiskCache(tmp_path, 1 << 20)).put("k", tensors(1))
    found = EmbeddingCache(MemoryCache(1 << 20), DiskCache(tmp_path, 1 << 20)).get("k")
    assert found is not None
    for name, values in tensors(1).items():
        np.testing.assert_array_equal(found[name], values)
        assert found[name].dtype == np.float32


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 100, 1500, -1])
def test_truncated_entry_counts_as_absent_and_is_removed(tmp_path: Path, cut: int) -> None:
    cache = DiskCache(tmp_path, 1 << 20)
    cache.put("k", tensors(1))
    [path] = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:cut])
    assert cache.get("k") is None
    assert not list(tmp_path.iterdir())


@given(place=st.floats(0, 1, exclude_max=True), bits=st.integers(1, 255))
def test_any_changed_byte_makes_an_entry_count_as_absent(place: float, bits: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = DiskCache(Path(folder), 1 << 20)
        cache.put("k", tensors(1, count=50))
        [path] = Path(folder).iterdir()
        content = bytearray(path.read_bytes())
        content[int(place * len(content))] ^= bits
        path.write_bytes(content)
        assert cache.get("k") is None
        cache.put("k", tensors(1, count=50))
        assert cache.get("k") is not None


def test_an_older_version_s_half_floats_count_as_absent_and_are_removed(tmp_path: Path) -> None:
    archive = io.BytesIO()
    np.savez(archive, allow_pickle=False, a=np.ones((1, 10), np.float16))
    content = archive.getvalue()
    (tmp_path / "k.embedding").write_bytes(hashlib.sha256(content).digest() + content)
    assert DiskCache(tmp_path, 1 << 20).get("k") is None
    assert not list(tmp_path.iterdir())


def test_archive_without_its_digest_is_never_loaded(tmp_path: Path) -> None:
    with (tmp_path / "k.embedding").open("wb") as file:
        np.savez(file, allow_pickle=True, a=np.array([{"x": 1}], dtype=object))
    assert DiskCache(tmp_path, 1 << 20).get("k") is None


def test_disk_stays_within_its_budget_and_keeps_the_newest(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, 10_000)
    for number in range(6):
        cache.put(str(number), tensors(number))
        os.utime(tmp_path / f"{number}.embedding", (number, number))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 10_000
    assert cache.get("5") is not None
    assert cache.get("0") is None


def test_what_is_over_the_budget_alone_is_not_kept(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, 1000)
    cache.put("k", tensors(1))
    assert cache.get("k") is None
    assert not list(tmp_path.iterdir())


def test_folder_that_is_a_file_only_costs_the_cache(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    cache = EmbeddingCache(MemoryCache(1 << 20), DiskCache(blocked / "embeddings", 1 << 20))
    cache.put("k", tensors(1))
    assert cache.get("k") is not None
    assert blocked.read_text() == "in the way"


_HAMMER = """
import sys
import tempfile
from pathlib import Path
import numpy as np
from smart_select.embeddings.disk import DiskCache

cache = DiskCache(Path(sys.argv[1]), 12_000)
for number in range(int(sys.argv[2]), 60):
    cache.put(str(number % 7), {"a": np.full((1, 1000), number % 7, np.float32)})
    found = cache.get(str((number + 3) % 7))
    assert found is None or (found["a"] == (number + 3) % 7).all()
"""


def test_two_processes_may_write_and_trim_the_same_folder(tmp_path: Path) -> None:
    workers = [
        subprocess.Popen([sys.executable, "-c", _HAMMER, str(tmp_path), str(start)]) for start in (0, 1)
    ]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert not list(tmp_path.glob("*.part"))


def test_part_file_of_a_killed_process_goes_and_one_in_the_making_stays(tmp_path: Path) -> None:
    old, young = tmp_path / "old.part", tmp_path / "young.part"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    os.utime(old, (1, 1))
    DiskCache(tmp_path, 1 << 20).put("k", tensors(1))
    assert not old.exists()
    assert young.exists()


def test_tensors_from_disk_can_t_be_changed(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, 1 << 20)
    cache.put("k", tensors(1))
    found = cache.get("k")
    assert found is not None
    assert not any(tensor.flags.writeable for tensor in found.values())
