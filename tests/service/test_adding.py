"""Offline import: what is recognised, what becomes the user's own, what is refused."""

import os
from pathlib import Path

import pytest

from service.fetching import (
    QUICK,
    a_zip,
    names_in,
)
from service.two_models import DATA, DECODER, ENCODER, PAIR_FILES, ZIP, put, visible
from smart_select.errors import (
    HashMismatch,
    ModelNameRefused,
    ModelUnusable,
)
from smart_select.models.store import ModelState, ModelStore


@pytest.mark.parametrize("renamed", [False, True])
def test_known_files_are_recognised_by_their_bytes(store: ModelStore, tmp_path: Path, renamed: bool) -> None:
    files = {f"copy of {name}" if renamed else name: content for name, content in PAIR_FILES.items()}
    folder = put(tmp_path / "Downloads", files)
    (model,) = store.add([folder / name for name in files])
    assert model.id == "loose"
    assert all(check.good for check in store.verify("loose"))
    assert model.encoder.name == "graph_encoder.onnx"
    assert names_in(folder) == set(files)


def test_a_known_archive_is_recognised_under_any_name(store: ModelStore, root: Path, tmp_path: Path) -> None:
    put(tmp_path, {"download (1).zip": ZIP})
    (model,) = store.add([tmp_path / "download (1).zip"])
    assert model.id == "zipped"
    assert visible(root) == {"zipped", "zipped/encoder.onnx", "zipped/decoder.onnx", "zipped/model.json"}


def test_what_a_known_model_lacks_is_named(store: ModelStore, tmp_path: Path) -> None:
    folder = put(tmp_path / "half", {"graph_encoder.onnx": ENCODER, "graph_decoder.onnx": DECODER})
    with pytest.raises(ModelUnusable, match=r"for loose these files are missing: graph_encoder\.onnx_data"):
        store.add([folder])


def test_a_known_model_with_one_damaged_file_is_refused(
    store: ModelStore, root: Path, tmp_path: Path
) -> None:
    folder = put(tmp_path / "damaged", PAIR_FILES | {"graph_encoder.onnx_data": DATA[:-1]})
    with pytest.raises(HashMismatch, match=r"--as NAME if you trust it"):
        store.add([folder])
    assert visible(root) == set()


def test_an_archive_with_a_known_name_and_other_bytes_is_refused_unless_it_is_given_a_name(
    store: ModelStore, tmp_path: Path
) -> None:
    put(tmp_path, {"tiny.dtmodel": a_zip({"x/encoder.onnx": b"other", "x/decoder.onnx": b"bytes"})})
    with pytest.raises(HashMismatch):
        store.add([tmp_path / "tiny.dtmodel"])
    (model,) = store.add([tmp_path / "tiny.dtmodel"], as_id="nightly")
    assert model.id == "nightly"
    assert model.encoder.read_bytes() == b"other"


def test_an_unknown_pair_becomes_ones_own_model(store: ModelStore, root: Path, tmp_path: Path) -> None:
    folder = put(tmp_path / "My Model", {"encoder.onnx": b"e", "decoder.onnx": b"d", "notes.txt": b""})
    (model,) = store.add([folder])
    assert model.id == "my-model"
    assert store.locate("my-model") == model
    assert store.status("my-model").state is ModelState.INSTALLED
    assert [item.id for item in store.installed()] == ["embedded", "my-model"]
    assert visible(root) == {
        "my-model",
        *(f"my-model/{n}" for n in ("encoder.onnx", "decoder.onnx", "model.json")),
    }


def test_a_pair_that_the_engine_refuses_is_not_kept(root: Path, tmp_path: Path) -> None:
    def refuse(encoder: Path, _decoder: Path) -> None:
        raise ModelUnusable(encoder, "it fits no layout")

    folder = put(tmp_path / "odd", {"encoder.onnx": b"e", "decoder.onnx": b"d"})
    with pytest.raises(ModelUnusable, match="fits no layout"):
        ModelStore(root, policy=QUICK, inspect=refuse).add([folder])
    assert visible(root) == set()


@pytest.mark.parametrize(
    ("as_id", "says"),
    [
        ("zipped", "belongs to another model"),
        ("taken", "is taken"),
        ("CON", "letters"),
        ("Com1.v2", "letters"),
        ("…", "letters"),
    ],
)
def test_a_name_that_is_not_free_is_refused(store: ModelStore, tmp_path: Path, as_id: str, says: str) -> None:
    folder = put(tmp_path / "taken", {"encoder.onnx": b"e", "decoder.onnx": b"d"})
    store.add([folder])
    with pytest.raises(ModelNameRefused, match=says):
        store.add([folder], as_id=as_id)


def test_a_name_with_folders_in_it_is_made_plain(store: ModelStore, root: Path, tmp_path: Path) -> None:
    folder = put(tmp_path / "pair", {"encoder.onnx": b"e", "decoder.onnx": b"d"})
    (model,) = store.add([folder], as_id="../Up There")
    assert model.folder == root / "up-there"


def test_a_known_file_under_a_name_of_the_catalogue_that_it_is_not_is_refused(
    store: ModelStore, tmp_path: Path
) -> None:
    folder = put(tmp_path / "pair", PAIR_FILES)
    with pytest.raises(ModelNameRefused, match="is loose"):
        store.add([folder], as_id="zipped")


@pytest.mark.parametrize("name", ["nothing.onnx", "picture.png"])
def test_what_is_no_model_is_refused(store: ModelStore, tmp_path: Path, name: str) -> None:
    put(tmp_path, {"picture.png": b"\x89PNG"})
    with pytest.raises(ModelUnusable):
        store.add([tmp_path / name])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permission bits don't bind this user")
def test_what_may_not_be_read_is_not_said_to_be_no_model(store: ModelStore, tmp_path: Path) -> None:
    put(tmp_path, {"model.zip": b"PK"})
    (tmp_path / "model.zip").chmod(0)
    with pytest.raises(ModelUnusable, match="Permission denied"):
        store.add([tmp_path / "model.zip"])


def test_an_unknown_archive_leaves_nothing_behind_when_it_is_no_pair(
    store: ModelStore, root: Path, tmp_path: Path
) -> None:
    put(tmp_path, {"odd.zip": a_zip({"one.onnx": b"1", "two.onnx": b"2"})})
    with pytest.raises(ModelUnusable, match="one encoder and one decoder"):
        store.add([tmp_path / "odd.zip"])
    assert visible(root) == set()
