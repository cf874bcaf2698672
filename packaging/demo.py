"""What a newcomer sees first: one click on a real photograph, answered by the embedded model.

Writes the mask, a cut-out and a side-by-side picture into a folder and says where. Without a photograph of
one's own it takes three that scikit-image ships in its wheel (CC0 and public domain).
"""

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

import smart_select as ss
from smart_select.photo.compositing import cut_out
from smart_select.photo.reading import read_photo
from smart_select.photo.writing import write_mask, write_picture
from smart_select_plugin.prompt_text import PromptTextError, parse_points

_PANEL_SIDE = 520
_GAP = 12
_SQUARE = 12


@dataclass(frozen=True)
class Click:
    """One photograph and where to click on it, in its pixels."""

    name: str
    photo: NDArray[np.uint8]
    x: float
    y: float


def main() -> int:
    """Run the demo; return the exit code."""
    arguments = _arguments()
    try:
        clicks = [_own_click(arguments)] if arguments.photo else _sample_clicks()
        folder: Path = arguments.out
        folder.mkdir(parents=True, exist_ok=True)
        engine = ss.load("embedded")
        for click in clicks:
            _select(engine, click, folder)
    except (ss.SmartSelectError, PromptTextError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    print(f"The pictures are in {folder.resolve()}; open the ones that end in -side-by-side.png first.")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--photo", type=Path, help="a photograph of your own")
    parser.add_argument("--point", help="where to click on it, as x,y in pixels (default: its middle)")
    parser.add_argument("--out", type=Path, default=Path("demo-output"), help="folder for the results")
    return parser.parse_args()


def _own_click(arguments: argparse.Namespace) -> Click:
    photo = read_photo(arguments.photo).pixels
    height, width = photo.shape[:2]
    x, y = width / 2, height / 2
    if arguments.point:
        [(x, y, _)] = parse_points(arguments.point)
    return Click(arguments.photo.stem, photo, x, y)


def _sample_clicks() -> list[Click]:
    from skimage import data

    return [
        Click("chelsea", data.chelsea(), 130, 190),
        Click("coffee", data.coffee(), 300, 150),
        Click("astronaut", data.astronaut(), 200, 400),
    ]


def _select(engine: ss.Engine, click: Click, folder: Path) -> None:
    start = time.perf_counter()
    embedding = engine.encode(click.photo)
    encoded = time.perf_counter()
    best = engine.predict(embedding, ss.Prompt(points=[(click.x, click.y, 1)])).best
    mask = best.mask
    clicked = time.perf_counter()
    write_mask(folder / f"{click.name}-mask.png", mask)
    write_picture(folder / f"{click.name}-cutout.png", cut_out(click.photo, mask))
    write_picture(folder / f"{click.name}-side-by-side.png", side_by_side(click, mask))
    share = best.area / mask.size
    print(
        f"{click.name}: the click at {click.x:g},{click.y:g} selects {share:.0%} of the picture, "
        f"score {best.score:.2f}; encode {encoded - start:.2f} s, click {clicked - encoded:.2f} s"
    )


def side_by_side(click: Click, mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return photo, photo with the selection, and cut-out on a checkerboard, side by side: H×W×3."""
    height, width = mask.shape
    scale = min(1.0, _PANEL_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    alpha = mask[..., np.newaxis] / 255
    tinted = click.photo * (1 - 0.45 * alpha) + np.array([255, 64, 160]) * 0.45 * alpha
    rows, columns = np.mgrid[:height, :width]
    board = np.where((rows // _SQUARE + columns // _SQUARE) % 2, 204, 255)[..., np.newaxis]
    panels = [click.photo, tinted, click.photo * alpha + board * (1 - alpha)]
    sheet = Image.new("RGB", (3 * size[0] + 2 * _GAP, size[1]), "white")
    for index, panel in enumerate(panels):
        picture = Image.fromarray(np.rint(panel).astype(np.uint8)).resize(size, Image.Resampling.LANCZOS)
        if index < 2:
            _mark(picture, click.x * scale, click.y * scale)
        sheet.paste(picture, (index * (size[0] + _GAP), 0))
    return np.asarray(sheet)


def _mark(picture: Image.Image, x: float, y: float) -> None:
    draw = ImageDraw.Draw(picture)
    draw.ellipse((x - 8, y - 8, x + 8, y + 8), fill="white")
    draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=(20, 160, 60))


if __name__ == "__main__":
    sys.exit(main())
