"""How the manual's site is built: `make manual`. Sphinx's names; see ADR 18."""

import re
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent

project = "Smart Select"
author = "The Smart Select authors"
project_copyright = author
release = re.search(
    r'^__version__ = "(.+)"$',
    (_ROOT / "core" / "smart_select" / "__init__.py").read_text(encoding="utf-8"),
    re.MULTILINE,
).group(1)  # type: ignore[union-attr]  # a package without a version is a mistake to be seen
version = release

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
smartquotes = False  # or --from would become –from in messages that people search for
exclude_patterns: list[str] = []
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # measured pages begin with tables of the third level

html_theme = "furo"
html_title = f"Smart Select {release}"
html_show_sourcelink = False
html_show_sphinx = False
html_copy_source = False
html_static_path: list[str] = []
html_theme_options = {
    # Furo's own accents, made darker and lighter until they stand out from the ground by 4.5 : 1.
    "light_css_variables": {"color-brand-primary": "#0b5fbd", "color-brand-content": "#0b5fbd"},
    "dark_css_variables": {"color-brand-primary": "#86bcff", "color-brand-content": "#86bcff"},
}
