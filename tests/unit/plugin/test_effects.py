"""Fields of Compose, for a picture and for a smaller copy of it."""

from smart_select_plugin.effects import GroundPicture, fields_for, ground_fields

RED, BLUE = (255, 0, 0), (0, 0, 255)


def test_lengths_shrink_with_the_copy_and_nothing_else_does() -> None:
    fields = {"sigma_px": 12.0, "falloff_px": 100.0, "grow_px": -8.0, "amount": 0.5, "lens": "disc"}
    assert fields_for(fields, (400, 300), 0.25) == {
        "sigma_px": 3.0,
        "falloff_px": 25.0,
        "grow_px": -2.0,
        "amount": 0.5,
        "lens": "disc",
    }


def test_no_length_is_longer_than_the_copy_and_a_blur_is_never_nothing() -> None:
    assert fields_for({"sigma_px": 900.0, "grow_px": -900.0}, (40, 30)) == {
        "sigma_px": 40.0,
        "grow_px": -40.0,
    }
    assert fields_for({"radius_px": 1.0, "feather_px": 0.0}, (40, 30), 0.01) == {
        "radius_px": 0.1,
        "feather_px": 0.0,
    }


def test_a_ground_is_a_colour_a_gradient_or_a_picture() -> None:
    assert ground_fields("clear", (RED, BLUE)) == {}
    assert ground_fields("color", (RED, BLUE))["stops"] == (RED, RED)
    gradient = ground_fields("gradient", (RED, BLUE), angle_deg=90.0)
    assert (gradient["stops"], gradient["angle_deg"]) == ((RED, BLUE), 90.0)
    picture = ground_fields("file", (RED, BLUE), picture=GroundPicture((2, 1), b"abcdef"), fit="tile")
    assert picture == {"colour": RED, "background": b"abcdef", "background_size": (2, 1), "fit": "tile"}
