"""A real Chromium before a running page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from fakes.colour_model import two_squares
from service.trying.chromium import Browser, Page, chromium, find_chromium
from service.trying.pages import OpenPage, open_page
from service.trying.squares import HEIGHT, WIDTH


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser; tests have a tab each."""
    if find_chromium() is None:
        pytest.skip("no Chromium here; Debian's package chromium brings it")
    with chromium(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture
def served() -> Iterator[OpenPage]:
    """The page's server, with a model that selects by colour."""
    with open_page() as opened:
        yield opened


@pytest.fixture
def tab(browser: Browser, served: OpenPage) -> Iterator[Page]:
    """The page in a tab, ready for a photo."""
    page = browser.open_page()
    page.go(served.server.gate.address)
    page.wait_until_it_says("Drop a photo")
    yield page
    page.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "my squares.png"
    Image.fromarray(two_squares(WIDTH, HEIGHT)).save(path)
    return path


@pytest.fixture
def opened(tab: Page, photo: Path) -> Page:
    """The page with the two squares in it."""
    tab.choose_file("#file", photo)
    tab.wait_until_it_says("Point at a thing")
    return tab
