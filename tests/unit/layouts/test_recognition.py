"""Families are told apart by what the graphs say, and what fits none is listed."""

import numpy as np
import pytest

from smart_select.errors import ModelUnusable
from smart_select.layouts import SUPPORTED, recognise
from smart_select.layouts.layout import ModelPrompt
from smart_select.layouts.signature import Signature, Tensor

F, I64, HALF = "tensor(float)", "tensor(int64)", "tensor(float16)"


def tensors(**named: tuple) -> dict[str, Tensor]:
    return {
        name.replace("__", "."): Tensor(dtype, shape)
        for name, (dtype, *shape_) in named.items()
        for shape in [tuple(shape_)]
    }


FEATURES = tensors(
    high_res_feats_0=(F, 1, 32, 256, 256),
    high_res_feats_1=(F, 1, 64, 128, 128),
    image_embed=(F, 1, 256, 64, 64),
)
PROMPT = tensors(
    point_coords=(F, "labels", "points", 2),
    point_labels=(F, "labels", "points"),
    mask_input=(F, "labels", 1, 256, 256),
    has_mask_input=(F, "labels"),
)
SAMEXPORTER = (
    Signature(inputs=tensors(image=(F, 1, 3, 1024, 1024)), outputs=FEATURES),
    Signature(
        inputs={**FEATURES, **PROMPT},
        outputs=tensors(masks=(F, None, None, None, None), iou_predictions=(F, None, 3)),
    ),
)
EMBEDDINGS = tensors(
    image_embeddings__0=(F, 1, 32, 256, 256),
    image_embeddings__1=(F, 1, 64, 128, 128),
    image_embeddings__2=(F, 1, 256, 64, 64),
)
ONNX_COMMUNITY = (
    Signature(inputs=tensors(pixel_values=(F, "batch", 3, 1024, 1024)), outputs=EMBEDDINGS),
    Signature(
        inputs={
            **tensors(
                input_points=(F, 1, 1, "n", 2), input_labels=(I64, 1, 1, "n"), input_boxes=(F, 1, "b", 4)
            ),
            **EMBEDDINGS,
        },
        outputs=tensors(
            iou_scores=(F, 1, 1, 3), pred_masks=(F, 1, 1, 3, "h", "w"), object_score_logits=(F, 1, 1, 1)
        ),
    ),
)
SAM1_DECODER = Signature(
    inputs={**tensors(image_embeddings=(F, 1, 256, 64, 64)), **PROMPT, **tensors(orig_im_size=(F, 2))},
    outputs=tensors(
        masks=(F, 1, None, None, None), iou_predictions=(F, 1, None), low_res_masks=(F, 1, None, 256, 256)
    ),
)
MOBILE_SAM = (
    Signature(
        inputs=tensors(input_image=(F, "height", "width", 3)),
        outputs=tensors(image_embeddings=(F, 1, 256, 64, 64)),
    ),
    SAM1_DECODER,
)
SAM1 = (
    Signature(inputs=tensors(images=(F, 1, 3, 1024, 1024)), outputs=tensors(embeddings=(F, 1, 256, 64, 64))),
    SAM1_DECODER,
)


def osam() -> tuple[Signature, Signature]:
    """Other names, the maps in another order, the encoder's and decoder's names unlike each other."""
    ours = list(FEATURES.values())
    encoder = Signature(
        inputs=tensors(input=(F, 1, 3, 1024, 1024)),
        outputs=dict(zip(("c", "a", "b"), (ours[2], ours[0], ours[1]), strict=True)),
    )
    names = ("image_embeddings", "high_res_features1", "high_res_features2")
    inputs = dict(zip(names, (ours[2], ours[0], ours[1]), strict=True))
    return encoder, Signature(
        inputs={**inputs, **PROMPT, **tensors(orig_im_size=(I64, 2))},
        outputs=tensors(masks=(F, 1, 3, "h", "w"), scores=(F, 1, 3), low_res_masks=(F, 1, 3, 256, 256)),
    )


@pytest.mark.parametrize(
    ("pair", "name", "takes_mask"),
    [
        (SAMEXPORTER, "SAM 2, samexporter", True),
        (osam(), "SAM 2, samexporter", True),
        (ONNX_COMMUNITY, "SAM 2, onnx-community", False),
        (MOBILE_SAM, "SAM 1 / MobileSAM", True),
        (SAM1, "SAM 1 / MobileSAM", True),
    ],
)
def test_pair_is_recognised_from_its_signatures(pair: tuple, name: str, takes_mask: bool) -> None:
    layout = recognise(*pair, "here")
    assert layout.name == name
    assert layout.takes_mask is takes_mask


def test_maps_of_other_names_are_matched_by_shape() -> None:
    layout = recognise(*osam(), "here")
    outputs = {name: np.zeros(tensor.shape, np.float32) for name, tensor in osam()[0].outputs.items()}
    embedding = layout.embedding(outputs)
    assert {name: array.shape for name, array in embedding.items()} == {
        "image_embeddings": (1, 256, 64, 64),
        "high_res_features1": (1, 32, 256, 256),
        "high_res_features2": (1, 64, 128, 128),
    }


def with_input(signature: Signature, name: str, tensor: Tensor) -> Signature:
    return Signature(inputs={**signature.inputs, name: tensor}, outputs=signature.outputs)


