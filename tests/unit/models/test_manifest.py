"""What a folder says of itself may be damaged, or made up to do harm."""

import json
from pathlib import Path

import pytest

from smart_select.errors import ModelUnknown
from smart_select.models.manifest import FILE_NAME, InstalledFile, Manifest, read_manifest
from smart_select.models.store import ModelStore

FILES = tuple(InstalledFile(f"{name}.onnx", 1, "0" * 64) for name in ("encoder", "decoder"))
GOOD = Manifest("mine", "Mine", "encoder.onnx", "decoder.onnx", FILES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pair with a good manifest."""
    for file in FILES:
        (tmp_path / file.name).write_bytes(b"x")
    GOOD.write(tmp_path)
    return tmp_path


def change(folder: Path, **changes: object) -> None:
    path = folder / FILE_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_good_one_is_read_as_it_was_written(folder: Path) -> None:
    assert read_manifest(folder) == GOOD
    assert GOOD.damage(folder) == ""


@pytest.mark.parametrize("name", ["", ".", "..", "../encoder.onnx", "/encoder.onnx", "a\x1b[2J.onnx", 5])
def test_names_that_are_no_plain_file_names_are_not_believed(folder: Path, name: object) -> None:
    change(folder, encoder=name)
    assert read_manifest(folder) is None


@pytest.mark.parametrize("label", ["\x1b[31mred", "two\nlines", "\ud800"])
def test_a_label_that_a_terminal_would_obey_or_choke_on_is_not_believed(folder: Path, label: str) -> None:
    change(folder, label=label)
    assert read_manifest(folder) is None


@pytest.mark.parametrize(
    "text", ["", "null", "[" * 200_000, "\xff", '{"format": 1}', '{"format": 1, "files": [1]}']
)
def test_what_is_no_manifest_is_none(folder: Path, text: str) -> None:
    (folder / FILE_NAME).write_text(text, encoding="latin-1")
    assert read_manifest(folder) is None


@pytest.mark.parametrize("count", [1e999, "9" * 5000, None])
def test_a_size_that_is_no_size_is_not_believed(folder: Path, count: object) -> None:
    change(folder, files=[{"name": "encoder.onnx", "bytes": count, "sha256": ""}])
    assert read_manifest(folder) is None


def test_graphs_that_are_not_listed_as_files_are_damage(folder: Path) -> None:
    change(folder, decoder="another.onnx")
    manifest = read_manifest(folder)
    assert manifest is not None
    assert manifest.damage(folder) == "another.onnx is not in its list of files"


@pytest.mark.parametrize("text", ["[" * 200_000, None])
def test_a_folder_of_ones_own_is_opened_by_its_names_when_its_manifest_is_none(
    folder: Path, text: str | None
) -> None:
    if text is None:
        change(folder, encoder="..")
    else:
        (folder / FILE_NAME).write_text(text)
    model = ModelStore(folder / "none").locate(folder)
    assert (model.encoder.name, model.decoder.name) == ("encoder.onnx", "decoder.onnx")


def test_a_damaged_manifest_among_the_models_is_no_model(folder: Path) -> None:
    (folder / FILE_NAME).write_text("[" * 200_000)
    with pytest.raises(ModelUnknown):
        ModelStore(folder.parent).locate(folder.name)
