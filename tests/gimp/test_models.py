"""The panel's model chooser: what is there is used, what is not is offered, and a failure is a sentence."""

import json
from typing import Any

import pytest

from gimp.gimp_session import GimpSession
from gimp.tiny_model import write_tiny_model


@pytest.fixture(scope="module")
def models(gimp: GimpSession) -> Any:
    model = write_tiny_model(gimp.home / "model-to-add")
    return gimp.use("gui_models", variables={"TINY_MODEL": str(model)})


def model_of(state: Any) -> str:
    return str(json.loads(state["prompt"])["model"])


def test_a_declined_download_changes_nothing(models: Any) -> None:
    assert model_of(models["declined"]) == "embedded"
    assert models["declined"]["selected"] > 1000


def test_without_a_network_the_model_in_use_stays(models: Any) -> None:
    assert model_of(models["without network"]) == "embedded"


def test_a_model_that_is_there_is_used_at_once(models: Any) -> None:
    assert model_of(models["chosen"]) == "tiny-red"
    assert models["chosen"]["selected"] > 1000


def test_the_model_that_an_image_keeps_is_chosen_again(models: Any) -> None:
    assert models["opened with tiny-red"]["has it"]
    assert models["opened with tiny-red"]["says"].startswith("This is what was said")
    assert model_of(models["applied with tiny-red"]) == "tiny-red"


def test_a_kept_model_that_is_gone_is_said_and_another_one_is_used(models: Any) -> None:
    assert models["opened with gone"]["says"].startswith("The model gone,")
    assert model_of(models["applied with gone"]) == "embedded"
