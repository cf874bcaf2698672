"""When a matte is taken for the mask, and what logits leave open."""

import numpy as np

from fakes.hairy import hairy
from smart_select.matting import matte_where_it_pays
from smart_select.matting.trimap import Trimap, touched_up
from smart_select.matting.worth import kept_where_contradicted, speaks_for


def test_a_matte_pays_where_the_model_s_answer_is_nearer_to_it_than_to_the_mask() -> None:
    object_ = hairy()
    random = np.random.default_rng(1)
    # Colours that tell nothing: the object's are the ground's.
    photo = random.integers(0, 256, object_.photo.shape, np.uint8)
    assert matte_where_it_pays(photo, object_.mask) is object_.mask
    firm = matte_where_it_pays(photo, object_.mask, logits=object_.firm_logits)
    assert np.abs(firm.astype(int) - object_.mask).max() <= 25  # a tenth
    matte = matte_where_it_pays(photo, object_.mask, logits=object_.logits)
    assert matte is not object_.mask
    assert abs(matte[50:100, 70:170].mean() / 255 - 0.5) < 0.2


def test_where_colours_are_alike_only_what_the_answer_leaves_open_becomes_translucent() -> None:
    object_ = hairy()
    photo = np.random.default_rng(1).integers(0, 256, object_.photo.shape, np.uint8)
    logits = object_.firm_logits
    logits[:, :90] = object_.logits[:, :90]
    matte = matte_where_it_pays(photo, object_.mask, logits=logits)
    assert abs(matte[50:100, 70:88].mean() / 255 - 0.6) < 0.1
    assert np.abs(matte[:, 96:].astype(int) - object_.mask[:, 96:]).max() <= 25


def test_an_answer_that_is_hardly_nearer_to_a_matte_does_not_speak_for_all_of_it() -> None:
    mask = np.zeros((256, 256), np.uint8)
    mask[60:200, 60:200] = 255
    matte = mask.copy()
    matte[60:80, 60:200] = 128
    logits = np.where(mask > 0, 6.0, -6.0).astype(np.float32)
    logits[60:80, 60:200] = 1.0  # 0.73, a little nearer to a half than to one
    assert not speaks_for(logits, matte, mask)
    logits[60:80, 60:200] = 0.2
    assert speaks_for(logits, matte, mask)


def test_only_what_an_answer_is_rather_sure_of_is_denied() -> None:
    mask = np.zeros((256, 256), np.uint8)
    mask[60:200, 60:200] = 255
    matte = mask.copy()
    matte[60:100, 60:200] = 90
    logits = np.where(mask > 0, 6.0, -6.0).astype(np.float32)
    logits[60:100, 60:130] = 0.8  # 0.69: rather inside, and may be either
    logits[60:100, 130:200] = 2.0
    kept = kept_where_contradicted(logits, matte, mask)
    assert (kept[64:96, 64:124] == 90).all()
    assert (kept[64:96, 136:196] == 255).all()


def test_an_answer_that_is_sure_of_nothing_speaks_for_no_matte() -> None:
    object_ = hairy()
    photo = np.random.default_rng(1).integers(0, 256, object_.photo.shape, np.uint8)
    undecided = np.full(object_.mask.shape, 0.1, np.float32)
    assert matte_where_it_pays(photo, object_.mask, logits=undecided) is object_.mask


def test_what_a_mask_leaves_out_of_an_answer_in_one_piece_stays_out() -> None:
    mask = np.zeros((256, 256), np.uint8)
    mask[60:120, 60:120] = 255
    logits = np.full((256, 256), -6, np.float32)
    logits[60:120, 60:200] = 6
    logits[118:122, 60:120] = 6
    part = Trimap.of(mask, logits, 2).part((slice(0, 256), slice(0, 256)))
    assert (part[70:110, 130:195] == -1).all()
    assert (part[80:100, 80:100] == 1).all()
    assert (part[119:122, 70:110] == 0).all()  # an outline's width is in doubt


def test_what_a_mask_has_and_an_answer_lacks_is_in_doubt() -> None:
    mask = np.zeros((256, 256), np.uint8)
    mask[60:200, 60:200] = 255
    logits = np.full((256, 256), -6, np.float32)
    logits[60:200, 60:120] = 6
    part = Trimap.of(mask, logits, 2).part((slice(0, 256), slice(0, 256)))
    assert (part[70:190, 130:190] == 0).all()


def test_what_was_changed_of_a_mask_in_one_piece_is_as_sure_as_the_mask() -> None:
    logits = np.full((20, 30), 0.1, np.float32)
    before, after = np.zeros((20, 30), np.float32), np.zeros((20, 30), np.float32)
    before[8:14, 2:14] = 1
    after[8:16, 2:10] = 1  # a piece is gone on the right, and two rows have come below
    found = touched_up(logits, before, after)
    assert (found[9:13, 11:13] < -8).all()
    assert (found[15, 2:8] == np.float32(0.1)).all()
    assert (found[:6] == np.float32(0.1)).all()
    assert (touched_up(logits, after * 0, after)[9:15, 3:9] > 8).all()


def test_a_piece_that_a_matte_takes_from_an_arm_stays_where_the_answer_is_surer_of_it() -> None:
    mask = np.zeros((512, 512), np.uint8)
    mask[100:400, 100:400] = 255
    matte = mask.copy()
    matte[200:260, 340:400] = 90  # looks like the wall behind it
    matte[300:360, 380:420] = 128  # hair
    logits = np.where(mask[::2, ::2] > 0, 6.0, -6.0).astype(np.float32)
    logits[150:180, 190:210] = 0
    kept = kept_where_contradicted(logits, matte, mask)
    assert (kept[200:260, 340:400] == 255).all()
    assert (kept[304:356, 384:416] == 128).all()
    assert np.array_equal(kept[:190], matte[:190])
    assert kept_where_contradicted(logits, mask, mask) is mask


def test_a_matte_that_colours_speak_for_keeps_what_the_answer_is_sure_of() -> None:
    object_ = hairy()
    matte = matte_where_it_pays(object_.photo, object_.mask)
    kept = matte_where_it_pays(object_.photo, object_.mask, logits=object_.firm_logits)
    assert not np.array_equal(matte, object_.mask)
    differs = [np.abs(one.astype(int) - object_.mask).sum() for one in (kept, matte)]
    assert differs[0] < differs[1]
