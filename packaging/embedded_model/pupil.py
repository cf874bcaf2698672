"""Train one network on what several answer together (teach.py), so that it ships alone what they know.

    python -m embedded_model.pupil --data DIR --answers ANSWERS --start CKPT --out RUN --minutes N --seed S

Answers that are written while it runs are taken in as they come. Its score head is left as it is: calibrate
last.pt, or a snapshot, next.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from . import prompts as P
from .answers import CELLS, STRIDE, View, read
from .augment import Lesson, lesson_of
from .data import Photo, held_out, load_photos
from .evaluate import validate
from .losses import click_loss, distil_loss, loss_of
from .network import Network, last, load
from .train import Average, freeze_norms, normalise, save

VIEWS = 4  # per step
SNAPSHOTS = (0.15, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 1.0)  # shares of the time


class Answers:
    """The views of a folder of shards, held in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: set[str] = set()
        self.views: list[View] = []
        self.refresh()

    def refresh(self) -> None:
        """Take in the shards that are new."""
        for path in sorted(self.folder.glob("*.pt")):
            if path.name not in self.read:
                self.read.add(path.name)
                self.views += read(path)

    def take(self, rng: np.random.Generator, count: int) -> list[Lesson]:
        """Random lessons with something left to ask in their window."""
        lessons: list[Lesson] = []
        while len(lessons) < count:
            lesson = lesson_of(rng, self.views[int(rng.integers(len(self.views)))])
            if lesson.prompts:
                lessons.append(lesson)
        return lessons


class Batch(NamedTuple):
    """The E prompts of several lessons, on a device: what is given to the decoder and what is to come out."""

    lesson: Tensor  # int [E], its number in the step
    points: Tensor  # f32 [E,N,2], model frame
    labels: Tensor  # f32 [E,N]
    mask: Tensor  # f32 logits [E,1,CELLS,CELLS]
    given: Tensor  # f32 [E]
    logits: Tensor  # f32 [E,3,CELLS,CELLS], the teacher's
    scores: Tensor  # f32 [E,3], the teacher's
    target: Tensor  # f32 [E,CELLS,CELLS]
    weight: Tensor  # f32 [E,CELLS,CELLS]
    labelled: Tensor  # bool [E]


def batch(lessons: list[Lesson], device: torch.device) -> Batch:
    """All prompts of the lessons side by side, early and late ones: what is missing is padded."""
    prompts = [prompt for lesson in lessons for prompt in lesson.prompts]
    number = torch.tensor([i for i, lesson in enumerate(lessons) for _ in lesson.prompts])
    given = [torch.from_numpy(array) for array in P.batch(prompts, CELLS)]
    weight = torch.stack([lesson.weight for lesson in lessons])[number]
    logits, scores, target, labelled = (
        torch.cat([getattr(lesson, name) for lesson in lessons])
        for name in ("logits", "scores", "targets", "labelled")
    )
    parts = (number, *given, logits, scores, target, weight, labelled)
    return Batch(*(part.to(device) for part in parts))


def loss_on(net: Network, features: list[Tensor], asked: Batch) -> tuple[Tensor, dict[str, float]]:
    """Loss on a batch and what is worth knowing of it; features: hr0, hr1, embed of the lessons."""
    hr0, hr1, embed = (last(plane[asked.lesson]) for plane in features)
    prompts = (asked.points, asked.labels, asked.mask, asked.given)
    masks, scores, coarse = net.decoder(embed, hr0, hr1, *prompts)
    distance = distil_loss(masks, coarse, asked.logits, asked.scores).mean()
    loss = distance + 0.1 * click_loss(masks, asked.points, asked.labels, STRIDE).mean()
    seen = {"distil": float(distance.detach()), "agree": likeness(masks, asked.logits)}
    on = asked.labelled
    if on.any():
        known = (
            asked.target[on],
            asked.weight[on],
            asked.points[on] / STRIDE,
            asked.labels[on],
            asked.given[on],
        )
        usual, iou = loss_of(masks[on], scores[on], *known)
        loss = loss + 0.5 * usual * on.float().mean()
        chosen = scores[on].argmax(1, keepdim=True)
        seen |= {"usual": float(usual.detach()), "iou": float(iou.gather(1, chosen).mean())}
        seen["best"] = float(iou.max(1).values.mean())
    return loss, seen


def likeness(masks: Tensor, taught: Tensor) -> float:
    """Mean IoU of candidates with the teacher's, logits f32 [E,3,h,w] each."""
    a, b = masks.detach() > 0, taught > 0
    either = (a | b).flatten(2).sum(2).clamp(min=1)
    return float(((a & b).flatten(2).sum(2) / either).mean())


