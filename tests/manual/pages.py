"""The manual's pages as text: their links, pictures, and blocks of code."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MANUAL = tuple(sorted(DOCS.rglob("*.md")))
"""The pages of the site."""
OTHERS = tuple(
    ROOT / name
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "gimp/README.md", "krita/README.md")
)
PAGES = (*MANUAL, *OTHERS)

_FENCE = re.compile(r"^( *)```(\S*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_MARKED = re.compile(r"^<!-- (run[^>]*) -->\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
_CODE = re.compile(r"`[^`\n]*`")


@dataclass(frozen=True)
class Link:
    """A link or a picture; `target` as it is written."""

    page: Path
    is_picture: bool
    text: str
    target: str


@dataclass(frozen=True)
class Block:
    """A block of code with `mark` in the comment before it."""

    page: str
    mark: str
    language: str
    code: str


def text_of(page: Path) -> str:
    """Return a page's text."""
    return page.read_text(encoding="utf-8")


def links_of(page: Path) -> list[Link]:
    """Return all links and pictures of a page, those in its code left out."""
    text = _CODE.sub("", _FENCE.sub("", text_of(page)))
    return [Link(page, bool(bang), words, target) for bang, words, target in _LINK.findall(text)]


def commands_of(page: Path) -> list[str]:
    """Return the lines of a page's blocks of shell that call our program, without remarks."""
    lines = [
        line
        for _indent, language, code in _FENCE.findall(text_of(page))
        if language == "sh"
        for line in code.splitlines()
    ]
    return [line.split("  #")[0].strip() for line in lines if line.startswith("smart-select ")]


def marked_blocks(mark: str, language: str) -> list[Block]:
    """Return all blocks of the manual with this mark, in this language."""
    return [
        Block(page.name, found, kind, code)
        for page in MANUAL
        for found, kind, code in _MARKED.findall(text_of(page))
        if found == mark and kind == language
    ]


def anchors_of(page: Path) -> set[str]:
    """Return the anchors that GitHub, GitLab and MyST give to a page's headings."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
