from smart_select_gimp.ask import Ask
from smart_select_gimp.panel.prompt_entries import entries_of
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_plugin.selection_prompt import RoughMask

STATE = (
    PromptState()
    .with_box((1, 2, 30, 40))
    .with_point(10.4, 20.6, wanted=True, previous=None)
    .with_point(11, 21, wanted=False, previous=None)
)


def test_all_that_was_said_is_listed() -> None:
    assert [entry.text for entry in entries_of(STATE)] == [
        "Box from 1, 2 to 30, 40",
        "+  wanted at 10, 20",
        "−  not wanted at 11, 21",
    ]


def test_each_entry_can_be_taken_back_alone() -> None:
    box, first, second = entries_of(STATE)
    assert box.left.box is None
    assert box.left.points == STATE.points
    assert first.left.points == STATE.points[1:]
    assert second.left.points == STATE.points[:1]
    assert second.left.box == STATE.box


def test_an_outline_and_a_subject_are_entries_too() -> None:
    drawn = PromptState().drawn(Ask(rough=RoughMask((0, 0, 1, 1), 1, 1, b"\1")), (5, 5))
    (outline,) = entries_of(drawn)
    assert outline.left.is_empty
    (subject,) = entries_of(PromptState().of_subject())
    assert subject.left.is_empty
    assert entries_of(PromptState()) == ()
