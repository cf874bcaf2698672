"""The standard protocol by which every engine is measured, and two baselines to be ahead of.

First click: the deepest inside point of the object; each next one: the deepest point of the largest
wrong area. Pixels marked 128 in a mask are unlabelled and count neither way. An engine is a function
`prepare(image) -> segment`, and `segment(clicks, box, previous) -> Answer`; coordinates are image
pixels, origin top-left, pixel centres at +0.5. Needs numpy, scipy and Pillow (the wand scikit-image,
`onnx_engine` onnxruntime).

    python tests/accuracy/protocol.py --photos ../shared/photos --model core/smart_select/embedded
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

U8 = NDArray[np.uint8]
Bool = NDArray[np.bool_]
Floats = NDArray[np.float32]
Click = tuple[float, float, int]  # x, y, 1 wanted / 0 not wanted
Box = tuple[float, float, float, float]  # x0, y0, x1, y1

INSIDE, UNKNOWN = 255, 128
F_TOLERANCE = 0.008  # of the image diagonal, as DAVIS measures outlines


@dataclass(frozen=True)
class Answer:
    """Candidates of one call: logits f32 [K,h,w] over the whole image, any h and w; scores f32 [K]."""

    logits: Floats
    scores: Floats


Segment = Callable[[Sequence[Click], "Box | None", "Floats | None"], Answer]
Prepare = Callable[[U8], Segment]


@dataclass(frozen=True)
class Sample:
    """One object of one photograph: image u8 [H,W,3], mask u8 [H,W] (255, 0, 128 unlabelled)."""

    name: str
    label: str
    image: U8
    mask: U8

    @property
    def target(self) -> Bool:
        """Object pixels, bool [H,W]."""
        return np.equal(self.mask, INSIDE)

    @property
    def known(self) -> Bool:
        """Pixels that count, bool [H,W]."""
        return np.not_equal(self.mask, UNKNOWN)


@dataclass(frozen=True)
class Row:
    """Result of one object; ious and outlines have one entry per click."""

    name: str
    ious: tuple[float, ...]
    outlines: tuple[float, ...]
    obeyed: tuple[bool, ...]  # the clicks inside/outside the last mask as asked
    box_iou: float
    box_outline: float
    encode_seconds: float
    click_seconds: float


@dataclass(frozen=True)
class Report:
    """Means over all objects."""

    rows: tuple[Row, ...]

    def iou(self, clicks: int) -> float:
        """Mean IoU after so many clicks."""
        return float(np.mean([row.ious[clicks - 1] for row in self.rows]))

    def outline(self, clicks: int) -> float:
        """Mean boundary F after so many clicks."""
        return float(np.mean([row.outlines[clicks - 1] for row in self.rows]))

    def box(self) -> float:
        """Mean IoU from a tight box alone."""
        return float(np.mean([row.box_iou for row in self.rows]))

    def clicks_to(self, goal: float = 0.85) -> float:
        """Mean number of clicks to reach an IoU, the most measured where it is not reached (NoC)."""
        reached = [[i + 1 for i, v in enumerate(row.ious) if v >= goal] for row in self.rows]
        most = len(self.rows[0].ious)
        return float(np.mean([min(r, default=most) for r in reached]))

    def obeyed(self) -> float:
        """Share of clicks that lie on the right side of the last mask."""
        return float(np.mean([ok for row in self.rows for ok in row.obeyed]))

    def line(self, name: str) -> str:
        """One table row."""
        ious = " ".join(f"{self.iou(n):.3f}" for n in (1, 3, 5))
        encode = 1e3 * float(np.median([row.encode_seconds for row in self.rows]))
        click = 1e3 * float(np.median([row.click_seconds for row in self.rows]))
        return (
            f"{name:12s} mIoU@1/3/5 {ious}  box {self.box():.3f}  NoC@85 {self.clicks_to():.2f}  "
            f"F@1/5 {self.outline(1):.3f} {self.outline(5):.3f}  obeyed {self.obeyed():.3f}  "
            f"encode {encode:.0f} ms click {click:.0f} ms"
        )


def load_samples(folder: Path) -> list[Sample]:
    """Photographs and masks of a folder with `manifest.csv` (columns image, mask, label)."""
    samples: list[Sample] = []
    with (folder / "manifest.csv").open(newline="") as handle:
        for row in csv.DictReader(handle):
            image = np.asarray(Image.open(folder / row["image"]).convert("RGB"), dtype=np.uint8)
            mask = np.asarray(Image.open(folder / row["mask"]).convert("L"), dtype=np.uint8)
            samples.append(Sample(Path(row["mask"]).stem, row["label"], image, mask))
    return samples


def deepest(region: Bool) -> tuple[float, float]:
    """Centre (x, y) of the pixel farthest from the region's outline; the image border counts as one."""
    depth = ndimage.distance_transform_edt(np.pad(region, 1))[1:-1, 1:-1]
    y, x = divmod(int(depth.argmax()), region.shape[1])
    return x + 0.5, y + 0.5


