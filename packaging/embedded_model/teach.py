"""Write down what several networks together answer on training photographs, for a pupil to learn from.

    python -m embedded_model.teach --data DIR --checkpoints A B C --out ANSWERS --minutes N --seed S

The first checkpoint is the base: its candidates' order and its choice are kept. Every view is made from the
seed and its number alone, so a run that was stopped goes on where it was with the same command, and one with
another seed, later or beside it, adds other views of the same photographs.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image

from . import prompts as P
from .answers import Answer, View, view_of, write
from .calibrate import view
from .data import IGNORE, U8, Photo, Region, crop_box, held_out, load_photos, photometric
from .ensemble import Ensemble, Reply, shrunk
from .evaluate import SIZE, pick_candidate
from .network import load, to_frame

SHARD = 20  # views
FIRST = 9  # clicks on a view
ON_THINGS = 4  # of them at most, one for each labelled thing


Asked = tuple[P.Prompt, int]  # and the region it is about; 0: none that is labelled


class Question(NamedTuple):
    """A later prompt, the region it is about, and what it was meant for."""

    prompt: P.Prompt
    number: int
    aim: P.Bool  # [SIZE,SIZE]


class Canvas:
    """A view u8 [h,w,3] and its region map, nearest neighbour, in the model frame."""

    def __init__(self, image: U8, regions: U8, found: tuple[Region, ...]) -> None:
        self.image = image
        resized = Image.fromarray(regions).resize((SIZE, SIZE), Image.Resampling.NEAREST)
        self.regions: U8 = np.array(resized)
        self.found = {region.number: region for region in found}
        shares = np.bincount(self.regions.ravel(), minlength=256) / self.regions.size
        self.shares = {number: float(shares[number]) for number in self.found}
        self.known: P.Bool = self.regions != IGNORE

    def target(self, number: int) -> P.Bool:
        """A labelled thing with the parts that lie on it, bool [SIZE,SIZE]."""
        return np.isin(self.regions, (number, *self.found[number].parts))

    def weight(self) -> P.Floats:
        """How far the outlines are to be believed, f32 [SIZE,SIZE]: least where nothing is labelled."""
        return np.where(self.known, np.where(self.regions > 0, 1.0, 0.6), 0.0).astype(np.float32)


def canvas_of(rng: np.random.Generator, photo: Photo) -> Canvas:
    """Most of a photograph, or a crop in scale with one of its things; other light, perhaps mirrored."""
    if rng.random() >= 0.3:
        return Canvas(*view(rng, photo), photo.found)
    region = photo.found[int(rng.integers(len(photo.found)))]
    x0, y0, x1, y1 = (int(edge) for edge in crop_box(rng, photo, region, whole=0.0))
    image, regions = photo.image[y0:y1, x0:x1].astype(np.float32), photo.regions[y0:y1, x0:x1]
    if rng.random() < 0.5:
        image, regions = image[:, ::-1], regions[:, ::-1]
    lit = photometric(rng, np.ascontiguousarray(image), 0.5).astype(np.uint8)
    return Canvas(lit, np.ascontiguousarray(regions), photo.found)


def clicks_on_things(rng: np.random.Generator, canvas: Canvas) -> list[Asked]:
    """Clicks on a few labelled things, large ones more often, deep inside or anywhere in them."""
    seen = [number for number, share in canvas.shares.items() if share > 0.004]
    if not seen:
        return []
    odds = np.sqrt([canvas.shares[number] for number in seen])
    clicks: list[Asked] = []
    for number in rng.choice(seen, min(len(seen), ON_THINGS), replace=False, p=odds / odds.sum()):
        draw = rng.random()
        jitter = 0.0 if draw < 0.4 else 0.6 if draw < 0.75 else 0.97
        x, y = P.deepest(canvas.target(int(number)), jitter, rng)
        clicks.append((P.Prompt([(x, y, 1)]), int(number)))
    return clicks


def clicks_anywhere(rng: np.random.Generator, canvas: Canvas, count: int) -> list[Asked]:
    """Up to `count` clicks at random places, rather where nothing is labelled."""
    free = np.flatnonzero(canvas.regions == 0)
    clicks: list[Asked] = []
    for _ in range(count):
        if len(free) > 600 and rng.random() < 0.6:
            place = int(rng.choice(free))
        else:
            place = int(rng.integers(canvas.regions.size))
        y, x = divmod(place, SIZE)
        number = int(canvas.regions[y, x])
        if number != IGNORE:
            labelled = canvas.shares.get(number, 0.0) > 0.001
            clicks.append((P.Prompt([(x + 0.5, y + 0.5, 1)]), number if labelled else 0))
    return clicks


def aims(
    rng: np.random.Generator, canvas: Canvas, clicks: list[Asked], reply: Reply
) -> list[tuple[int, P.Bool]]:
    """What a few of the clicks may have been meant for: a click's index and its outline or a candidate."""
    meant: list[tuple[int, P.Bool]] = []
    for i in rng.permutation(len(clicks))[:4]:
        if number := clicks[i][1]:
            meant.append((int(i), canvas.target(number)))
            continue
        cells = (reply.logits[i] > 0).flatten(1).sum(1)
        sizeable = [k for k in range(3) if 12 < int(cells[k]) < 3600]
        if sizeable:
            candidates = to_frame(reply.logits[i : i + 1])[0].numpy()
            meant.append((int(i), candidates[int(rng.choice(sizeable))] > 0))
    return meant


