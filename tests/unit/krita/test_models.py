from smart_select_krita.models import choices
from smart_select_plugin.wire.values import ModelLine

BUILT_IN = ModelLine("embedded", "Built in", "built in", 4_200_000, licence="Apache-2.0", encode_seconds=0.44)
THERE = ModelLine("tiny", "SAM 2.1 tiny", "installed", 155_300_000)
AWAY = ModelLine("large", "SAM 2.1 large", "not installed", 0, licence="Apache-2.0")


def test_what_is_on_this_computer_can_be_chosen_with_its_size() -> None:
    found = choices((BUILT_IN, THERE, AWAY))
    assert [choice.id for choice in found] == ["embedded", "tiny"]
    assert [choice.text for choice in found] == ["Built in · 4 MB", "SAM 2.1 tiny · 155 MB"]


def test_what_is_known_of_a_model_is_told_and_nothing_else() -> None:
    first, second = choices((BUILT_IN, THERE))
    assert first.details.splitlines() == [
        "Built in",
        "Looks at a picture in 0.4 s on this computer.",
        "Licence: Apache-2.0",
    ]
    assert second.details == "SAM 2.1 tiny"
