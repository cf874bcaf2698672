"""Where a smaller copy was looked at, the edge still is as sharp as the picture's own pixels."""

from typing import Any

import pytest

from gimp.gimp_session import GimpSession
from gimp.tiny_model import write_tiny_model


@pytest.fixture(scope="module")
def edge(gimp: GimpSession) -> Any:
    model = write_tiny_model(gimp.home / "tiny-model")
    return gimp.run("edge_of_smaller_copy", variables={"TINY_MODEL": str(model)})


def test_the_disc_is_found(edge: Any) -> None:
    assert edge["answer"]["ok"], edge["answer"]
    assert edge["both"] > 0.995 * max(edge["drawn"], edge["found"])


def test_the_edge_is_as_sharp_as_the_discs(edge: Any) -> None:
    # The copy is a quarter as large: its soft pixels would be four times as wide here.
    assert edge["soft"] / edge["perimeter"] < 2.5


def test_only_the_selection_changes(edge: Any) -> None:
    before, after = ({**edge[when], "selection": 0, "dirty": 0} for when in ("before", "after"))
    assert before == after
