"""The doctor looks where the installer puts things."""

import pytest

from smart_select.doctor.hosts import find_hosts
from smart_select_plugin.installing.targets import find_targets

from .conftest import Computer
from .test_targets import PLACES


@pytest.mark.parametrize(("system", "place", "label", "plug_ins"), PLACES)
def test_both_find_the_same_profiles(
    computer: Computer, system: str, place: str, label: str, plug_ins: str
) -> None:
    (computer.home / place).mkdir(parents=True)
    targets = find_targets(computer.machine(system))
    hosts = find_hosts(computer.home, {}, system)
    assert [(host.host, host.folder) for host in hosts] == [(t.label, str(t.profile)) for t in targets]
    assert [(label, plug_ins)] == [(t.label, t.plug_ins.name) for t in targets]
