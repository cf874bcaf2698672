"""Each bad state is one sentence in the docker and leaves the document as it was, in real Krita."""

from typing import Any

import pytest

from krita.krita_session import KritaSession

SENTENCES = {
    "no selection": "Nothing is selected; draw around something first.",
    "no answer": "Click something first.",
    "not wanted first": "Click something that you want first.",
    "locked layer, transparency mask": "The layer “Background” is locked; unlock it and try again.",
    "locked layer, selection mask": "The layer “Background” is locked; unlock it and try again.",
    "empty layer": "There is nothing to tell apart on that layer; choose another one, or look at all that is "
    "visible.",
    "no such label": "No visible layer has this colour label; give it to one, or look at all that is "
    "visible.",
    "nothing visible": "There is nothing to tell apart, all is one colour; paint or open a picture first.",
    "another document in front": "The picture is not in front any more; go back to it and try again.",
    "environment missing": "Smart Select needs its engine once: choose Set up….",
}
CLOSED = "The picture was closed or has changed its size meanwhile, so nothing was done; try again."
CHANGED = "The picture was changed meanwhile, so nothing was done; try again."
NO_DOCUMENT = "No picture is open; open one and try again."


@pytest.fixture(scope="module")
def trouble(krita: KritaSession) -> Any:
    report = krita.run("trouble")
    assert "failure" not in report, report["failure"]
    return report


@pytest.mark.parametrize("state", SENTENCES)
def test_a_bad_state_is_one_sentence_and_changes_nothing(trouble: Any, state: str) -> None:
    assert trouble["states"][state] == [SENTENCES[state], True]


@pytest.mark.parametrize("state", ["worker dead", "engine deleted"])
def test_a_worker_that_can_not_be_started_is_one_sentence(trouble: Any, state: str) -> None:
    sentence, untouched = trouble["states"][state]
    assert sentence.startswith("Smart Select's worker could not be started (")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert untouched


def test_the_set_up_is_offered_where_the_environment_is_missing(trouble: Any) -> None:
    assert trouble["set-up offered"]


def test_without_a_document_every_verb_says_so(trouble: Any) -> None:
    without = {name: said for name, said in trouble["states"].items() if name.startswith("no document")}
    assert len(without) == 11
    assert set(map(tuple, without.values())) == {(NO_DOCUMENT, True)}
    assert not trouble["armed without a document"]


@pytest.mark.parametrize("when", ["reading", "encoding", "drawing"])
def test_a_document_closed_meanwhile_is_one_sentence(trouble: Any, when: str) -> None:
    assert trouble[f"was {when}"]
    assert trouble["states"][f"closed while {when}"] == [CLOSED, True]


def test_an_answer_about_a_picture_cropped_meanwhile_is_not_taken(trouble: Any) -> None:
    assert trouble["cropped while drawing"] == [True, CLOSED, False, None, 1, None]


def test_a_verb_cancelled_at_any_stage_leaves_nothing(trouble: Any) -> None:
    for when in ("reading", "composing", "layering"):
        seen = trouble["meanwhile"][f"cancelled while {when}"]
        assert (seen["caught"], seen["message"], seen["same"]) == (True, "", True), when


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("painted while reading", CHANGED),
        ("painted while composing", CHANGED),
        ("undone while composing", CHANGED),
        ("elsewhere while composing", SENTENCES["another document in front"]),
        ("closed while composing", CLOSED),
        ("closed while layering", CLOSED),
    ],
)
def test_no_layer_is_made_of_what_is_not_there_any_more(trouble: Any, what: str, said: str) -> None:
    seen = trouble["meanwhile"][what]
    assert (seen["caught"], seen["message"]) == (True, said)
    assert "Blurred background" not in seen["layers"]


def test_a_layer_is_made_although_something_else_was_selected_meanwhile(trouble: Any) -> None:
    seen = trouble["meanwhile"]["deselected while composing"]
    assert (seen["message"], seen["layers"]) == ("", ["Background", "Blurred background"])


def test_another_document_in_front_ends_the_selecting(trouble: Any) -> None:
    assert trouble["armed for one document"] == [True, False]


def test_a_click_works_after_every_trouble(trouble: Any) -> None:
    assert len(trouble["after"]) == 10
    assert all(trouble["after"].values()), trouble["after"]
    assert trouble["cancelled"] == [False, "", True]
    assert trouble["second"]
    assert trouble["first as it was"]


def test_workers_were_really_killed_and_nothing_was_a_mistake_of_ours(trouble: Any) -> None:
    assert trouble["killed"][:2] == [1, 1]
    assert trouble["errors"] == []
