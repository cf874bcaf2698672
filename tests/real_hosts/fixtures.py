"""Fixtures of the tests in real hosts."""

import pytest

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
