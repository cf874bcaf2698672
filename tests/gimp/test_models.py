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


def test_the_set_up_tells_what_each_model_takes_and_keeps_the_choice(models: Any) -> None:
    first, again = models["set-up opened first"], models["set-up opened again"]
    only, tiny, small = first["offers"]
    sizes = [text for text in first["texts"] if "download" in text]
    assert (only.split()[0], tiny.split()[3], small.split()[3]) == ("Built-in", "tiny:", "small:")
    assert sizes == [
        "Nothing to download",
        "144 MB to download, 155 MB on the disk",
        "170 MB to download, 183 MB on the disk",
    ]
    assert first["checked"] == [only]
    assert again["checked"] == [tiny]


def test_the_doctor_looks_at_the_engine_that_is_used(models: Any) -> None:
    assert "not set up" not in models["set-up opened first"]["doctor"]
    assert "onnxruntime" in models["set-up opened first"]["doctor"].lower().replace(" ", "")
