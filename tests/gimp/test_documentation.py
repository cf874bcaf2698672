"""GIMP's procedure browser has all that somebody needs to call our procedures."""

import gettext
from collections import Counter
from typing import Any

import pytest

from gimp.gimp_session import GimpSession
from real_hosts.roots import REPOSITORY

COMMON = {"run-mode", "image", "drawables", "source", "candidate", "model"}
OUTPUT = {"output", "operation", "feather", "grow"}
GROUND = {"fill", "color", "second-color", "angle", "file", "layer", "fit", "light", "edge"}
ARGUMENTS = {
    "plug-in-smart-select": COMMON | OUTPUT | {"points", "box", "prompt"},
    "plug-in-smart-select-selection": COMMON | OUTPUT,
    "plug-in-smart-select-subject": COMMON | OUTPUT,
    "plug-in-smart-select-refine-selection": {"run-mode", "image", "drawables", "snap", "edge", "specks"}
    | {"holes", "parts", "points", "smooth", "grow", "feather"},
    "plug-in-smart-select-cut-out": COMMON | {"output", "hide", "edge", "grow", "feather"},
    "plug-in-smart-select-remove-background": COMMON | OUTPUT | {"edge"},
    "plug-in-smart-select-replace-background": COMMON | GROUND | {"shadow"},
    "plug-in-smart-select-blur-background": COMMON | {"blur", "lens", "falloff", "edge"},
    "plug-in-smart-select-desaturate-background": COMMON | {"amount", "edge"},
    "plug-in-smart-select-replace-sky": COMMON | GROUND | {"haze"},
    "plug-in-smart-select-setup": {"run-mode", "bundle", "model"},
}


NOT_SHOWN = {"run-mode", "image", "drawables", "candidate", "model", "points"}
"""Arguments that a verb's window leaves out."""

BUTTONS = {
    "en": ["_OK", "_Cancel", "_Reset", "_Help", "_Load Saved Settings", "_Save Settings"],
    "de": [
        "_OK",
        "Abbre_chen",
        "_Zurücksetzen",
        "_Hilfe",
        "_Gespeicherte Einstellungen laden",
        "Einstellungen _speichern",
    ],
    "fr": [
        "_Valider",
        "A_nnuler",
        "_Réinitialiser",
        "_Help",  # the one that nobody has translated
        "_Charger des réglages enregistrés",
        "Enregi_strer les réglages",
    ],
}
"""What GIMP puts into every verb's window."""


@pytest.fixture(scope="module")
def procedures(gimp: GimpSession) -> Any:
    return gimp.run("documentation")


def test_all_procedures_are_in_the_menu_with_text_and_help(procedures: Any) -> None:
    assert set(procedures) == set(ARGUMENTS)
    for name, found in procedures.items():
        assert found["label"], name
        assert found["menus"] == ["<Image>/Filters/Smart Select"], name
        assert len(found["blurb"]) > 20, name
        assert found["help"].endswith("."), name
        assert found["help id"] == f"smart-select?{name}"
        assert all(found[key] for key in ("authors", "copyright", "date")), name
        if not name.endswith("-setup"):
            assert found["image types"] == "*", name


def test_every_argument_and_value_is_explained(procedures: Any) -> None:
    for name, found in procedures.items():
        assert set(found["arguments"]) == ARGUMENTS[name]
        for argument, texts in found["arguments"].items():
            assert all(texts), (name, argument)
        expected = set() if name.endswith("-setup") else {"score", "bounds", "area"}
        if name.endswith("-refine-selection"):  # no model is asked
            expected.remove("score")
        assert set(found["returns"]) == expected, name
        assert all(all(texts) for texts in found["returns"].values()), name


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_no_setting_of_a_window_has_the_letter_of_another_one_or_of_a_button(
    procedures: Any, language: str
) -> None:
    locale = REPOSITORY / "plugin" / "smart_select_plugin" / "locale"
    texts = gettext.translation("smart-select", locale, [language], fallback=language == "en")
    verbs = [name for name in ARGUMENTS if "hide" in ARGUMENTS[name] or "snap" in ARGUMENTS[name]]
    verbs += [name for name in ARGUMENTS if {"blur", "amount", "fill"} & ARGUMENTS[name]]
    assert len(verbs) == 6
    for name in verbs:
        shown = ARGUMENTS[name] - NOT_SHOWN
        labels = [texts.gettext(procedures[name]["arguments"][argument][0]) for argument in sorted(shown)]
        labels += BUTTONS[language]
        letters = Counter(label[label.index("_") + 1].lower() for label in labels)
        assert max(letters.values()) == 1, (name, labels)


def test_the_buttons_are_called_what_gimp_calls_them(gimp: GimpSession) -> None:
    """Of the three languages, German is the one whose catalogue the hosts keep."""
    locale = gimp.root.folder / "usr" / "share" / "locale"
    german = gettext.translation("gimp30-libgimp", locale, ["de"])
    assert [german.gettext(button) for button in BUTTONS["en"]] == BUTTONS["de"]
