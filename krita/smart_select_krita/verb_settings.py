"""What is to be made of an object and its background, as the user chose it; kept in Krita's settings."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Callable, Dict, Final, Tuple

VERBS: Final = ("remove", "replace", "blur", "desaturate", "sky")
FILLS: Final = ("color", "gradient", "file", "layer")

CHOICES: Final[Dict[str, Tuple[str, ...]]] = {
    "verb": VERBS,
    "output": ("mask", "cut-out"),
    "fill": FILLS,
    "sky": ("clear", *FILLS),
    "fit": ("fill", "fit", "stretch", "tile"),
    "lens": ("gaussian", "disc", "hexagon"),
    "edge": ("auto", "matte", "mask"),
}
"""The same values as GIMP's procedures take."""

BOUNDS: Final[Dict[str, Tuple[int, int]]] = {
    "angle": (-360, 360),
    "light": (0, 100),
    "shadow": (0, 100),
    "haze": (0, 100),
    "amount": (0, 100),
    "blur": (1, 1000),
    "falloff": (0, 20000),
}
"""The least and the greatest value of what is a number."""


@dataclass(frozen=True)
class VerbSettings:
    """All that can be chosen: `light`, `shadow`, `haze` and `amount` per cent, `blur` and `falloff` pixels of
    the document, `angle` degrees, colours as "#rrggbb", `layer` the id of the layer that comes behind.
    """

    verb: str = "replace"
    output: str = "mask"
    fill: str = "color"
    sky: str = "clear"
    color: str = "#ffffff"
    second_color: str = "#c0c0c0"
    angle: int = 0
    file: str = ""
    layer: str = ""
    fit: str = "fill"
    light: int = 0
    shadow: int = 0
    haze: int = 50
    amount: int = 100
    blur: int = 20
    lens: str = "gaussian"
    falloff: int = 0
    edge: str = "auto"

    @property
    def ground(self) -> str:
        """Return what comes behind the object; "" where nothing does."""
        return {"replace": self.fill, "sky": self.sky}.get(self.verb, "")

    @property
    def is_mask(self) -> bool:
        """Tell whether a mask is made, and no layer."""
        return self.verb == "remove" and self.output == "mask"

    def with_value(self, name: str, value: object) -> VerbSettings:
        """Return the settings with one changed; as they are where the value means nothing."""
        changed: Any = str(value)
        if name in BOUNDS:
            low, high = BOUNDS[name]
            try:
                changed = min(max(int(changed), low), high)
            except ValueError:
                return self
        elif changed not in CHOICES.get(name, (changed,)) or not _is_text_for(name, changed):
            return self
        return replace(self, **{name: changed})


def load_settings(read: Callable[[str, str], str]) -> VerbSettings:
    """Return the settings as kept; `read` takes a name and what to return where there is none."""
    settings = VerbSettings()
    for name in _kept():
        settings = settings.with_value(name, read(f"verb_{name}", str(getattr(settings, name))))
    return settings


def save_settings(settings: VerbSettings, write: Callable[[str, str], None]) -> None:
    """Keep the settings, but for the layer, which only one document has."""
    for name in _kept():
        write(f"verb_{name}", str(getattr(settings, name)))


def _kept() -> Tuple[str, ...]:
    return tuple(field.name for field in fields(VerbSettings) if field.name != "layer")


def _is_text_for(name: str, text: str) -> bool:
    if name not in ("color", "second_color"):
        return True
    digits = text[1:]
    return len(text) == 7 and text[0] == "#" and all(digit in "0123456789abcdefABCDEF" for digit in digits)