def next_click(mask: Bool, sample: Sample) -> Click | None:
    """The click in the middle of the largest wrong area, None where nothing known is wrong."""
    best: tuple[int, Bool, int] | None = None
    for wrong, label in ((sample.target & ~mask, 1), (mask & ~sample.target & sample.known, 0)):
        areas, count = ndimage.label(wrong)
        if not count:
            continue
        sizes = np.bincount(areas.ravel())
        sizes[0] = 0
        number = int(sizes.argmax())
        if best is None or sizes[number] > best[0]:
            best = (int(sizes[number]), areas == number, label)
    if best is None:
        return None
    x, y = deepest(best[1])
    return x, y, best[2]


def iou(mask: Bool, sample: Sample) -> float:
    """Intersection over union, unlabelled pixels left out."""
    mask = mask & sample.known
    union = int((mask | sample.target).sum())
    return float((mask & sample.target).sum() / union) if union else 1.0


def outline_f(mask: Bool, sample: Sample) -> float:
    """Boundary F: how much of each outline lies near the other, unlabelled surroundings left out."""
    reach = max(1.0, F_TOLERANCE * float(np.hypot(*sample.mask.shape)))

    def edge(m: Bool) -> Bool:
        inner: Bool = ndimage.binary_erosion(m, border_value=1)
        return m & ~inner

    mine, true = edge(mask & sample.known), edge(sample.target)
    if not mine.any() or not true.any():
        return float(mine.any() == true.any())
    precision = float((ndimage.distance_transform_edt(~true)[mine] <= reach).mean())
    recall = float((ndimage.distance_transform_edt(~mine)[true] <= reach).mean())
    return 2.0 * precision * recall / (precision + recall) if precision + recall else 0.0


def resize(logits: Floats, shape: tuple[int, int]) -> Floats:
    """Bilinear f32 [h,w] -> [H,W] with pixel centres at +0.5, edges repeated."""
    if logits.shape == shape:
        return logits
    out = logits.astype(np.float32)
    for axis in (0, 1):
        n, m = out.shape[axis], shape[axis]
        at = np.clip((np.arange(m) + 0.5) * n / m - 0.5, 0.0, n - 1.0)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, n - 1)
        part = (at - low).astype(np.float32).reshape((-1, 1) if axis == 0 else (1, -1))
        out = out.take(low, axis) * (1 - part) + out.take(high, axis) * part
    return out


def choose(answer: Answer, clicks: Sequence[Click], previous: Floats | None, shape: tuple[int, int]) -> int:
    """First by score; later what agrees with the clicks, then what is most like the last choice."""
    if previous is None or len(answer.scores) == 1:
        return int(answer.scores.argmax())
    was = resize(previous, shape) > 0
    keys: list[tuple[float, float, float]] = []
    for logits, score in zip(answer.logits, answer.scores, strict=True):
        on = resize(logits, shape) > 0
        agree = float(np.mean([bool(on[int(y), int(x)]) == (label == 1) for x, y, label in clicks]))
        keys.append((agree, float((on & was).sum() / max(1, int((on | was).sum()))), float(score)))
    return max(range(len(keys)), key=keys.__getitem__)


def tight_box(target: Bool) -> Box:
    """Bounding box x0, y0, x1, y1 of the object, far sides exclusive."""
    ys, xs = np.flatnonzero(target.any(1)), np.flatnonzero(target.any(0))
    return float(xs[0]), float(ys[0]), float(xs[-1] + 1), float(ys[-1] + 1)


def measure(prepare: Prepare, sample: Sample, clicks: int = 5) -> Row:
    """Run one object: `clicks` clicks, each with the last choice fed back, then a tight box alone."""
    shape = sample.target.shape
    begun = time.perf_counter()
    segment = prepare(sample.image)
    encode_seconds = time.perf_counter() - begun
    given: list[Click] = [(*deepest(sample.target), 1)]
    previous: Floats | None = None
    mask = np.zeros(shape, bool)
    ious: list[float] = []
    outlines: list[float] = []
    seconds: list[float] = []
    for turn in range(clicks):
        if turn:
            click = next_click(mask, sample)
            if click is None:  # nothing left to mend
                ious.append(ious[-1])
                outlines.append(outlines[-1])
                continue
            given.append(click)
        begun = time.perf_counter()
        answer = segment(tuple(given), None, previous)
        seconds.append(time.perf_counter() - begun)
        previous = answer.logits[choose(answer, given, previous, shape)]
        mask = resize(previous, shape) > 0
        ious.append(iou(mask, sample))
        outlines.append(outline_f(mask, sample))
    obeyed = tuple(bool(mask[int(y), int(x)]) == (label == 1) for x, y, label in given)
    answer = segment((), tight_box(sample.target), None)
    boxed = resize(answer.logits[int(answer.scores.argmax())], shape) > 0
    return Row(
        sample.name, tuple(ious), tuple(outlines), obeyed, iou(boxed, sample),
        outline_f(boxed, sample), encode_seconds, float(np.mean(seconds)),
    )  # fmt: skip


def evaluate(prepare: Prepare, samples: Sequence[Sample], clicks: int = 5) -> Report:
    """Measure every object."""
    return Report(tuple(measure(prepare, sample, clicks) for sample in samples))


