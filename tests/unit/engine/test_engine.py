"""Engine: photos in, predictions out."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import smart_select as ss
from fakes.colour_model import GRID, colour_engine, two_squares
from smart_select.embeddings.cache import EmbeddingCache
from smart_select.embeddings.memory import MemoryCache


@pytest.fixture
def photo() -> np.ndarray:
    return two_squares()


def test_click_selects_the_square_under_it_and_not_the_other(photo: np.ndarray) -> None:
    engine = colour_engine()
    best = engine.predict(engine.encode(photo), ss.Prompt(points=[(24, 32, 1)])).best
    assert best.mask.shape == (64, 96)
    assert best.mask.dtype == np.uint8
    x0, y0, x1, y1 = best.bounding_box
    assert abs(x0 - 12) <= 2
    assert abs(x1 - 36) <= 2
    assert abs(y0 - 16) <= 2
    assert abs(y1 - 48) <= 2
    assert abs(best.area - 24 * 32) < 80


def test_edge_lies_on_the_photo_s_edge_within_a_pixel() -> None:
    photo = two_squares(960, 640)
    engine = colour_engine()
    mask = engine.predict(engine.encode(photo), ss.Prompt(points=[(240, 320, 1)])).best.mask
    row = mask[320]
    assert abs(int(np.flatnonzero(row >= 128)[0]) - 120) <= 1
    assert abs(int(np.flatnonzero(row >= 128)[-1]) - 359) <= 1


def test_candidates_run_from_part_to_whole_and_the_best_has_the_best_score(photo: np.ndarray) -> None:
    engine = colour_engine()
    prediction = engine.predict(engine.encode(photo), ss.Prompt(points=[(24, 32, 1)]))
    areas = [(candidate.logits > 0).sum() for candidate in prediction.candidates]
    assert areas == sorted(areas)
    assert len(areas) == 3
    assert prediction.best.score == pytest.approx(0.9)
    assert prediction.best is prediction.candidates[prediction.best_index]


def test_logits_are_handed_out_as_the_model_gave_them(photo: np.ndarray) -> None:
    engine = colour_engine()
    best = engine.predict(engine.encode(photo), ss.Prompt(points=[(24, 32, 1)])).best
    assert best.logits.shape == (GRID, GRID)
    assert best.logits.dtype == np.float32


def test_candidate_is_fed_back_as_a_mask_and_the_answer_stays_with_it(photo: np.ndarray) -> None:
    engine = colour_engine()
    embedding = engine.encode(photo)
    first = engine.predict(embedding, ss.Prompt(points=[(24, 32, 1)]))
    part = first.candidates[0]
    second = engine.predict(embedding, ss.Prompt(points=[(24, 32, 1), (26, 30, 1)], previous=part))
    assert engine._decoder.feed["has_mask_input"][0] == 1
    np.testing.assert_array_equal(engine._decoder.feed["mask_input"][0, 0], part.logits)
    # The part has not the best score, but it is what the user chose.
    np.testing.assert_array_equal(second.best.logits > 0, part.logits > 0)


def test_coarse_model_asked_again_stays_but_corrected_it_chooses_anew(photo: np.ndarray) -> None:
    photo = photo.copy()
    photo[16:48, 30:36] -= np.array((20, 0, 0), np.uint8)  # a shade that only the larger candidates take in
    engine = colour_engine(coarse=True)
    embedding = engine.encode(photo)
    first = engine.predict(embedding, ss.Prompt(points=[(24, 32, 1)]))
    part = first.candidates[0]
    assert not np.array_equal(first.best.logits > 0, part.logits > 0)
    again = engine.predict(embedding, ss.Prompt(points=[(24, 32, 1)], previous=part))
    np.testing.assert_array_equal(again.best.logits, part.logits)
    corrected = engine.predict(embedding, ss.Prompt(points=[(24, 32, 1), (26, 30, 1)], previous=part))
    assert corrected.best.score == first.best.score > part.score


def test_bare_logits_serve_as_previous_too(photo: np.ndarray) -> None:
    engine = colour_engine()
    embedding = engine.encode(photo)
    first = engine.predict(embedding, ss.Prompt(points=[(24, 32, 1)]))
    second = engine.predict(embedding, ss.Prompt(points=[(24, 32, 1)], previous=first.best.logits))
    np.testing.assert_array_equal(second.best.mask, first.best.mask)


def test_rough_mask_becomes_box_inner_point_and_mask_prompt(photo: np.ndarray) -> None:
    engine = colour_engine()
    rough = np.zeros((64, 96), np.uint8)
    rough[20:44, 16:32] = 255
    best = engine.predict(engine.encode(photo), ss.Prompt(mask=rough)).best
    labels = engine._decoder.feed["point_labels"][0].tolist()
    assert labels == [2, 3, 1]
    assert engine._decoder.feed["has_mask_input"][0] == 1
    assert best.mask[32, 24] == 255
    assert best.mask[32, 72] == 0


def test_prediction_with_another_model_s_embedding_is_refused(photo: np.ndarray) -> None:
    engine = colour_engine()
    embedding = engine.encode(photo)
    foreign = ss.Embedding(tensors=embedding.tensors, photo=photo, model="another")
    with pytest.raises(ss.PromptInvalid, match="another model"):
        engine.predict(foreign, ss.Prompt(points=[(1, 1, 1)]))


def test_pillow_image_and_array_give_the_same_embedding(photo: np.ndarray) -> None:
    engine = colour_engine()
    from_array, from_image = engine.encode(photo), engine.encode(Image.fromarray(photo))
    for name, tensor in from_array.tensors.items():
        np.testing.assert_array_equal(tensor, from_image.tensors[name])


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 3)),
        np.zeros((0, 4, 3), np.uint8),
    ],
)
def test_array_that_is_no_rgb_picture_is_refused_in_a_sentence(wrong: np.ndarray) -> None:
    with pytest.raises(ss.ImageUnreadable, match="picture"):
        colour_engine().encode(wrong)


def test_photo_seen_before_is_not_encoded_again(photo: np.ndarray) -> None:
    engine = colour_engine(EmbeddingCache(MemoryCache(1 << 20), disk=None))
    engine.encode(photo)
    engine.encode(photo.copy())
    assert engine._encoder.runs == 1
    engine.encode(photo[:, ::-1])
    assert engine._encoder.runs == 2


def test_background_encoding_gives_the_embedding(photo: np.ndarray) -> None:
    engine = colour_engine()
    job = engine.encode_in_background(photo)
    embedding = job.result(timeout_s=10)
    assert job.done
    assert embedding.size == (96, 64)


def test_cancelled_background_encoding_raises_cancelled() -> None:
    started, release = threading.Event(), threading.Event()

    def encode(token: ss.CancelToken) -> ss.Embedding:
        started.set()
        release.wait(10)
        if token.cancelled:
            raise ss.Cancelled("Encoding")
        raise AssertionError("the token was not cancelled")

    job = ss.EncodingJob(encode)
    started.wait(10)
    job.cancel()
    release.set()
    with pytest.raises(ss.Cancelled):
        job.result(timeout_s=10)


def test_background_encoding_hands_on_what_the_encoder_raised() -> None:
    job = colour_engine().encode_in_background(np.zeros((4, 4), np.uint8))
    with pytest.raises(ss.ImageUnreadable):
        job.result(timeout_s=10)


def test_subject_is_found_without_a_prompt() -> None:
    photo = np.full((90, 120, 3), (90, 160, 220), np.uint8)
    photo[30:65, 45:85] = (230, 120, 20)
    engine = colour_engine()
    best = ss.select_subject(engine, engine.encode(photo)).best
    x0, y0, x1, y1 = best.bounding_box
    assert (abs(x0 - 45) <= 3, abs(y0 - 30) <= 3, abs(x1 - 85) <= 3, abs(y1 - 65) <= 3) == (True,) * 4


def test_looking_for_a_subject_can_be_stopped() -> None:
    engine, token = colour_engine(), ss.CancelToken()
    embedding = engine.encode(two_squares())
    token.cancel()
    with pytest.raises(ss.Cancelled):
        ss.select_subject(engine, embedding, token=token)


def test_picture_of_one_colour_has_no_subject() -> None:
    engine = colour_engine()
    with pytest.raises(ss.NoSubject, match="click"):
        ss.select_subject(engine, engine.encode(np.full((50, 70, 3), 99, np.uint8)))


def test_sixteen_bit_pillow_image_keeps_its_tones() -> None:
    ramp = np.linspace(0, 65535, 64, dtype=np.uint16)[np.newaxis].repeat(8, axis=0)
    photo = colour_engine().encode(Image.fromarray(ramp)).photo
    assert photo[0, 0].tolist() == [0, 0, 0]
    assert photo[0, -1].tolist() == [255, 255, 255]
    assert abs(int(photo[0, 32, 0]) - 129) <= 1


def test_truncated_pillow_image_is_refused_in_a_sentence(tmp_path: Path, photo: np.ndarray) -> None:
    path = tmp_path / "cut.png"
    Image.fromarray(photo).save(path)
    path.write_bytes(path.read_bytes()[:-150])
    with pytest.raises(ss.ImageUnreadable, match="breaks off"):
        colour_engine().encode(Image.open(path))


def test_cancelled_token_stops_even_an_embedding_that_is_cached(photo: np.ndarray) -> None:
    engine = colour_engine(EmbeddingCache(MemoryCache(1 << 20), disk=None))
    engine.encode(photo)
    token = ss.CancelToken()
    token.cancel()
    with pytest.raises(ss.Cancelled):
        engine.encode(photo, token=token)


def test_what_an_embedding_holds_can_t_be_changed(photo: np.ndarray) -> None:
    embedding = colour_engine().encode(photo)
    assert not embedding.photo.flags.writeable
    assert not any(tensor.flags.writeable for tensor in embedding.tensors.values())
    assert photo.flags.writeable
