"""What the user chose for the verbs, and what the worker is asked for."""

import pytest

from smart_select_krita.effects import fields_of, keeps_object, layer_name
from smart_select_krita.verb_settings import VerbSettings, load_settings, save_settings
from smart_select_plugin.effects import GroundPicture

SIZE = (400, 300)


def test_settings_come_back_as_they_were_kept_but_for_the_layer() -> None:
    kept: dict[str, str] = {}
    chosen = VerbSettings(verb="sky", sky="gradient", color="#102030", blur=7, layer="{one}", haze=10)
    save_settings(chosen, kept.__setitem__)
    found = load_settings(lambda name, default: kept.get(name, default))
    assert found == chosen.with_value("layer", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [("verb", "explode"), ("fill", "clear"), ("blur", "wide"), ("color", "red"), ("second_color", "#12345g")],
)
def test_what_means_nothing_changes_nothing(name: str, value: str) -> None:
    assert VerbSettings().with_value(name, value) == VerbSettings()


def test_numbers_stay_within_their_bounds() -> None:
    settings = VerbSettings().with_value("blur", 5000).with_value("light", -3)
    assert (settings.blur, settings.light) == (1000, 0)


def test_lengths_are_the_copy_s_and_never_longer_than_it() -> None:
    blur = VerbSettings(verb="blur", blur=40, lens="disc", falloff=20000)
    fields = fields_of(blur, SIZE, 0.5, None)
    assert (fields["radius_px"], fields["falloff_px"], "sigma_px" in fields) == (20.0, 400.0, False)
    assert fields_of(VerbSettings(verb="blur", blur=1000), SIZE, 1.0, None)["sigma_px"] == 400.0


def test_each_ground_becomes_the_fields_that_say_it() -> None:
    colour = fields_of(VerbSettings(color="#0a141e", shadow=50), SIZE, 1.0, None)
    assert (colour["kind"], colour["stops"], colour["shadow"]) == ("replace", ((10, 20, 30),) * 2, 0.5)
    gradient = fields_of(VerbSettings(fill="gradient", angle=90), SIZE, 1.0, None)
    assert (gradient["stops"], gradient["angle_deg"]) == (((255,) * 3, (192,) * 3), 90.0)
    picture = GroundPicture((2, 1), b"abcdef")
    laid = fields_of(VerbSettings(fill="file", fit="tile"), SIZE, 1.0, picture)
    assert (laid["background"], laid["background_size"], laid["fit"]) == (b"abcdef", (2, 1), "tile")
    clear = fields_of(VerbSettings(verb="sky"), SIZE, 1.0, None)
    assert not {"stops", "background", "shadow"} & set(clear)


def test_layers_are_named_by_what_is_on_them() -> None:
    names = [layer_name(VerbSettings(verb=verb), "Photo") for verb in ("remove", "replace", "blur", "sky")]
    assert names == ["Photo: object", "New background", "Blurred background", "New sky"]


def test_the_object_s_own_pixels_are_kept_where_nothing_changes_them() -> None:
    assert keeps_object(VerbSettings(verb="blur"), has_alpha=True)
    assert keeps_object(VerbSettings(verb="replace"), has_alpha=False)
    assert not keeps_object(VerbSettings(verb="replace", light=10), has_alpha=False)
    assert not keeps_object(VerbSettings(verb="replace"), has_alpha=True)
    assert not keeps_object(VerbSettings(verb="sky"), has_alpha=False)
