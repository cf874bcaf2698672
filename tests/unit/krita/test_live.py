from smart_select_krita.live import LiveSelection

NOTHING = (None, 0)
DRAWN = ((0, 0, 9, 9), 1)
SNAPPED = ((2, 2, 7, 7), 2)


def looks(live: LiveSelection, digest: object, times: int = 4, document: str = "a") -> int:
    return sum(live.look(document, digest) for _ in range(times))


def started() -> LiveSelection:
    live = LiveSelection()
    live.start("a", NOTHING)
    return live


def test_a_drawing_is_new_once_and_only_when_it_is_finished() -> None:
    live = started()
    assert not live.look("a", ((0, 0, 4, 4), 5))
    assert not live.look("a", DRAWN)
    assert looks(live, DRAWN) == 1
    assert looks(live, DRAWN) == 0


def test_what_we_made_and_what_undo_brings_back_are_not_new() -> None:
    live = started()
    assert looks(live, DRAWN) == 1
    live.know(SNAPPED)
    assert looks(live, SNAPPED) == 0
    assert looks(live, DRAWN) == 0
    assert looks(live, NOTHING) == 0


def test_another_document_begins_anew() -> None:
    live = started()
    assert looks(live, DRAWN, document="b") == 0
    assert looks(live, SNAPPED, document="b") == 1


def test_nothing_is_new_when_it_is_off() -> None:
    live = started()
    live.stop()
    assert looks(live, DRAWN) == 0