def as_answer(mask: Bool) -> Answer:
    """A hard mask as a single candidate."""
    return Answer(np.where(mask, np.float32(8), np.float32(-8))[None], np.ones(1, np.float32))


def disk(radius: float) -> Prepare:
    """A disk around each positive click, `radius` of the diagonal, up to half way to a negative one."""

    def prepare(image: U8) -> Segment:
        h, w = image.shape[:2]
        ys, xs = np.mgrid[0:h, 0:w] + 0.5

        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            if box is not None:  # the ellipse that fills it
                u = (2 * xs - box[0] - box[2]) / (box[2] - box[0])
                v = (2 * ys - box[1] - box[3]) / (box[3] - box[1])
                return as_answer(u * u + v * v <= 1.0)
            near = {0: np.full((h, w), np.inf), 1: np.full((h, w), np.inf)}
            for x, y, label in clicks:
                near[label] = np.minimum(near[label], np.hypot(xs - x, ys - y))
            return as_answer((near[1] <= radius * np.hypot(h, w)) & (near[1] < near[0]))

        return segment

    return prepare


def wand(tolerance: float) -> Prepare:
    """Magic wand: flood fill from each click where no channel differs by more than `tolerance`."""
    from skimage.segmentation import flood

    def prepare(image: U8) -> Segment:
        def fill(x: float, y: float) -> Bool:
            seed = (min(int(y), image.shape[0] - 1), min(int(x), image.shape[1] - 1))
            difference = np.abs(image.astype(np.int16) - image[seed].astype(np.int16)).max(2)
            found: Bool = flood(difference, seed, tolerance=tolerance)  # type: ignore[no-untyped-call]
            return found

        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            mask = np.zeros(image.shape[:2], bool)
            if box is not None:
                x0, y0, x1, y1 = (int(v) for v in box)
                filled = fill((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
                mask[y0:y1, x0:x1] = filled[y0:y1, x0:x1]
            for x, y, label in clicks:  # one after the other, as adding and subtracting go
                mask = mask | fill(x, y) if label else mask & ~fill(x, y)
            return as_answer(mask)

        return segment

    return prepare


def best_of(
    make: Callable[[float], Prepare], values: Sequence[float], samples: Sequence[Sample]
) -> tuple[float, Report]:
    """The baseline at its best: the value with the highest mIoU after one click, and its report."""
    scores = [evaluate(make(value), samples, clicks=1).iou(1) for value in values]
    value = values[int(np.argmax(scores))]
    return value, evaluate(make(value), samples)


def onnx_engine(encoder_path: Path, decoder_path: Path) -> Prepare:
    """A samexporter pair straight through ONNX Runtime, one thread; product code left out."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    encoder, decoder = (
        ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        for path in (encoder_path, decoder_path)
    )
    size = int(encoder.get_inputs()[0].shape[2])
    side = {i.name: i.shape for i in decoder.get_inputs()}["mask_input"][2]
    names = [output.name for output in encoder.get_outputs()]
    mean = np.array([0.485, 0.456, 0.406], np.float32)
    std = np.array([0.229, 0.224, 0.225], np.float32)

    def prepare(image: U8) -> Segment:
        small = Image.fromarray(image).resize((size, size), Image.Resampling.BILINEAR)
        pixels = (np.asarray(small, dtype=np.float32) / 255.0 - mean) / std
        outputs = encoder.run(None, {"image": pixels.transpose(2, 0, 1)[None].astype(np.float32)})
        features = dict(zip(names, outputs, strict=True))
        sx, sy = size / image.shape[1], size / image.shape[0]

        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            points = [(x * sx, y * sy, float(label)) for x, y, label in clicks]
            if box is not None:
                points += [(box[0] * sx, box[1] * sy, 2.0), (box[2] * sx, box[3] * sy, 3.0)]
            given = np.array(points, np.float32)
            mask = np.zeros((1, 1, side, side), np.float32)
            if previous is not None:
                mask[0, 0] = previous
            feed = features | {
                "point_coords": given[None, :, :2],
                "point_labels": given[None, :, 2],
                "mask_input": mask,
                "has_mask_input": np.array([previous is not None], np.float32),
            }
            masks, scores = decoder.run(["masks", "iou_predictions"], feed)
            return Answer(masks[0], scores[0])

        return segment

    return prepare


def main() -> None:
    """Print one line per engine: the baselines at their best and, if given, a model."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="folder with encoder.onnx and decoder.onnx")
    parser.add_argument("--no-baselines", action="store_true")
    args = parser.parse_args()
    samples = load_samples(args.photos)
    print(f"{len(samples)} objects")
    if args.model:
        engine = onnx_engine(args.model / "encoder.onnx", args.model / "decoder.onnx")
        print(evaluate(engine, samples).line(args.model.name), flush=True)
    if not args.no_baselines:
        value, report = best_of(disk, [0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25], samples)
        print(report.line(f"disk {value:g}"), flush=True)
        value, report = best_of(wand, [8, 16, 24, 32, 48, 64, 80, 100], samples)
        print(report.line(f"wand {value:g}"), flush=True)


if __name__ == "__main__":
    main()
