"""Fixtures of the tests in real GIMP."""

import pytest

from gimp.gimp_session import GimpSession, new_session
from real_hosts.roots import Root


@pytest.fixture(scope="session")
def gimp(host_root: Root, tmp_path_factory: pytest.TempPathFactory) -> GimpSession:
    """A fresh profile of real GIMP with the plug-in in it."""
    return new_session(host_root, tmp_path_factory.mktemp(f"gimp-{host_root.release}"))
