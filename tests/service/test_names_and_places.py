"""Names that mean nothing, and folders that can't be read or emptied."""

import errno
from pathlib import Path
from typing import NoReturn

import pytest

from service.fetching import QUICK
from service.two_models import put
from smart_select.errors import ModelUnknown, ModelUnusable, StorageUnavailable
from smart_select.models.store import ModelState, ModelStore

LONG = "x" * 5000


@pytest.fixture
def unreadable(store: ModelStore, root: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    """A store whose folder may not be listed; by a fake, as permissions don't count for every user."""
    iterdir = Path.iterdir

    def refuse(folder: Path) -> object:
        if folder == root:
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return iterdir(folder)

    root.mkdir()
    monkeypatch.setattr(Path, "iterdir", refuse)
    return store


@pytest.mark.parametrize("name", ["", "~nobody-of-this-name", LONG, f"~{LONG}", "a\0b", None])
def test_a_name_that_can_not_be_a_folder_is_an_unknown_model(store: ModelStore, name: str) -> None:
    with pytest.raises(ModelUnknown):
        store.locate(name)


@pytest.mark.parametrize("name", ["sam9", "sam\n9", "x" * 100_000, "sam 9\r\n" * 10_000])
def test_an_unknown_model_is_told_in_one_short_line_beside_the_known_ones(
    store: ModelStore, name: str
) -> None:
    with pytest.raises(ModelUnknown, match=r"choose one of embedded, ") as caught:
        store.locate(name)
    assert len(str(caught.value).split("choose")[0]) < 110
    assert len(str(caught.value).splitlines()) == 1


def test_no_name_is_not_the_current_folder(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path / "mine", {"encoder.onnx": b"e", "decoder.onnx": b"d"})
    monkeypatch.chdir(folder)
    with pytest.raises(ModelUnknown):
        store.locate("")
    assert store.locate(".").id == "mine"


@pytest.mark.parametrize("name", [LONG, "a\0b.onnx"])
def test_a_name_that_can_not_be_a_file_can_not_be_added(store: ModelStore, name: str) -> None:
    with pytest.raises(ModelUnusable):
        store.add([Path(name)])


def test_the_embedded_model_needs_no_models_folder(unreadable: ModelStore) -> None:
    assert unreadable.locate("embedded").id == "embedded"
    assert unreadable.download("embedded").id == "embedded"
    assert unreadable.status("embedded").state is ModelState.BUILT_IN
    assert all(check.good for check in unreadable.verify("embedded"))


def test_a_models_folder_that_can_not_be_listed_is_said_to_be_unavailable(unreadable: ModelStore) -> None:
    for ask in (unreadable.statuses, unreadable.installed):
        with pytest.raises(StorageUnavailable, match="permissions"):
            ask()
    with pytest.raises(StorageUnavailable):
        unreadable.locate("zipped")


def test_removing_what_can_not_be_removed_is_no_success(store: ModelStore, root: Path) -> None:
    put(root / ".work", {"zipped": b"a file where the folder should be"})
    with pytest.raises(StorageUnavailable):
        store.remove("zipped")


def test_removing_says_why_a_file_stays(
    store: ModelStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    store.download("zipped")
    with monkeypatch.context() as patch:
        patch.setattr("os.unlink", refuse)
        with pytest.raises(StorageUnavailable, match="permissions"):
            store.remove("zipped")
    assert store.status("zipped").state is ModelState.PARTIAL
    assert store.remove("zipped") > 0
    assert store.status("zipped").state is ModelState.ABSENT


@pytest.mark.parametrize("name", ["decoder\x1b[31m.onnx", "decoder\n.onnx", "decoder\x7f.onnx"])
def test_files_with_unprintable_names_are_not_taken_in(root: Path, tmp_path: Path, name: str) -> None:
    try:
        folder = put(tmp_path / "mine", {"encoder.onnx": b"e", name: b"d"})
    except OSError:
        pytest.skip("this system has no such names")
    store = ModelStore(root, policy=QUICK)
    for paths in ([folder], list(folder.iterdir())):
        with pytest.raises(ModelUnusable, match=r"decoder\\(x1b\[31m|n|x7f)\.onnx'") as refusal:
            store.add(paths)
        assert str(refusal.value).isprintable()
