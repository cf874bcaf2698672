import pytest

from smart_select_krita.options import Options, load_options, save_options


def test_options_come_back_as_they_were_kept() -> None:
    kept: dict[str, str] = {}
    options = Options(
        model="tiny", operation="add", source="layer", output="layer", grow=-3, feather=7, hover=False
    )
    save_options(options, kept.__setitem__)
    assert load_options(lambda name, default: kept.get(name, default)) == options


def test_nothing_kept_means_the_usual() -> None:
    assert load_options(lambda name, default: default) == Options()


@pytest.mark.parametrize(
    ("name", "text"), [("operation", "divide"), ("output", ""), ("grow", "much"), ("model", "")]
)
def test_nonsense_changes_nothing(name: str, text: str) -> None:
    assert Options().with_text(name, text) == Options()


def test_lengths_stay_in_their_bounds() -> None:
    assert Options().with_text("grow", "-9999").grow == -100
    assert Options().with_text("feather", "-5").feather == 0
