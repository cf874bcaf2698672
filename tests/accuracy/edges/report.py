"""`make accuracy-edges`: mattes of objects with fine edges, of known opacity, against other ways to them.

python tests/accuracy/edges/report.py [--photos FOLDER] [--out docs/EDGES.md] [--pictures FOLDER]
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from PIL import Image

import smart_select as ss
from accuracy.edges import green_screen, halo, methods, page
from accuracy.edges.answers import answer_to_box
from accuracy.edges.measures import Errors, errors
from accuracy.edges.methods import Answer, Question
from accuracy.edges.scenes import Scene, scenes
from accuracy.measured_part import renew
from smart_select.masks.edges import EdgeGuide
from smart_select.matting import UNDECIDED
from smart_select.matting.trimap import SURE, Trimap
from smart_select.values import Logits, Mask

SIZE = 768, 576
OURS = "**Smart Select's matte**"


def main() -> None:
    """Measure all at one go, print, and write the page and the pictures where asked to."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--photos", type=Path, help="put the objects on this folder's photographs")
    parser.add_argument("--out", type=Path, help="page whose measured part is renewed")
    parser.add_argument("--pictures", type=Path, help="folder for the mattes, to look at")
    parser.add_argument("--knn", action="store_true", help="pymatting's KNN too: minutes, and a gigabyte")
    parser.add_argument("--size", type=int, nargs=2, default=SIZE, metavar=("WIDTH", "HEIGHT"))
    arguments = parser.parse_args()
    made = scenes((arguments.size[0], arguments.size[1]), arguments.photos)
    engine = ss.load("embedded", cache=None)
    parts = []
    for title, questions in (
        ("From the true opacity, reduced to 256×256 logits, displaced and noisy", list(map(_known, made))),
        ("From what the embedded model answers to a box", [_predicted(engine, scene) for scene in made]),
    ):
        rows, skipped = _measure(made, questions, arguments.pictures, knn=arguments.knn)
        parts.append(page.section(title, questions, rows, skipped))
        print(parts[-1], flush=True)
    parts.append(green_screen.section((arguments.size[0], arguments.size[1]), engine, arguments.pictures))
    print(parts[-1], flush=True)
    parts.append(halo.section(made, engine))
    print(parts[-1], flush=True)
    if arguments.out:
        renew(arguments.out, "accuracy-edges", "\n\n".join(parts))


def _known(scene: Scene) -> Question:
    mask = EdgeGuide.of(scene.photo, (1.0, 1.0), scene.logits.shape).soft_mask(scene.logits)
    return _question(scene, mask, scene.logits, sure=SURE, band_cells=1)


def _predicted(engine: ss.Engine, scene: Scene) -> Question:
    answer = answer_to_box(engine, scene.photo, scene.alpha > 0.5)
    return _question(scene, answer.mask, answer.logits, sure=UNDECIDED, band_cells=2)


def _question(scene: Scene, mask: Mask, logits: Logits, *, sure: float, band_cells: int) -> Question:
    trimap = Trimap.of(mask, logits, band_cells, sure)
    everywhere = tuple(slice(0, side) for side in mask.shape)
    return Question(
        name=scene.name,
        photo=scene.photo,
        mask=mask,
        logits=logits,
        sure=sure,
        band_cells=band_cells,
        trimap=trimap.part((everywhere[0], everywhere[1])),
    )


def _measure(
    made: Sequence[Scene], questions: Sequence[Question], pictures: Path | None, *, knn: bool
) -> tuple[list[page.Row], list[str]]:
    """Return a row per method, and a sentence for each that could not run."""
    rows, skipped = [], []
    ways = {
        OURS: methods.ours,
        "as the verbs make it (`--edge matte`)": methods.verbs_matte,
        "the verbs' own choice (`--edge auto`)": methods.verbs_usual,
        "of a mask that is no answer, drawn by hand (`--edge matte`)": methods.of_mask_alone,
        "the mask as clicked": methods.clicked,
        "bilinear upsampling": methods.bilinear,
        "guided filter": methods.guided_filter,
        **methods.pymatting_methods(knn=knn),
    }
    if not any("pymatting" in name for name in ways):
        skipped.append("pymatting is left out: it is not installed (make setup).")
    for name, method in ways.items():
        answers = []
        for question in questions:
            try:
                answers.append(methods.timed(method, question))
            except ValueError as error:  # pymatting refuses trimaps without a sure inside
                skipped.append(f"{name}, {question.name}: {error}.")
                answers.append(None)
        rows.append(_row(name, answers, made, questions, pictures))
    answers = methods.matting_global(questions)
    if isinstance(answers, str):
        skipped.append(f"gegl:matting-global is left out: {answers}.")
    else:
        rows.append(_row("gegl:matting-global (GIMP)", answers, made, questions, pictures))
    return rows, skipped


def _row(
    name: str,
    answers: Sequence[Answer | None],
    made: Sequence[Scene],
    questions: Sequence[Question],
    pictures: Path | None,
) -> page.Row:
    found: list[Errors | None] = []
    for answer, scene, question in zip(answers, made, questions, strict=True):
        usable = answer is not None and bool(np.isfinite(answer.matte).all())
        found.append(errors(answer.matte, scene.alpha, question.trimap == 0) if answer and usable else None)
        if pictures and answer and usable:
            pictures.mkdir(parents=True, exist_ok=True)
            kind = "known" if question.sure == SURE else "predicted"
            path = pictures / f"{scene.name}-{kind}-{name.strip('*').split(' (')[0].replace(':', ' ')}.png"
            Image.fromarray((answer.matte * 255).astype(np.uint8)).save(path)
    seconds = sum(answer.seconds for answer in answers if answer)
    return page.Row(name, found, seconds)


if __name__ == "__main__":
    main()
