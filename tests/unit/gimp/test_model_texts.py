from smart_select_gimp.model_texts import line_of
from smart_select_plugin.wire.values import ModelLine


def test_size_licence_and_speed_are_told() -> None:
    model = ModelLine("a", "SAM 2.1 tiny", "installed", 155_000_000, "Apache-2.0", 143_700_000, 1.26)
    assert line_of(model) == "SAM 2.1 tiny · 155 MB · Apache-2.0 · 1.3 s a picture here"


def test_one_that_is_not_there_tells_what_fetching_it_takes() -> None:
    model = ModelLine("a", "SAM 2.1 tiny", "not downloaded", 0, "Apache-2.0", 143_700_000)
    assert line_of(model) == "SAM 2.1 tiny · 144 MB · Apache-2.0 · not downloaded"


def test_what_nobody_knows_is_left_out() -> None:
    assert line_of(ModelLine("own", "own", "installed", 0)) == "own"
    assert line_of(ModelLine("own", "own", "damaged", 0)) == "own · damaged"


def test_the_built_in_one_says_its_size_in_figures_alone() -> None:
    label = "Built-in (small, ships with Smart Select)"
    model = ModelLine("embedded", label, "built in", 6_100_000, "Apache-2.0", 0, 0.2)
    assert line_of(model) == "Built-in · 6 MB · Apache-2.0 · 0.2 s a picture here"
