"""Fixtures of the tests in real hosts, and how several processes share those tests."""

import pytest
from xdist.scheduler import LoadScopeScheduling

from needs import lacking
from real_hosts.roots import RELEASES, Root, are_asked_for, why_unusable


@pytest.fixture(scope="session", params=RELEASES)
def host_root(request: pytest.FixtureRequest) -> Root:
    """Each test host in turn; `lacking` with a reason where it can't be entered."""
    if not are_asked_for():
        pytest.skip("real hosts are tested by `make test-hosts`")
    root = Root(request.param)
    reason = why_unusable(root)
    if reason:
        lacking(reason)
    return root


class ByFileAndRoot(LoadScopeScheduling):
    """A process takes a file's tests in one root, in one go: they look at one scenario's report."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        return " ".join([file, *(release for release in RELEASES if release in test)])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> "ByFileAndRoot | None":
    """Have the hosts' tests handed out like this, and all others as they are by pytest-xdist."""
    return ByFileAndRoot(config, log) if are_asked_for() else None  # type: ignore[arg-type]
