"""Validation on whole photographs at the model's size: deepest first click, then the largest error."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from . import prompts as P
from .data import Photo, held_out, load_photos
from .network import MEAN, STD, Network, channels_last, last, to_frame

SIZE = 256


def pick_candidate(logits: P.Floats, scores: P.Floats, prompt: P.Prompt, previous: P.Floats | None) -> int:
    """The rule of the product: by score; later, of what agrees with most clicks, by score."""
    if previous is None:
        return int(scores.argmax())
    best, chosen = (-1.0, -1.0), 0
    for k in range(len(logits)):
        clicks = [(int(y), int(x), label) for x, y, label in prompt.points if label in (0, 1)]
        agree = np.mean([(logits[k, y, x] > 0) == (label == 1) for y, x, label in clicks])
        key = (float(agree), float(scores[k]))
        if key > best:
            best, chosen = key, k
    return chosen


def small(mask: P.Bool) -> P.Bool:
    """Nearest neighbour to the model frame: bool [H,W] -> [S,S]."""
    picture = Image.fromarray(mask.astype(np.uint8))
    result: P.Bool = np.array(picture.resize((SIZE, SIZE), Image.Resampling.NEAREST)) > 0
    return result


def iou(mask: P.Bool, target: P.Bool, known: P.Bool) -> float:
    """Intersection over union of bool [S,S] where known."""
    on = mask & known
    return float((on & target).sum() / max(1, int((on | (target & known)).sum())))


@dataclass(frozen=True)
class Asker:
    """One encoded photograph that answers prompts: logits f32 [3,S,S], scores f32 [3]."""

    net: Network
    encoded: tuple[torch.Tensor, torch.Tensor, torch.Tensor]  # embed, hr0, hr1
    device: torch.device

    def __call__(self, prompt: P.Prompt) -> tuple[P.Floats, P.Floats]:
        arrays = [torch.from_numpy(a).to(self.device) for a in P.batch([prompt], SIZE)]
        masks, scores, _ = self.net.decoder(*self.encoded, *arrays)
        return to_frame(masks)[0].cpu().numpy(), scores[0].cpu().numpy()


@torch.no_grad()
def validate(
    net: Network, photos: list[Photo], device: torch.device, clicks: int = 5, per_photo: int = 2
) -> dict[str, float]:
    """mIoU after 1..clicks clicks, on a box, oracle at one click; `total` sums what is selected on."""
    net.eval()
    rows: list[list[float]] = []
    mean = torch.tensor(MEAN, device=device).view(1, 3, 1, 1)
    std = torch.tensor(STD, device=device).view(1, 3, 1, 1)
    for photo in photos:
        image = Image.fromarray(photo.image).resize((SIZE, SIZE), Image.Resampling.BILINEAR)
        x = torch.from_numpy(np.array(image)).to(device).permute(2, 0, 1)[None].float() / 255.0
        hr0, hr1, embed = net.encoder(last((x - mean) / std))
        regions = sorted(photo.found, key=lambda r: -r.area)
        for region in [r for r in regions if r.area > 0.004 * photo.regions.size][:per_photo]:
            target, known = small(photo.mask(region)), small(photo.regions != 255)
            ask = Asker(net, (embed, hr0, hr1), device)

            x0, y0 = P.deepest(target)
            prompt = P.Prompt([(x0, y0, 1)])
            row: list[float] = []
            oracle = 0.0
            for turn in range(clicks):
                logits, scores = ask(prompt)
                chosen = logits[pick_candidate(logits, scores, prompt, prompt.mask)]
                row.append(iou(chosen > 0, target, known))
                if turn == 0:
                    oracle = max(iou(logit > 0, target, known) for logit in logits)
                wrong = P.largest_error(chosen > 0, target, known)
                if wrong is not None:
                    px, py = P.deepest(wrong[0])
                    prompt.points.append((px, py, wrong[1]))
                prompt.mask = chosen
            ys, xs = np.flatnonzero(target.any(1)), np.flatnonzero(target.any(0))
            box = P.Prompt([(float(xs[0]), float(ys[0]), 2), (xs[-1] + 1.0, ys[-1] + 1.0, 3)])
            logits, scores = ask(box)
            rows.append([*row, iou(logits[int(scores.argmax())] > 0, target, known), oracle])
    table = np.mean(np.asarray(rows), 0)
    found = {f"iou{i + 1}": round(float(table[i]), 4) for i in range(clicks)}
    found |= {"box": round(float(table[clicks]), 4), "oracle1": round(float(table[clicks + 1]), 4)}
    found["total"] = round(found["iou1"] + found["iou3"] + found["iou5"] + found["box"], 4)
    found["objects"] = float(len(rows))
    return found


def main() -> None:
    """Validate a checkpoint on the held-out photographs of the training folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--per-photo", type=int, default=4)
    args = parser.parse_args()
    torch.set_flush_denormal(True)
    net = channels_last(Network())
    net.load_state_dict(torch.load(args.checkpoint, map_location="cpu")["average"])
    photos = [p for p in load_photos(args.data) if held_out(p.name)]
    print(json.dumps(validate(net, photos, torch.device("cpu"), per_photo=args.per_photo)))


if __name__ == "__main__":
    main()
