"""What the user chose in the docker, kept in Krita's settings."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Callable, Final

OPERATIONS: Final = ("krita", "replace", "add", "subtract", "intersect")
"""“krita” follows the mode of Krita's own selection tools."""

LABELS: Final = 8
"""Krita's colour labels are 1 to 8."""

SOURCES: Final = ("visible", "layer", *(f"label {label}" for label in range(1, LABELS + 1)))
OUTPUTS: Final = ("selection", "transparency mask", "selection mask", "layer", "layers")

LOOKS: Final = ("tint", "outline", "brightness")
"""How what a click would select, or has selected, is shown on the picture."""

CANDIDATES: Final = ("best", "part", "middle", "whole")
"""Which of the model's answers is taken; "middle" is the one between part and whole."""

_CHOICES: Final = {
    "operation": OPERATIONS,
    "source": SOURCES,
    "output": OUTPUTS,
    "candidate": CANDIDATES,
    "look": LOOKS,
}
MOST_GROW: Final = 100
MOST_FEATHER: Final = 250


@dataclass(frozen=True)
class Options:
    """All that can be chosen. Lengths are image pixels; `grow` below zero shrinks."""

    model: str = "embedded"
    operation: str = "krita"
    source: str = "visible"
    output: str = "selection"
    candidate: str = "best"
    grow: int = 0
    feather: int = 0
    look: str = "tint"
    hover: bool = True

    def with_text(self, name: str, text: str) -> Options:
        """Return the options with one set from its text; unchanged where the text means nothing."""
        old: object = getattr(self, name)
        value: Any = text
        if isinstance(old, bool):
            value = text == "true"
        elif isinstance(old, int):
            low, high = (-MOST_GROW, MOST_GROW) if name == "grow" else (0, MOST_FEATHER)
            try:
                value = min(max(int(text), low), high)
            except ValueError:
                return self
        elif not text or text not in _CHOICES.get(name, (text,)):
            return self
        return replace(self, **{name: value})

    def text_of(self, name: str) -> str:
        """Return one option as the text that `with_text` reads."""
        value = getattr(self, name)
        return str(value).lower() if isinstance(value, bool) else str(value)


def load_options(read: Callable[[str, str], str]) -> Options:
    """Return the options as kept; `read` takes a name and what to return where there is none."""
    options = Options()
    for field in fields(Options):
        options = options.with_text(field.name, read(field.name, options.text_of(field.name)))
    return options


def save_options(options: Options, write: Callable[[str, str], None]) -> None:
    """Keep the options."""
    for field in fields(Options):
        write(field.name, options.text_of(field.name))
