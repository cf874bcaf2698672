"""Train the embedded model: python -m embedded_model.train --data DIR --out DIR --minutes N."""

from __future__ import annotations

import argparse
import contextlib
import copy
import json
import math
import multiprocessing as mp
import os
import queue
import time
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from . import prompts as P
from .data import U8, held_out, load_photos
from .evaluate import validate
from .losses import coarse_loss, kind_loss, kinship_loss, loss_of
from .network import MEAN, STD, Network, channels_last, last, to_frame, widened
from .scenes import Scene, SceneMaker

# (share of the time budget after which it ends, side in pixels, scenes per step)
STAGES = ((0.35, 160, 4), (0.75, 192, 4), (1.01, 256, 4))
FINISH = ((0.3, 192, 4), (1.01, 256, 4))
REGIONS = 2
SEEDS = 8  # places per region whose features must be alike


def stage(progress: float, finish: bool) -> tuple[int, int]:
    """Side of the crops and scenes per step at a share of the budget."""
    stages = FINISH if finish else STAGES
    for end, side, scenes in stages:
        if progress < end:
            return side, scenes
    return stages[-1][1], stages[-1][2]


def produce(folder: str, seed: int, calm: bool, side: Synchronized[int], out: mp.Queue[Scene]) -> None:
    """Make scenes for ever (its own process, low priority)."""
    os.nice(10)
    photos = [p for p in load_photos(Path(folder)) if not held_out(p.name)]
    maker = SceneMaker(photos, seed, REGIONS, calm=calm)
    parent = os.getppid()
    while os.getppid() == parent:  # do not outlive a trainer that was stopped
        scene = maker.make(side.value)
        with contextlib.suppress(queue.Full):
            out.put(scene, timeout=5)
    out.cancel_join_thread()  # nobody reads what is still queued


class Pool:
    """Scenes from the producers; waits rather than repeats, they are faster than the network."""

    def __init__(self, folder: Path, seed: int, calm: bool, workers: int, side: int) -> None:
        context = mp.get_context("spawn")
        self.side: Synchronized[int] = context.Value("i", side)
        self.queue: mp.Queue[Scene] = context.Queue(maxsize=24)
        self.workers = [
            context.Process(
                target=produce, args=(str(folder), seed + i, calm, self.side, self.queue), daemon=True
            )
            for i in range(workers)
        ]
        for worker in self.workers:
            worker.start()

    def take(self, side: int, count: int) -> list[Scene]:
        """`count` scenes of this side."""
        self.side.value = side
        scenes: list[Scene] = []
        while len(scenes) < count:
            try:
                scene = self.queue.get(timeout=60)
            except queue.Empty:
                if not any(worker.is_alive() for worker in self.workers):
                    raise RuntimeError("the scene makers died") from None
                continue
            if scene.image.shape[0] == side:
                scenes.append(scene)
        return scenes


def seed_points(rng: np.random.Generator, targets: P.Bool) -> Tensor:
    """Random places inside each target: bool [P,T,T] -> f32 [P,SEEDS,2]."""
    points = np.zeros((len(targets), SEEDS, 2), np.float32)
    for i, target in enumerate(targets):
        options = np.flatnonzero(target)
        ys, xs = np.divmod(rng.choice(options, SEEDS), target.shape[1])
        points[i] = np.stack([xs, ys], 1) + 0.5
    return torch.from_numpy(points)


def normalise(images: U8 | P.Floats, device: torch.device) -> Tensor:
    """u8 or f32 in 0..255 [B,S,S,3] -> f32 [B,3,S,S], channels last."""
    x = torch.from_numpy(images).to(device).permute(0, 3, 1, 2).float() / 255.0
    mean, std = torch.tensor(MEAN, device=device), torch.tensor(STD, device=device)
    return last((x - mean.view(1, 3, 1, 1)) / std.view(1, 3, 1, 1))


def train_step(
    net: Network,
    tool: torch.optim.Optimizer,
    scenes: list[Scene],
    rng: np.random.Generator,
    device: torch.device,
) -> dict[str, float]:
    """Encode once, prompt in rounds, learn once from all."""
    side = scenes[0].image.shape[0]
    images = normalise(np.stack([s.image for s in scenes]), device)
    targets = np.concatenate([s.targets for s in scenes]).astype(bool)
    weights = np.concatenate([s.weights for s in scenes])
    target = torch.from_numpy(targets).to(device).float()
    weight = torch.from_numpy(weights).to(device).float() / 255.0
    encoded = net.encoder(images)
    leaves = [e.detach().requires_grad_() for e in encoded]
    index = torch.arange(len(scenes), device=device).repeat_interleave(REGIONS)
    given = [P.first_prompt(rng, t) for t in targets]
    rounds = int(rng.choice((1, 2, 3, 5), p=(0.4, 0.35, 0.17, 0.08)))
    seen: dict[str, float] = {}
    for turn in range(rounds):
        points, labels, mask, has = (torch.from_numpy(a).to(device) for a in P.batch(given, side))
        hr0, hr1, embed = (last(leaf[index]) for leaf in leaves)
        masks, scores, coarse = net.decoder(embed, hr0, hr1, points, labels, mask, has)
        loss, iou = loss_of(masks, scores, target, weight, points, labels, has)
        loss = loss + 0.5 * coarse_loss(coarse, target, weight)
        (loss / rounds).backward()  # type: ignore[no-untyped-call]
        seen[f"loss{turn}"] = float(loss.detach())
        seen[f"iou{turn}"] = float(iou.gather(1, scores.detach().argmax(1, keepdim=True)).mean())
        if turn + 1 == rounds:
            break
        logits = to_frame(masks.detach()).cpu().numpy()
        ranked = (scores if rng.random() < 0.7 else iou).argmax(1).cpu().numpy()
        for i, prompt in enumerate(given):
            chosen = logits[i, ranked[i]]
            if rng.random() > 0.1:  # else: the same prompt again with its own result, to be refined
                known = weights[i] > 0
                P.correct(rng, prompt, chosen > 0, targets[i], known)
                prompt.mask = chosen if rng.random() < 0.8 else None
            else:
                prompt.mask = chosen
    kin = kinship_loss(leaves, seed_points(rng, targets), target, weight)
    sorts = torch.from_numpy(np.stack([s.kinds for s in scenes])).to(device)
    sort = kind_loss(net.kinds(leaves[2]), sorts)
    (0.5 * kin + 0.5 * sort).backward()  # type: ignore[no-untyped-call]
    seen["kin"], seen["kind"] = float(kin.detach()), float(sort.detach())
    torch.autograd.backward(encoded, [leaf.grad for leaf in leaves])
    torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
    tool.step()
    tool.zero_grad(set_to_none=True)
    return seen


