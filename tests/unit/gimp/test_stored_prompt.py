import json

import pytest

from smart_select_gimp.ask import Ask
from smart_select_gimp.frames import Frame
from smart_select_gimp.rough import expand, shrunk
from smart_select_gimp.stored_prompt import StoredPrompt
from smart_select_plugin.selection_prompt import RoughMask

ROUGH = RoughMask((10.0, 20.0, 40.0, 50.0), 3, 5, bytes((0, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1)))
PROMPT = StoredPrompt(
    (640, 480),
    ((1.5, 2.25, 1), (30.0, 40.0, 0)),
    (0.0, 1.0, 100.5, 200.0),
    ROUGH,
    "2",
    "layer",
    "sam2.1-tiny",
)
FRAME = Frame(left=5, top=7, columns=100, rows=80, step=2)


def test_what_was_written_is_read_again() -> None:
    assert StoredPrompt.from_bytes(PROMPT.to_bytes()) == PROMPT
    assert StoredPrompt.from_bytes(PROMPT.to_bytes() + b"\0") == PROMPT


def test_scripts_find_the_grammar_of_the_arguments() -> None:
    document = json.loads(PROMPT.to_bytes())
    assert document["points"] == "1.5,2.25,+;30,40,-"
    assert document["box"] == "0,1,100.5,200"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[1]",
        b"\xff\xfe",
        b"[" * 100_000,
        PROMPT.to_bytes().replace(b'"version": 1', b'"version": 2'),
        PROMPT.to_bytes().replace(b"1.5,2.25,+", b"here"),
        PROMPT.to_bytes().replace(b'"columns": 3', b'"columns": 3000000'),
        PROMPT.to_bytes().replace(b'"columns": 3', b'"columns": -3'),
        PROMPT.to_bytes().replace(b'"cells": "', b'"cells": "AAAA'),
        StoredPrompt((10, 10)).to_bytes(),
    ],
)
def test_anything_else_is_no_prompt(data: bytes) -> None:
    assert StoredPrompt.from_bytes(data) is None


def test_a_frames_ask_is_kept_in_image_pixels_and_comes_back() -> None:
    ask = Ask(((1.0, 2.0, 1),), (3.0, 4.0, 50.0, 60.0), bytes([255] * 16), (8, 8, 12, 12))
    stored = ask.to_stored(FRAME, (300, 300), candidate="best", source="visible", model="embedded")
    assert stored is not None
    assert stored.points == ((6.0, 9.0, 1),)
    assert stored.box == (8.0, 11.0, 55.0, 67.0)
    again = Ask.of_stored(stored, FRAME)
    assert (again.points, again.box, bytes(again.rough), again.rough_area) == (
        ask.points,
        ask.box,
        ask.rough,
        ask.rough_area,
    )


def test_nothing_said_is_nothing_kept() -> None:
    assert Ask().to_stored(FRAME, (300, 300), candidate="best", source="visible", model="embedded") is None


def test_an_outline_is_kept_in_few_cells() -> None:
    width, height = 600, 300
    rough = b"".join(bytes(255 * (column >= 300) for column in range(width)) for _row in range(height))
    mask = shrunk(rough, (10, 20, 10 + width, 20 + height), (1, 2))
    assert (mask.columns, mask.rows, mask.box) == (128, 128, (11.0, 22.0, 611.0, 322.0))
    assert mask.cells == (bytes(64) + b"\1" * 64) * 128
    values, area = expand(mask, Frame(0, 0, 700, 400, 1))
    assert area == (11, 22, 611, 322)
    assert bytes(values)[:width] == bytes(300) + b"\xff" * 300