class Run:
    """A pupil in training and how far it is; lives in a folder."""

    def __init__(self, folder: Path, net: Network, device: torch.device) -> None:
        self.folder, self.net, self.device = folder, net, device
        for head in (net.decoder.score, net.kinds):  # the teacher has nothing to say to them
            head.requires_grad_(False)
        self.learning = [weight for weight in net.parameters() if weight.requires_grad]
        self.average = Average(net)
        self.tool = torch.optim.AdamW(self.learning, weight_decay=0.02, betas=(0.9, 0.99))
        self.step, self.seen, self.spent, self.best = 0, 0, 0.0, 0.0

    def resume(self) -> None:
        """Go on from last.pt."""
        state = torch.load(self.folder / "last.pt", map_location=self.device)
        self.net.load_state_dict(state["net"])
        self.average.net.load_state_dict(state["average"])
        self.tool.load_state_dict(state["tool"])
        self.step, self.seen, self.spent, self.best = (state[k] for k in ("step", "seen", "spent", "best"))
        self.average.steps = self.step

    def snapshot(self, share: float, photos: list[Photo]) -> None:
        """Keep the averaged weights, the best on held-out photographs, and all that is needed to go on."""
        state: dict[str, Any] = {
            "average": self.average.net.state_dict(),
            "step": self.step,
            "seen": self.seen,
        }
        save(self.folder / f"snapshot{100 * share:.0f}.pt", state)
        if photos:
            found = validate(self.average.net, photos, self.device)
            self.log({"val": found})
            if found["total"] > self.best:
                self.best = found["total"]
                save(self.folder / "best.pt", state)
        state |= {"net": self.net.state_dict(), "tool": self.tool.state_dict()}
        save(self.folder / "last.pt", state | {"spent": self.spent, "best": self.best})

    def log(self, facts: dict[str, Any]) -> None:
        """One more line of log.jsonl."""
        line = {"minutes": round(self.spent, 2), "step": self.step, "seen": self.seen} | facts
        with (self.folder / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")

    def learn(self, lessons: list[Lesson], rate: float) -> dict[str, float]:
        """One step of the optimiser: encode each view once, decode all prompts on them."""
        for group in self.tool.param_groups:
            group["lr"] = rate
        self.net.train()
        freeze_norms(self.net)
        images = normalise(np.stack([lesson.image for lesson in lessons]), self.device)
        features = self.net.encoder(images)
        leaves = [plane.detach().requires_grad_() for plane in features]
        asked = batch(lessons, self.device)
        loss, seen = loss_on(self.net, leaves, asked)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.autograd.backward(features, [leaf.grad for leaf in leaves])
        torch.nn.utils.clip_grad_norm_(self.learning, 2.0)
        self.tool.step()
        self.tool.zero_grad(set_to_none=True)
        self.average.update(self.net)
        self.step += 1
        self.seen += len(asked.lesson)
        return seen


def cosine(rate: float, step: int, progress: float) -> float:
    """The learning rate at a share of the time: up over a hundred steps, down to next to nothing."""
    return rate * min(1.0, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * progress)) + 1e-6


def train(run: Run, answers: Answers, photos: list[Photo], args: argparse.Namespace) -> None:
    """Learn until the time is over; at least one step."""
    rng = np.random.default_rng(args.seed * 1000 + run.step)
    due = [share for share in SNAPSHOTS if share > run.spent / args.minutes]
    started, said = time.monotonic() - 60.0 * run.spent, time.monotonic()
    sums: dict[str, list[float]] = {}
    while due:
        facts = run.learn(answers.take(rng, VIEWS), cosine(args.rate, run.step, run.spent / args.minutes))
        for key, value in facts.items():
            sums.setdefault(key, []).append(value)
        run.spent = min(args.minutes, (time.monotonic() - started) / 60.0)
        over = [share for share in due if share <= run.spent / args.minutes]
        if over or time.monotonic() - said > 60.0:
            means = {key: round(float(np.mean(values)), 4) for key, values in sorted(sums.items())}
            run.log({"views": len(answers.views)} | means)
            sums.clear()
            said = time.monotonic()
            answers.refresh()
        if over:
            run.snapshot(over[-1], photos)
            due = due[len(over) :]


def main() -> None:
    """Train a pupil for a budget of wall-clock minutes."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--answers", type=Path, required=True, help="folder that embedded_model.teach writes")
    parser.add_argument(
        "--start", type=Path, required=True, help="checkpoint whose averaged weights to start from"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and log")
    parser.add_argument(
        "--data", type=Path, help="folder with manifest.csv, to validate on its held-out photographs"
    )
    parser.add_argument("--minutes", type=float, default=95.0)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    device = torch.device(args.device)
    answers = Answers(args.answers)
    if not answers.views:
        raise SystemExit(f"{args.answers} has no answers yet: run embedded_model.teach first")
    run = Run(args.out, load(args.start, device), device)
    if args.resume and (args.out / "last.pt").exists():
        run.resume()
    photos = [photo for photo in load_photos(args.data) if held_out(photo.name)] if args.data else []
    train(run, answers, photos, args)


if __name__ == "__main__":
    main()
