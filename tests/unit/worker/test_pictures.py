"""The worker's pictures stay within their budget."""

import numpy as np

from smart_select.values import Embedding
from smart_select.worker.pictures import Picture, Pictures


def a_picture(side: int = 10) -> Picture:
    return Picture(np.zeros((side, side, 3), np.uint8), (side, side))


def test_the_picture_used_longest_ago_makes_room() -> None:
    pictures = Pictures(budget_bytes=700)
    for name in "ab":
        pictures.put(name, a_picture())
    assert pictures.get("a")
    pictures.put("c", a_picture())
    assert pictures.get("b") is None
    assert pictures.get("a")
    assert (pictures.count, pictures.used_bytes) == (2, 600)


def test_a_picture_beyond_the_budget_is_kept_alone() -> None:
    pictures = Pictures(budget_bytes=700)
    pictures.put("small", a_picture())
    pictures.put("large", a_picture(100))
    assert pictures.count == 1
    assert pictures.get("large")


def test_embeddings_count_too() -> None:
    pictures = Pictures(budget_bytes=1000)
    picture = a_picture()
    pictures.put("a", picture)
    tensor = np.zeros(50, np.float32)
    picture.embeddings["model"] = Embedding({"tensor": tensor}, picture.photo, "model")
    pictures.put("a", picture)
    assert pictures.used_bytes == 300 + 200
