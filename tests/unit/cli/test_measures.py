"""Lengths, shares and gradients are read as written, and nothing else is."""

import argparse

import pytest

from smart_select.cli.arguments import join_coordinates
from smart_select.cli.measures import parse_gradient, parse_length, parse_share, parse_width


@pytest.mark.parametrize(
    ("text", "pixels"), [("3", 3.0), ("3px", 3.0), ("-2.5", -2.5), ("+1", 1.0), (".5%", 1.0), ("10%", 20.0)]
)
def test_lengths(text: str, pixels: float) -> None:
    assert parse_length(text).pixels((200, 100)) == pytest.approx(pixels)


@pytest.mark.parametrize("text", ["", "px", "1e3", "nan", "٣", "1 %", "--1", "3em"])
def test_other_texts_are_no_length(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        parse_length(text)


def test_lengths_end_with_the_picture() -> None:
    assert parse_length("99999").pixels((20, 10)) == 30
    assert parse_length("-999%").pixels((20, 10)) == -30


def test_a_width_is_more_than_nothing() -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        parse_width("0")
    with pytest.raises(argparse.ArgumentTypeError):
        parse_width("-1%")


@pytest.mark.parametrize(("text", "share"), [("0", 0.0), ("50%", 0.5), ("100", 1.0), ("0.5%", 0.005)])
def test_shares(text: str, share: float) -> None:
    assert parse_share(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["101%", "-1", "all", ""])
def test_other_texts_are_no_share(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        parse_share(text)


@pytest.mark.parametrize("text", ["0.5", ".25", "1", "1.0"])
def test_a_share_that_may_be_meant_of_one_or_of_a_hundred_is_asked_about(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="write the one you mean"):
        parse_share(text)
    assert parse_share(f"{text}%") == float(text) / 100


def test_gradients() -> None:
    assert parse_gradient("red, #00f").stops == ((255, 0, 0), (0, 0, 255))
    turned = parse_gradient("white,808080,black,-45")
    assert (len(turned.stops), turned.angle_deg, turned.radial) == (3, -45.0, False)
    assert parse_gradient("white,black,radial").radial
    assert parse_gradient("white,000000").stops[1] == (0, 0, 0)


@pytest.mark.parametrize("text", ["", "red", "red,radial", "red,90", "red,blues"])
def test_other_texts_are_no_gradient(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        parse_gradient(text)


def test_values_that_argparse_would_misread_are_joined_to_their_options() -> None:
    given = [
        "--grow",
        "-3",
        "--shadow",
        "a.jpg",
        "--shadow",
        "30%",
        "--match-light",
        "--invert",
        "--stroke",
        "-1,2",
    ]
    assert join_coordinates(given) == [
        *("--grow=-3", "--shadow=80%", "a.jpg", "--shadow", "30%", "--match-light=70%", "--invert"),
        "--stroke=-1,2",
    ]
