"""A samexporter pair straight through ONNX Runtime, product code left out: for a network in training."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image

from accuracy.values import U8, Answer, Box, Click, Floats, Prepare, Segment

_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_STD = np.array([0.229, 0.224, 0.225], np.float32)


def raw_pair(encoder_path: Path, decoder_path: Path) -> Prepare:
    """Open a pair on one thread, as the protocol asks for it."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    encoder, decoder = (
        ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        for path in (encoder_path, decoder_path)
    )
    size = int(encoder.get_inputs()[0].shape[2])
    side = {i.name: i.shape for i in decoder.get_inputs()}["mask_input"][2]
    names = [output.name for output in encoder.get_outputs()]

    def prepare(image: U8) -> Segment:
        small = Image.fromarray(image).resize((size, size), Image.Resampling.BILINEAR)
        pixels = (np.asarray(small, np.float32) / 255.0 - _MEAN) / _STD
        outputs = encoder.run(None, {"image": pixels.transpose(2, 0, 1)[np.newaxis].astype(np.float32)})
        features = dict(zip(names, outputs, strict=True))
        sx, sy = size / image.shape[1], size / image.shape[0]

        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            points = [(x * sx, y * sy, float(label)) for x, y, label in clicks]
            if box is not None:
                points += [(box[0] * sx, box[1] * sy, 2.0), (box[2] * sx, box[3] * sy, 3.0)]
            given = np.array(points, np.float32)
            mask = np.zeros((1, 1, side, side), np.float32)
            if previous is not None:
                mask[0, 0] = previous
            feed = features | {
                "point_coords": given[np.newaxis, :, :2],
                "point_labels": given[np.newaxis, :, 2],
                "mask_input": mask,
                "has_mask_input": np.array([previous is not None], np.float32),
            }
            masks, scores = decoder.run(["masks", "iou_predictions"], feed)
            return Answer(masks[0], scores[0])

        return segment

    return prepare
