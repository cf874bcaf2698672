"""Where we choose colours, text stands out by 4.5 : 1 and what is drawn by 3 : 1 (WCAG 2.2, AA)."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from contrast import Rgb, of_hex, ratio

ROOT = Path(__file__).resolve().parents[3]
TEXT, DRAWN = 4.5, 3.0
PAGE = ROOT / "core" / "smart_select" / "trying" / "page" / "style.css"
GIMP = ROOT / "gimp" / "smart-select" / "smart_select_gimp"
KRITA = ROOT / "krita" / "smart_select_krita"
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def colours_of(path: Path) -> dict[str, Rgb]:
    """Return a module's colours by the names of its constants; the first three numbers of each."""
    found: dict[str, Rgb] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if (
            isinstance(target, ast.Name)
            and isinstance(node, ast.AnnAssign)
            and isinstance(node.value, ast.Tuple)
        ):
            numbers = [it.value for it in node.value.elts if isinstance(it, ast.Constant)]
            if len(numbers) == 3 and all(isinstance(number, int) for number in numbers):
                found[target.id] = (numbers[0], numbers[1], numbers[2])  # type: ignore[assignment]
    return found


def themes() -> Iterator[dict[str, Rgb]]:
    """Return the page's colours by name: light, then dark."""
    for block in re.findall(r":root \{(.*?)\}", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        yield {name: of_hex(code) for name, code in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)}


@pytest.fixture(params=[0, 1], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> dict[str, Rgb]:
    """Each theme of the page."""
    return list(themes())[request.param]


def test_the_measure_is_that_of_the_guidelines() -> None:
    assert ratio(BLACK, WHITE) == pytest.approx(21)
    assert ratio(of_hex("#777777"), WHITE) == pytest.approx(4.48, abs=0.01)  # the guidelines' own near miss
    assert ratio(WHITE, WHITE) == 1


def test_text_of_the_page_stands_out(theme: dict[str, Rgb]) -> None:
    for ink, grounds in (
        ("text", ("ground", "panel", "stage", "button", "over")),
        ("quiet", ("ground", "panel")),
        ("wrong", ("panel",)),
        ("on-accent", ("accent", "accent-over")),
        ("plus", ("button", "over")),
        ("minus", ("button", "over")),
    ):
        for ground in grounds:
            assert ratio(theme[ink], theme[ground]) >= TEXT, (ink, ground)


def test_borders_and_the_focus_of_the_page_stand_out(theme: dict[str, Rgb]) -> None:
    for ink, ground in (("edge", "panel"), ("edge", "button"), ("accent", "panel"), ("accent", "stage")):
        assert ratio(theme[ink], theme[ground]) >= DRAWN, (ink, ground)


def test_the_page_takes_colours_from_its_themes_alone() -> None:
    sheet = re.sub(r":root \{.*?\}", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s,)])|\brgba?\(|\bhsla?\(", sheet) == []


@pytest.mark.parametrize(
    ("path", "wanted", "not_wanted"),
    [
        (GIMP / "panel" / "drawing.py", "_WANTED", "_NOT_WANTED"),
        (KRITA / "marks.py", "_WANTED", "_NOT_WANTED"),
    ],
    ids=["gimp", "krita"],
)
def test_the_signs_of_clicks_stand_out_from_their_discs(path: Path, wanted: str, not_wanted: str) -> None:
    colours = colours_of(path)
    for name in (wanted, not_wanted):
        assert ratio(WHITE, colours[name]) >= DRAWN, name


def test_the_signs_of_clicks_on_the_page_stand_out_from_their_discs() -> None:
    drawing = (ROOT / "core" / "smart_select" / "trying" / "page" / "canvas.js").read_text(encoding="utf-8")
    found = [of_hex(code) for code in re.findall(r'"(#[0-9a-f]{6})"', drawing)]
    signs = [colour for colour in found if colour not in (BLACK, WHITE)]
    assert signs
    for colour in signs:
        assert ratio(WHITE, colour) >= DRAWN or ratio(BLACK, colour) >= TEXT, colour


def test_no_window_of_ours_in_a_host_sets_a_colour_of_text() -> None:
    for folder in (GIMP, KRITA):
        for path in folder.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            assert (
                re.findall(r"setStyleSheet|override_(?:background_)?color|foreground=|CssProvider", text)
                == []
            ), path


@pytest.mark.parametrize(("kind", "ground"), [("light", "#ffffff"), ("dark", "#131416")])
def test_links_of_the_manual_stand_out(kind: str, ground: str) -> None:
    settings = (ROOT / "docs" / "conf.py").read_text(encoding="utf-8")
    chosen = re.search(rf'"{kind}_css_variables": \{{(.*?)\}}', settings)
    assert chosen is not None
    for code in re.findall(r"#[0-9a-f]{6}", chosen.group(1)):
        assert ratio(of_hex(code), of_hex(ground)) >= TEXT
