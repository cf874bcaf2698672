"""What pip and uv are told: the user's mirrors, proxies and certificates, and nothing of the host's."""

import os
from pathlib import Path

import pytest

from smart_select_plugin.environment.tool_environment import index_addresses, tool_environment


@pytest.fixture
def user(tmp_path: Path) -> dict[str, str]:
    """A user without settings of their own, on a machine without any."""
    return {"HOME": str(tmp_path), "PATH": "/usr/bin", "PIP_CONFIG_FILE": os.devnull}


@pytest.fixture
def settings(user: dict[str, str], tmp_path: Path) -> Path:
    """The file of that user's pip settings."""
    user["PIP_CONFIG_FILE"] = str(tmp_path / "pip.conf")
    return tmp_path / "pip.conf"


def told(variables: dict[str, str]) -> dict[str, str]:
    return tool_environment(variables, temporary=Path("/our/tmp"))


def test_the_hosts_variables_stay_behind(user: dict[str, str]) -> None:
    host = {
        "PYTHONHOME": "/app",
        "LD_LIBRARY_PATH": "/app/lib",
        "GI_TYPELIB_PATH": "/app/gi",
        "PIP_TARGET": "/x",
    }
    assert not set(host) & set(told({**user, **host}))


def test_proxies_go_along(user: dict[str, str]) -> None:
    assert told({**user, "HTTPS_PROXY": "http://proxy:3128"})["HTTPS_PROXY"] == "http://proxy:3128"


def test_temporary_files_are_written_in_our_folder(user: dict[str, str]) -> None:
    assert told(user)["TMPDIR"] == "/our/tmp"


def test_pip_s_mirror_is_told_to_uv(user: dict[str, str]) -> None:
    assert (
        told({**user, "PIP_INDEX_URL": "https://mirror/simple"})["UV_DEFAULT_INDEX"]
        == "https://mirror/simple"
    )


def test_uv_s_mirror_is_told_to_pip(user: dict[str, str]) -> None:
    assert told({**user, "UV_INDEX_URL": "https://mirror/simple"})["PIP_INDEX_URL"] == "https://mirror/simple"


def test_pip_s_settings_file_is_told_to_uv(user: dict[str, str], settings: Path) -> None:
    settings.write_text(
        "[global]\nindex-url = https://mirror/simple\nextra-index-url =\n  https://a/simple\n  https://b/simple\n"
        "trusted-host = mirror\n"
    )
    environment = told(user)
    assert environment["UV_DEFAULT_INDEX"] == "https://mirror/simple"
    assert environment["UV_INDEX"].split() == ["https://a/simple", "https://b/simple"]
    assert environment["UV_INSECURE_HOST"] == "mirror"
    assert index_addresses(user) == ("https://mirror/simple", "https://a/simple", "https://b/simple")


def test_a_settings_file_that_can_not_be_read_is_left_to_pip(user: dict[str, str], settings: Path) -> None:
    settings.write_text("[global\nno")
    assert told(user)["PIP_CONFIG_FILE"] == str(settings)


def test_a_company_s_certificate_reaches_both(user: dict[str, str], tmp_path: Path) -> None:
    certificate = tmp_path / "company.pem"
    certificate.write_text("…")
    environment = told({**user, "SSL_CERT_FILE": str(certificate)})
    assert environment["PIP_CERT"] == environment["SSL_CERT_FILE"] == str(certificate)
    assert told({**user, "PIP_CERT": str(certificate)})["SSL_CERT_FILE"] == str(certificate)


def test_a_certificate_that_is_not_there_is_not_named(user: dict[str, str]) -> None:
    assert "SSL_CERT_FILE" not in told({**user, "SSL_CERT_FILE": "/bundle/only/cacert.pem"})


def test_uv_looks_at_the_system_s_certificates(user: dict[str, str]) -> None:
    assert told(user)["UV_SYSTEM_CERTS"] == "1"


@pytest.mark.parametrize(("asked", "is_told"), [("0", "2"), ("00", "2"), ("7", "7")])
def test_pip_tries_again_because_only_then_it_says_why(
    user: dict[str, str], settings: Path, asked: str, is_told: str
) -> None:
    assert told({**user, "PIP_RETRIES": asked})["PIP_RETRIES"] == is_told
    settings.write_text(f"[global]\nretries = {asked}\n")
    assert told(user).get("PIP_RETRIES", asked) == is_told


def test_pip_may_speak(user: dict[str, str]) -> None:
    assert told({**user, "PIP_QUIET": "3"})["PIP_QUIET"] == "0"
