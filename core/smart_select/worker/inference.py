"""The small interface behind which networks run; a remote engine would fit behind it, too."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Protocol

from smart_select.embeddings.cache import DISK_BUDGET_BYTES, EmbeddingCache
from smart_select.embeddings.disk import DiskCache
from smart_select.embeddings.memory import MemoryCache, Tensors
from smart_select.engine import Engine, load
from smart_select.models import ModelStatus, ModelStore
from smart_select.paths import cache_dir, models_dir
from smart_select.runtime.cancelling import CancelToken
from smart_select.subject import select_subject
from smart_select.values import Embedding, Photo, Prediction, Prompt, Size

_OPEN_MODELS = 2
"""Models kept open: the one in use and the one before it."""
_MEMORY_BUDGET_BYTES = 128 << 20
"""Half of what a program has that computes nothing else: the worker keeps pictures, too."""


class Inference(Protocol):
    """One open model."""

    @property
    def note(self) -> str:
        """What the encoder runs on, for people."""

    def encode(self, photo: Photo, token: CancelToken) -> tuple[Embedding, bool]:
        """Return the embedding, and whether it came from a cache; raises Cancelled when `token` says so."""

    def predict(self, embedding: Embedding, prompt: Prompt) -> Prediction:
        """Answer a prompt."""

    def find_subject(self, embedding: Embedding, token: CancelToken) -> Prediction:
        """Answer without a prompt; raises Cancelled when `token` says so."""

    def covered(self, size: Size) -> tuple[float, float]:
        """Return which part of the logits' square a picture of `size` covers, along x and y."""


class Inferences(Protocol):
    """All models; used by one thread, but for the properties."""

    @property
    def open_models(self) -> tuple[str, ...]:
        """The names of the models in memory."""

    @property
    def cached_bytes(self) -> int:
        """Bytes of embeddings in memory."""

    def is_open(self, model: str) -> bool:
        """Whether `open` returns at once."""

    def open(self, model: str) -> Inference:
        """Return a model, opened if it is not; raises SmartSelectError."""

    def statuses(self) -> Sequence[ModelStatus]:
        """Return where each known model stands."""


class WatchedCache(EmbeddingCache):
    """A cache that remembers whether the last look-up found something."""

    found = False

    def get(self, key: str) -> Tensors | None:
        """Return the tensors under `key`, or None."""
        tensors = super().get(key)
        self.found = tensors is not None
        return tensors


class LocalInference:
    """An engine in this process."""

    def __init__(self, engine: Engine, cache: WatchedCache) -> None:
        self._engine = engine
        self._cache = cache

    @property
    def note(self) -> str:
        """What the encoder runs on, for people."""
        return self._engine.provider_note

    def encode(self, photo: Photo, token: CancelToken) -> tuple[Embedding, bool]:
        """Return the embedding, and whether it came from a cache."""
        self._cache.found = False
        embedding = self._engine.encode(photo, token=token)
        return embedding, self._cache.found

    def predict(self, embedding: Embedding, prompt: Prompt) -> Prediction:
        """Answer a prompt."""
        return self._engine.predict(embedding, prompt)

    def find_subject(self, embedding: Embedding, token: CancelToken) -> Prediction:
        """Answer without a prompt; raises Cancelled when `token` says so."""
        return select_subject(self._engine, embedding, token=token)

    def covered(self, size: Size) -> tuple[float, float]:
        """Return which part of the logits' square a picture of `size` covers."""
        return self._engine.covered(size)


class LocalInferences:
    """Models of this machine's store, a few of them open."""

    def __init__(self, load_engine: Callable[[str, EmbeddingCache], Engine] | None = None) -> None:
        self._load = load_engine or (lambda model, cache: load(model, frugal=True, cache=cache))
        self._memory = MemoryCache(_MEMORY_BUDGET_BYTES)
        self._cache = WatchedCache(self._memory, DiskCache(cache_dir() / "embeddings", DISK_BUDGET_BYTES))
        self._open: OrderedDict[str, LocalInference] = OrderedDict()

    @property
    def open_models(self) -> tuple[str, ...]:
        """The names of the models in memory."""
        return tuple(self._open)

    @property
    def cached_bytes(self) -> int:
        """Bytes of embeddings in memory."""
        return self._memory.used_bytes

    def is_open(self, model: str) -> bool:
        """Whether `open` returns at once."""
        return model in self._open

    def open(self, model: str) -> LocalInference:
        """Return a model, opened if it is not; the one used longest ago makes room."""
        inference = self._open.get(model)
        if inference is None:
            while len(self._open) >= _OPEN_MODELS:
                self._open.popitem(last=False)
            inference = self._open[model] = LocalInference(self._load(model, self._cache), self._cache)
        self._open.move_to_end(model)
        return inference

    def statuses(self) -> Sequence[ModelStatus]:
        """Return where each known model stands."""
        return ModelStore(models_dir()).statuses()
