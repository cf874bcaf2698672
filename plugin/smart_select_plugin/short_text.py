"""What somebody gave, as it can stand in a message: however long it is, and whatever lines it has."""

from __future__ import annotations

from typing import Final

MOST: Final = 80
"""Characters that are shown of what is no path."""

MOST_OF_PATH: Final = 250


def in_short(text: str, most: int = MOST) -> str:
    """Return a text on one line of at most so many characters, the last one "…" where there were more."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most and len(text) <= 4 * most else f"{line[: most - 1]}…"
