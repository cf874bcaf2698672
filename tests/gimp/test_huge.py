"""A hundred megapixels are a picture like any other."""

from typing import Any

import pytest

from gimp.gimp_session import GimpSession


@pytest.fixture(scope="module")
def huge(gimp: GimpSession) -> Any:
    return gimp.run("huge")


def test_one_key_selects_in_a_hundred_megapixels(huge: Any) -> None:
    assert huge["answer"]["ok"], huge["answer"]
    print(f"{huge['answer']['seconds']:.1f} s, beside {huge['small']['seconds']:.1f} s for a small one")
    assert huge["answer"]["area"] / 10000**2 == pytest.approx(huge["small"]["area"] / 512**2, rel=0.15)
    assert huge["share"] == pytest.approx(huge["answer"]["area"] / 10000**2, rel=0.02)


def test_only_the_selection_changes(huge: Any) -> None:
    before, after = ({**huge[when], "selection": 0, "dirty": 0} for when in ("before", "after"))
    assert before == after
