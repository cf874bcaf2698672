"""The worker makes pixels of selections as clients ask for them."""

from dataclasses import replace

import numpy as np
import pytest

from smart_select.errors import NoBackground, NothingLeft
from smart_select.worker.composing import compose
from smart_select.worker.translating import RequestInvalid
from smart_select_plugin.wire.values import Compose

SIZE = (60, 40)
AREA = (20, 10, 40, 30)
PHOTO = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)


def request(kind: str, **fields: object) -> Compose:
    base = Compose(kind=kind, size=SIZE, pixels=PHOTO.tobytes(), mask=b"\xff" * 400, mask_area=AREA)
    return replace(base, **fields)  # type: ignore[arg-type]


def composed(kind: str, **fields: object) -> np.ndarray:
    reply = compose(request(kind, **fields))
    x0, y0, x1, y1 = reply.area
    return np.frombuffer(reply.pixels, np.uint8).reshape(y1 - y0, x1 - x0, reply.channels)


INSIDE, OUTSIDE = (20, 30), (3, 3)


@pytest.mark.parametrize("clean", [True, False])
def test_a_cutout_is_the_objects_area(clean: bool) -> None:
    cut = composed("cutout", clean_colours=clean)
    assert cut.shape == (20, 20, 4)
    assert np.array_equal(cut[..., :3], PHOTO[10:30, 20:40])


def test_a_grown_cutout_covers_more() -> None:
    reply = compose(request("cutout", grow_px=3.0))
    assert reply.area == (17, 7, 43, 33)


@pytest.mark.parametrize(
    ("fields", "colour"),
    [
        ({"colour": (1, 2, 3)}, (1, 2, 3)),
        ({"colour": (-5, 300, 3)}, (0, 255, 3)),
        ({"stops": ((9, 9, 9), (9, 9, 9))}, (9, 9, 9)),
        ({"background": b"\x07\x08\x09", "background_size": (1, 1)}, (7, 8, 9)),
        ({"background": b"\x07\x08\x09", "background_size": (1, 1), "fit": "tile"}, (7, 8, 9)),
    ],
)
def test_what_is_behind_is_replaced(fields: dict[str, object], colour: tuple[int, int, int]) -> None:
    pixels = composed("replace", **fields)
    assert pixels.shape == (40, 60, 3)
    assert tuple(pixels[OUTSIDE]) == colour
    assert np.array_equal(pixels[INSIDE], PHOTO[INSIDE])


def test_light_and_shadow_are_asked_for_by_shares() -> None:
    plain = composed("replace", colour=(60, 30, 30))
    lit = composed("replace", colour=(60, 30, 30), light=1.0, shadow=1.0)
    assert lit[INSIDE].sum() < plain[INSIDE].sum()
    assert lit[31, 30].sum() < plain[31, 30].sum()


@pytest.mark.parametrize(
    "fields",
    [
        {"sigma_px": 3.0},
        {"lens": "disc", "radius_px": 5.0},
        {"lens": "hexagon", "radius_px": 5.0, "falloff_px": 10.0},
    ],
)
def test_backgrounds_blur_and_the_object_stays(fields: dict[str, object]) -> None:
    pixels = composed("blur", **fields)
    assert np.array_equal(pixels[10:30, 20:40], PHOTO[10:30, 20:40])
    assert pixels[:6, :12].std() < PHOTO[:6, :12].std() / 2


def test_backgrounds_turn_grey() -> None:
    assert np.ptp(composed("desaturate")[OUTSIDE]) == 0
    assert np.abs(composed("desaturate", amount=0.0).astype(int) - PHOTO).max() <= 1


def test_the_mask_is_the_sky() -> None:
    pixels = composed("sky", haze=0.0)
    assert np.array_equal(pixels[OUTSIDE], PHOTO[OUTSIDE])
    assert pixels[INSIDE][2] > pixels[INSIDE][0]
    black = composed("sky", haze=0.0, stops=((0, 0, 0), (0, 0, 0)))
    assert tuple(black[INSIDE]) == (0, 0, 0)


def test_a_mask_alone_needs_no_pixels() -> None:
    reply = compose(request("mask", pixels=b"", grow_px=2.0))
    assert (reply.area, reply.channels) == ((18, 8, 42, 32), 1)
    assert len(reply.pixels) == 24 * 24
    assert compose(request("mask", pixels=b"", invert=True)).area == (0, 0, *SIZE)


def test_a_mask_that_is_gone_has_no_area() -> None:
    assert compose(request("mask", pixels=b"", grow_px=-30.0)).area == (0, 0, 0, 0)


