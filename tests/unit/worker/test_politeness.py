"""A worker leaves a core to whoever uses the computer."""

import os

import pytest

from smart_select.runtime import machine


@pytest.mark.parametrize(("processors", "threads"), [(1, 1), (2, 2), (3, 2), (4, 3), (8, 3), (16, 7)])
def test_a_core_is_left_free_where_there_are_more_than_two(
    monkeypatch: pytest.MonkeyPatch, processors: int, threads: int
) -> None:
    monkeypatch.setattr(machine, "_spare_cores", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(processors)), raising=False)
    machine.leave_a_core_free()
    assert machine.thread_count() == threads
