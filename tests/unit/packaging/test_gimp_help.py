"""F1 in GIMP opens a page in the user's language that tells of each procedure."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from smart_select_gimp.procedures import descriptions
from smart_select_plugin.translation import speak

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging" / "gimp"))
from lay_out import lay_out


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("plug-ins")) / "help"


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_every_help_id_leads_to_its_place_in_the_page(pages: Path, language: str) -> None:
    index = ElementTree.parse(pages / language / "gimp-help.xml").getroot()
    references = {item.attrib["id"]: item.attrib["ref"].partition("#") for item in index}
    assert set(references) == set(descriptions())
    for page, _, anchor in references.values():
        assert f'id="{anchor}"' in (pages / language / page).read_text(encoding="utf-8")


def test_pages_are_in_their_languages(pages: Path) -> None:
    texts = {path.parent.name: path.read_text(encoding="utf-8") for path in pages.glob("*/*.html")}
    assert set(texts) == {"en", "de", "fr"}
    assert len(set(texts.values())) == 3


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_no_two_entries_of_the_menu_have_the_same_key(language: str) -> None:
    speak([language])
    try:
        labels = [description.label for description in descriptions().values()]
    finally:
        speak(["en"])
    keys = [label.partition("_")[2][:1].lower() for label in labels]
    assert all(keys)
    assert len(set(keys)) == len(keys), labels
