import pytest

from smart_select_gimp import problems

PROBLEMS = [
    problems.NothingSelected(),
    problems.NothingFound(),
    problems.NothingToSee(is_layer=True),
    problems.NothingToSee(is_layer=False),
    problems.PromptNeeded(),
    problems.SizeChanged(),
    problems.SetupNeeded(),
    problems.LayerNeeded(),
    problems.LayerElsewhere(),
    problems.GimpRefused("The layer is locked."),
    problems.ImageChanged(),
]


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: type(problem).__name__)
def test_each_is_one_sentence(problem: problems.Problem) -> None:
    text = str(problem)
    assert text.endswith(".")
    assert not text.endswith("..")
    assert text.count(". ") == 0
    assert "\n" not in text
