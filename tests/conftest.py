"""Fixtures that several test folders share."""

pytest_plugins = ["reference_models.fixtures", "real_hosts.fixtures"]
