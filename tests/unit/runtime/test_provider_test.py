"""A GPU must earn its place; the CPU stays on any doubt, and says why."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from fakes.colour_model import DECODER, ENCODER, ColourEncoder
from smart_select.errors import ModelUnusable
from smart_select.layouts import recognise
from smart_select.runtime.provider_test import PROVIDERS, compare, open_on_gpu

LAYOUT = recognise(ENCODER, DECODER, "the colour model")
FEED = {"x": np.zeros(1, np.float32)}


class FakeEncoder:
    def __init__(self, answer: Callable[[], np.ndarray], seconds: float) -> None:
        self._answer = answer
        self._seconds = seconds

    def run(self, feed: dict) -> dict[str, np.ndarray]:
        time.sleep(self._seconds)
        return {"features": self._answer()}


RIGHT = np.random.default_rng(0).standard_normal(1000).astype(np.float32)


def cpu() -> FakeEncoder:
    return FakeEncoder(lambda: RIGHT, 0.02)


def test_right_and_faster_is_used() -> None:
    verdict = compare(cpu(), FakeEncoder(lambda: RIGHT * 1.001, 0.0), FEED)
    assert verdict.use_gpu
    assert "of the CPU's time" in verdict.reason


def test_right_but_slower_is_not_used() -> None:
    verdict = compare(cpu(), FakeEncoder(lambda: RIGHT, 0.05), FEED)
    assert not verdict.use_gpu
    assert "of the CPU's time" in verdict.reason


@pytest.mark.parametrize("wrong", [RIGHT[::-1].copy(), np.zeros_like(RIGHT), RIGHT * np.nan, RIGHT + 0.1])
def test_faster_but_wrong_is_not_used(wrong: np.ndarray) -> None:
    verdict = compare(cpu(), FakeEncoder(lambda: wrong, 0.0), FEED)
    assert not verdict.use_gpu
    assert "other numbers" in verdict.reason


def test_unknown_provider_stays_on_the_cpu_and_names_the_known_ones(tmp_path: Path) -> None:
    encoder = ColourEncoder()
    graph, note = open_on_gpu(tmp_path / "e.onnx", encoder, LAYOUT, "vulkan")
    assert graph is encoder
    assert "cuda" in note
    assert "vulkan" in note


def test_provider_that_this_onnx_runtime_lacks_stays_on_the_cpu_and_says_so(tmp_path: Path) -> None:
    missing = next(name for name, full in PROVIDERS.items() if full not in ort.get_available_providers())
    encoder = ColourEncoder()
    graph, note = open_on_gpu(tmp_path / "e.onnx", encoder, LAYOUT, missing)
    assert graph is encoder
    assert "has no" in note


def test_provider_that_fails_in_the_run_is_not_used() -> None:
    def out_of_memory() -> np.ndarray:
        raise ModelUnusable("encoder.onnx", "ONNX Runtime can open it but not run it")

    verdict = compare(cpu(), FakeEncoder(out_of_memory, 0.0), FEED)
    assert not verdict.use_gpu
    assert verdict.reason == "fails on it"


def test_provider_that_answers_in_another_shape_is_not_used() -> None:
    verdict = compare(cpu(), FakeEncoder(lambda: RIGHT[:7], 0.0), FEED)
    assert not verdict.use_gpu
    assert "another shape" in verdict.reason