def second_prompts(
    rng: np.random.Generator, canvas: Canvas, clicks: list[Asked], reply: Reply
) -> list[Question]:
    """Corrections of what the base has chosen, mostly with its answer given back, and boxes."""
    asked: list[Question] = []
    meant = aims(rng, canvas, clicks, reply)
    chosen = reply.base_scores.argmax(1)
    frames = to_frame(reply.base_logits).numpy()
    for i, aim in meant[:3]:
        prompt, answer = P.Prompt(list(clicks[i][0].points)), frames[i, chosen[i]]
        if P.correct(rng, prompt, answer > 0, aim, canvas.known):
            prompt.mask = answer if rng.random() < 0.85 else None
            asked.append(Question(prompt, clicks[i][1], aim))
    for i, aim in meant[-2:]:
        if aim.sum() > 40:
            asked.append(Question(P.Prompt(P.loose_box(rng, aim)), clicks[i][1], aim))
    return asked


def third_prompts(
    rng: np.random.Generator, canvas: Canvas, asked: list[Question], reply: Reply
) -> list[Question]:
    """Corrections of most of the corrections."""
    again: list[Question] = []
    frames, scores = to_frame(reply.base_logits).numpy(), reply.base_scores.numpy()
    for i, (prompt, number, aim) in enumerate(asked):
        if len(prompt.points) == 2 and prompt.points[0][2] == 1 and rng.random() < 0.7:
            chosen = frames[i, pick_candidate(frames[i], scores[i], prompt, prompt.mask)]
            corrected = P.Prompt(list(prompt.points), chosen)
            if P.correct(rng, corrected, chosen > 0, aim, canvas.known):
                again.append(Question(corrected, number, aim))
    return again


def lesson(rng: np.random.Generator, teacher: Ensemble, photo: Photo) -> View:
    """A view of a photograph with answers to first clicks, corrections and boxes."""
    canvas = canvas_of(rng, photo)
    sight = teacher.look(canvas.image)
    answers: list[Answer] = []

    def keep(asked: list[Asked], reply: Reply) -> None:
        for (prompt, number), logits, scores in zip(asked, reply.logits, reply.scores, strict=True):
            answers.append(Answer(prompt, logits, scores, canvas.target(number) if number else None))

    clicks: list[Asked] = []
    while not clicks:  # places that are to be ignored cannot be clicked on
        clicks = clicks_on_things(rng, canvas)
        clicks += clicks_anywhere(rng, canvas, FIRST - len(clicks))
    reply = teacher.ask_closer(sight, [prompt for prompt, _ in clicks])
    keep(clicks, reply)
    later = second_prompts(rng, canvas, clicks, reply)
    while later:
        reply = teacher.ask(sight, [question.prompt for question in later])
        keep([(question.prompt, question.number) for question in later], reply)
        later = third_prompts(rng, canvas, later, reply)
    return view_of(torch.from_numpy(shrunk(canvas.image)), torch.from_numpy(canvas.weight()), answers)


def numbered_lesson(seed: int, number: int, teacher: Ensemble, photos: list[Photo]) -> View:
    """The lesson with a number: all photographs come once before one comes again."""
    turn, place = divmod(number, len(photos))
    photo = photos[np.random.default_rng((seed, turn)).permutation(len(photos))[place]]
    return lesson(np.random.default_rng((seed, number, 1)), teacher, photo)


def main() -> None:
    """Write shards of answers for a budget of wall-clock minutes; at least one view."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv")
    parser.add_argument("--checkpoints", type=Path, nargs="+", required=True, help="the first is the base")
    parser.add_argument("--out", type=Path, required=True, help="folder for the answers")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    started = time.monotonic()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    device = torch.device(args.device)
    teacher = Ensemble([load(path, device) for path in args.checkpoints], device)
    photos = [photo for photo in load_photos(args.data) if not held_out(photo.name)]
    if not photos:
        raise SystemExit(f"{args.data} has no photographs to learn from")
    shard = len(list(args.out.glob(f"{args.seed}_*.pt")))
    finished = False
    while not finished:
        views: list[View] = []
        while len(views) < SHARD and not finished:
            views.append(numbered_lesson(args.seed, shard * SHARD + len(views), teacher, photos))
            finished = time.monotonic() - started >= 60.0 * args.minutes
        write(args.out / f"{args.seed}_{shard:04d}.pt", views)
        shard += 1
        answers = sum(len(view.logits) for view in views)
        print(f"{len(views)} views, {answers} answers after {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
