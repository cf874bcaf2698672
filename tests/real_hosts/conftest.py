"""Fixtures of the installation tests."""

from pathlib import Path

import pytest

from real_hosts.releases import make_offline_release, make_older_release, make_release


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release."""
    return make_release(tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="session")
def offline_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an offline bundle."""
    return make_offline_release(tmp_path_factory.mktemp("offline"))


@pytest.fixture(scope="session")
def older_release(offline_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an offline bundle of an older version."""
    return make_older_release(offline_release, tmp_path_factory.mktemp("older"))
