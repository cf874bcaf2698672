"""The promptable network: an image encoder and a U-Net decoder that sees image and prompt together.

Frames: the photograph is stretched to S x S ("model frame", S a multiple of 32); points are pixel
coordinates of that frame, pixel centres at +0.5. Early fusion taught more in the same time than a
SAM-like late fusion, so the encoder only describes the image and the decoder, which starts at
stride 2 with Lab colours and prompt planes side by side, does most of the work. It answers at stride
4: a finer head added nothing to outlines that the product redraws by the photo's colours anyway.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .data import KINDS
from .evidence import evidence
from .judging import FACTS, facts

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)
FAR = 1.0e4
# Squared distances to a click, in pixels of the model frame and in Lab / 50, at which a plane falls to 1/e.
NEAR, ALIKE = torch.tensor([18.0, 300.0]), torch.tensor([0.01, 0.09, 0.6])
# Channels handed from encoder to decoder at strides 4, 4, 8; the first three are Lab colours. Inputs and
# outputs of the heavy convolutions are multiples of 16: anything else is padded to that on the CPU and pays.
HR0, HR1, EMB = 29, 48, 96
GROUPS = 4  # feature groups that are compared with the clicked place separately


def lab_planes(image: Tensor) -> Tensor:
    """CIE Lab / 50 of a normalised picture: f32 [B,3,S,S] -> f32 [B,3,S,S]."""
    mean = torch.tensor(MEAN, dtype=image.dtype, device=image.device).view(1, 3, 1, 1)
    std = torch.tensor(STD, dtype=image.dtype, device=image.device).view(1, 3, 1, 1)
    rgb = (image * std + mean).clamp(0.0, 1.0)
    linear = torch.where(rgb > 0.04045, ((rgb + 0.055) / 1.055).clamp(min=1e-4) ** 2.4, rgb / 12.92)
    r, g, b = linear[:, 0:1], linear[:, 1:2], linear[:, 2:3]
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    xyz = torch.cat([x, y, z], 1)
    f = torch.where(xyz > 0.008856, xyz.clamp(min=1e-4) ** (1.0 / 3.0), 7.787 * xyz + 0.137931)
    fx, fy, fz = f[:, 0:1], f[:, 1:2], f[:, 2:3]
    return torch.cat([(116.0 * fy - 66.0) / 50.0, 10.0 * (fx - fy), 4.0 * (fy - fz)], 1)


def conv(cin: int, cout: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch norm (folded into it on export), ReLU."""
    return nn.Sequential(
        nn.Conv2d(cin, cout, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(cout, momentum=0.03),
        nn.ReLU(),
    )


def apart(layer: nn.Sequential, first: Tensor, others: list[Tensor]) -> Tensor:
    """A 1x1 `conv` of planes that lie in several places, as the sum of the first ones and the others.

    On the CPU the first ones then stay in the layout that the layer before left them in. The others are
    filled up to a multiple of four: with an odd number, ONNX Runtime takes its slow kernel.
    """
    kernel = layer[0]
    assert isinstance(kernel, nn.Conv2d)
    width = first.shape[1]
    ours, theirs = kernel.weight.split([width, kernel.in_channels - width], 1)
    missing = -theirs.shape[1] % 4
    if missing:
        others = [*others, torch.zeros_like(others[0][:, :missing])]
        theirs = F.pad(theirs, (0, 0, 0, 0, 0, missing))
    total = F.conv2d(first, ours, kernel.bias) + F.conv2d(torch.cat(others, 1), theirs)
    for after in layer[1:]:
        total = after(total)
    return total


class Block(nn.Module):
    """Plain residual block of two 3x3 convolutions."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = conv(width, width)
        self.second = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.norm = nn.BatchNorm2d(width, momentum=0.03)
        nn.init.constant_(self.norm.weight, 0.2)

    def forward(self, x: Tensor) -> Tensor:
        """[B,C,h,w] -> same."""
        return F.relu(x + self.norm(self.second(self.first(x))))


def last(x: Tensor) -> Tensor:
    """Channels-last storage: over ten times faster on the CPU, and mixing layouts costs copies."""
    return x.contiguous(memory_format=torch.channels_last)


def up2(x: Tensor) -> Tensor:
    """Twice the size, nearest neighbour."""
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


def to_frame(logits: Tensor) -> Tensor:
    """Logits of the decoder at the model frame's size: [B,3,S/4,S/4] -> [B,3,S,S]."""
    return smooth_up(logits, 4)


def smooth_up(x: Tensor, factor: int) -> Tensor:
    """`factor` times the size, bilinear; as two products, since the CPU's kernel works on 16 planes for 3."""
    down, across = (
        F.interpolate(
            torch.eye(side, dtype=x.dtype, device=x.device)[None],
            scale_factor=float(factor),
            mode="linear",
            align_corners=False,
        )[0]
        for side in x.shape[-2:]
    )
    return down.T @ (x @ across)


class Encoder(nn.Module):
    """Photograph -> features at strides 4, 4 and 8 (deeper context folded into the last)."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(conv(12, 32), conv(32, 32))
        self.s4 = nn.Sequential(conv(32, 48, stride=2), Block(48), Block(48))
        self.s8 = nn.Sequential(conv(48, 96, stride=2), Block(96), Block(96))
        self.s16 = nn.Sequential(conv(96, 144, stride=2), Block(144), Block(144))
        self.s32 = nn.Sequential(conv(144, 176, stride=2), Block(176))
        self.from32 = conv(176, 144, 1)
        self.mix16 = conv(144, 144)
        self.from16 = conv(144, 96, 1)
        self.mix8 = nn.Conv2d(96, EMB, 3, 1, 1)
        self.from8 = nn.Conv2d(EMB, HR1, 1)
        self.from4 = nn.Conv2d(48, HR1, 1)
        self.from2 = nn.Conv2d(32, HR0 - 3, 3, 2, 1)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """f32 [B,3,S,S] -> hr0 [B,29,S/4,S/4] (3 are Lab), hr1 [B,48,S/4,S/4], embed [B,96,S/8,S/8]."""
        lab = lab_planes(image)
        x2 = self.stem(F.pixel_unshuffle(lab, 2))
        x4 = self.s4(x2)
        x8 = self.s8(x4)
        x16 = self.s16(x8)
        x32 = self.s32(x16)
        p16 = self.mix16(x16 + up2(self.from32(x32)))
        embed = self.mix8(x8 + up2(self.from16(p16)))
        hr1 = self.from4(x4) + up2(self.from8(embed))
        hr0 = torch.cat([F.avg_pool2d(lab, 4), self.from2(x2)], 1)
        return hr0, hr1, embed


def tent(coords: Tensor, size: int, stride: int) -> Tensor:
    """Bilinear weights of pixel coordinates on one axis: [B,N] -> [B,N,size]. Exports without gather."""
    grid = torch.arange(size, dtype=coords.dtype, device=coords.device)
    at = (coords / stride - 0.5).clamp(0.0, float(size - 1))
    return F.relu(1.0 - (at.unsqueeze(-1) - grid).abs())


def pick(features: Tensor, points: Tensor, stride: int) -> Tensor:
    """Feature vectors under points: [B,C,h,w], [B,N,2] (model frame) -> [B,N,C]."""
    h, w = features.shape[-2:]
    wx = tent(points[..., 0], w, stride)
    wy = tent(points[..., 1], h, stride)
    weights = (wy.unsqueeze(3) * wx.unsqueeze(2)).flatten(2)
    return weights @ features.flatten(2).transpose(1, 2)


def group_distance(features: Tensor, seeds: Tensor, groups: int) -> Tensor:
    """Mean squared distance per feature group: [B,C,h,w], [B,N,C] -> [B,G,N,h*w]."""
    b, c = features.shape[:2]
    f = features.reshape(b, groups, c // groups, -1)
    s = seeds.reshape(b, -1, groups, c // groups).transpose(1, 2)
    one = torch.ones(1, c // groups, dtype=f.dtype, device=f.device)  # a sum over channels is slow in ORT
    d2 = one @ (f * f) + (s * s).sum(3).unsqueeze(3) - 2.0 * (s @ f)
    return F.relu(d2) / float(c // groups)


def nearest(d2: Tensor, on: Tensor) -> Tensor:
    """Smallest distance over the points that are on: [B,G,N,L], bool [B,K,N] -> [B,K,G,L]."""
    chosen = on[:, :, None, :, None]
    return torch.where(chosen, d2.unsqueeze(1), FAR).amin(3)


class Decoder(nn.Module):
    """Image features + prompt -> three candidate masks and their predicted IoU."""

    def __init__(self) -> None:
        super().__init__()
        self.sharp4 = nn.Parameter(torch.zeros(GROUPS))
        self.sharp8 = nn.Parameter(torch.zeros(GROUPS))
        self.in4 = conv(HR0 + 19, 48)
        self.fuse4 = conv(48 + HR1 + 4 * GROUPS + 15, 48, 1)
        self.enc4 = conv(48, 48)
        self.down8 = conv(48, 80, stride=2)
        self.fuse8 = conv(80 + EMB + 4 * GROUPS + 4, 80, 1)
        self.enc8 = Block(80)
        self.down16 = conv(80, 128, stride=2)
        self.proto = nn.Linear(3 * EMB, 128)
        self.enc16 = Block(128)
        self.down32 = conv(128, 160, stride=2)
        self.enc32 = nn.Sequential(Block(160), Block(160))
        self.to16 = conv(160, 128, 1)
        self.dec16 = Block(128)
        self.to8 = conv(128, 80, 1)
        self.dec8 = Block(80)
        self.to4 = conv(80, 48, 1)
        self.dec4 = Block(48)
        # Logits are summed over strides: left to one fine head, the colours answered most of the
        # question early on and the deep layers, without a gradient, were noise to the end.
        self.coarse16 = nn.Conv2d(128, 3, 1)
        self.coarse8 = nn.Conv2d(80, 3, 1)
        self.coarse4 = nn.Conv2d(48, 3, 1)
        self.score = nn.Sequential(nn.Linear(FACTS, 64), nn.ReLU(), nn.Linear(64, 1))

    @staticmethod
    def box_planes(xs: Tensor, ys: Tensor, points: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """Planes [B,5,h,w] and soft inside [B,1,h,w] of the box given by labels 2 and 3 (zeros without)."""
        first, last = (labels == 2.0).to(points.dtype), (labels == 3.0).to(points.dtype)
        has = (first.amax(1) * last.amax(1)).view(-1, 1, 1)
        a = (points * first.unsqueeze(2)).sum(1) / first.sum(1, keepdim=True).clamp(min=1.0)
        b = (points * last.unsqueeze(2)).sum(1) / last.sum(1, keepdim=True).clamp(min=1.0)
        x0, y0, x1, y1 = (v.view(-1, 1, 1) for v in (a[:, 0], a[:, 1], b[:, 0], b[:, 1]))
        inside = torch.minimum(torch.minimum(xs - x0, x1 - xs), torch.minimum(ys - y0, y1 - ys))
        u = ((2.0 * xs - x0 - x1) / (x1 - x0).abs().clamp(min=2.0)).clamp(-2.0, 2.0)
        v = ((2.0 * ys - y0 - y1) / (y1 - y0).abs().clamp(min=2.0)).clamp(-2.0, 2.0)
        one = torch.ones_like(inside)
        near, wide = torch.tanh(inside / 4.0), torch.tanh(inside / 32.0)
        planes = torch.stack([p * has for p in (near, wide, u + 0.0 * v, v + 0.0 * u, one)], 1)
        return planes, (torch.sigmoid(inside / 2.0) * has).unsqueeze(1)

    def similarity(
        self,
        f: Tensor,
        points: Tensor,
        on: Tensor,
        prior: Tensor,
        has: Tensor,
        sharp: Tensor,
        stride: int,
    ) -> Tensor:
        """Likeness to what was clicked on, one sort of click after the other, and to the prior's two sides.

        Features [B,C,h,w]; `on` bool [B,2,N] says which points are of which sort -> [B,4*G,h,w].
        """
        b, _, h, w = f.shape
        inner = prior.flatten(2)
        weights = torch.cat([inner, 1.0 - inner], 1)
        weights = weights / weights.sum(2, keepdim=True).clamp(min=1e-3)
        mean = weights @ f.flatten(2).transpose(1, 2)
        d2 = group_distance(f, torch.cat([pick(f, points, stride), mean], 1), GROUPS)
        k = F.softplus(sharp).view(1, GROUPS, 1)
        like = torch.exp(-k * nearest(d2[:, :, :-2], on))
        both = torch.exp(-k * d2[:, :, -2:].transpose(1, 2)) * has.view(-1, 1, 1, 1)
        planes = torch.cat([like, both], 1)
        return last(planes.view(b, 4 * GROUPS, h, w))

    def forward(
        self,
        embed: Tensor,
        hr0: Tensor,
        hr1: Tensor,
        points: Tensor,
        labels: Tensor,
        mask: Tensor,
        has_mask: Tensor,
    ) -> tuple[Tensor, Tensor, list[Tensor]]:
        """Features as the encoder gave them; points f32 [B,N,2]; labels f32 [B,N]; mask f32 logits
        [B,1,S,S]; has_mask f32 [B] -> logits f32 [B,3,S/4,S/4], predicted IoU logits f32 [B,3], and
        the coarse logits at strides 16 and 8 that training looks at."""
        b, h, w = hr0.shape[0], hr0.shape[2], hr0.shape[3]
        pos = labels == 1.0
        on = torch.stack([pos, labels == 0.0], 1)
        has = (has_mask > 0.5).to(hr0.dtype)
        kept = has_mask.view(-1, 1, 1, 1) > 0.5
        mask = torch.where(kept, F.avg_pool2d(mask.clamp(-32.0, 32.0), mask.shape[3] // w), 0.0)
        inside4 = torch.sigmoid(mask)
        # Prompt planes at stride 4, distances in pixels of the model frame.
        ys = ((torch.arange(h, dtype=hr0.dtype, device=hr0.device) + 0.5) * 4.0).view(1, h, 1)
        xs = ((torch.arange(w, dtype=hr0.dtype, device=hr0.device) + 0.5) * 4.0).view(1, 1, w)
        dx = points[..., 0].unsqueeze(2) - xs.view(1, 1, w)
        dy = points[..., 1].unsqueeze(2) - ys.view(1, 1, h)
        d2 = ((dy * dy).unsqueeze(3) + (dx * dx).unsqueeze(2)).flatten(2).unsqueeze(1)
        lab = hr0.detach()[:, :3]
        c2 = group_distance(lab, pick(lab, points, 4), 1) * 3.0
        found = nearest(torch.cat([d2, c2], 1), on)
        near, colour = found[:, :, 0:1], found[:, :, 1:2]
        planes = [near / NEAR.view(1, 1, -1, 1).to(near), torch.sqrt(near + 1.0) / 48.0]
        planes += [colour / ALIKE.view(1, 1, -1, 1).to(near)]
        point_planes = torch.exp(-torch.cat(planes, 2)).view(b, 12, h, w)
        box, box_inside = self.box_planes(xs, ys, points, labels)
        has_plane = has.view(-1, 1, 1, 1).expand(b, 1, h, w)
        prompt = last(torch.cat([point_planes, box, torch.tanh(mask / 6.0), has_plane], 1))
        first4 = self.in4(torch.cat([hr0, prompt], 1))
        inside8 = F.avg_pool2d(inside4, 2)
        clicks4 = torch.exp(-near / 16.0).view(b, 2, h, w)
        with torch.no_grad():
            known4, known8 = evidence(lab, clicks4, box_inside, inside8, has)
        sim4 = self.similarity(hr1, points, on, inside4, has, self.sharp4, 4)
        x4 = self.enc4(apart(self.fuse4, first4, [hr1, sim4, last(known4)]))
        sim8 = self.similarity(embed, points, on, inside8, has, self.sharp8, 8)
        x8 = self.enc8(apart(self.fuse8, self.down8(x4), [embed, sim8, last(known8)]))
        # What the prompt points at, as one vector: mean feature at positives, in the box, in the prior.
        flat = embed.flatten(2).transpose(1, 2)
        weight = pos.to(hr0.dtype).unsqueeze(1)
        at_points = (weight @ pick(embed, points, 8)) / weight.sum(2, keepdim=True).clamp(min=1.0)
        areas = torch.cat([F.avg_pool2d(box_inside, 2), inside8 * has.view(-1, 1, 1, 1)], 1).flatten(2)
        in_areas = (areas @ flat) / areas.sum(2, keepdim=True).clamp(min=1.0)
        proto = self.proto(torch.cat([at_points, in_areas], 1).flatten(1)).view(b, 128, 1, 1)
        x16 = self.enc16(F.relu(self.down16(x8) + proto))
        x32 = self.enc32(self.down32(x16))
        y16 = self.dec16(x16 + up2(self.to16(x32)))
        y8 = self.dec8(x8 + up2(self.to8(y16)))
        y4 = self.dec4(x4 + up2(self.to4(y8)))
        logits16 = self.coarse16(y16)
        logits8 = self.coarse8(y8) + smooth_up(logits16, 2)
        logits4 = self.coarse4(y4) + smooth_up(logits8, 2)
        predicted: Tensor = self.score(facts(logits4.detach(), points / (4.0 * w), labels)).squeeze(2)
        return logits4, predicted, [logits16, logits8]


class Network(nn.Module):
    """Encoder and decoder, trained together."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()
        self.kinds = nn.Conv2d(EMB, len(KINDS), 1)  # asked only while training


def channels_last(net: Network) -> Network:
    """Store the convolution weights channels last, in place."""
    for parameter in net.parameters():
        if parameter.dim() == 4:
            parameter.data = last(parameter.data)
    return net


def widened(state: dict[str, Tensor], net: Network) -> dict[str, Tensor]:
    """Weights of an earlier network: planes that are new start at zero, another score head is left out."""
    fitting: dict[str, Tensor] = {}
    for name, value in net.state_dict().items():
        old = state.get(name)
        if old is None or (old.shape != value.shape and name.startswith("decoder.score")):
            continue
        if old.shape != value.shape:
            wide = torch.zeros_like(value)
            wide[:, : old.shape[1]] = old
            old = wide
        fitting[name] = old
    return fitting


def load(path: Path, device: torch.device) -> Network:
    """The network of a checkpoint's averaged weights, an earlier network's included; ready to be asked."""
    net = channels_last(Network().to(device))
    net.load_state_dict(widened(torch.load(path, map_location=device)["average"], net), strict=False)
    return net.eval()
