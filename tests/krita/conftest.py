"""Fixtures of the tests in real Krita."""

import pytest

from krita.krita_session import KritaSession, new_session
from real_hosts.roots import Root


@pytest.fixture(scope="session")
def krita(host_root: Root, tmp_path_factory: pytest.TempPathFactory) -> KritaSession:
    """A fresh profile of real Krita with the plug-in in it."""
    return new_session(host_root, tmp_path_factory.mktemp(f"krita-{host_root.release}"))
