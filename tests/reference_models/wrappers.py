"""The network cut in two, with the inputs and outputs of the published ONNX families.

Model coordinates are pixels of the 1024×1024 input; L prompts of N points, B = 1 photo.
"""

import torch
from torch import Tensor, nn
from transformers import Sam2Model

CLAMP = 32.0
"""samexporter and SAM 2's own predictor cut the logits they hand out for refinement at ±32."""


class Encoder(nn.Module):
    """1×3×1024×1024 normalised float32 → 1×32×256×256, 1×64×128×128 and 1×256×64×64."""

    def __init__(self, model: Sam2Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        fine, middle, coarse = self.model.get_image_embeddings(pixels)
        return fine, middle, coarse


class CommunityDecoder(nn.Module):
    """onnx-community's decoder: points, labels, boxes and three embeddings; no mask, no padding point.

    Tracing with a box present is what the published files show: the choice "pad the points only when there is
    no box" is frozen to "never".
    """

    def __init__(self, model: Sam2Model) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, points: Tensor, labels: Tensor, boxes: Tensor, fine: Tensor, middle: Tensor, coarse: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return scores B×P×3, logits B×P×3×256×256 and object scores B×P×1."""
        answer = self.model(
            input_points=points,
            input_labels=labels,
            input_boxes=boxes,
            image_embeddings=[fine, middle, coarse],
            multimask_output=True,
        )
        return answer.iou_scores, answer.pred_masks, answer.object_score_logits


class SamexporterDecoder(nn.Module):
    """samexporter's decoder: a box is points labelled 2 and 3, padding is added inside, a mask may come."""

    def __init__(self, model: Sam2Model) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        coarse: Tensor,
        fine: Tensor,
        middle: Tensor,
        points: Tensor,
        labels: Tensor,
        mask: Tensor,
        has_mask: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """Return logits L×3×256×256 within ±32 and scores L×3; `points` L×N×2, `labels` L×N float32."""
        prompts = self.model.prompt_encoder
        sparse = prompts._embed_points(points[None], labels[None].long(), pad=True)
        without_mask = prompts.no_mask_embed.weight.reshape(1, -1, 1, 1)
        dense = has_mask * prompts.mask_embed(mask) + (1 - has_mask) * without_mask
        logits, scores, _, _ = self.model.mask_decoder(
            image_embeddings=coarse,
            image_positional_embeddings=self.model.get_image_wide_positional_embeddings(),
            sparse_prompt_embeddings=sparse,
            dense_prompt_embeddings=dense,
            multimask_output=True,
            high_resolution_features=[fine, middle],
        )
        return torch.clamp(logits[0], -CLAMP, CLAMP), scores[0]
