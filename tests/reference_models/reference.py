"""What PyTorch answers: the reference network asked with photos and prompts in image pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import Sam2Model

SIDE = 1024
_MEAN = torch.tensor([0.485, 0.456, 0.406]).reshape(3, 1, 1)
_STD = torch.tensor([0.229, 0.224, 0.225]).reshape(3, 1, 1)


def sam2_pixels(photo: NDArray[np.uint8]) -> Tensor:
    """Preprocess H×W×3 as facebookresearch/sam2 does (sam2/utils/transforms.py): floats, then the resize.

    Returns 1×3×1024×1024 float32. torchvision's Resize is this very call.
    """
    floats = torch.from_numpy(photo.transpose(2, 0, 1).astype(np.float32) / 255)[None]
    return (_stretch(floats) - _MEAN) / _STD


def transformers_pixels(photo: NDArray[np.uint8]) -> Tensor:
    """Preprocess H×W×3 as transformers' Sam2ImageProcessor does: the resize on bytes, rounded back to bytes.

    The processor itself needs torchvision, whose resize of a byte tensor is this call.
    """
    small = _stretch(torch.from_numpy(np.ascontiguousarray(photo.transpose(2, 0, 1)))[None])
    return (small.to(torch.float32) / 255 - _MEAN) / _STD


def _stretch(image: Tensor) -> Tensor:
    return torch.nn.functional.interpolate(
        image, size=(SIDE, SIDE), mode="bilinear", align_corners=False, antialias=True
    )


@dataclass(frozen=True, eq=False)
class ReferenceEmbedding:
    """The encoder's three feature maps and the photo's (width, height)."""

    maps: tuple[Tensor, ...]
    size: tuple[int, int]


@dataclass(frozen=True, eq=False)
class ReferenceAnswer:
    """`logits` 3×256×256 and `scores` 3, float32."""

    logits: NDArray[np.float32]
    scores: NDArray[np.float32]


class Reference:
    """`transformers`' Sam2Model behind image coordinates; three masks per prompt, as for one click."""

    def __init__(self, model: Sam2Model) -> None:
        self._model = model

    @classmethod
    def load(cls, folder: Path, attention: str = "sdpa") -> Self:
        """Read what `save_pretrained` wrote; `attention` is "sdpa", the library's own choice, or "eager"."""
        return cls(Sam2Model.from_pretrained(folder, attn_implementation=attention).eval())

    def encode(self, photo: NDArray[np.uint8]) -> ReferenceEmbedding:
        """Preprocess and encode H×W×3."""
        height, width = photo.shape[:2]
        with torch.no_grad():
            return ReferenceEmbedding(
                maps=tuple(self._model.get_image_embeddings(sam2_pixels(photo))), size=(width, height)
            )

    def predict(
        self,
        embedding: ReferenceEmbedding,
        *,
        points: Sequence[tuple[float, float, int]] = (),
        box: tuple[float, float, float, float] | None = None,
        previous: NDArray[np.float32] | None = None,
    ) -> ReferenceAnswer:
        """Ask with points and box in image pixels and 256×256 logits; scaled as Sam2Processor scales them."""
        scale = torch.tensor([SIDE / embedding.size[0], SIDE / embedding.size[1]], dtype=torch.float64)
        asked: dict[str, Tensor] = {}
        if points:
            places = torch.tensor([[x, y] for x, y, _ in points], dtype=torch.float64) * scale
            asked["input_points"] = places.float()[None, None]
            asked["input_labels"] = torch.tensor([[[label for _, _, label in points]]])
        if box is not None:
            asked["input_boxes"] = (torch.tensor(box, dtype=torch.float64) * scale.repeat(2)).float()[
                None, None
            ]
        if previous is not None:
            asked["input_masks"] = torch.from_numpy(np.array(previous, np.float32))[None, None]
        with torch.no_grad():
            answer = self._model(image_embeddings=list(embedding.maps), multimask_output=True, **asked)
        return ReferenceAnswer(answer.pred_masks[0, 0].numpy(), answer.iou_scores[0, 0].numpy())
