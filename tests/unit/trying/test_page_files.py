"""What the page is made of, and that nothing of it comes from elsewhere."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from smart_select.trying.page_files import PROTECTION, page_file
from smart_select.trying.refusing import NotThere

FOLDER = Path(page_file.__code__.co_filename).parent / "page"
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file())


def test_the_page_and_its_parts_are_served() -> None:
    assert page_file("").media_type == "text/html; charset=utf-8"
    assert page_file("main.js").media_type == "text/javascript; charset=utf-8"
    for path in FILES:
        assert page_file(path.name).data == path.read_bytes()


@pytest.mark.parametrize("name", ["../gate.py", "page/main.js", "%2e%2e/gate.py", "main.js/", "nothing"])
def test_nothing_else_is(name: str) -> None:
    with pytest.raises(NotThere):
        page_file(name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_part_names_another_place(path: Path) -> None:
    addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]+[^\s\"']*", path.read_text(encoding="utf-8"))
    assert set(addresses) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".js"], ids=lambda path: path.name)
def test_scripts_import_only_each_other_and_write_no_markup(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r'from "\./([^"]+)"', text):
        assert (FOLDER / name).exists()
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)
    assert text.count("\n") < 320


def test_the_page_has_no_script_and_no_style_of_its_own() -> None:
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = {name for name, _ in attrs}
            if tag == "style" or (tag == "script" and "src" not in names):
                found.append(tag)
            found.extend(name for name in names if name == "style" or name.startswith("on"))

    Reader().feed(page_file("").data.decode())
    assert found == []  # the security policy would not let them work


def test_the_policy_lets_nothing_in_from_elsewhere_and_into_no_frame() -> None:
    policy = dict(part.strip().split(" ", 1) for part in PROTECTION["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["form-action"] == "'none'"
    assert policy["connect-src"] == policy["script-src"] == "'self'"
    assert PROTECTION["Cache-Control"] == "no-store"
