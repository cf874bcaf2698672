"""The classical methods do what their names say, on a picture where the answer is plain."""

import cv2
import numpy as np
import pytest

from accuracy.classical.disk import disk
from accuracy.classical.geodesic import Paths, geodesic
from accuracy.classical.grabcut import Seeding, box_seeds, click_seeds, grabcut
from accuracy.classical.reduced import Reduced
from accuracy.classical.rivals import Rival, at_its_best
from accuracy.classical.walker import Walk, walker
from accuracy.classical.wand import wand
from accuracy.measures import iou, resize, tight_box
from accuracy.protocol import evaluate
from accuracy.values import INSIDE, Bool, Box, Click, Prepare, Sample

SEEING = {
    "GrabCut": grabcut(Seeding(sure=0.05, likely=0.1)),
    "random walker": walker(Walk(shyness=1000, radius=0.05, least=0.5)),
    "geodesic": geodesic(Paths(step=0.3, radius=0.05, reach=1)),
    "wand": wand(40),
}


@pytest.fixture(scope="module")
def two_balls() -> Sample:
    """Two orange balls on a grainy green ground; the left one is the object."""
    random = np.random.default_rng(3)
    ys, xs = np.mgrid[0:120, 0:200] + 0.5
    left, right = (np.hypot(xs - x, ys - 60) < 30 for x in (55, 145))
    image = np.where((left | right)[:, :, np.newaxis], (230, 140, 30), (40, 110, 60))
    image = np.clip(image + random.normal(0, 6, image.shape), 0, 255).astype(np.uint8)
    return Sample("balls", "ball", image, np.where(left, INSIDE, 0).astype(np.uint8))


def answered(prepare: Prepare, sample: Sample, clicks: list[Click], box: Box | None = None) -> Bool:
    logits = prepare(sample.image)(clicks, box, None).logits[0]
    return np.asarray(resize(logits, sample.target.shape) > 0, np.bool_)


@pytest.mark.parametrize("name", SEEING)
def test_one_click_selects_the_clicked_ball_alone(name: str, two_balls: Sample) -> None:
    assert iou(answered(SEEING[name], two_balls, [(50.5, 55.5, 1)]), two_balls) > 0.9


@pytest.mark.parametrize("name", ["GrabCut", "random walker", "geodesic", "wand"])
def test_box_selects_the_ball_in_it(name: str, two_balls: Sample) -> None:
    assert iou(answered(SEEING[name], two_balls, [], tight_box(two_balls.target)), two_balls) > 0.9


@pytest.mark.parametrize("name", SEEING)
def test_second_wanted_click_adds_and_an_unwanted_one_takes_away(name: str, two_balls: Sample) -> None:
    both: list[Click] = [(50.5, 55.5, 1), (150.5, 55.5, 1)]
    mask = answered(SEEING[name], two_balls, both)
    assert mask[60, 55]
    assert mask[60, 145]
    taken = answered(SEEING[name], two_balls, [(50.5, 55.5, 1), (150.5, 55.5, 0)])
    assert taken[60, 55]
    assert not taken[60, 145]


@pytest.mark.parametrize("name", SEEING)
def test_protocol_runs_through_with_every_method(name: str, two_balls: Sample) -> None:
    report = evaluate(SEEING[name], [two_balls])
    assert report.iou(5) > 0.9
    assert report.obeyed() > 0.7


def test_disk_reaches_its_radius_and_stops_half_way_to_an_unwanted_click(two_balls: Sample) -> None:
    mask = answered(disk(0.1), two_balls, [(55.5, 60.5, 1), (75.5, 60.5, 0)])
    row = np.flatnonzero(mask[60])
    assert (row.min(), row.max()) == (32, 64)


def test_wand_stays_within_its_tolerance(two_balls: Sample) -> None:
    assert answered(wand(255), two_balls, [(50.5, 55.5, 1)]).all()


def test_grabcut_is_seeded_as_told(two_balls: Sample) -> None:
    photo = Reduced.of(two_balls.image, 200)
    seeding = Seeding(sure=0.05, likely=0.1, far=0.3, heart=0.5, belly=0.9)
    seeds = click_seeds(photo, [(100.5, 60.5, 1), (40.5, 60.5, 0)], None, seeding)
    around = [int(seeds[60, x]) for x in (100, 105, 118, 130, 180, 40)]
    assert around == [cv2.GC_FGD, cv2.GC_FGD, cv2.GC_PR_FGD, cv2.GC_PR_BGD, cv2.GC_BGD, cv2.GC_BGD]
    boxed = box_seeds(photo, (50, 20, 150, 100), seeding)
    across = [int(boxed[60, x]) for x in (100, 135, 147, 160)]
    assert across == [cv2.GC_FGD, cv2.GC_PR_FGD, cv2.GC_PR_BGD, cv2.GC_BGD]


def test_parts_that_no_wanted_click_touches_are_left_out() -> None:
    photo = Reduced.of(np.zeros((20, 40, 3), np.uint8), 40)
    mask = np.zeros((20, 40), np.bool_)
    mask[5:10, 5:10] = mask[5:10, 25:30] = True
    kept = photo.clicked_parts(mask, [(7.5, 7.5, 1), (27.5, 7.5, 0)])
    assert kept[7, 7]
    assert not kept[7, 27]
    assert photo.clicked_parts(mask, []).sum() == mask.sum()


def test_rival_is_given_its_best_setting(two_balls: Sample) -> None:
    rival = Rival("wand", [("tight", wand(1)), ("fitting", wand(40)), ("loose", wand(255))])
    words, report = at_its_best(rival, [two_balls])
    assert words == "fitting"
    assert report.iou(1) > 0.9
