"""The panel's model chooser: what is there is used, what is not is offered, and a failure is a sentence."""

import json
from typing import Any

import pytest

from gimp.gimp_session import GimpSession
from gimp.tiny_model import write_tiny_model


@pytest.fixture(scope="module")
def models(gimp: GimpSession) -> Any:
    model = write_tiny_model(gimp.home / "model-to-add")
    return gimp.use("gui_models", timeout_s=900, variables={"TINY_MODEL": str(model)})


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
