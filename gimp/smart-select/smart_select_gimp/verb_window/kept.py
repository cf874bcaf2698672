"""What was found and read last, for as long as it would come out the same."""

from __future__ import annotations

from typing import Any, Dict, Tuple, TypeVar

Value = TypeVar("Value")


class Kept:
    """Values under names, each with what it was made of."""

    def __init__(self) -> None:
        self._values: Dict[str, Tuple[object, Any]] = {}

    def of(self, name: str, made_of: object) -> Any:
        """Return what is kept under a name if it was made of the same; None else."""
        kept_of, value = self._values.get(name, (None, None))
        return value if kept_of == made_of else None

    def keep(self, name: str, made_of: object, value: Value) -> Value:
        """Keep a value in place of the last one, and return it."""
        self._values[name] = made_of, value
        return value
