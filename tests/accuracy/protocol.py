"""The standard protocol by which every engine is measured.

First click: the deepest inside point of the object; each next one: the deepest point of the largest wrong
area; then a tight box alone. Pixels marked 128 in a mask are unlabelled and count neither way. An engine is a
function `prepare(image) -> segment`, and `segment(clicks, box, previous) -> Answer`. As a program it measures
an encoder/decoder pair in samexporter's layout, product code left out:

    python tests/accuracy/protocol.py --photos ../shared/photos --model core/smart_select/embedded
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from accuracy.measures import deepest, iou, next_click, obeys, outline_f, resize, tight_box
from accuracy.photographs import load_samples
from accuracy.results import Report, Row
from accuracy.values import Answer, Bool, Click, Floats, Prepare, Sample

CLICKS = 5

Watch = Callable[[Sample, Row, Bool, Click], None]
"""Told of each object: its row, the mask after one click, and that click."""


def choose(answer: Answer, clicks: Sequence[Click], previous: Floats | None, shape: tuple[int, int]) -> int:
    """First by score; later what agrees with the clicks, then what is most like the last choice."""
    if previous is None or len(answer.scores) == 1:
        return int(answer.scores.argmax())
    was = resize(previous, shape) > 0
    keys: list[tuple[float, float, float]] = []
    for logits, score in zip(answer.logits, answer.scores, strict=True):
        on = resize(logits, shape) > 0
        agree = float(np.mean([obeys(on, click) for click in clicks]))
        keys.append((agree, float((on & was).sum() / max(1, int((on | was).sum()))), float(score)))
    return max(range(len(keys)), key=keys.__getitem__)


def measure(prepare: Prepare, sample: Sample, clicks: int = CLICKS, watch: Watch | None = None) -> Row:
    """Run one object: `clicks` clicks, each with the last choice fed back, then a tight box alone."""
    shape = sample.target.shape
    begun = time.perf_counter()
    segment = prepare(sample.image)
    encode_seconds = time.perf_counter() - begun
    given: list[Click] = [(*deepest(sample.target), 1)]
    previous: Floats | None = None
    masks: list[Bool] = []
    ious: list[float] = []
    outlines: list[float] = []
    seconds: list[float] = []
    for turn in range(clicks):
        if turn:
            click = next_click(masks[-1], sample)
            if click is None:  # nothing left to mend
                ious.append(ious[-1])
                outlines.append(outlines[-1])
                continue
            given.append(click)
        begun = time.perf_counter()
        answer = segment(tuple(given), None, previous)
        seconds.append(time.perf_counter() - begun)
        previous = answer.logits[choose(answer, given, previous, shape)]
        masks.append(resize(previous, shape) > 0)
        ious.append(iou(masks[-1], sample))
        outlines.append(outline_f(masks[-1], sample))
    answer = segment((), tight_box(sample.target), None)
    boxed = resize(answer.logits[int(answer.scores.argmax())], shape) > 0
    row = Row(
        name=sample.name,
        ious=tuple(ious),
        outlines=tuple(outlines),
        obeyed=tuple(obeys(masks[-1], click) for click in given),
        box_iou=iou(boxed, sample),
        box_outline=outline_f(boxed, sample),
        encode_seconds=encode_seconds,
        click_seconds=float(np.mean(seconds)),
    )
    if watch:
        watch(sample, row, masks[0], given[0])
    return row


def evaluate(
    prepare: Prepare, samples: Sequence[Sample], clicks: int = CLICKS, watch: Watch | None = None
) -> Report:
    """Measure every object."""
    return Report(tuple(measure(prepare, sample, clicks, watch) for sample in samples))


def main() -> None:
    """Print one line about an encoder/decoder pair."""
    from accuracy.raw_pair import raw_pair

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder with encoder.onnx and decoder.onnx")
    args = parser.parse_args()
    samples = load_samples(args.photos)
    engine = raw_pair(args.model / "encoder.onnx", args.model / "decoder.onnx")
    print(f"{len(samples)} objects")
    print(evaluate(engine, samples).line(args.model.name), flush=True)


if __name__ == "__main__":
    main()
