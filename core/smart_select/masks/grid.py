"""Coarse grids over a photo: window means, cropping, tiles, and bilinear enlarging."""

from typing import Any, TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

from smart_select.bands import row_bands
from smart_select.values import Logits, Photo, Size

Region: TypeAlias = tuple[slice, slice]
"""Rows and columns of pixels."""

Tiles: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Row and column of each of N tiles."""

_TILE_CELLS = 3
_SMALLEST_TILE, _LARGEST_TILE = 24, 64
"""Pixels along a tile's side."""
_BATCH_PIXELS = 1 << 15
_BAND_PIXELS = 1 << 21
_TALL = 16
"""Height in widths from which a photo is shrunk along y first."""


def box_mean(planes: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    """Return the mean of each (2·radius+1)² window of …×h×w planes; the border repeats outwards."""
    height, width = planes.shape[-2:]
    padded = with_border(planes, radius)
    tall = padded[..., :width].copy()
    for shift in range(1, 2 * radius + 1):
        tall += padded[..., shift : shift + width]
    total = tall[..., :height, :].copy()
    for shift in range(1, 2 * radius + 1):
        total += tall[..., shift : shift + height, :]
    total *= np.float32(1 / (2 * radius + 1) ** 2)
    return total


def with_border(planes: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Return …×h×w planes with their outermost cells repeated outwards `width` times.

    What `np.pad` does in "edge" mode, in a third of its time: it is called for every click.
    """
    height, length = planes.shape[-2:]
    wide = np.empty((*planes.shape[:-2], height + 2 * width, length + 2 * width), planes.dtype)
    middle = wide[..., width : width + height, :]
    middle[..., width : width + length] = planes
    middle[..., :width] = planes[..., :1]
    middle[..., width + length :] = planes[..., -1:]
    wide[..., :width, :] = middle[..., :1, :]
    wide[..., width + height :, :] = middle[..., -1:, :]
    return wide


def thumbnail(photo: Photo, size: Size) -> Photo:
    """Shrink H×W×3 to `size` (width, height), antialiased; in bands, since Pillow copies what it is given."""
    height, width = photo.shape[:2]
    if height > _TALL * width:
        # Pillow shrinks along x first; a strip so tall would be kept whole, and may even be widened.
        return thumbnail(photo.transpose(1, 0, 2), (size[1], size[0])).transpose(1, 0, 2)
    narrow = np.empty((height, size[0], 3), np.uint8)
    for rows in row_bands(photo.shape, _BAND_PIXELS):
        band = np.ascontiguousarray(photo[rows])
        shrunk = Image.fromarray(band).resize((size[0], len(band)), Image.Resampling.BILINEAR)
        narrow[rows] = np.asarray(shrunk)
    return np.asarray(Image.fromarray(narrow).resize(size, Image.Resampling.BILINEAR))


def crop_logits(logits: Logits, covered: tuple[float, float], shape: tuple[int, int]) -> Logits:
    """Return the part of h×w logits that lies over the photo, resampled to `shape` (rows, columns)."""
    rows, columns = logits.shape
    if covered == (1.0, 1.0) and logits.shape == shape:
        return logits
    image = Image.fromarray(np.ascontiguousarray(logits, np.float32))
    box = (0.0, 0.0, columns * covered[0], rows * covered[1])
    return np.asarray(image.resize((shape[1], shape[0]), Image.Resampling.BILINEAR, box=box))


def over_photo(logits: Logits, covered: tuple[float, float]) -> Logits:
    """Return the part of h×w logits that lies over the photo, on cells of about the same size."""
    rows, columns = logits.shape
    shape = max(1, round(rows * covered[1])), max(1, round(columns * covered[0]))
    return crop_logits(logits, covered, shape)


class _Axis:
    """One axis of a tiling: `cells` grid cells over `length` pixels, cell and pixel centres at +0.5.

    Tiles are all of one `side`; the last one lies over a part of the one before. `starts` N holds their first
    pixels, `first` N the first of the `reach` cells that each one's pixels depend on, and `weights`
    N×side×reach what they take of them.
    """

    def __init__(self, length: int, cells: int, side: int) -> None:
        self.side = min(side, length)
        self.starts = np.minimum(np.arange(-(-length // self.side)) * self.side, length - self.side)
        places = (self.starts[:, np.newaxis] + np.arange(self.side) + 0.5) * (cells / length) - 0.5
        places = np.clip(places, 0, cells - 1)
        lower = np.minimum(places.astype(np.int64), max(cells - 2, 0))
        self.reach = min(int((lower[:, -1] - lower[:, 0]).max()) + 2, cells)
        self.first = np.minimum(lower[:, 0], cells - self.reach)
        self.weights = np.zeros((*places.shape, self.reach), np.float32)
        share, own = (places - lower).astype(np.float32), lower - self.first[:, np.newaxis]
        tile, pixel = np.ogrid[: len(self.starts), : self.side]
        self.weights[tile, pixel, own] += 1 - share
        self.weights[tile, pixel, np.minimum(own + 1, self.reach - 1)] += share


class Tiling:
    """A photo of `shape` (rows, columns) cut into small square tiles over a `grid` of (rows, columns) cells.

    Many tiles are worked on at a time: NumPy's cost per call counts for less, and they may be so small that
    little but the edge is computed.
    """

    def __init__(self, *, shape: tuple[int, int], grid: tuple[int, int]) -> None:
        self._shape = shape
        wanted = _TILE_CELLS * max(shape[0] // grid[0], shape[1] // grid[1])
        side = min(max(_SMALLEST_TILE, wanted), _LARGEST_TILE)
        self._rows, self._columns = _Axis(shape[0], grid[0], side), _Axis(shape[1], grid[1], side)

    def sides(self, signs: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return for each tile +1 or −1 where all cells that it depends on have this sign, else 0."""
        rows, columns = self._rows, self._columns
        sums = np.zeros((signs.shape[0] + 1, signs.shape[1] + 1), np.int32)
        np.cumsum(signs, axis=0, out=sums[1:, 1:])
        np.cumsum(sums, axis=1, out=sums)
        top, left = rows.first[:, np.newaxis], columns.first
        bottom, right = top + rows.reach, left + columns.reach
        total = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return np.asarray(np.where(np.abs(total) == rows.reach * columns.reach, np.sign(total), 0), np.int32)

    def filled(self, values: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return a new picture with one value for each tile."""
        wide = np.repeat(values, self._columns.side, axis=1)[:, : self._shape[1]]
        picture = np.empty(self._shape, np.uint8)
        for row, line in enumerate(wide):
            picture[row * self._rows.side : (row + 1) * self._rows.side] = line
        return picture

    def batches(self, chosen: NDArray[np.bool_]) -> list[Tiles]:
        """Return the chosen tiles, in batches that stay in a core's cache."""
        rows, columns = np.nonzero(chosen)
        many = max(1, _BATCH_PIXELS // (self._rows.side * self._columns.side))
        return [
            (rows[start : start + many], columns[start : start + many]) for start in range(0, len(rows), many)
        ]

    def windows(self, picture: NDArray[Any], tiles: Tiles) -> tuple[NDArray[Any], Tiles]:
        """Return a view of all places of a tile in H×W(×C), and which of them are `tiles`.

        Indexed by these, the view gives (and takes) N(×C)×side×side pixels.
        """
        size = self._rows.side, self._columns.side
        view = sliding_window_view(picture, size, axis=(0, 1), writeable=picture.flags.writeable)
        return view, (self._rows.starts[tiles[0]], self._columns.starts[tiles[1]])

    def enlarge(self, planes: NDArray[np.float32], tiles: Tiles) -> NDArray[np.float32]:
        """Enlarge k×rows×columns planes bilinearly to the pixels of N tiles: N×k×side×side."""
        rows, columns = self._rows, self._columns
        view = sliding_window_view(planes, (rows.reach, columns.reach), axis=(1, 2)).transpose(1, 2, 0, 3, 4)
        blocks = view[rows.first[tiles[0]], columns.first[tiles[1]]]
        count, depth = blocks.shape[:2]
        # Small matrix products: several times faster than gathering four neighbours per pixel.
        narrow = blocks.reshape(count, depth * rows.reach, columns.reach)
        wide = narrow @ columns.weights[tiles[1]].transpose(0, 2, 1)
        wide = wide.reshape(count, depth, rows.reach, columns.side)
        return np.asarray(rows.weights[tiles[0]][:, np.newaxis] @ wide)


def enlarge_part(planes: NDArray[np.float32], shape: tuple[int, int], region: Region) -> NDArray[np.float32]:
    """Enlarge k×rows×columns planes over a photo of `shape` (rows, columns) to the pixels of one region.

    Without matrix products: for so many cells these cost more, and OpenBLAS's threads spin on a busy machine.
    """
    rows, row_share = _between(region[0].start, region[0].stop, shape[0], planes.shape[1])
    columns, column_share = _between(region[1].start, region[1].stop, shape[1], planes.shape[2])
    top, bottom = int(rows[0]), min(int(rows[-1]) + 2, planes.shape[1])
    right = np.minimum(columns + 1, planes.shape[2] - 1)
    lower = np.minimum(rows + 1, planes.shape[1] - 1) - top
    result = np.empty((len(planes), len(rows), len(columns)), np.float32)
    for plane, enlarged in zip(planes[:, top:bottom], result, strict=True):
        wide = plane[:, columns]
        wide += (plane[:, right] - wide) * column_share
        np.take(wide, rows - top, axis=0, out=enlarged, mode="clip")
        change = wide[lower]
        change -= enlarged
        change *= row_share[:, np.newaxis]
        enlarged += change
    return result


def _between(start: int, stop: int, length: int, cells: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return, for pixels start…stop of `length`, the cell before each and the next one's share."""
    positions = (np.arange(start, stop) + 0.5) * (cells / length) - 0.5
    positions = np.clip(positions, 0, cells - 1)
    before = np.minimum(positions.astype(np.int64), max(cells - 2, 0))
    return before, (positions - before).astype(np.float32)


def widened(region: Region, shape: tuple[int, int], reach: int) -> Region:
    """Return a region with `reach` more pixels on every side, as far as a picture of `shape` goes."""
    rows, columns = (
        slice(max(0, part.start - reach), min(part.stop + reach, side))
        for part, side in zip(region, shape, strict=True)
    )
    return rows, columns


def within(inner: Region, around: Region) -> Region:
    """Return where a region lies in a larger one."""
    rows, columns = (
        slice(part.start - all_.start, part.stop - all_.start)
        for part, all_ in zip(inner, around, strict=True)
    )
    return rows, columns
