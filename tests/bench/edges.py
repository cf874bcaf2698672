"""Mattes beside other ways to them, by the megapixel of what is undecided; and a blurred background."""

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image, ImageFilter

from accuracy.edges import methods
from accuracy.edges.methods import Method, Question
from accuracy.edges.scenes import scenes
from bench.pairing import Measure, Paired, measure_in_turn, seconds_of
from bench.photos import SIZES, photo
from bench.rows import Row
from smart_select.masks.edges import EdgeGuide
from smart_select.matting.trimap import SURE, Trimap
from smart_select.photo.kernels import Blur, Gaussian, Lens
from smart_select.values import Mask, Photo
from smart_select.verbs import blur

_SIZE = 768, 576
_HALF = 0.5
"""What the best of the others may be charged for."""
_PHOTO = "24 MP"
_SIGMA_PX, _RADIUS_PX = 60.0, 100.0


def measure_edges(*, rounds: int) -> Iterator[Row]:
    """Yield our matte ÷ each other one of the same drawn objects, and the two blurs ÷ Pillow's."""
    questions = _questions()
    band = sum(int((question.trimap == 0).sum()) for question in questions) / 1e6
    others = {"guided filter": methods.guided_filter, **methods.pymatting_methods(knn=False)}
    if len(others) == 1:
        print("pymatting's mattes are not measured: it is not installed (make bench).", flush=True)
    what = "matte, a megapixel of its band"
    for name, method in others.items():
        costs = measure_in_turn(
            _seconds_per_band(methods.ours, questions, band),
            _seconds_per_band(method, questions, band),
            rounds=rounds,
        )
        yield Row(what, name, costs, "s", None if method is methods.guided_filter else _HALF)
    yield from _beside_gimp(what, questions, band, rounds=rounds)
    yield from _measure_blur(rounds=rounds)


def _questions() -> list[Question]:
    made = []
    for scene in scenes(_SIZE, None):
        mask = EdgeGuide.of(scene.photo, (1.0, 1.0), scene.logits.shape).soft_mask(scene.logits)
        everywhere = slice(0, mask.shape[0]), slice(0, mask.shape[1])
        trimap = Trimap.of(mask, scene.logits, 1, SURE).part(everywhere)
        made.append(Question(scene.name, scene.photo, mask, scene.logits, SURE, 1, trimap))
    return made


def _seconds_per_band(method: Method, questions: Sequence[Question], band: float) -> Measure:
    """Return a measure of the processor's time, all threads together."""
    return lambda: sum(methods.timed(method, question).seconds for question in questions) / band


def _beside_gimp(what: str, questions: Sequence[Question], band: float, *, rounds: int) -> Iterator[Row]:
    """Yield our matte ÷ GIMP's: one after the other, because GIMP's runs in a host."""
    ours = _seconds_per_band(methods.ours, questions, band)
    pairs = []
    for _round in range(rounds):
        answers = methods.matting_global(questions)
        if isinstance(answers, str):
            print(f"gegl:matting-global is not measured: {answers}", flush=True)
            return
        pairs.append((ours(), sum(answer.seconds for answer in answers) / band))
    a, b = zip(*pairs, strict=True)
    yield Row(what, "gegl:matting-global (GIMP)", Paired(a, b), "s", _HALF)


def _measure_blur(*, rounds: int) -> Iterator[Row]:
    picture, mask = photo(_PHOTO), _object()
    lenses: dict[str, Blur] = {"Gaussian": Gaussian(_SIGMA_PX), "a lens's disc": Lens(_RADIUS_PX)}
    for name, lens in lenses.items():
        costs = measure_in_turn(
            seconds_of(lambda lens=lens: blur(lens, picture, mask)),  # type: ignore[misc]
            seconds_of(lambda: _blurred_and_pasted(picture, mask)),
            rounds=rounds,
        )
        yield Row(f"`blur`, {_PHOTO}, {name}", "Pillow's Gaussian blur, the object pasted", costs, "s")


def _object() -> Mask:
    """Return an ellipse over a fifth of the picture, with soft edges."""
    width, height = SIZES[_PHOTO]
    columns = (np.arange(width, dtype=np.float32) / width - 0.45) / 0.22
    rows = (np.arange(height, dtype=np.float32)[:, np.newaxis] / height - 0.55) / 0.35
    distance = np.hypot(rows, columns)
    return np.clip((1 - distance) * 40 * 255 + 128, 0, 255).astype(np.uint8)


def _blurred_and_pasted(picture: Photo, mask: Mask) -> Image.Image:
    image = Image.fromarray(picture)
    blurred = image.filter(ImageFilter.GaussianBlur(_SIGMA_PX))
    blurred.paste(image, mask=Image.fromarray(mask))
    return blurred
