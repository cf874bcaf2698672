"""Weights beside a model are taken in, and only from files that really are beside it."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_models import onnx_bytes
from smart_select.errors import ModelUnusable
from smart_select.runtime.external_data import inline_external_data

_WEIGHTS = bytes(range(64))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "weights.data").write_bytes(_WEIGHTS)
    return tmp_path


def test_values_are_read_at_their_offset(folder: Path) -> None:
    tensor = onnx_bytes.external_tensor("w", location="weights.data", offset="8", length="16")
    inlined = inline_external_data(onnx_bytes.model(tensor), folder, "m.onnx")
    assert onnx_bytes.encode_bytes_field(9, _WEIGHTS[8:24]) in inlined
    assert b"weights.data" not in inlined


def test_without_offset_and_length_the_whole_file_is_meant(folder: Path) -> None:
    tensor = onnx_bytes.external_tensor("w", location="weights.data")
    assert _WEIGHTS in inline_external_data(onnx_bytes.model(tensor), folder, "m.onnx")


def test_a_model_that_holds_its_weights_comes_back_unchanged(folder: Path) -> None:
    model = onnx_bytes.model(onnx_bytes.encode_bytes_field(5, b"\x42\x01w"), *onnx_bytes.decoder_nodes())
    assert inline_external_data(model, folder, "m.onnx") == model


@pytest.mark.parametrize("location", ["../weights.data", "/etc/hostname", "a\\b", "", "..", "a\0b"])
def test_weights_outside_of_the_folder_are_not_read(folder: Path, location: str) -> None:
    model = onnx_bytes.model(onnx_bytes.external_tensor("w", location=location))
    with pytest.raises(ModelUnusable, match="no file beside it"):
        inline_external_data(model, folder, "m.onnx")


@pytest.mark.parametrize(
    "entries",
    [
        {"location": "absent.data"},
        {"location": "weights.data", "length": "65"},
        {"location": "weights.data", "offset": "60", "length": "16"},
        {"location": "weights.data", "offset": "-1"},
        {"location": "weights.data", "offset": "99"},
        {"location": "weights.data", "length": str(2**62)},
        {"location": "weights.data", "offset": str(2**80), "length": "4"},
        {"location": "weights.data", "length": "many"},
    ],
)
def test_weights_that_are_not_there_make_the_model_unusable(folder: Path, entries: dict[str, str]) -> None:
    model = onnx_bytes.model(onnx_bytes.external_tensor("w", **entries))
    with pytest.raises(ModelUnusable, match=r"m\.onnx"):
        inline_external_data(model, folder, "m.onnx")


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_or_copied(junk: bytes) -> None:
    with contextlib.suppress(ModelUnusable):
        assert inline_external_data(junk, Path("absent"), "m.onnx") == junk
