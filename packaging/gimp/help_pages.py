"""The pages that F1 opens: one for each language, made of what GIMP's procedure browser says.

`help/LANGUAGE/gimp-help.xml` tells GIMP where in `smart-select.html` a procedure's help id is.
"""

import html
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = "smart-select.html"
sys.path[:0] = [str(ROOT / "gimp" / "smart-select"), str(ROOT / "plugin")]

from smart_select_gimp.procedures import Description, descriptions  # noqa: E402
from smart_select_plugin.translation import LOCALES, _, speak  # noqa: E402

_STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;"
    "margin:2rem auto;padding:0 1rem}h2{margin-top:2rem}h2:target{text-decoration:underline}"
)


def write_help(folder: Path) -> None:
    """Make the pages of all languages in a new folder."""
    for language in ("en", *sorted(path.name for path in LOCALES.iterdir())):
        speak([language])
        try:
            found = descriptions()
            place = folder / language
            place.mkdir(parents=True)
            (place / "gimp-help.xml").write_text(_index(found), encoding="utf-8")
            (place / PAGE).write_text(_page(language, found), encoding="utf-8")
        finally:
            speak(["en"])


def _index(found: dict[str, Description]) -> str:
    items = "".join(
        f'  <help-item id="{name}" ref="{PAGE}#{name}" title="{html.escape(_plain(described.label))}"/>\n'
        for name, described in found.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<gimp-help>\n{items}</gimp-help>\n'


def _page(language: str, found: dict[str, Description]) -> str:
    hints = (
        _("Click on an object; right-click what is not wanted; or draw a rectangle on the canvas."),
        _("Draw a rectangle or a lasso on the canvas, or click with the Path tool: it snaps to things"),
        _(
            "Preview: click on what you want, right-click or Alt-click on what you do not, drag a box; "
            "or arrows, Enter, minus, and b for a box"
        ),
    )
    listed = "".join(f"<li>{html.escape(hint.rstrip('.'))}.</li>\n" for hint in hints)
    sections = "".join(
        f'<h2 id="{name}">{html.escape(_plain(described.label))}</h2>\n'
        f"<p>{html.escape(described.blurb)}.</p>\n<p>{html.escape(described.help)}</p>\n"
        for name, described in found.items()
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Smart Select</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>Smart Select</h1>\n"
        f"<ul>\n{listed}</ul>\n{sections}"
        "</body>\n</html>\n"
    )


def _plain(label: str) -> str:
    """Return a menu's text without what marks its key, and without the dots of one that asks first."""
    return label.replace("_", "").rstrip(" …\u00a0\u202f")
