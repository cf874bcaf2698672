"""Screenshots small enough for a page: few colours, among them those of clicks' marks, a few pixels each."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

Rgb = tuple[int, int, int]


def save_small(picture: Image.Image, path: Path, marks: Sequence[Rgb], largest_bytes: int) -> None:
    """Save it with as many colours as fit; `marks` are always among them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.png")
    whole = picture.convert("RGB")
    for count in (256, 192, 128, 96, 64, 32):
        rest = count - len(marks)
        colours = (whole.quantize(rest, Image.Quantize.MEDIANCUT).getpalette() or [])[: 3 * rest]
        palette = Image.new("P", (1, 1))
        palette.putpalette(colours + [value for mark in marks for value in mark])
        whole.quantize(palette=palette, dither=Image.Dither.NONE).save(part, optimize=True)
        if part.stat().st_size <= largest_bytes:
            break
    part.replace(path)
