"""Which model the user wants: chosen when Smart Select is set up, and kept for all that names none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Optional, Tuple

from smart_select_plugin.environment import Places, SetupError, user_places
from smart_select_plugin.environment.errors import FolderUnusable
from smart_select_plugin.outlines import EMBEDDED
from smart_select_plugin.system_reasons import system_reason

_FILE: Final = "model.json"
_MODELS: Final = "models"
_MANIFEST: Final = "model.json"
"""Each model's folder has one once all of it is there."""


@dataclass(frozen=True)
class Extra:
    """A model that the set-up offers beside the built-in one; a test holds the sizes to the catalogue."""

    id: str
    label: str
    download_bytes: int
    disk_bytes: int


EXTRAS: Final[Tuple[Extra, ...]] = (
    Extra("sam2.1-tiny", "SAM 2.1 tiny", 143_700_000, 155_000_000),
    Extra("sam2.1-small", "SAM 2.1 small", 169_600_000, 183_400_000),
)


def kept_choice(places: Optional[Places] = None) -> str:
    """Return the id of the model that was chosen; the built-in one where none was."""
    try:
        found = json.loads(_file(places).read_text(encoding="utf-8"))["model"]
    except (OSError, ValueError, KeyError, TypeError, SetupError):
        return EMBEDDED
    return found if isinstance(found, str) and found in {extra.id for extra in EXTRAS} else EMBEDDED


def keep_choice(model: str, places: Optional[Places] = None) -> None:
    """Keep it; raises SetupError."""
    file = _file(places)
    part = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"model": model}) + "\n", encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise FolderUnusable(file.parent, system_reason(error)) from error


def is_here(model: str, places: Optional[Places] = None) -> bool:
    """Whether a model can be used: it is built in, or was downloaded; raises SetupError."""
    return model == EMBEDDED or (_data(places) / _MODELS / model / _MANIFEST).is_file()


def model_to_use(places: Optional[Places] = None) -> str:
    """Return the id of the model for whoever names none: what was chosen, if it is here."""
    choice = kept_choice(places)
    return choice if choice == EMBEDDED or is_here(choice, places) else EMBEDDED


def _file(places: Optional[Places]) -> Path:
    return (places or user_places()).root / _FILE


def _data(places: Optional[Places]) -> Path:
    return (places or user_places()).root.parent
