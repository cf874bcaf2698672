"""Every link leads somewhere, and every picture is there, shown, small, and told in words."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from manual.pages import DOCS, PAGES, ROOT, Link, anchors_of, links_of

PICTURES = sorted((DOCS / "pictures").iterdir())
LARGEST_BYTES = 320_000
LARGEST_ANIMATION_BYTES = 2_000_000
OF_THE_FORGE = {"../../releases/latest"}
"""Pages that the forge has beside the repository's files, seen from the README as it shows it."""
IDS = [str(page.relative_to(ROOT)) for page in PAGES]


def target_of(link: Link) -> Path:
    return (
        (link.page.parent / unquote(link.target.partition("#")[0])).resolve()
        if link.target[0] != "#"
        else link.page
    )


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    for link in links_of(page):
        if "://" not in link.target and not (page == ROOT / "README.md" and link.target in OF_THE_FORGE):
            assert target_of(link).exists(), link.target
            assert target_of(link).is_relative_to(ROOT), link.target


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_anchor_is_a_heading(page: Path) -> None:
    for link in links_of(page):
        anchor = link.target.partition("#")[2]
        if anchor and "://" not in link.target:
            found = anchors_of(target_of(link))
            if target_of(link).name == "contributing.md":  # which is the repository's own page
                found = anchors_of(ROOT / "CONTRIBUTING.md")
            assert anchor in found, link.target


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_link_elsewhere_is_encrypted(page: Path) -> None:
    assert [link.target for link in links_of(page) if link.target.startswith("http://")] == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_picture_is_told_in_words(page: Path) -> None:
    for link in links_of(page):
        if link.is_picture:
            assert len(link.text.split()) >= 4, link.target


def test_pictures_of_one_text_are_one_picture() -> None:
    told: dict[str, str] = {}
    for page in PAGES:
        for link in links_of(page):
            if link.is_picture:
                assert told.setdefault(link.text, target_of(link).name) == target_of(link).name


@pytest.mark.parametrize("picture", PICTURES, ids=[picture.name for picture in PICTURES])
def test_every_picture_is_shown_somewhere(picture: Path) -> None:
    shown = {target_of(link) for page in PAGES for link in links_of(page)}
    assert picture in shown


@pytest.mark.parametrize("picture", PICTURES, ids=[picture.name for picture in PICTURES])
def test_every_picture_opens_and_is_small(picture: Path) -> None:
    with Image.open(picture) as image:
        image.load()
        frames = getattr(image, "n_frames", 1)
    assert picture.stat().st_size <= (LARGEST_BYTES if frames == 1 else LARGEST_ANIMATION_BYTES)


def test_the_animation_moves_slowly_enough_to_be_read() -> None:
    with Image.open(DOCS / "pictures" / "demonstration.webp") as image:
        assert image.n_frames >= 10  # type: ignore[attr-defined]
        shown_ms = []
        for number in range(image.n_frames):  # type: ignore[attr-defined]
            image.seek(number)
            image.load()
            shown_ms.append(image.info["duration"])
    assert min(shown_ms) >= 300
    assert 10_000 <= sum(shown_ms) <= 40_000
