"""A call's image and layers, which may be gone by the time when it begins."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from smart_select_gimp.given import check_drawables, check_open
from smart_select_gimp.problems import ImageChanged, OfAnotherImage


@dataclass
class FakeImage:
    number: int
    is_open: bool = True

    def get_id(self) -> int:
        return self.number

    def is_valid(self) -> bool:
        return self.is_open


@dataclass
class FakeLayer:
    """A layer; one that was deleted is in no image."""

    image: FakeImage | None

    def is_valid(self) -> bool:
        return self.image is not None

    def get_image(self) -> FakeImage | None:
        return self.image

    def get_name(self) -> str:
        return "sky"


def test_layers_of_the_image_are_as_they_should_be() -> None:
    image = FakeImage(1)
    check_open(image)
    check_drawables(image, [FakeLayer(image), FakeLayer(image)])


def test_a_closed_image_is_told_of() -> None:
    with pytest.raises(ImageChanged):
        check_open(FakeImage(1, is_open=False))


def test_a_layer_that_was_deleted_during_the_set_up_is_told_of_as_that() -> None:
    image = FakeImage(1)
    with pytest.raises(ImageChanged):
        check_drawables(image, [FakeLayer(image), FakeLayer(None)])


def test_a_layer_of_another_image_is_told_of_by_its_name() -> None:
    with pytest.raises(OfAnotherImage, match="sky"):
        check_drawables(FakeImage(1), [FakeLayer(FakeImage(2))])
