"""Values on the wire: what goes in comes out, and noise is refused in one way only."""

import json
import os
import random
import re
from dataclasses import fields, replace
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smart_select_plugin.wire.codec import (
    HEADER_LIMIT,
    PAYLOAD_LIMIT,
    decode_header,
    decode_value,
    encode_message,
)
from smart_select_plugin.wire.errors import WireError
from smart_select_plugin.wire.values import (
    REPLIES,
    REQUESTS,
    Buffer,
    Compose,
    Encode,
    ModelLine,
    Predict,
    Status,
    Value,
)

FUZZED = int(os.environ.get("SMART_SELECT_TEST_FUZZ", "100000"))
WHOLE = st.integers(-(2**53), 2**53)
LEAVES = {
    int: WHOLE,
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: st.text(max_size=20),
    bool: st.booleans(),
    Buffer: st.binary(max_size=40),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type, as data
    """Return a strategy for whatever a field's type allows."""
    if kind in LEAVES:
        return LEAVES[kind]
    if kind is ModelLine:
        return st.builds(ModelLine, **{name: LEAVES[hint] for name, hint in get_type_hints(kind).items()})
    arguments = kind.__args__
    if type(None) in arguments:
        return st.none() | values_of(arguments[0])
    if arguments[-1] is Ellipsis:
        return st.lists(values_of(arguments[0]), max_size=4).map(tuple)
    return st.tuples(*(values_of(argument) for argument in arguments))


def any_value() -> st.SearchStrategy[Value]:
    classes = [*REQUESTS.values(), *REPLIES.values()]
    return st.one_of(
        st.builds(one, **{name: values_of(hint) for name, hint in get_type_hints(one).items()})
        for one in classes
    )


def round_trip(value: Value, number: int = 1) -> tuple[int, Value]:
    data, parts = encode_message(number, value)
    header = decode_header(data)
    return header.number, decode_value(header, b"".join(parts))


def plain(value: Value) -> dict[str, Any]:
    """Return the fields with bytes as bytes, in whatever buffer they are."""
    return {
        field.name: bytes(found) if isinstance(found, memoryview) else found
        for field in fields(value)
        for found in [getattr(value, field.name)]
    }


@given(any_value(), st.integers(0, 2**53))
def test_what_goes_in_comes_out(value: Value, number: int) -> None:
    returned, found = round_trip(value, number)
    assert returned == number
    assert type(found) is type(value)
    assert plain(found) == plain(value)


def test_bytes_are_not_copied_on_either_side() -> None:
    pixels = bytearray(48)
    _, [part] = encode_message(1, Encode("p", "m", (4, 4), (4, 4), pixels))
    pixels[0] = 7
    assert part[0] == 7
    header = decode_header(encode_message(1, Encode("p", "m", (4, 4), (4, 4), pixels))[0])
    value = decode_value(header, pixels)
    pixels[0] = 9
    assert isinstance(value, Encode)
    assert value.pixels[0] == 9


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_not_sent(value: float) -> None:
    with pytest.raises(WireError, match="can't be written down"):
        encode_message(1, Predict("p", "m", points=((value, 1.0, 1),)))


def test_a_header_that_is_too_large_is_not_sent() -> None:
    with pytest.raises(WireError, match="too large"):
        encode_message(1, Predict("p" * HEADER_LIMIT, "m"))


def test_fields_that_a_newer_version_adds_are_skipped() -> None:
    data, _ = encode_message(1, Predict("p", "m"))
    document = json.loads(data)
    document["fields"]["mood"] = "sunny"
    header = decode_header(json.dumps(document).encode())
    assert decode_value(header, b"") == Predict("p", "m")


def changed(**changes: object) -> bytes:
    data, _ = encode_message(1, Encode("p", "m", (4, 4), (4, 4), bytes(48)))
    return json.dumps(json.loads(data) | changes).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b"[" * 60_000,
        b"{" + b" " * HEADER_LIMIT + b"}",
        changed(id=True),
        changed(id=1.5),
        changed(kind="eval"),
        changed(kind=["encode"]),
        changed(parts=[]),
        changed(parts=[-1]),
        changed(parts=[1e9]),
        changed(parts=[PAYLOAD_LIMIT + 1]),
        changed(parts=[2**80]),
        changed(fields=[]),
    ],
)
def test_headers_that_are_none_are_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        decode_header(data)