def freeze_norms(net: Network) -> None:
    """Use the running statistics from now on.

    First prompts come without a mask and later ones with one, so batches of one round have
    statistics of their own: normalised by those, the network does well in training and badly alone.
    """
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eval()


class Average:
    """Exponential moving average of weights and batch-norm statistics."""

    def __init__(self, net: Network) -> None:
        self.net = copy.deepcopy(net).eval()
        self.steps = 0

    def update(self, net: Network, decay: float = 0.997) -> None:
        """Move towards the network's present state."""
        self.steps += 1
        keep = min(decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for mine, new in zip(self.net.state_dict().values(), net.state_dict().values(), strict=True):
                if mine.dtype.is_floating_point:
                    mine.lerp_(new, 1.0 - keep)
                else:
                    mine.copy_(new)


def save(path: Path, content: dict[str, Any]) -> None:
    """Write whole or not at all."""
    temporary = path.with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(path)


def arguments() -> argparse.Namespace:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and log")
    parser.add_argument("--minutes", type=float, default=85.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="processes that make scenes")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--norm-share", type=float, default=0.08, help="then batch norms freeze")
    parser.add_argument("--check-minutes", type=float, default=9.0)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="checkpoint whose averaged weights to start from")
    parser.add_argument("--finish", action="store_true", help="the last lessons: photographs as they are")
    return parser.parse_args()


def main() -> None:
    """Train for a budget of wall-clock minutes, keeping the best averaged weights."""
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)  # dying activations make the CPU crawl otherwise
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    device = torch.device(args.device)
    net = channels_last(Network().to(device))
    if args.start:
        state = torch.load(args.start, map_location=device)["average"]
        net.load_state_dict(widened(state, net), strict=False)
    average = Average(net)
    tool = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=0.02, betas=(0.9, 0.99))
    spent, step, seen, best = 0.0, 0, 0, 0.0
    if args.resume and (args.out / "last.pt").exists():
        state = torch.load(args.out / "last.pt", map_location=device)
        net.load_state_dict(state["net"])
        average.net.load_state_dict(state["average"])
        tool.load_state_dict(state["tool"])
        spent, step, seen, best = (state[k] for k in ("spent", "step", "seen", "best"))
        average.steps = step
    photos = [p for p in load_photos(args.data) if held_out(p.name)]
    first_side = stage(spent / args.minutes, args.finish)[0]
    pool = Pool(args.data, args.seed * 1000 + step, args.finish, args.workers, first_side)
    log = (args.out / "log.jsonl").open("a")
    started, checked, said = time.monotonic() - 60.0 * spent, spent, time.monotonic()
    sums: dict[str, list[float]] = {}
    while True:
        spent = (time.monotonic() - started) / 60.0
        progress = spent / args.minutes
        if progress >= 1.0 or spent - checked >= args.check_minutes:
            checked = spent
            found = validate(average.net, photos, device)
            state = {"average": average.net.state_dict(), "step": step, "seen": seen}
            if found["total"] > best:
                best = found["total"]
                save(args.out / "best.pt", state)
            state |= {"net": net.state_dict(), "tool": tool.state_dict()}
            save(args.out / "last.pt", state | {"spent": spent, "best": best})
            log.write(json.dumps({"minutes": spent, "step": step, "seen": seen, "val": found}) + "\n")
            log.flush()
            if progress >= 1.0:
                break
        side, count = stage(progress, args.finish)
        warm = min(1.0, (step + 1) / 150)
        rate = args.rate * warm * (0.5 + 0.5 * math.cos(math.pi * min(progress, 1.0))) + 1e-6
        for group in tool.param_groups:
            group["lr"] = rate
        net.train()
        if progress >= args.norm_share:
            freeze_norms(net)
        result = train_step(net, tool, pool.take(side, count), rng, device)
        average.update(net)
        step += 1
        seen += count * REGIONS * sum(key.startswith("loss") for key in result)
        for key, value in result.items():
            sums.setdefault(key, []).append(value)
        if time.monotonic() - said > 60.0:
            said = time.monotonic()
            means = {key: round(float(np.mean(values)), 4) for key, values in sorted(sums.items())}
            log.write(json.dumps({"minutes": spent, "step": step, "seen": seen, **means}) + "\n")
            log.flush()
            sums.clear()


if __name__ == "__main__":
    main()
