"""Pairs of further families for tests of recognition and coordinates; cheap, and one is no real network.

The osam pair is the real network behind osam's names. The SAM 1 pair has that family's inputs and outputs but
draws discs around the wanted points, so that a test can say where a mask must lie.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from reference_models.tensor_names import SAMEXPORTER_EMBEDDINGS, rename_tensors

DISC_RADII = (40.0, 80.0, 160.0, 320.0)
"""Radii in model pixels of the four masks that the SAM 1 stand-in draws."""

_OSAM_NAMES = dict(
    zip(SAMEXPORTER_EMBEDDINGS, ("high_res_features1", "high_res_features2", "image_embeddings"), strict=True)
)
_SEED = 3


def write_osam(samexporter: Path, folder: Path) -> None:
    """Write the pair of folder `samexporter` as osam has it: other names, masks also at the photo's size."""
    folder.mkdir(parents=True)
    encoder = onnx.load(samexporter / "sam2.1_hiera_tiny.encoder.onnx")
    rename_tensors(encoder.graph, {"image": "input", **_OSAM_NAMES})
    encoder.graph.output.insert(0, encoder.graph.output.pop())
    onnx.save(encoder, folder / "sam2.1_tiny_preprocess.onnx")
    decoder = onnx.load(samexporter / "sam2.1_hiera_tiny.decoder.onnx")
    graph = decoder.graph
    rename_tensors(graph, {"masks": "low_res_masks", **_OSAM_NAMES})
    graph.input.append(helper.make_tensor_value_info("orig_im_size", TensorProto.INT64, [2]))
    graph.node.extend(
        [
            helper.make_node("Constant", [], ["masks_per_prompt"], value_ints=[1, 3]),
            helper.make_node("Concat", ["masks_per_prompt", "orig_im_size"], ["full_size"], axis=0),
            helper.make_node("Resize", ["low_res_masks", "", "", "full_size"], ["masks"], mode="linear"),
        ]
    )
    shape = [1, 3, "height", "width"]
    graph.output.insert(0, helper.make_tensor_value_info("masks", TensorProto.FLOAT, shape))
    graph.output.append(graph.output.pop(1))
    onnx.save(decoder, folder / "sam2.1_tiny.onnx")


def write_sam1(folder: Path) -> None:
    """Write a MobileSAM-like pair: h×w×3 values 0…255 in, four masks out, `orig_im_size` float32 (h, w)."""
    folder.mkdir(parents=True)
    mixing = np.random.default_rng(_SEED).standard_normal((256, 3, 1, 1), dtype=np.float32)
    _write(_SAM1_ENCODER, {"mixing": mixing}, folder / "mobile_sam_image_encoder.onnx")
    centres = (np.arange(256, dtype=np.float32) + 0.5) * 4
    grid = np.stack(np.meshgrid(centres, centres), axis=-1).reshape(1, 1, 256, 256, 2)
    radii = np.array(DISC_RADII, np.float32).reshape(1, 4, 1, 1)
    _write(_SAM1_DECODER, {"grid": grid, "radii": radii}, folder / "sam_mask_decoder_multi.onnx")


def _write(text: str, weights: dict[str, np.ndarray], path: Path) -> None:
    model = onnx.parser.parse_model(text)
    model.graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in weights.items())
    onnx.checker.check_model(model)
    onnx.save(model, path)


_SAM1_ENCODER = """<ir_version: 8, opset_import: ["": 17]>
encoder (float[image_height, image_width, 3] input_image) => (float[1, 256, 64, 64] image_embeddings)
{
    planes = Transpose <perm = [2, 0, 1]> (input_image)
    first = Constant <value_ints = [0]> ()
    batch = Unsqueeze (planes, first)
    white = Constant <value_float = 255.0> ()
    scaled = Div (batch, white)
    whole = Shape (batch)
    two = Constant <value_ints = [2]> ()
    four = Constant <value_ints = [4]> ()
    size = Slice (whole, two, four)
    square = Constant <value_ints = [1024, 1024]> ()
    missing = Sub (square, size)
    none = Constant <value_ints = [0, 0, 0, 0, 0, 0]> ()
    pads = Concat <axis = 0> (none, missing)
    padded = Pad (scaled, pads)
    cells = AveragePool <kernel_shape = [16, 16], strides = [16, 16]> (padded)
    image_embeddings = Conv (cells, mixing)
}
"""

_SAM1_DECODER = """<ir_version: 8, opset_import: ["": 17]>
decoder (float[1, 256, 64, 64] image_embeddings, float[1, num_points, 2] point_coords,
         float[1, num_points] point_labels, float[1, 1, 256, 256] mask_input, float[1] has_mask_input,
         float[2] orig_im_size)
    => (float[1, 4, height, width] masks, float[1, 4] iou_predictions, float[1, 4, 256, 256] low_res_masks)
{
    one = Constant <value_float = 1.0> ()
    is_wanted = Equal (point_labels, one)
    wanted = Cast <to = 1> (is_wanted)
    last = Constant <value_ints = [-1]> ()
    weights = Unsqueeze (wanted, last)
    weighted = Mul (point_coords, weights)
    points = Constant <value_ints = [1]> ()
    sum = ReduceSum <keepdims = 1> (weighted, points)
    count = ReduceSum <keepdims = 1> (weights, points)
    divisor = Max (count, one)
    mean = Div (sum, divisor)
    pair = Constant <value_ints = [1, 1, 1, 1, 2]> ()
    centre = Reshape (mean, pair)
    offset = Sub (grid, centre)
    square = Mul (offset, offset)
    squared = ReduceSum <keepdims = 0> (square, last)
    distance = Sqrt (squared)
    depth = Sub (radii, distance)
    slope = Constant <value_float = 0.1> ()
    discs = Mul (depth, slope)
    hint = Mul (mask_input, has_mask_input)
    hinted = Add (discs, hint)
    brightness = ReduceMean <keepdims = 1> (image_embeddings)
    little = Constant <value_float = 0.001> ()
    tint = Mul (brightness, little)
    low_res_masks = Add (hinted, tint)
    iou_predictions = Constant <value = float[1, 4] {0.5, 0.9, 0.8, 0.7}> ()

    model_size = Constant <value_ints = [1, 4, 1024, 1024]> ()
    enlarged = Resize <mode = "linear"> (low_res_masks, , , model_size)
    side = Constant <value_float = 1024.0> ()
    longest = ReduceMax <keepdims = 1> (orig_im_size)
    scale = Div (side, longest)
    exact = Mul (orig_im_size, scale)
    half = Constant <value_float = 0.5> ()
    shifted = Add (exact, half)
    floored = Floor (shifted)
    content = Cast <to = 7> (floored)
    start = Constant <value_ints = [0, 0]> ()
    axes = Constant <value_ints = [2, 3]> ()
    cropped = Slice (enlarged, start, content, axes)
    size = Cast <to = 7> (orig_im_size)
    batch = Constant <value_ints = [1, 4]> ()
    full_size = Concat <axis = 0> (batch, size)
    masks = Resize <mode = "linear"> (cropped, , , full_size)
}
"""