@pytest.mark.parametrize(
    "wrong",
    [
        {"picture": 5},
        {"size": [4]},
        {"size": [4, 4, 4]},
        {"size": ["4", "4"]},
        {"size": [True, True]},
        {"size": None},
        {"full_size": {"x": 1}},
        {"model": None},
    ],
)
def test_fields_of_the_wrong_type_are_refused(wrong: dict[str, object]) -> None:
    good = json.loads(changed())["fields"]
    header = decode_header(changed(fields=good | wrong))
    with pytest.raises(WireError):
        decode_value(header, bytes(48))


def test_a_field_without_a_default_must_be_there() -> None:
    header = decode_header(changed(fields={"picture": "p"}))
    with pytest.raises(WireError, match="lacks fields"):
        decode_value(header, bytes(48))


def test_a_list_without_end_is_refused() -> None:
    for field, entries in (
        ("points", [[1, 2, 1]] * 5000),
        ("strokes", [[]] * 5000),
        ("strokes", [[[1, 2, 1]] * 5000]),
    ):
        with pytest.raises(WireError, match="too many"):
            decode_value(decode_header(predict_with(field, json.dumps(entries))), b"")


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", str(2**60), '"1"', "true", "null", "[1]"]
)
@pytest.mark.parametrize(
    ("field", "entry"), [("points", "[%s,2,1]"), ("strokes", "[[1,2,1],[3,%s,1]]"), ("strokes", "[[1,2,%s]]")]
)
def test_a_prompt_s_numbers_are_numbers(field: str, entry: str, number: str) -> None:
    decode_value(decode_header(predict_with(field, f"[{entry % 1}]")), b"")
    with pytest.raises(WireError):
        decode_value(decode_header(predict_with(field, f"[{entry % number}]")), b"")


@pytest.mark.parametrize(
    ("field", "wrong"), [("snap", "1"), ("snap", '"yes"'), ("strokes", "[1]"), ("strokes", "{}")]
)
def test_what_a_prompt_learnt_later_is_checked_too(field: str, wrong: str) -> None:
    with pytest.raises(WireError, match="wrong type"):
        decode_value(decode_header(predict_with(field, wrong)), b"")


def predict_with(field: str, text: str) -> bytes:
    """Return the header of a prompt in which one field is this JSON."""
    data, _ = encode_message(1, Predict("p", "m"))
    return re.sub(rb'"%b":[^,}]*' % field.encode(), f'"{field}":{text}'.encode(), data)


def test_the_payload_must_be_as_long_as_the_header_says() -> None:
    with pytest.raises(WireError, match="47 bytes followed and not 48"):
        decode_value(decode_header(changed()), bytes(47))


def test_a_hundred_thousand_fuzzed_frames_raise_nothing_else() -> None:
    dice = random.Random(7)
    status = Status(1, "b", 1.0, 0, "", 1, 1, 1, 1, ("m",), 1)
    stroke = ((1.0, 2.0, 0), (3.0, 4.0, 0))
    prompt = Predict("p", "m", points=((1.0, 2.0, 1),), previous_size=(1, 1), strokes=(stroke,), snap=True)
    composed = Compose("blur", (1, 1), b"123", b"1", (0, 0, 1, 1), stops=((1, 2, 3),), edge="matte")
    originals = [encode_message(3, value)[0] for value in (prompt, composed, status)]
    accepted = 0
    for index in range(FUZZED):
        frame = bytearray(dice.choice(originals))
        if index % 10 == 0:
            frame = bytearray(dice.randbytes(dice.randrange(200)))
        else:
            for _ in range(dice.randrange(1, 5)):
                frame[dice.randrange(len(frame))] = dice.randrange(32, 127)
        try:
            header = decode_header(frame)
            if header.payload_bytes < 1000:
                decode_value(header, bytes(header.payload_bytes))
                accepted += 1
        except WireError:
            pass
    assert accepted < FUZZED  # noise in a text or a number may well be a message


def test_values_are_frozen_and_compare_by_content() -> None:
    value = Predict("p", "m", points=((1.0, 2.0, 1),))
    assert value == replace(value)
    with pytest.raises(AttributeError):
        value.picture = "q"  # type: ignore[misc]
