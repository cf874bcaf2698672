"""The repair of one node, on files small enough to read; the real decoder is in tests/accuracy."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_models import onnx_bytes
from smart_select.errors import ModelUnusable
from smart_select.runtime.graph_repair import repair_points_decoder

_DECODER = onnx_bytes.model(*onnx_bytes.decoder_nodes())


def test_the_join_becomes_the_point_tokens_and_nothing_else_changes() -> None:
    before, join, after = _around_the_join(_DECODER)
    repaired = repair_points_decoder(_DECODER)
    assert b"Identity" in repaired
    assert len(_DECODER) - len(repaired) == len(join) - len(_identity())
    # Only the graph's length, a number before its first field, may differ outside of the node.
    assert repaired.endswith(_identity() + after)
    assert before[before.index(b"main") :] in repaired


def test_weights_of_megabytes_are_copied_as_they_are() -> None:
    weights = onnx_bytes.encode_bytes_field(5, random.Random(0).randbytes(8 << 20))
    repaired = repair_points_decoder(onnx_bytes.model(weights, *onnx_bytes.decoder_nodes(), weights))
    assert repaired.count(weights) == 2


def test_a_repaired_decoder_has_nothing_left_to_repair() -> None:
    with pytest.raises(ModelUnusable, match="0 nodes join"):
        repair_points_decoder(repair_points_decoder(_DECODER))


def test_two_joins_are_one_too_many() -> None:
    nodes = onnx_bytes.decoder_nodes()
    with pytest.raises(ModelUnusable, match="2 nodes join"):
        repair_points_decoder(onnx_bytes.model(*nodes, nodes[4]))


def test_the_error_names_the_file() -> None:
    with pytest.raises(ModelUnusable, match=r"decoder\.onnx"):
        repair_points_decoder(b"", where="decoder.onnx")


@given(st.binary(max_size=400))
def test_random_bytes_are_refused(junk: bytes) -> None:
    with pytest.raises(ModelUnusable):
        repair_points_decoder(junk)


@given(st.integers(0, len(_DECODER) - 1), st.integers(0, len(_DECODER)), st.binary(max_size=12), st.randoms())
def test_damaged_files_are_repaired_or_refused(
    start: int, length: int, patch: bytes, chance: random.Random
) -> None:
    damaged = bytearray(_DECODER)
    damaged[start : start + length] = patch
    if damaged and chance.random() < 0.5:
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    try:
        repaired = repair_points_decoder(bytes(damaged))
    except ModelUnusable:
        return
    assert b"Identity" in repaired


def test_every_truncation_is_refused() -> None:
    for length in range(len(_DECODER)):
        with pytest.raises(ModelUnusable):
            repair_points_decoder(_DECODER[:length])


def test_a_file_of_many_tiny_fields_takes_seconds_not_minutes() -> None:
    hostile = onnx_bytes.model(b"\x0a\x00" * 200_000)
    started = time.monotonic()
    with pytest.raises(ModelUnusable):
        repair_points_decoder(hostile)
    assert time.monotonic() - started < 60


def _around_the_join(model: bytes) -> tuple[bytes, bytes, bytes]:
    join = onnx_bytes.decoder_nodes()[4]
    start = model.index(join)
    return model[:start], join, model[start + len(join) :]


def _identity() -> bytes:
    encode = onnx_bytes.encode_bytes_field
    return encode(
        1,
        encode(1, b"point_tokens"),
        encode(2, b"tokens"),
        encode(4, b"Identity"),
    )
