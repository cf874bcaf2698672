"""How an answer is shown on the picture: tinted, outlined, or lighter than the rest."""

import pytest
from fake_qt import QtGui

from conftest import Studio
from smart_select_krita.geometry import ImagePoint
from smart_select_krita.masks import Shade, Tint
from smart_select_krita.overlay import renders_right
from smart_select_plugin.wire.values import Selection

FULL = (400, 300)
GREY = 128


def answer(x0: int, y0: int, x1: int, y1: int) -> Selection:
    mask = b"\xff" * ((x1 - x0) * (y1 - y0))
    return Selection(FULL, (x0, y0, x1, y1), mask, (0.9,), 1, b"", (0, 0))


def drawn(*shown: "Tint | Shade") -> "QtGui.QImage":
    """The picture, all of it grey, with these on it."""
    image = QtGui.QImage(*FULL, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor(GREY, GREY, GREY))
    painter = QtGui.QPainter(image)
    for one in shown:
        painter.drawImage(one.rect, one.image)
    painter.end()
    return image


def test_a_tint_colours_the_object_and_nothing_else() -> None:
    image = drawn(Tint(answer(100, 100, 200, 200)))
    inside, outside = image.pixelColor(150, 150), image.pixelColor(50, 50)
    assert inside.blue() > GREY + 20
    assert inside.red() < GREY
    assert outside.red() == outside.blue() == GREY


def test_an_outline_leaves_the_colours_of_the_object_alone() -> None:
    hole = Selection(
        FULL,
        (100, 100, 200, 200),
        b"".join(
            (bytes(30) + b"\xff" * 40 + bytes(30)) if 30 <= row < 70 else bytes(100) for row in range(100)
        ),
        (0.9,),
        1,
        b"",
        (0, 0),
    )
    image = drawn(Tint(hole, "outline"))
    assert image.pixelColor(150, 150).red() == GREY
    row = [image.pixelColor(x, 150).red() for x in range(120, 140)]
    assert max(row) > 240
    assert min(row) < 20


def test_the_outline_of_a_soft_edge_is_light_and_dark_too() -> None:
    across = bytes(min(max(3 * column - 100, 0), 255) for column in range(200))
    soft = Selection(FULL, (100, 100, 300, 200), across * 100, (0.9,), 1, b"", (0, 0))
    image = drawn(Tint(soft, "outline"))
    row = [image.pixelColor(x, 150).red() for x in range(100, 300)]
    assert max(row) > 240
    assert min(row) < 20


def test_brightness_makes_the_objects_lighter_and_the_rest_darker_by_a_tenth() -> None:
    first, second = answer(50, 50, 150, 150), answer(250, 100, 350, 200)
    image = drawn(Shade((first, second)))
    for x, y in ((100, 100), (300, 150)):
        assert image.pixelColor(x, y).red() == pytest.approx(GREY * 1.2, abs=3)
    for x, y in ((10, 10), (200, 120), (390, 290)):
        assert image.pixelColor(x, y).red() == pytest.approx(GREY * 0.8, abs=3)


def test_the_look_that_is_chosen_is_shown_at_once(studio: Studio) -> None:
    studio.open()
    studio.choose("output", "layer")
    studio.session.point(ImagePoint(50, 75), True)
    studio.until(studio.idle)
    studio.desk.arm()
    studio.until(studio.idle)
    assert [tint.look for tint in studio.desk.tints()] == ["tint"]
    for look in ("brightness", "outline", "tint"):
        studio.choose("look", look)
        assert [tint.look for tint in studio.desk.tints()] == [look]
        assert studio.desk._overlay._tints == studio.desk.tints()
        assert studio.krita.settings["smart_select/look"] == look


@pytest.mark.parametrize(
    ("kind", "qt", "platform", "renderer", "right"),
    [
        ("KisOpenGLCanvas2", 6, "win32", "", False),
        ("KisOpenGLCanvas2", 6, "win32", "angle", False),
        ("KisOpenGLCanvas2", 6, "win32", "desktop", True),
        ("KisQPainterCanvas", 6, "win32", "none", True),
        ("KisOpenGLCanvas2", 5, "win32", "angle", True),
        ("KisOpenGLCanvas2", 6, "linux", "", True),
    ],
)
def test_nothing_is_laid_over_a_canvas_that_it_would_make_black(
    kind: str, qt: int, platform: str, renderer: str, right: bool
) -> None:
    assert renders_right(kind, qt=qt, platform=platform, renderer=renderer) == right
