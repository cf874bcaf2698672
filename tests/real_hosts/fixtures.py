"""Fixtures of the tests in real hosts."""

import pytest

from real_hosts.roots import RELEASES, Root, why_skipped


@pytest.fixture(scope="session", params=RELEASES)
def host_root(request: pytest.FixtureRequest) -> Root:
    """Each test host in turn; skips with a reason where it can't be entered."""
    root = Root(request.param)
    reason = why_skipped(root)
    if reason:
        pytest.skip(reason)
    return root
