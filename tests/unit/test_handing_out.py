"""How several processes share the hosts' tests: a scenario is played once, by who looks at its report."""

from real_hosts.fixtures import ByFileAndRoot

PANEL = "tests/gimp/test_panel.py"


def scope_of(nodeid: str) -> str:
    return ByFileAndRoot._split_scope(object.__new__(ByFileAndRoot), nodeid)


def test_a_file_s_tests_in_one_root_stay_together() -> None:
    one, other = f"{PANEL}::test_help[trixie]", f"{PANEL}::test_undo[trixie-killed]"
    assert scope_of(one) == scope_of(other) == f"{PANEL} trixie"


def test_another_root_and_another_file_may_be_another_process_s() -> None:
    files = [f"{PANEL}::test_help[trixie]", f"{PANEL}::test_help[forky]", f"{PANEL}::test_help"]
    files.append("tests/gimp/test_undo.py::test_help[trixie]")
    assert len({scope_of(nodeid) for nodeid in files}) == 4
