"""Texts in the user's language."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from smart_select_plugin.environment.errors import NotEnoughSpace
from smart_select_plugin.environment.steps import Progress, steps_to_do
from smart_select_plugin.translation import _, speak


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak(["en"])


def test_nobody_called_for_another_language_so_it_is_english() -> None:
    script = "from smart_select_plugin.translation import _; print(_('the disk is full'))"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={"LANGUAGE": "de", "LANG": "de_DE.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "the disk is full"


def test_an_unknown_language_falls_back_to_english() -> None:
    speak(["tlh_QO"])
    assert _("the disk is full") == "the disk is full"


def test_the_environments_language_is_taken_when_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de:fr")
    speak()
    assert _("the disk is full") == "der Datenträger ist voll"


def test_a_country_without_a_catalogue_of_its_own_takes_the_languages() -> None:
    speak(["fr_CA"])
    assert _("the disk is full") == "le disque est plein"


def test_gaps_are_filled_whatever_is_in_them() -> None:
    assert _("{file} is missing; copy it again", file="{odd}%s") == "{odd}%s is missing; copy it again"
    assert _("a brace { stays") == "a brace { stays"


def test_errors_and_steps_follow_the_language_at_the_time_they_are_made() -> None:
    def said() -> tuple[str, ...]:
        error = str(NotEnoughSpace(Path("/x"), 190_000_000, 3_000_000))
        assert "190" in error
        assert "/x" in error
        steps = (*Progress(lambda steps: None).steps, *steps_to_do())
        return (error, *(step.label for step in steps))

    english = said()
    speak(["de"])
    german = said()
    speak(["fr"])
    french = said()
    assert all(len(set(same)) == 3 for same in zip(english, german, french, strict=True))


def test_no_text_has_no_translation() -> None:
    speak(["de"])
    assert _("") == ""
