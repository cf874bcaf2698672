from smart_select_gimp.geometry import Geometry

BEFORE = Geometry((100, 80), {1: (100, 80, 0, 0), 2: (10, 10, 5, 5)})


def test_layers_may_come_and_go() -> None:
    assert BEFORE.fits(BEFORE)
    assert BEFORE.fits(Geometry((100, 80), {1: (100, 80, 0, 0), 3: (1, 1, 0, 0)}))


def test_nothing_may_be_scaled_cropped_or_moved() -> None:
    assert not BEFORE.fits(Geometry((50, 40), BEFORE.layers))
    assert not BEFORE.fits(Geometry((100, 80), {1: (100, 80, 3, 0)}))


def test_a_layer_that_was_turned_or_deleted_is_not_what_was_seen() -> None:
    seen = Geometry((100, 80), BEFORE.layers, {1: "a", 2: "b"})
    assert seen.shows_the_same(Geometry((100, 80), BEFORE.layers, {1: "a", 2: "b", 3: "new"}))
    assert not seen.shows_the_same(Geometry((100, 80), BEFORE.layers, {1: "a", 2: "turned"}))
    assert not seen.shows_the_same(Geometry((100, 80), {1: (100, 80, 0, 0)}, {1: "a"}))
    assert not seen.shows_the_same(Geometry((80, 80), BEFORE.layers, {1: "a", 2: "b"}))
