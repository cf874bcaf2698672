"""What the engine says in English is shown in the user's language."""

from collections.abc import Iterator

import pytest

from smart_select.errors import (
    DownloadFailed,
    HashMismatch,
    ImageUnreadable,
    ModelNotInstalled,
    ModelUnknown,
    ModelUnusable,
    NoBackground,
    NoSubject,
    NothingLeft,
    NothingSelected,
    PromptInvalid,
    SmartSelectError,
    StorageUnavailable,
)
from smart_select.models import load_catalog
from smart_select.models.download import _ADVICE
from smart_select.models.transfer import CHECK_CERTIFICATES, CHECK_PROXY
from smart_select.prompting import check_prompt
from smart_select.system_reasons import _REASONS
from smart_select.values import Prompt
from smart_select.worker.translating import PictureTooLarge, RequestInvalid
from smart_select_plugin.engine_words import in_words
from smart_select_plugin.translation import speak
from smart_select_plugin.worker_errors import error_of

ERRORS = (
    NoSubject(),
    NothingSelected(),
    NothingLeft(),
    NoBackground(),
    PictureTooLarge((30_000, 20_000), 400_000_000),
    RequestInvalid("a lasso that is not there"),
    ModelUnknown("sam9", ["embedded", "sam2.1-tiny"]),
    ModelNotInstalled("sam2.1-tiny"),
    ModelUnusable("/m", "ONNX Runtime can open it but not run it"),
    ModelUnusable("/m", "its inputs and outputs fit no supported layout"),
    ImageUnreadable("/p.png", "it is a folder"),
    DownloadFailed("encoder.onnx", ["host can't be reached (3 times)"], _ADVICE),
    HashMismatch("/f", "0" * 64, "1" * 64),
    *(StorageUnavailable("/s", reason) for reason in _REASONS.values()),
)
WRONG_PROMPTS = (
    Prompt(),
    Prompt(points=[(5, 5, 0)]),
    Prompt(points=[(900, 5, 1)]),
    Prompt(points=[(5, 5, 1)], box=(20, 20, 30, 30)),
    Prompt(points=[(5, 5, 1)] * 5000),
    Prompt(box=(20, 20, 20, 30)),
    Prompt(box=(200, 200, 300, 300)),
)


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    speak(["de"])
    yield
    speak(["en"])


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: str(error)[:60])
def test_the_engines_errors_are_translated(error: SmartSelectError) -> None:
    assert in_words(str(error)) != str(error)


@pytest.mark.parametrize("prompt", WRONG_PROMPTS)
def test_a_wrong_prompt_is_explained_in_the_users_language(prompt: Prompt) -> None:
    with pytest.raises(PromptInvalid) as caught:
        check_prompt(prompt, (100, 100))
    assert in_words(str(caught.value)) != str(caught.value)


def test_what_is_different_each_time_is_kept_and_parts_are_translated_too() -> None:
    said = in_words(str(StorageUnavailable("/home/zoë", "you have no permission")))
    assert said == "Der Ordner /home/zoë kann nicht zum Speichern dienen: die Berechtigung dazu fehlt."


@pytest.mark.parametrize("advice", [_ADVICE, CHECK_PROXY, CHECK_CERTIFICATES])
def test_advice_about_downloads_is_translated(advice: str) -> None:
    assert in_words(advice) != advice


def test_names_of_models_that_are_words_are_translated() -> None:
    labels = {entry.id: entry.label for entry in load_catalog().values()}
    assert in_words(labels["embedded"]).startswith("Eingebaut")
    assert in_words(labels["sam2.1-tiny"]) == labels["sam2.1-tiny"]


def test_what_is_not_known_stays_as_it_came() -> None:
    assert in_words("Something new.") == "Something new."
    assert in_words("") == ""


def test_a_failed_request_speaks_the_users_language() -> None:
    assert str(error_of("NoSubject", str(NoSubject()))) != str(NoSubject())
