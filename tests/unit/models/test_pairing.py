"""Encoder and decoder told apart by the names that people use."""

from pathlib import Path

import pytest

from smart_select.errors import ModelUnusable
from smart_select.models.pairing import Pair, check_is_graph, find_pair

CONFIG = ["config.json", "README.md"]


@pytest.mark.parametrize(
    ("encoder", "decoder"),
    [
        ("encoder.onnx", "decoder.onnx"),
        ("sam2.1_hiera_tiny.encoder.onnx", "sam2.1_hiera_tiny.decoder.onnx"),
        ("vision_encoder.onnx", "prompt_encoder_mask_decoder.onnx"),
        ("mobile_sam_image_encoder.onnx", "sam_mask_decoder_multi.onnx"),
        ("sam2.1_large_preprocess.onnx", "sam2.1_large.onnx"),
        ("My-ENC.onnx", "My-DEC.onnx"),
        ("first.onnx", "mask_decoder.onnx"),
    ],
)
def test_known_ways_of_naming_are_understood(encoder: str, decoder: str) -> None:
    names = [decoder, encoder, f"{encoder}_data", *CONFIG]
    assert find_pair(names, "folder") == Pair(encoder, decoder)


def test_the_full_precision_is_taken_among_several() -> None:
    names = [
        f"{stem}{suffix}.onnx"
        for stem in ("vision_encoder", "prompt_encoder_mask_decoder")
        for suffix in ("", "_fp16", "_quantized", "_q4")
    ]
    assert find_pair(names, "folder") == Pair("vision_encoder.onnx", "prompt_encoder_mask_decoder.onnx")


@pytest.mark.parametrize(
    "names",
    [
        [],
        CONFIG,
        ["encoder.onnx"],
        ["one.onnx", "two.onnx"],
        ["encoder.onnx", "decoder_single.onnx", "decoder_multi.onnx"],
        ["small.encoder.onnx", "tiny.encoder.onnx", "decoder.onnx"],
    ],
)
def test_anything_else_lists_what_was_found(names: list[str]) -> None:
    with pytest.raises(ModelUnusable, match="one encoder and one decoder") as error:
        find_pair(names, "folder")
    assert all(name in str(error.value) for name in names if name.endswith(".onnx"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "Git LFS pointer"),
        (b"\n<!DOCTYPE html><html>", "web page"),
        (b"PK\x03\x04rest", "archive"),
    ],
)
def test_what_is_often_taken_for_a_model_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "encoder.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelUnusable, match=says):
        check_is_graph(path)
