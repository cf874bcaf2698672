"""What the commands need of the engine; tests hand in one that needs no model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from smart_select.models import ModelStatus, ModelStore
from smart_select.paths import models_dir
from smart_select.prompting import check_prompt
from smart_select.values import Embedding, Photo, Prediction, Prompt, Size


class Selector(Protocol):
    """The part of `smart_select.engine.Engine` that commands call."""

    @property
    def provider_note(self) -> str:
        """Say what the encoder runs on, and why not on what was wished for."""

    @property
    def cache_problem(self) -> str:
        """Say in one sentence why embeddings are not kept; empty while all is well."""

    def encode(self, image: Photo, /) -> Embedding:
        """Return what the encoder makes of an H×W×3 uint8 sRGB picture."""

    def covered(self, size: Size, /) -> tuple[float, float]:
        """Return which part of the logits' square a picture of `size` covers, along x and y."""

    def predict(self, embedding: Embedding, prompt: Prompt, /) -> Prediction:
        """Return the decoder's answer to a prompt."""


@dataclass(frozen=True)
class Backend:
    """The engine's verbs and the models on disk; `load` takes a model (id or folder) and a provider."""

    load: Callable[[str, str], Selector]
    select_subject: Callable[[Any, Embedding], Prediction]
    check_prompt: Callable[[Prompt, Size], None]
    model_statuses: Callable[[], Sequence[ModelStatus]]


def _load(model: str, provider: str) -> Selector:
    # Late, so that the doctor can tell of an ONNX Runtime that can't be loaded.
    from smart_select.engine import load

    return load(model, provider=provider)


def _select_subject(engine: Any, embedding: Embedding) -> Prediction:  # noqa: ANN401 - see Backend
    from smart_select.subject import select_subject

    return select_subject(engine, embedding)


ENGINE: Final = Backend(
    load=_load,
    select_subject=_select_subject,
    check_prompt=check_prompt,
    model_statuses=lambda: ModelStore(models_dir()).statuses(),
)
"""The real one."""
