"""Krita in another language: the docker, the actions, the plug-in manager and the manual speak it, too."""

import pytest

from krita.krita_session import KritaSession

SAID = {
    "de": (
        "Smart Select: Klicken zum Auswählen",
        "Klicks auf die Leinwand",
        "Zuerst etwas Gewünschtes anklicken.",
        "Ein Ding anklicken, und es ist ausgewählt",
        "Was daraus wird",
    ),
    "fr": (
        "Smart Select\u00a0: cliquer pour sélectionner",
        "Prendre les clics",
        "Cliquez d\u2019abord",
        "Cliquez sur une chose et elle est sélectionnée",
        "Ce qui en est fait",
    ),
}


@pytest.mark.parametrize("language", SAID)
def test_all_that_a_user_reads_is_in_the_language(krita: KritaSession, language: str) -> None:
    locale = f"{language}_{language.upper()}.UTF-8"
    report = krita.run(
        "language", renderer="none", variables={"LANG": locale, "LC_ALL": locale, "LANGUAGE": language}
    )
    assert "failure" not in report, report["failure"]
    action, help_text, sentence, comment, chapter = SAID[language]
    assert report["action"][0] == action
    assert report["action"][1].startswith(help_text)
    assert report["sentence"].startswith(sentence)
    assert report["manager"][1].startswith(comment)
    assert any(chapter in manual for manual in report["manuals"])
