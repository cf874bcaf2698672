"""The models that can be chosen, in words. No Krita and no Qt in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

from smart_select_plugin.engine_words import in_words
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import ModelLine

_USABLE = ("built in", "installed")


@dataclass(frozen=True)
class Choice:
    """One model: its id, its line in a list, and more about it for a tooltip."""

    id: str
    text: str
    details: str


def choices(models: Tuple[ModelLine, ...]) -> Tuple[Choice, ...]:
    """Return those of the models that can be used at once."""
    return tuple(
        Choice(model.id, _line(model), _details(model)) for model in models if model.state in _USABLE
    )


def _line(model: ModelLine) -> str:
    if model.disk_bytes <= 0:
        return in_words(model.label)
    return _("{model} · {megabytes} MB", model=in_words(model.label), megabytes=_megabytes(model.disk_bytes))


def _details(model: ModelLine) -> str:
    lines = [in_words(model.label)]
    if model.encode_seconds > 0:
        seconds = f"{model.encode_seconds:.1f}"
        lines.append(_("Looks at a picture in {seconds} s on this computer.", seconds=seconds))
    if model.licence:
        lines.append(_("Licence: {licence}", licence=model.licence))
    return "\n".join(lines)


def _megabytes(count: int) -> int:
    return max(1, round(count / 1e6))
