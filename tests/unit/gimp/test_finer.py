from smart_select_gimp.finer import finer_frame, refine_request, refined
from smart_select_gimp.frames import Frame
from smart_select_gimp.geometry import Geometry
from smart_select_gimp.seen import Seen
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.values import Area, Selection

FRAME = Frame(left=100, top=50, columns=150, rows=100, step=4)
SEEN = Seen(
    Picture.of(bytes(150 * 100 * 3), FRAME.size, full_size=FRAME.full_size), FRAME, Geometry((800, 600), {})
)


def selection(area: "Area | None") -> Selection:
    return Selection(FRAME.full_size, area, b"", (0.5,), 1, b"\0" * 16, (2, 2))


def test_the_objects_area_is_read_with_all_pixels_and_a_margin() -> None:
    finer = finer_frame(selection((201, 101, 299, 199)), SEEN, "sam2.1-tiny")
    assert finer == Frame(left=100 + 152, top=50 + 52, columns=196, rows=196, step=1)
    points = ((250.0, 150.0, 1), (230.0, 120.0, 0))
    request = refine_request(selection((201, 101, 299, 199)), points, SEEN, "sam2.1-tiny", finer, b"")
    assert request.area == (152, 52, 348, 248)
    assert request.size == (196, 196)
    assert request.full_size == FRAME.full_size
    assert request.points == points  # so that no hole that was clicked into is filled again


def test_the_margin_ends_with_the_picture() -> None:
    finer = finer_frame(selection((0, 0, 600, 400)), SEEN, "sam2.1-tiny")
    assert finer == Frame(left=100, top=50, columns=600, rows=400, step=1)


def test_a_huge_object_is_read_coarser_and_not_at_all_where_that_is_no_gain() -> None:
    huge = Frame(left=0, top=0, columns=2000, rows=1500, step=4)
    seen = Seen(SEEN.picture, huge, SEEN.geometry)
    finer = finer_frame(selection((0, 0, 8000, 6000)), seen, "sam2.1-tiny")
    assert finer == Frame(left=0, top=0, columns=4000, rows=3000, step=2)
    half = Frame(left=0, top=0, columns=4000, rows=3000, step=2)
    assert finer_frame(selection((0, 0, 8000, 6000)), Seen(SEEN.picture, half, SEEN.geometry), "x") is None


def test_it_is_not_done_where_nothing_was_found_or_all_pixels_were_seen_or_the_model_draws_its_own() -> None:
    assert finer_frame(selection(None), SEEN, "sam2.1-tiny") is None
    assert finer_frame(selection((1, 1, 9, 9)), SEEN, "embedded") is None
    exact = Seen(SEEN.picture, Frame(0, 0, 150, 100, 1), SEEN.geometry)
    assert finer_frame(selection((1, 1, 9, 9)), exact, "sam2.1-tiny") is None


def test_scores_and_logits_stay_with_the_new_edge() -> None:
    before = selection((0, 0, 2, 2))
    sharp = Selection(FRAME.full_size, (0, 0, 1, 1), b"\xff", (), 1, b"", (0, 0))
    after = refined(before, sharp)
    assert (after.area, after.mask) == ((0, 0, 1, 1), b"\xff")
    assert (after.scores, after.logits) == (before.scores, before.logits)
    assert refined(before, Selection(FRAME.full_size, None, b"", (), 1, b"", (0, 0))) is before
