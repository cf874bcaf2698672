"""The manual's examples for GIMP's procedures do what they say, in real GIMP."""

from gimp.gimp_session import GimpSession
from manual.pages import marked_blocks


def test_every_example_of_the_manual_works(gimp: GimpSession) -> None:
    printed = [block.code for block in marked_blocks("run in GIMP", "python")]
    results = gimp.run("manual_examples")
    assert len(printed) >= 2
    assert sorted(result["code"] for result in results) == sorted(printed)
    for result in results:
        assert result["message"] == "", result["code"]
        assert result["area"] > 1000, result["code"]
        made = {key for key in result["before"] if result["before"][key] != result["after"][key]}
        assert made & {"masks", "layers"}, result["code"]
