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
from .data import IGNORE, U8, Photo, held_out, load_photos, photometric
from .evaluate import SIZE, iou, small
from .network import MEAN, STD, Network, channels_last, last, to_frame, widened


@torch.no_grad()
def collect(net: Network, photos: list[Photo], rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Facts [R,3,FACTS] and true IoU [R,3] of answers to clicks and boxes on one view of each photo."""
    caught: list[Tensor] = []
    truths: list[list[float]] = []
    handle = net.decoder.score.register_forward_pre_hook(lambda _, given: caught.append(given[0]))
    mean = torch.tensor(MEAN).view(1, 3, 1, 1)
    std = torch.tensor(STD).view(1, 3, 1, 1)
    for photo in photos:
        image, regions = view(rng, photo)
        resized = Image.fromarray(image).resize((SIZE, SIZE), Image.Resampling.BILINEAR)
        x = torch.from_numpy(np.array(resized)).permute(2, 0, 1)[None].float() / 255.0
        encoded = net.encoder(last((x - mean) / std))
        known = small(regions != IGNORE)
        counts = np.bincount(regions.ravel(), minlength=256)
        seen = [region for region in photo.found if counts[region.number] > 0.005 * regions.size]
        asked: list[tuple[P.Prompt, P.Bool]] = []
        for region in sorted(seen, key=lambda region: -int(counts[region.number]))[:4]:
            target = small(np.isin(regions, (region.number, *region.parts)))
            if target.any():
                asked += [
                    (P.Prompt([(*P.deepest(target), 1)]), target),
                    (P.Prompt([(*P.deepest(target, 0.6, rng), 1)]), target),
                    (P.Prompt(P.loose_box(rng, target)), target),
                ]
        if not asked:
            continue
        prompts = (torch.from_numpy(a) for a in P.batch([prompt for prompt, _ in asked], SIZE))
        hr0, hr1, embed = (last(features.expand(len(asked), -1, -1, -1)) for features in encoded)
        masks = to_frame(net.decoder(embed, hr0, hr1, *prompts)[0]).numpy()
        for logits, (_, target) in zip(masks, asked, strict=True):
            truths.append([iou(logit > 0, target, known) for logit in logits])
    handle.remove()
    return torch.cat(caught), torch.tensor(truths)


def view(rng: np.random.Generator, photo: Photo) -> tuple[U8, U8]:
    """Another picture of the same things, image and region map [h,w]: the network knows the old one."""
    h, w = photo.regions.shape
    share = (1.0, 1.0) if rng.random() < 0.3 else rng.uniform(0.55, 1.0, 2)
    ch, cw = int(h * share[0]), int(w * share[1])
    y, x = int(rng.integers(h - ch + 1)), int(rng.integers(w - cw + 1))
    image = photo.image[y : y + ch, x : x + cw].astype(np.float32)
    regions = photo.regions[y : y + ch, x : x + cw]
    if rng.random() < 0.5:
        image, regions = image[:, ::-1], regions[:, ::-1]
    return photometric(rng, image, 0.5).astype(np.uint8), np.ascontiguousarray(regions)


def fit(net: Network, facts: Tensor, truth: Tensor, steps: int, seed: int) -> None:
    """Fit the score head to the IoU, and to putting the best candidate first."""
    torch.manual_seed(seed)
    first, _, second = (layer for layer in net.decoder.score)
    for layer in (first, second):
        layer.reset_parameters()
    mean, scale = facts.mean((0, 1)), facts.std((0, 1)) + 1e-3
    facts = (facts - mean) / scale
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
    with torch.no_grad():  # the head gets facts as they are
        first.weight /= scale
        first.bias -= first.weight @ mean


def main() -> None:
    """Calibrate a checkpoint's averaged weights; writes a checkpoint for export and evaluation."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--views", type=int, default=3, help="of each photograph")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    state = torch.load(args.checkpoint, map_location="cpu")
    net = channels_last(Network())
    net.load_state_dict(widened(state["average"], net), strict=False)
    net.eval()
    photos = [p for p in load_photos(args.data) if not held_out(p.name)]
    rng = np.random.default_rng(args.seed)
    found = [collect(net, photos, rng) for _ in range(args.views)]
    facts, truth = (torch.cat(parts) for parts in zip(*found, strict=True))

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
