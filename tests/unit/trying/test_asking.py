"""Nothing that comes from a browser is trusted."""

import json

import pytest

from smart_select.trying.asking import Earlier, Question, read_count, read_question
from smart_select.trying.refusing import NotUnderstood


def test_a_whole_question() -> None:
    message = {
        "photo": 3,
        "points": [[1.5, 2, 1], [3, 4, 0]],
        "box": [0, 1, 20.5, 30],
        "subject": False,
        "previous": [7, 2],
        "shown": None,
        "kept": False,
    }
    assert read_question(json.dumps(message).encode()) == Question(
        photo=3,
        points=((1.5, 2.0, 1), (3.0, 4.0, 0)),
        box=(0.0, 1.0, 20.5, 30.0),
        previous=Earlier(7, 2),
        kept=False,
    )


def test_what_is_left_out_has_its_default() -> None:
    assert read_question(b'{"photo": 1}') == Question(photo=1)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"3",
        b"{}",
        b'{"photo": "1"}',
        b'{"photo": true}',
        b'{"photo": -1}',
        b'{"photo": 1e3}',
        b'{"photo": 1, "points": 5}',
        b'{"photo": 1, "points": [[1, 2]]}',
        b'{"photo": 1, "points": [[1, 2, 3, 4]]}',
        b'{"photo": 1, "points": [["1", 2, 1]]}',
        b'{"photo": 1, "points": [[NaN, 2, 1]]}',
        b'{"photo": 1, "points": [[Infinity, 2, 1]]}',
        b'{"photo": 1, "points": [[1e300, 2, 1]]}',
        b'{"photo": 1, "points": [[1, 2, 0.5]]}',
        b'{"photo": 1, "box": [1, 2, 3]}',
        b'{"photo": 1, "box": {}}',
        b'{"photo": 1, "previous": [1]}',
        b'{"photo": 1, "previous": [1, -1]}',
        b'{"photo": 1, "subject": 1}',
        b"[" * 60_000,
        b'{"photo": ' + b"9" * 5000 + b"}",
    ],
)
def test_anything_else_is_refused(body: bytes) -> None:
    with pytest.raises(NotUnderstood):
        read_question(body)


@pytest.mark.parametrize("text", ["", "-1", "1.0", "x", "٣", "9" * 16, " 1"])
def test_a_number_in_an_address_is_digits(text: str) -> None:
    assert read_count("12") == 12
    with pytest.raises(NotUnderstood):
        read_count(text)
