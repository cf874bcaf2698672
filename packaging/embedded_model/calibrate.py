"""Teach the score head, alone, to rank the candidates on whole photographs.

Training crops are in scale with their object, so there the smallest candidate is often right; on a
whole photograph it seldom is. Masks stay as they are. Training photographs only.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from . import prompts as P
from .data import Photo, held_out, load_photos
from .evaluate import SIZE, Asker, iou, pick_candidate, small
from .network import MEAN, STD, Network, channels_last, last


@torch.no_grad()
def collect(net: Network, photos: list[Photo], seed: int) -> tuple[Tensor, Tensor]:
    """Facts [R,3,213] and true IoU [R,3] of answers to clicks, corrections and boxes."""
    rng = np.random.default_rng(seed)
    caught: list[Tensor] = []
    truths: list[list[float]] = []
    handle = net.decoder.score.register_forward_pre_hook(lambda _, given: caught.append(given[0][0]))
    mean = torch.tensor(MEAN).view(1, 3, 1, 1)
    std = torch.tensor(STD).view(1, 3, 1, 1)
    for photo in photos:
        flip = rng.random() < 0.5
        picture = photo.image[:, ::-1] if flip else photo.image
        resized = Image.fromarray(np.ascontiguousarray(picture)).resize(
            (SIZE, SIZE), Image.Resampling.BILINEAR
        )
        x = torch.from_numpy(np.array(resized)).permute(2, 0, 1)[None].float() / 255.0
        hr0, hr1, embed = net.encoder(last((x - mean) / std))
        ask = Asker(net, (embed, hr0, hr1), torch.device("cpu"))
        known = small(photo.regions != 255)
        known = known[:, ::-1] if flip else known
        regions = sorted(photo.found, key=lambda r: -r.area)
        for region in [r for r in regions if r.area > 0.006 * photo.regions.size][:3]:
            mask = small(photo.mask(region))
            target = np.ascontiguousarray(mask[:, ::-1]) if flip else mask
            if not target.any():
                continue
            first = P.Prompt([(*P.deepest(target), 1)])
            for prompt in (
                first,
                P.Prompt([(*P.deepest(target, 0.8, rng), 1)]),
                P.Prompt(P.loose_box(rng, target)),
            ):
                logits, scores = ask(prompt)
                truths.append([iou(logit > 0, target, known) for logit in logits])
                if prompt is first:
                    chosen = logits[pick_candidate(logits, scores, prompt, None)]
                    again = P.Prompt(list(first.points), chosen)
                    P.correct(rng, again, chosen > 0, target, known)
                    logits, _ = ask(again)
                    truths.append([iou(logit > 0, target, known) for logit in logits])
    handle.remove()
    return torch.stack(caught), torch.tensor(truths)


def fit(net: Network, facts: Tensor, truth: Tensor, steps: int, seed: int) -> None:
    """Fit the score head to the IoU, and to putting the best candidate first."""
    torch.manual_seed(seed)
    tool = torch.optim.AdamW(net.decoder.score.parameters(), lr=1e-3, weight_decay=0.1)
    for step in range(steps):
        for group in tool.param_groups:
            group["lr"] = 1e-3 * (1.0 - step / steps)
        index = torch.randint(len(facts), (256,))
        scores = net.decoder.score(facts[index]).squeeze(2)
        true = truth[index]
        regret = (torch.softmax(4.0 * scores, 1) * (true.max(1, keepdim=True).values - true)).sum(1)
        loss = F.binary_cross_entropy_with_logits(scores, true) + 2.0 * regret.mean()
        tool.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        tool.step()


def main() -> None:
    """Calibrate a checkpoint's averaged weights; writes a checkpoint for export and evaluation."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--photos", type=int, default=1000, help="at most so many photographs")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    state = torch.load(args.checkpoint, map_location="cpu")
    net = channels_last(Network())
    net.load_state_dict(state["average"])
    net.eval()
    photos = [p for p in load_photos(args.data) if not held_out(p.name)]
    order = np.random.default_rng(args.seed).permutation(len(photos))[: args.photos]
    facts, truth = collect(net, [photos[int(i)] for i in order], args.seed)

    def chosen() -> float:
        with torch.no_grad():
            best = net.decoder.score(facts).squeeze(2).argmax(1, keepdim=True)
        return float(truth.gather(1, best).mean())

    before = chosen()
    fit(net, facts, truth, args.steps, args.seed)
    print(
        f"{len(facts)} answers: chosen {before:.3f} -> {chosen():.3f}, best {truth.max(1).values.mean():.3f}"
    )
    torch.save({"average": net.state_dict(), "step": state["step"], "seen": state["seen"]}, args.out)


if __name__ == "__main__":
    main()
