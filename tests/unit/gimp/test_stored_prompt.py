import json

import pytest

from smart_select_gimp.ask import Ask
from smart_select_gimp.frames import Frame
from smart_select_gimp.layer_looks import LayerLook
from smart_select_gimp.rough import moved
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
    layers=((2, LayerLook((-3, 0, 637, 480), bytes(range(48)), 8)), (7, LayerLook((0, 0, 5, 5)))),
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
        PROMPT.to_bytes().replace(b"[640, 480]", b"[Infinity, 480]"),
        PROMPT.to_bytes().replace(b'"columns": 3', b'"columns": Infinity'),
        PROMPT.to_bytes().replace(b'"cells": "', b'"cells": "AAAA'),
        PROMPT.to_bytes().replace(b'"-3,0,637,480"', b'"-3,0,637"'),
        PROMPT.to_bytes().replace(b'"layers": [[2,', b'"layers": [["two",'),
        PROMPT.to_bytes().replace(b'"source": "layer"', b'"source": "nope"'),
        PROMPT.to_bytes().replace(b'"candidate": "2"', b'"candidate": "nope"'),
        PROMPT.to_bytes().replace(b'"candidate": "2"', b'"candidate": 2'),
        PROMPT.to_bytes().replace(b'"model": "sam2.1-tiny"', b'"model": {}'),
        PROMPT.to_bytes().replace(b"sam2.1-tiny", rb"sam\n2"),
        PROMPT.to_bytes().replace(b"sam2.1-tiny", b"x" * 5000),
        PROMPT.to_bytes().replace(b"sam2.1-tiny", rb"sam\u0000"),
        PROMPT.to_bytes().replace(b"sam2.1-tiny", rb"\ud800"),
        StoredPrompt((10, 10)).to_bytes(),
    ],
)
def test_anything_else_is_no_prompt(data: bytes) -> None:
    assert StoredPrompt.from_bytes(data) is None


def test_a_subject_is_a_prompt_of_its_own_and_can_be_corrected() -> None:
    plain = StoredPrompt((640, 480), subject=True)
    assert StoredPrompt.from_bytes(plain.to_bytes()) == plain
    corrected = StoredPrompt((640, 480), ((5.0, 6.0, 0),), subject=True)
    assert StoredPrompt.from_bytes(corrected.to_bytes()) == corrected
    ask = Ask.of_stored(corrected, FRAME)
    assert ask.subject
    assert ask.corrects_subject
    assert not Ask.of_stored(plain, FRAME).corrects_subject


def test_an_outline_comes_back_cell_by_cell_also_a_large_one() -> None:
    cells = bytes((column * row) % 3 == 0 for row in range(256) for column in range(256))
    prompt = StoredPrompt((6000, 4000), rough=RoughMask((1.0, 2.0, 5000.5, 3000.0), 256, 256, cells))
    assert StoredPrompt.from_bytes(prompt.to_bytes()) == prompt


def test_a_frames_ask_is_kept_in_image_pixels_and_comes_back() -> None:
    ask = Ask(((1.0, 2.0, 1),), (3.0, 4.0, 50.0, 60.0), moved(ROUGH, -5, -7))
    stored = ask.to_stored(FRAME, (300, 300), candidate="best", source="visible", model="embedded")
    assert stored is not None
    assert stored.points == ((6.0, 9.0, 1),)
    assert stored.box == (8.0, 11.0, 55.0, 67.0)
    assert stored.rough == ROUGH
    assert Ask.of_stored(stored, FRAME) == ask


def test_nothing_said_is_nothing_kept() -> None:
    assert Ask().to_stored(FRAME, (300, 300), candidate="best", source="visible", model="embedded") is None
