"""What a newcomer sees first: a click or a box on a real photograph, answered by the embedded model.

Writes the mask, a cut-out and a side-by-side picture into a folder and says where. Without a photograph of
one's own it takes two that scikit-image ships in its wheel (CC0 and public domain).
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
from smart_select.photo.writing import write_picture
from smart_select_plugin.prompt_text import PromptTextError, parse_point

_PANEL_SIDE = 520
_GAP = 12
_SQUARE = 12
_GREEN = (20, 160, 60)


@dataclass(frozen=True)
class Shot:
    """One photograph and what is asked of it: clicks, or a box, in its pixels."""

    name: str
    photo: NDArray[np.uint8]
    clicks: tuple[tuple[float, float], ...] = ()
    box: tuple[float, float, float, float] | None = None

    @property
    def prompt(self) -> ss.Prompt:
        """The clicks or the box, for the engine."""
        return ss.Prompt(points=[(x, y, 1) for x, y in self.clicks], box=self.box)

    def __str__(self) -> str:
        if self.box:
            return f"the box {','.join(f'{side:g}' for side in self.box)}"
        places = " and ".join(f"{x:g},{y:g}" for x, y in self.clicks)
        return f"{'a click' if len(self.clicks) == 1 else 'clicks'} at {places}"


def main() -> int:
    """Run the demo; return the exit code."""
    arguments = _arguments()
    try:
        shots = [_own_shot(arguments)] if arguments.photo else _sample_shots()
        folder: Path = arguments.out
        folder.mkdir(parents=True, exist_ok=True)
        engine = ss.load("embedded")
        for shot in shots:
            _select(engine, shot, folder)
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
    arguments = parser.parse_args()
    if arguments.point and not arguments.photo:
        parser.error("a point needs a photograph of your own: make demo PHOTO=my.jpg POINT=x,y")
    return arguments


def _own_shot(arguments: argparse.Namespace) -> Shot:
    photo = read_photo(arguments.photo).pixels
    height, width = photo.shape[:2]
    point = width / 2, height / 2
    if arguments.point:
        x, y, _ = parse_point(arguments.point)
        point = x, y
    return Shot(arguments.photo.stem, photo, clicks=(point,))


def _sample_shots() -> list[Shot]:
    from skimage import data

    return [
        Shot("astronaut", data.astronaut(), box=(20, 10, 400, 505)),
        Shot("helmet", data.astronaut(), clicks=((430, 400),)),
        Shot("chelsea", data.chelsea(), clicks=((200, 150), (300, 80))),
    ]


def _select(engine: ss.Engine, shot: Shot, folder: Path) -> None:
    start = time.perf_counter()
    embedding = engine.encode(shot.photo)
    encoded = time.perf_counter()
    best = engine.predict(embedding, shot.prompt).best
    mask = best.mask
    answered = time.perf_counter()
    write_picture(folder / f"{shot.name}-mask.png", mask)
    write_picture(folder / f"{shot.name}-cutout.png", cut_out(shot.photo, mask))
    write_picture(folder / f"{shot.name}-side-by-side.png", side_by_side(shot, mask))
    share = best.area / mask.size
    print(
        f"{shot.name}: {share:.0%} of the picture selected by {shot}, score {best.score:.2f}; "
        f"encode {encoded - start:.2f} s, mask {answered - encoded:.2f} s"
    )


def side_by_side(shot: Shot, mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return photo, photo with the selection, and cut-out on a checkerboard, side by side: H×W×3."""
    height, width = mask.shape
    scale = min(1.0, _PANEL_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    alpha = mask[..., np.newaxis] / 255
    tinted = shot.photo * (1 - 0.45 * alpha) + np.array([255, 64, 160]) * 0.45 * alpha
    rows, columns = np.mgrid[:height, :width]
    board = np.where((rows // _SQUARE + columns // _SQUARE) % 2, 204, 255)[..., np.newaxis]
    panels = [shot.photo, tinted, shot.photo * alpha + board * (1 - alpha)]
    sheet = Image.new("RGB", (3 * size[0] + 2 * _GAP, size[1]), "white")
    for index, panel in enumerate(panels):
        picture = Image.fromarray(np.rint(panel).astype(np.uint8)).resize(size, Image.Resampling.LANCZOS)
        if index < 2:
            _mark(picture, shot, scale)
        sheet.paste(picture, (index * (size[0] + _GAP), 0))
    return np.asarray(sheet)


def _mark(picture: Image.Image, shot: Shot, scale: float) -> None:
    draw = ImageDraw.Draw(picture)
    if shot.box:
        draw.rectangle([side * scale for side in shot.box], outline="white", width=4)
        draw.rectangle([side * scale for side in shot.box], outline=_GREEN, width=2)
    for click in shot.clicks:
        x, y = (value * scale for value in click)
        draw.ellipse((x - 8, y - 8, x + 8, y + 8), fill="white")
        draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=_GREEN)


if __name__ == "__main__":
    sys.exit(main())
