"""Puts the frames of real GIMP and Krita together to the README's animation.

SMART_SELECT_TEST_HOSTS=yes SMART_SELECT_FRAMES=build/frames pytest tests/gimp/test_demonstration.py \
    tests/krita/test_demonstration.py -k trixie
python packaging/manual/demonstration.py build/frames docs/pictures/demonstration.webp
"""

import argparse
import json
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = 1000, 600
"""Of the screen in the animation, in pixels."""
STRIP_PX = 44
"""The height of the line of words below it."""
LARGEST_BYTES = 2_000_000
GROUND, INK = (32, 32, 32), (236, 236, 234)
ARROW = ((0, 0), (0, 17), (4, 13), (7, 20), (10, 19), (7, 12), (13, 12))
"""The pointer, which no screenshot holds; its tip is at 0, 0."""
QUALITIES = (82, 74, 66, 58, 50)


def main() -> int:
    """Write the animation; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("frames", type=Path, help="a folder with gimp/ and krita/, frames.json in each")
    parser.add_argument("animation", type=Path, help="the .webp to write")
    arguments = parser.parse_args()
    pictures: list[Image.Image] = []
    durations: list[int] = []
    for host in ("gimp", "krita"):
        folder = arguments.frames / host
        for frame in json.loads((folder / "frames.json").read_text(encoding="utf-8")):
            with Image.open(folder / frame["file"]) as screen:
                pictures.append(with_words(screen.convert("RGB"), frame["pointer"], frame["says"]))
            durations.append(frame["shown_ms"])
    part = arguments.animation.with_suffix(".part.webp")
    for quality in QUALITIES:
        pictures[0].save(
            part,
            save_all=True,
            append_images=pictures[1:],
            duration=durations,
            loop=0,
            quality=quality,
            method=6,
        )
        if part.stat().st_size <= LARGEST_BYTES:
            part.replace(arguments.animation)
            print(
                f"{arguments.animation}: {len(pictures)} frames, {arguments.animation.stat().st_size} bytes"
            )
            return 0
    part.unlink()
    print(f"The animation stays larger than {LARGEST_BYTES} bytes; leave frames out.", file=sys.stderr)
    return 1


def with_words(screen: Image.Image, pointer: tuple[int, int], says: str) -> Image.Image:
    """Return the screen at the animation's size, with the pointer, above a line of words."""
    scale = min(SIZE[0] / screen.width, SIZE[1] / screen.height)
    small = screen.resize(
        (round(screen.width * scale), round(screen.height * scale)), Image.Resampling.LANCZOS
    )
    result = Image.new("RGB", (SIZE[0], SIZE[1] + STRIP_PX), GROUND)
    result.paste(small, ((SIZE[0] - small.width) // 2, 0))
    draw = ImageDraw.Draw(result)
    x, y = pointer[0] * scale, pointer[1] * scale
    draw.polygon([(x + dx, y + dy) for dx, dy in ARROW], fill="white", outline="black")
    font = ImageFont.load_default(size=20)
    draw.text((SIZE[0] / 2, SIZE[1] + STRIP_PX / 2), says, fill=INK, font=font, anchor="mm")
    return result


if __name__ == "__main__":
    sys.exit(main())