@pytest.mark.parametrize(
    "pair",
    [
        (SAMEXPORTER[0], SAMEXPORTER[0]),
        (SAMEXPORTER[1], SAMEXPORTER[0]),
        (SAMEXPORTER[0], ONNX_COMMUNITY[1]),
        (MOBILE_SAM[0], SAMEXPORTER[1]),
        (with_input(SAMEXPORTER[0], "norm_coords", Tensor(F, (1, 2, 2))), SAMEXPORTER[1]),
        (SAMEXPORTER[0], with_input(SAMEXPORTER[1], "point_labels", Tensor(I64, (1, "n")))),
        (with_input(ONNX_COMMUNITY[0], "pixel_values", Tensor(F, (1, 3, 1008, 1008))), ONNX_COMMUNITY[1]),
        (Signature({}, {}), Signature({}, {})),
        (SAMEXPORTER[0], with_input(SAMEXPORTER[1], "image_embed", Tensor(F, (1, 256, 32, 32)))),
        (
            SAMEXPORTER[0],
            with_input(SAMEXPORTER[1], "image_embed", Tensor(HALF, (1, 256, 64, 64))),
        ),
        (MOBILE_SAM[0], with_input(SAM1_DECODER, "orig_im_size", Tensor("tensor(int32)", (2,)))),
        (SAMEXPORTER[0], Signature(SAMEXPORTER[1].inputs, tensors(masks=(F, 1, 3, 256, 256)))),
        (SAMEXPORTER[0], Signature(SAMEXPORTER[1].inputs, tensors(iou_predictions=(F, 1, 3)))),
    ],
)
def test_pair_that_fits_none_is_refused_with_what_was_found_and_what_is_supported(pair: tuple) -> None:
    with pytest.raises(ModelUnusable) as caught:
        recognise(*pair, "some/folder")
    sentence = str(caught.value)
    assert "some/folder" in sentence
    assert all(name in sentence for name in pair[0].inputs)
    assert all(name in sentence for name in pair[1].outputs)
    assert all(family in sentence for family in SUPPORTED)
    assert "\n" not in sentence


def point_prompt() -> ModelPrompt:
    return ModelPrompt(coordinates=np.array([[5, 6]], np.float32), labels=np.array([1]))


def test_samexporter_prompt_has_no_padding_and_an_empty_mask() -> None:
    feed = recognise(*SAMEXPORTER, "here").decoder_feed(point_prompt())
    assert feed["point_labels"].tolist() == [[1.0]]
    assert feed["point_labels"].dtype == np.float32
    assert feed["has_mask_input"].tolist() == [0.0]
    assert feed["mask_input"].shape == (1, 1, 256, 256)
    assert "orig_im_size" not in feed


def test_mask_of_another_size_is_brought_to_the_decoder_s() -> None:
    prompt = ModelPrompt(
        coordinates=np.zeros((1, 2), np.float32), labels=np.array([1]), mask=np.full((64, 64), 3, np.float32)
    )
    feed = recognise(*SAMEXPORTER, "here").decoder_feed(prompt)
    assert feed["has_mask_input"].tolist() == [1.0]
    assert (feed["mask_input"] == 3).all()


def test_osam_asks_for_small_masks_in_the_dtype_of_its_size_input() -> None:
    feed = recognise(*osam(), "here").decoder_feed(point_prompt())
    assert feed["orig_im_size"].dtype == np.int64
    assert feed["orig_im_size"].tolist() == [256, 256]


def test_onnx_community_prompt_ends_with_a_padding_point_and_never_has_a_box() -> None:
    feed = recognise(*ONNX_COMMUNITY, "here").decoder_feed(point_prompt())
    assert feed["input_labels"].tolist() == [[[1, -1]]]
    assert feed["input_labels"].dtype == np.int64
    assert feed["input_points"].tolist() == [[[[5, 6], [0, 0]]]]
    assert feed["input_boxes"].shape == (1, 0, 4)


def test_sam_1_prompt_is_padded_unless_it_has_a_box() -> None:
    layout = recognise(*MOBILE_SAM, "here")
    assert layout.decoder_feed(point_prompt())["point_labels"].tolist() == [[1, -1]]
    box = ModelPrompt(coordinates=np.zeros((2, 2), np.float32), labels=np.array([2, 3]))
    assert layout.decoder_feed(box)["point_labels"].tolist() == [[2, 3]]


def test_smallest_masks_and_the_row_of_scores_are_read_whatever_the_order() -> None:
    layout = recognise(*osam(), "here")
    answer = layout.answer(
        {
            "masks": np.zeros((1, 3, 600, 800), np.float32),
            "scores": np.array([[0.1, 0.2, 0.3]], np.float32),
            "low_res_masks": np.ones((1, 3, 256, 256), np.float32),
        }
    )
    assert answer.logits.shape == (3, 256, 256)
    assert answer.scores.tolist() == pytest.approx([0.1, 0.2, 0.3])


def test_mobile_sam_gets_raw_pixels_in_proportion_and_sam_1_a_padded_square() -> None:
    photo = np.full((50, 100, 3), 200, np.uint8)
    [raw] = recognise(*MOBILE_SAM, "here").encoder_feed(photo).values()
    assert raw.shape == (512, 1024, 3)
    np.testing.assert_allclose(raw, 200, atol=1e-3)
    [square] = recognise(*SAM1, "here").encoder_feed(photo).values()
    assert square.shape == (1, 3, 1024, 1024)
    assert (square[:, :, 512:] == 0).all()
    np.testing.assert_allclose(
        square[0, :, 0, 0],
        [(200 / 255 - 0.485) / 0.229, (200 / 255 - 0.456) / 0.224, (200 / 255 - 0.406) / 0.225],
        rtol=1e-5,
    )