def test_parts_that_were_not_clicked_go() -> None:
    mask = np.full((20, 20), 255, np.uint8)
    mask[:, 9:11] = 0
    kept = request("mask", pixels=b"", mask=mask.tobytes(), keep_at=((21.0, 15.0, 1), (38.0, 15.0, 0)))
    assert compose(kept).area == (20, 10, 29, 30)


def test_of_parts_the_largest_stays_where_none_was_clicked() -> None:
    mask = np.full((20, 20), 255, np.uint8)
    mask[:, 9:13] = 0
    largest = request("mask", pixels=b"", mask=mask.tobytes(), keep_largest=True)
    assert compose(largest).area == (20, 10, 29, 30)


def test_a_rough_outline_moves_to_the_edges() -> None:
    photo = np.full((40, 60, 3), 120, np.uint8)
    photo[9:31, 19:41] = (200, 30, 30)
    wish = {"pixels": photo.tobytes(), "edge": "mask"}
    assert compose(request("mask", **wish)).area == AREA
    reply = compose(request("mask", snap=True, **wish))
    x0, y0, x1, y1 = reply.area
    found = np.zeros((40, 60), np.bool_)
    found[y0:y1, x0:x1] = np.frombuffer(reply.pixels, np.uint8).reshape(y1 - y0, x1 - x0) >= 128
    wanted = photo[..., 0] == 200
    assert (found & wanted).sum() / (found | wanted).sum() > 0.95


@pytest.mark.parametrize("kind", ["replace", "blur", "desaturate"])
def test_masks_of_nothing_and_of_everything_are_told(kind: str) -> None:
    with pytest.raises(NothingLeft):
        compose(request(kind, sigma_px=2.0, mask=bytes(400)))
    with pytest.raises(NoBackground):
        compose(request(kind, sigma_px=2.0, grow_px=80.0))


def test_a_cutout_of_everything_is_the_picture() -> None:
    assert np.array_equal(composed("cutout", grow_px=80.0)[..., :3], PHOTO)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("paint", {}),
        ("blur", {}),
        ("blur", {"sigma_px": 999.0}),
        ("blur", {"lens": "star", "radius_px": 3.0}),
        ("blur", {"lens": "disc"}),
        ("blur", {"sigma_px": 3.0, "falloff_px": -1.0}),
        ("replace", {"fit": "squeeze", "background": b"abc", "background_size": (1, 1)}),
        ("replace", {"background": b"abc", "background_size": (2, 1)}),
        ("replace", {"shadow": 1.5}),
        ("desaturate", {"amount": -0.1}),
        ("sky", {"haze": 2.0}),
        ("replace", {"stops": ((1, 2, 3),) * 65}),
        ("mask", {"grow_px": 1e9}),
        ("mask", {"feather_px": -1.0}),
        ("mask", {"drop_specks": 1.5}),
        ("replace", {"pixels": b""}),
        ("mask", {"pixels": b"", "snap": True}),
    ],
)
def test_what_does_not_fit_together_is_refused(kind: str, fields: dict[str, object]) -> None:
    with pytest.raises(RequestInvalid):
        compose(request(kind, **fields))


def test_an_edge_is_a_matte_where_that_is_asked_for_or_pays() -> None:
    opacity = np.clip((np.arange(60) - 25) / 8, 0, 1)[None, :, None] * np.ones((40, 1, 1))
    photo = np.rint((200, 60, 40) * opacity + np.array((30, 90, 180)) * (1 - opacity)).astype(np.uint8)

    def alpha(edge: str) -> np.ndarray:
        asked = request("cutout", pixels=photo.tobytes(), mask_area=(29, 0, 60, 40), mask=b"\xff" * 31 * 40)
        reply = compose(replace(asked, edge=edge))
        x0, y0, x1, y1 = reply.area
        whole = np.zeros((40, 60))
        whole[y0:y1, x0:x1] = np.frombuffer(reply.pixels, np.uint8).reshape(y1 - y0, x1 - x0, 4)[..., 3]
        return whole

    assert set(np.unique(alpha("mask"))) == {0, 255}
    errors = {edge: np.abs(alpha(edge) / 255 - opacity[..., 0]).mean() for edge in ("mask", "auto", "matte")}
    assert errors["auto"] < errors["mask"] / 2
    assert errors["matte"] < errors["mask"] / 2


def test_an_unknown_edge_is_refused() -> None:
    with pytest.raises(RequestInvalid, match="edge"):
        compose(request("cutout", edge="rough"))
