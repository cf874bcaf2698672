"""A mask's 256 values arrive as they are, in every precision and every target (linear or perceptual)."""

from gimp.gimp_session import GimpSession

EVERY_VALUE = list(range(256))


def test_every_value_in_every_precision_and_target(gimp: GimpSession) -> None:
    results = gimp.run("ramp")
    assert len(results) == (13 * 2 + 3) * 4
    wrong = {
        name: result["first"]
        for name, result in results.items()
        if result["first"] != EVERY_VALUE or result["second"] != EVERY_VALUE
    }
    assert wrong == {}
    assert {name for name, result in results.items() if result["elsewhere"] != [0]} == set()
