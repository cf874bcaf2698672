"""Work side by side: what an end in the middle leaves behind."""

import threading

import pytest

from smart_select.cli.side_by_side import at_work, side_by_side


def test_output_that_nobody_takes_ends_when_what_has_begun_has_ended() -> None:
    begun, ended = threading.Event(), []

    def work(item: int) -> int:
        if item:
            begun.set()
            threading.Event().wait(0.2)
        else:
            begun.wait(5)
        ended.append(item)
        return item

    def tell(_item: int) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        side_by_side(work, [0, 1, 2, 3, 4], 2, tell=tell, stopping=lambda: None)
    assert not at_work()
    assert 0 in ended
    assert 1 in ended
