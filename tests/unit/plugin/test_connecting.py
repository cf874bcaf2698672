"""Which of two builds is the older one, why no worker starts, and how a picture is named."""

import errno
import os

import pytest

from smart_select_plugin.connecting import is_older
from smart_select_plugin.picture import Picture
from smart_select_plugin.worker_errors import WorkerNotStarted


@pytest.mark.parametrize(
    ("build", "than", "older"),
    [
        ("0.1.0", "0.1.1", True),
        ("0.9", "0.10", True),
        ("0.2", "0.1", False),
        ("0.1", "0.1", False),
        ("0.1", "", False),
        ("0.1", "0.1.0", False),
        ("0.1.0rc1", "0.1", True),
        ("0.1.0.dev3", "0.1rc1", False),
        ("0.1", "0.1rc1", False),
        ("0.1+a1b2c3", "0.1+d4e5f6", False),
        ("0.1+d4e5f6", "0.2+a1b2c3", True),
        ("", "0.1", False),
        ("a1b2c3", "d4e5f6", False),
        ("d4e5f6", "a1b2c3", False),
        ("0.1", "a1b2c3", False),
    ],
)
def test_builds_are_compared_as_versions(build: str, than: str, older: bool) -> None:
    assert is_older(build, than) is older


def test_a_reason_that_says_what_to_do_gets_no_second_advice() -> None:
    assert str(WorkerNotStarted("/x is a folder; remove it", advised=True)) == (
        "Smart Select's worker could not be started: /x is a folder; remove it."
    )
    assert str(WorkerNotStarted("killed")).startswith("Smart Select's worker could not be started (killed); ")


def test_a_full_disk_is_no_reason_to_set_up_again() -> None:
    text = str(WorkerNotStarted.by_system(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    assert text == (
        "Smart Select's worker could not be started: the disk is full, so make room and try again."
    )
    assert "set Smart Select up again" in str(
        WorkerNotStarted.by_system(FileNotFoundError(errno.ENOENT, "x"))
    )


def test_equal_pixels_have_one_name_and_others_another() -> None:
    first = Picture.of(b"123", (1, 1))
    assert Picture.of(bytearray(b"123"), (1, 1)).name == first.name
    assert Picture.of(b"124", (1, 1)).name != first.name
    assert Picture.of(b"123", (1, 1), full_size=(2, 2)).name != first.name


def test_pixels_that_are_not_of_the_size_are_refused() -> None:
    with pytest.raises(ValueError, match="are not 2×1 pixels"):
        Picture.of(b"123", (2, 1))
