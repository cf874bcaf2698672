"""Troubleshooting has every sentence that the program can say of a trouble."""

import re

import pytest

from manual.messages import messages, reasons
from manual.pages import DOCS, text_of

PAGE = re.findall(r"^> (.+)$", text_of(DOCS / "troubleshooting.md"), re.MULTILINE)
NEVER_SHOWN = {
    # Answers to a question that the host has taken back.
    "A newer prompt took this one's place.",
    "A newer question took this one's place.",
    "Smart Select was closed before it had finished.",
}


@pytest.mark.parametrize("message", sorted(messages()))
def test_a_message_is_on_the_page(message: str) -> None:
    assert message in PAGE or message in NEVER_SHOWN, messages()[message]


@pytest.mark.parametrize("reason", sorted(reasons()))
def test_a_reason_of_a_failed_set_up_is_on_the_page(reason: str) -> None:
    assert reason in PAGE


def test_messages_are_found_in_all_parts_of_the_program() -> None:
    parts = {place.split("/")[0] for place in messages().values()}
    assert parts == {"core", "gimp", "krita", "packaging", "plugin"}
    assert len(messages()) > 120


def test_no_message_is_there_twice() -> None:
    assert sorted({message for message in PAGE if PAGE.count(message) > 1}) == []


def test_what_is_said_not_to_be_shown_is_still_said() -> None:
    assert set(messages()) >= NEVER_SHOWN
