"""Bad arguments: one sentence each, and an unchanged image."""

from typing import Any

import pytest
from PIL import Image

from gimp.gimp_session import GimpSession
from gimp.test_documentation import ARGUMENTS


@pytest.fixture(scope="module")
def mistakes(gimp: GimpSession) -> Any:
    Image.new("RGBA", (30, 20), (200, 0, 0, 0)).save(gimp.home / "photos" / "transparent.png")
    return gimp.run("mistakes")


def test_a_good_call_succeeds(mistakes: Any) -> None:
    assert mistakes["good"]["ok"]
    assert mistakes["good kept"]["ok"]


def test_all_run_with_last_values_too(mistakes: Any) -> None:
    again = mistakes["again"]
    assert {f"plug-in-smart-select{verb}" for verb in again} == set(ARGUMENTS) - {
        "plug-in-smart-select-setup"
    }
    assert {verb: call for verb, call in again.items() if not call["ok"]} == {}
    for verb in again:
        x0, y0, x1, y1 = (int(edge) for edge in again[verb]["bounds"].split(","))
        assert 0 < again[verb]["area"] <= (x1 - x0) * (y1 - y0), verb
        assert verb == "-refine-selection" or 0 < again[verb]["score"] <= 1, verb


def test_a_group_stands_for_what_is_in_it(mistakes: Any) -> None:
    assert mistakes["masked"] == [True, False]


def test_one_pixel_is_a_picture_too(mistakes: Any) -> None:
    print(mistakes["one pixel"])
    assert len(mistakes["one pixel"]) == 6
    for verb, one in mistakes["one pixel"].items():
        assert one["ok"] or (one["message"].endswith(".") and one["unchanged"]), verb
        assert "unexpected" not in one.get("message", ""), verb


def test_a_picture_of_one_colour_leaves_no_background(mistakes: Any) -> None:
    print(mistakes["one colour"])
    for verb, one in mistakes["one colour"].items():
        assert one["ok"] or (one["message"].endswith(".") and one["unchanged"]), verb
        assert "unexpected" not in one.get("message", ""), verb
    for verb in (
        "-cut-out",
        *(f"-{what}-background" for what in ("remove", "replace", "blur", "desaturate")),
    ):
        assert not mistakes["one colour"][verb]["ok"], verb


def test_nothing_is_made_of_a_locked_layer(mistakes: Any) -> None:
    print(mistakes["locked"])
    assert set(mistakes["locked"]) == {"-cut-out"} | {
        f"-{verb}-background" for verb in ("remove", "replace", "blur", "desaturate")
    }
    for verb, done in mistakes["locked"].items():
        assert not done["ok"], verb
        assert "is locked; unlock it and try again." in done["message"], verb
        assert done["unchanged"], verb


@pytest.mark.parametrize(
    ("trap", "words", "calls"),
    [
        ("a hidden layer", "The layer “Background” is hidden; show it and try again.", 12),
        ("a hidden group", "The layer “Layer Group” is hidden; show it and try again.", 12),
        ("cannot be hidden", "has to be hidden for this, and its visibility is locked;", 6),
        ("quick mask", "Quick Mask is on, and would replace the selection:", 5),
        ("a floating selection", "There is a floating selection: anchor it or make it a layer", 12),
    ],
)
def test_nothing_is_made_where_it_would_not_be_seen(mistakes: Any, trap: str, words: str, calls: int) -> None:
    given = {name: answer for name, answer in mistakes["mistakes"].items() if name.startswith(trap)}
    print({name: answer.get("message") for name, answer in given.items()})
    assert len(given) == calls
    for name, answer in given.items():
        assert not answer["ok"], name
        assert words in answer["message"], (name, answer["message"])
        assert answer["unchanged"], name


def test_a_background_without_anything_to_see_is_told_of_by_its_name(mistakes: Any) -> None:
    sentence = "The background {} is transparent throughout; choose another one."
    for verb in ("-replace-background", "-replace-sky"):
        given = {
            fill: mistakes["mistakes"][f"a background of nothing {verb} {fill}"] for fill in ("file", "layer")
        }
        assert given["file"]["message"].endswith(
            "transparent.png is transparent throughout; choose another one."
        )
        assert given["layer"]["message"] == sentence.format("small")


def test_a_layer_that_must_stay_in_sight_is_no_matter_where_it_stays(mistakes: Any) -> None:
    assert len(mistakes["in sight"]) == 3
    for name, answer in mistakes["in sight"].items():
        assert answer["ok"], (name, answer)
        assert all(answer["visible"]), name


@pytest.mark.parametrize("language", ["Python", "Scheme"])
def test_a_number_that_is_none_or_beyond_its_bounds_is_refused(mistakes: Any, language: str) -> None:
    given = {name: answer for name, answer in mistakes["numbers"].items() if name.endswith(language)}
    print({name: answer.get("message") for name, answer in given.items()})
    arguments = {name.rsplit(" ", 3)[0].split()[-1] for name in given}
    assert {"feather", "grow", "angle", "light", "shadow", "blur", "falloff", "amount", "haze"} <= arguments
    for name, answer in given.items():
        assert not answer["ok"], name
        if language == "Python":  # Script-Fu puts words of its own around GIMP's, and looks at bounds itself
            words = "This value is out of range." if " nan " in name else "has to be a number from"
            assert words in answer["message"], (name, answer["message"])
            assert answer["message"].endswith("."), (name, answer["message"])
    assert not mistakes["changed by numbers"]


def test_each_mistake_is_a_sentence_and_changes_nothing(mistakes: Any) -> None:
    print({name: result.get("message") for name, result in mistakes["mistakes"].items()})
    assert len(mistakes["mistakes"]) == 43 + 9 + 11 + 6 + 5 + 12 + 2 + 24 + 6 + 4 + 5 + 6
    for name, result in mistakes["mistakes"].items():
        assert not result["ok"], name
        assert result["unchanged"], name
        message = result["message"]
        assert message.endswith("."), (name, message)
        assert "unexpected" not in message, (name, message)
        assert "\n" not in message, (name, message)
        assert len(message) < 400, (name, message)
