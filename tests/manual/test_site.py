"""The site builds without a warning, and its pages fetch nothing when they are looked at."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from manual.pages import DOCS, MANUAL

_FETCHED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "video": "src"}


class Fetched(HTMLParser):
    """Collects what a browser fetches for a page by itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.untold: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this one fetches."""
        values = dict(attrs)
        address = values.get(_FETCHED.get(tag, ""))
        if address and values.get("rel") not in ("search", "next", "prev", "index", "author", "canonical"):
            self.addresses.append(address)
        if tag == "img" and not values.get("alt"):
            self.untold.append(str(values.get("src")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make manual` does."""
    pytest.importorskip("sphinx")
    pytest.importorskip("myst_parser")
    pytest.importorskip("furo")
    folder = tmp_path_factory.mktemp("manual")
    options = ["-W", "--keep-going", "-n", "-q", "-d", str(folder / "cache"), "-b", "html"]
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(DOCS), str(folder / "site")],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder / "site"


def test_every_page_becomes_one_of_the_site(site: Path) -> None:
    for page in MANUAL:
        assert (site / page.relative_to(DOCS).with_suffix(".html")).exists(), page


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        addresses = Fetched(page.read_text(encoding="utf-8")).addresses
        assert [address for address in addresses if re.match(r"(\w+:)?//", address)] == [], page
    for sheet in site.rglob("*.css"):
        assert (
            re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8")) == []
        ), sheet


def test_what_pages_fetch_is_there(site: Path) -> None:
    for page in site.rglob("*.html"):
        for address in Fetched(page.read_text(encoding="utf-8")).addresses:
            path = address.partition("?")[0].partition("#")[0]
            if not path.startswith("data:"):
                assert (page.parent / path).exists(), (page, address)


def test_every_picture_of_the_site_is_told_in_words(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert Fetched(page.read_text(encoding="utf-8")).untold == [], page


def test_a_broken_link_stops_it(tmp_path: Path) -> None:
    pytest.importorskip("furo")
    pages = tmp_path / "docs"
    pages.mkdir()
    settings = (DOCS / "conf.py").read_text(encoding="utf-8")
    (pages / "conf.py").write_text(
        settings.replace("Path(__file__).resolve().parent.parent", f"Path({str(DOCS.parent)!r})")
    )
    for name, text in (("sound", "# One\n\n[two](#one)\n"), ("broken", "# One\n\n[two](#two)\n")):
        (pages / "index.md").write_text(text)
        built = subprocess.run(
            [
                sys.executable,
                "-m",
                "sphinx",
                "-W",
                "-n",
                "-q",
                "-b",
                "html",
                str(pages),
                str(tmp_path / name),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (built.returncode == 0) == (name == "sound"), built.stderr
