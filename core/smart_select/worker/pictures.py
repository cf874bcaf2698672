"""The pictures that clients work on, with their embeddings, within a budget of bytes."""

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property

from smart_select.values import Embedding, Photo, Size
from smart_select.worker.answers import look_of

BUDGET_BYTES = 384 << 20
"""Two dozen photographs at the size that SAM looks at, or the one large picture that somebody works on."""


@dataclass
class Picture:
    """A picture's pixels (which may be a smaller copy), its full size, and its embeddings by model."""

    photo: Photo
    full_size: Size
    embeddings: dict[str, Embedding] = field(default_factory=dict)

    @cached_property
    def look(self) -> Photo:
        """The picture as a stamp, by which answers about it are known again."""
        return look_of(self.photo)

    @property
    def bytes(self) -> int:
        """What it occupies."""
        tensors = (tensor for embedding in self.embeddings.values() for tensor in embedding.tensors.values())
        return self.photo.nbytes + sum(tensor.nbytes for tensor in tensors)


class Pictures:
    """The pictures used last. For one thread, but for `count` and `used_bytes`."""

    def __init__(self, budget_bytes: int = BUDGET_BYTES) -> None:
        self._budget_bytes = budget_bytes
        self._pictures: OrderedDict[str, Picture] = OrderedDict()
        self.used_bytes = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._pictures)

    def get(self, name: str) -> Picture | None:
        """Return a picture and mark it as used just now."""
        picture = self._pictures.get(name)
        if picture is not None:
            self._pictures.move_to_end(name)
        return picture

    def put(self, name: str, picture: Picture) -> None:
        """Keep a picture, or count it anew; drop those used longest ago, but never the one just given."""
        self._pictures[name] = picture
        self._pictures.move_to_end(name)
        self.used_bytes = sum(kept.bytes for kept in self._pictures.values())
        while self.used_bytes > self._budget_bytes and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self.used_bytes -= dropped.bytes
