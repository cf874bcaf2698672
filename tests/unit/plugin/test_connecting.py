"""Which of two builds is the older one, and how a picture is named."""

import pytest

from smart_select_plugin.connecting import is_older
from smart_select_plugin.picture import Picture


@pytest.mark.parametrize(
    ("build", "than", "older"),
    [
        ("0.1.0", "0.1.1", True),
        ("0.9", "0.10", True),
        ("0.2", "0.1", False),
        ("0.1", "0.1", False),
        ("0.1", "", False),
        ("", "0.1", True),
        ("a1b2c3", "d4e5f6", True),
    ],
)
def test_builds_are_compared_as_versions(build: str, than: str, older: bool) -> None:
    assert is_older(build, than) is older


def test_equal_pixels_have_one_name_and_others_another() -> None:
    first = Picture.of(b"123", (1, 1))
    assert Picture.of(bytearray(b"123"), (1, 1)).name == first.name
    assert Picture.of(b"124", (1, 1)).name != first.name
    assert Picture.of(b"123", (1, 1), full_size=(2, 2)).name != first.name


def test_pixels_that_are_not_of_the_size_are_refused() -> None:
    with pytest.raises(ValueError, match="are not 2×1 pixels"):
        Picture.of(b"123", (2, 1))
