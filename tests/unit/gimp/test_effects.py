"""What a verb's arguments ask the worker for."""

from smart_select_gimp.effects import effect_of, shown_effect_of
from smart_select_gimp.procedures import BACKGROUND, BLUR, CUT_OUT, DESATURATE, PREFIX, REPLACE, SKY


class FakeConfig:
    """A call's arguments."""

    def __init__(self, **values: object) -> None:
        self._values = {"edge": "auto", **values}

    def get_property(self, name: str) -> object:
        return self._values[name.replace("-", "_")]


def test_gimps_own_masks_and_layers_do_what_they_can() -> None:
    assert effect_of(PREFIX, FakeConfig()) is None
    assert effect_of(BACKGROUND, FakeConfig(output="layer-mask")) is None
    assert effect_of(REPLACE, FakeConfig(fill="color", light=0.0, shadow=0.0)) is None


def test_a_cut_out_is_grown_and_feathered_by_the_worker() -> None:
    effect = effect_of(BACKGROUND, FakeConfig(output="cut-out", grow=-2, feather=1.5))
    assert effect is not None
    assert effect.kind == "cutout"
    assert effect.fields == {"grow_px": -2.0, "feather_px": 1.5, "edge": "auto"}


def test_what_is_cut_out_is_seen_alone_where_that_is_wished_for() -> None:
    wish = {"grow": 0, "feather": 0.0, "edge": "matte"}
    for hide in (True, False):
        effect = effect_of(CUT_OUT, FakeConfig(output="cut-out", hide=hide, **wish))
        assert effect is not None
        assert effect.hides_layer is hide
    assert effect_of(CUT_OUT, FakeConfig(output="layer-mask", hide=True, **wish)) is None


def test_a_preview_of_a_layer_mask_keeps_the_colours_and_has_the_edge() -> None:
    shown = shown_effect_of(CUT_OUT, FakeConfig(output="layer-mask", grow=1, feather=0.0, edge="matte"))
    assert shown.kind == "cutout"
    assert shown.fields == {"grow_px": 1.0, "feather_px": 0.0, "edge": "matte", "clean_colours": False}


def test_a_lens_has_a_radius_and_a_gaussian_a_deviation() -> None:
    gaussian = effect_of(BLUR, FakeConfig(lens="gaussian", blur=12.0, falloff=0.0))
    disc = effect_of(BLUR, FakeConfig(lens="disc", blur=12.0, falloff=50.0))
    assert gaussian is not None
    assert disc is not None
    assert gaussian.fields["sigma_px"] == 12.0
    assert "radius_px" not in gaussian.fields
    assert disc.fields["radius_px"] == 12.0
    assert disc.fields["falloff_px"] == 50.0


def test_no_length_is_longer_than_the_picture() -> None:
    blur = effect_of(BLUR, FakeConfig(lens="gaussian", blur=900.0, falloff=5000.0))
    assert blur is not None
    fields = blur.fields_for((40, 30))
    assert fields["sigma_px"] == 40.0
    assert fields["falloff_px"] == 40.0
    assert fields["edge"] == "auto"


def test_grey_and_a_clear_sky_need_nothing_else() -> None:
    grey = effect_of(DESATURATE, FakeConfig(amount=0.4))
    assert grey is not None
    assert grey.fields == {"amount": 0.4, "edge": "auto"}
    sky = effect_of(SKY, FakeConfig(fill="clear", haze=0.3, light=0.2))
    assert sky is not None
    assert sky.fields == {"haze": 0.3, "light": 0.2, "edge": "auto"}
