"""What can be computed without learning: colour paths to the prompt, colours shared with it.

A small network trained briefly finds neither on its own; given as planes it only has to weigh them.
Everything here works on Lab / 50 and needs no gradient, no loop over pixels and no gather.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

FAR = 30.0  # a path of this length is no path
BEYOND = 1.0e4  # longer than any
ROUNDS = 2  # twice there and back, along rows and along columns
STEP = 0.006  # cost of one cell of stride 4 in an even area
BANDWIDTH = 0.12  # of colour likeness (6 Lab units)


def sweep(d: Tensor, along: Tensor) -> Tensor:
    """Shortest paths along the last axis, both ways: d [B,K,h,w], along [B,1,h,w] the cost from its start.

    From the left a path costs along[i] - along[j], from the right the negative of that, so each way is a
    running minimum of what does not depend on where the path ends. By doubling steps: after the n-th, every
    cell has seen those up to 2^n - 1 away.
    """
    there, back = d - along, d + along
    reach = 1
    while reach < d.shape[-1]:
        # One padding shifts: on the CPU every step in between costs as much as the minimum itself.
        there = torch.minimum(there, F.pad(there, (reach, -reach), value=BEYOND))
        back = torch.minimum(back, F.pad(back, (-reach, reach), value=BEYOND))
        reach *= 2
    return torch.minimum(there + along, back - along)


def toll(difference: Tensor) -> Tensor:
    """Cost of a colour step [B,3,h,w] -> [B,1,h,w]: edges in full, the grain of a surface hardly."""
    s = difference * difference
    d = torch.sqrt(s[:, 0:1] + s[:, 1:2] + s[:, 2:3] + 1e-8)
    return d * d / (d + 0.1) + STEP


def geodesic(lab: Tensor, seeds: Tensor) -> Tensor:
    """Length of the cheapest path to the seeds over colour steps.

    lab f32 [B,3,h,w]; seeds f32 [B,K,h,w], 1 at a seed, 0 elsewhere -> f32 [B,K,h,w], 0..FAR.
    """
    across = F.pad(toll(lab[..., 1:] - lab[..., :-1]), (1, 0)).cumsum(3)
    down = F.pad(toll(lab[..., 1:, :] - lab[..., :-1, :]).transpose(2, 3), (1, 0)).cumsum(3)
    d = (1.0 - seeds) * FAR
    for _ in range(ROUNDS):
        d = sweep(d, across)
        d = sweep(d.transpose(2, 3), down).transpose(2, 3)
    return d


def shared_colours(lab: Tensor, areas: Tensor) -> Tensor:
    """Share of the like-coloured cells that lie in an area: lab [B,3,h,w], areas [B,K,h,w] -> [B,K,h,w].

    Likeness is exp(-|x - y|² / 2b²) for every two cells. The exponent x·y - |x|²/2 - |y|²/2 comes out of one
    product of five-vectors, and the likeness is summed once for all areas and for the total: on a million
    pairs each pass over them counts.
    """
    b, _, h, w = lab.shape
    x = lab.flatten(2).transpose(1, 2) / BANDWIDTH
    half = -0.5 * (x * x).sum(2, keepdim=True)
    one = torch.ones_like(half)
    like = torch.exp(torch.cat([x, half, one], 2) @ torch.cat([x, one, half], 2).transpose(1, 2))
    asked = torch.cat([areas, torch.ones_like(areas[:, :1])], 1).flatten(2)
    # Likeness is mutual; from this side the product need not rearrange a million numbers first.
    found = (like @ asked.transpose(1, 2)).transpose(1, 2)
    return (found[:, :-1] / found[:, -1:]).view(b, -1, h, w)


def evidence(
    lab4: Tensor, clicks: Tensor, box_inside: Tensor, inside8: Tensor, has: Tensor
) -> tuple[Tensor, Tensor]:
    """Planes for strides 4 and 8: [B,15,h,w] and [B,4,h/2,w/2].

    lab4 [B,3,h,w] at stride 4; clicks [B,2,h,w] bumps of height 1 at those wanted and those not; box_inside
    [B,1,h,w] soft (all zero without a box); inside8 [B,1,h/2,w/2] the given mask, used where has [B] is 1.
    """
    lab8 = F.avg_pool2d(lab4, 2)
    box8 = F.avg_pool2d(box_inside, 2)
    any_box = (box_inside.amax((1, 2, 3), keepdim=True) > 0.5).to(lab4.dtype)
    border = 1.0 - F.pad(torch.ones_like(lab4[:, :1, 1:-1, 1:-1]), (1, 1, 1, 1))
    outside = torch.where(any_box > 0.5, 1.0 - box_inside, border)
    seeds = torch.cat([(clicks > 0.5).to(lab4.dtype), (outside > 0.7).to(lab4.dtype)], 1)
    paths = geodesic(lab4, seeds)
    near = [torch.exp(-paths / s) for s in (0.12, 0.4, 1.2)]
    to_pos, to_neg, to_out = paths[:, 0:1], paths[:, 1:2], paths[:, 2:3]
    ratio = [to_neg / (to_pos + to_neg + 0.02), to_out / (to_pos + to_out + 0.02)]
    reached = F.avg_pool2d(near[1][:, 0:2], 2)
    areas = torch.cat([box8, inside8 * has.view(-1, 1, 1, 1), reached], 1)
    colours = shared_colours(lab8, areas)
    wide = F.interpolate(colours, scale_factor=2.0, mode="nearest")
    return torch.cat([*near, *ratio, wide], 1), colours
