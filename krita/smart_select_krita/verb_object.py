"""What a verb is about: what is selected, or what is shown in the docker, or else what the picture is of."""

from __future__ import annotations

from typing import Any, Callable, Final, Generator, Sequence

from smart_select_krita import documents, selecting
from smart_select_krita.answering import Answering
from smart_select_krita.combining import combined
from smart_select_krita.failures import Refusal, nothing_left
from smart_select_krita.options import Options
from smart_select_krita.prompts import Prompt
from smart_select_krita.selected_pixels import SelectedPixels
from smart_select_krita.softening import softened
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import Selection

_ROWS_PIXELS: Final = 1_000_000

Shown = Callable[[str], Sequence[Selection]]
"""Returns the answers that the docker shows of a document and has not made anything of."""


def find_object(
    answering: Answering, document_id: str, shown: Shown, options: Options, *, is_sky: bool
) -> Generator[None, None, SelectedPixels]:
    """Return the object's mask; a job. Raises Refusal where nothing is selected, shown or found.

    A selection is taken as it is, and what is shown with the docker's Grow and Feather. A sky is never
    guessed.
    """
    selected = yield from documents.selected_pixels(document_id)
    if selected is not None:
        return selected
    answers = shown(document_id)
    if not answers and is_sky:
        raise Refusal(_("Nothing is selected: make a selection in the sky, and try again."))
    if not answers:
        prompt = Prompt(subject=True)
        answer = yield from answering.ask(document_id, prompt, None, options)
        answers = ((yield from answering.sharpen(answer, prompt, options)),)
    objects = []
    for answer in answers:
        if answer.area is None:
            continue
        pixels = SelectedPixels(answer.area, bytes(answer.mask))
        pixels = yield from softened(pixels, options.grow, options.feather, answer.full_size)
        objects.append(pixels)
    if objects and all(pixels.is_empty for pixels in objects):
        raise nothing_left()
    if not objects:
        raise Refusal(_("There is nothing that could be told apart; click somewhere else."))
    return objects[0] if len(objects) == 1 else (yield from _together(objects))


def _together(objects: Sequence[SelectedPixels]) -> Generator[None, None, SelectedPixels]:
    whole: Any = None
    for pixels in objects:
        whole = yield from combined(whole, (yield from selecting.selection_of(pixels)), "add")
    x0, y0, width, height = int(whole.x()), int(whole.y()), int(whole.width()), int(whole.height())
    mask = bytearray()
    rows = max(1, _ROWS_PIXELS // max(1, width))
    for top in range(0, height, rows):
        mask += bytes(whole.pixelData(x0, y0 + top, width, min(rows, height - top)))
        yield
    return SelectedPixels((x0, y0, x0 + width, y0 + height), mask)
