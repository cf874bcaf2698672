"""Every state against every event: what happens next, or that it can't happen."""

import itertools

import pytest

from smart_select_plugin.session import Event, State, TransitionUnknown, next_state, possible_events

# Rows: states; columns: events; a dot is "can't happen".
TABLE = """
                IDLE      SETTING_UP STARTING   ENCODING READY    WORKING  FAILED
BEGIN           STARTING  .          .          .        .        .        .
SETUP_NEEDED    .         .          SETTING_UP .        .        .        .
SETUP_DONE      .         STARTING   .          .        .        .        .
CONNECTED       .         .          ENCODING   .        .        .        .
ENCODED         .         .          .          READY    .        .        .
PROMPT          .         SETTING_UP STARTING   ENCODING WORKING  WORKING  .
ANSWER          .         .          .          .        .        READY    .
REFUSED         .         .          .          .        .        READY    .
PICTURE_CHANGED .         SETTING_UP STARTING   ENCODING ENCODING ENCODING FAILED
WORKER_DIED     .         .          .          STARTING STARTING STARTING .
CANCEL          .         IDLE       IDLE       IDLE     .        READY    .
ERROR           .         FAILED     FAILED     FAILED   FAILED   FAILED   .
RETRY           .         .          .          .        .        .        STARTING
CLOSE           IDLE      IDLE       IDLE       IDLE     IDLE     IDLE     IDLE
"""


def expected() -> dict[tuple[State, Event], State | None]:
    header, *lines = TABLE.strip("\n").splitlines()
    states = [State[name] for name in header.split()]
    table: dict[tuple[State, Event], State | None] = {}
    for line in lines:
        event, *cells = line.split()
        for state, cell in zip(states, cells, strict=True):
            table[state, Event[event]] = None if cell == "." else State[cell]
    return table


def test_the_table_has_every_pair() -> None:
    assert set(expected()) == set(itertools.product(State, Event))


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, Event)))
def test_next_state(state: State, event: Event) -> None:
    wanted = expected()[state, event]
    if wanted is None:
        with pytest.raises(TransitionUnknown) as caught:
            next_state(state, event)
        assert (caught.value.state, caught.value.event) == (state, event)
    else:
        assert next_state(state, event) is wanted
    assert possible_events(state).get(event) is wanted


@pytest.mark.parametrize("state", State)
def test_every_state_can_be_reached_and_left(state: State) -> None:
    reached = {State.IDLE}
    while True:
        further = {after for before in reached for after in possible_events(before).values()} | reached
        if further == reached:
            break
        reached = further
    assert state in reached
    assert next_state(state, Event.CLOSE) is State.IDLE
