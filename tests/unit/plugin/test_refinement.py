"""What both hosts ask the worker for to refine a selection."""

from smart_select_plugin.refinement import Refinement

CANVAS = (400, 300)


def test_nothing_is_asked_for_by_default() -> None:
    assert Refinement().changes_nothing
    assert not Refinement(keep_largest=True).changes_nothing


def test_the_picture_is_needed_for_its_edges_only() -> None:
    assert Refinement(snap=True).needs_pixels
    assert Refinement(edge="matte").needs_pixels
    assert not Refinement(smooth_px=3.0, grow_px=-2.0, keep_largest=True).needs_pixels


def test_as_much_is_sent_as_the_selection_may_reach() -> None:
    bounds = (100, 100, 200, 180)
    assert Refinement(grow_px=-9.0).area_for(bounds, CANVAS) == (96, 96, 204, 184)
    assert Refinement(grow_px=6.0, feather_px=2.0).area_for(bounds, CANVAS) == (84, 84, 216, 196)
    assert Refinement(snap=True).area_for(bounds, CANVAS) == (64, 64, 236, 216)
    assert Refinement(edge="matte", snap=True).area_for(bounds, CANVAS) == (0, 0, *CANVAS)
    assert Refinement(edge="auto").area_for(bounds, CANVAS) == (0, 0, *CANVAS)
    assert Refinement(feather_px=999.0).area_for(bounds, CANVAS) == (0, 0, *CANVAS)


def test_points_are_in_pixels_of_what_is_sent() -> None:
    wish = Refinement(keep_at=((110.0, 120.0, 1),), grow_px=4.0)
    whole = wish.request((100, 100, 200, 180), b"", (0, 0, 1, 1))
    assert (whole.kind, whole.size) == ("mask", (100, 80))
    assert (whole.keep_at, whole.grow_px) == (((10.0, 20.0, 1),), 4.0)
    half = wish.request((100, 100, 200, 180), b"", (0, 0, 1, 1), size=(50, 40))
    assert (half.keep_at, half.grow_px) == (((5.0, 10.0, 1),), 2.0)


def test_a_refinement_that_asks_for_nothing_asks_for_no_matte_either() -> None:
    assert Refinement().request((0, 0, 9, 9), b"", (0, 0, 9, 9)).edge == "mask"


def test_what_the_worker_has_seen_is_said_of_a_part_of_it() -> None:
    wish = Refinement(snap=True)
    sent = wish.request((100, 100, 200, 180), b"", (0, 0, 1, 1), size=(50, 40), whole=(20, 10, 400, 300))
    assert (sent.part, sent.part_of) == ((80, 90, 180, 170), (380, 290))
    alone = wish.request((0, 0, 400, 300), b"", (0, 0, 1, 1), whole=(0, 0, 400, 300))
    assert (alone.part, alone.part_of) == (None, None)
    unseen = Refinement(grow_px=2.0).request((100, 100, 200, 180), b"", (0, 0, 1, 1), whole=(0, 0, 400, 300))
    assert unseen.part is None
