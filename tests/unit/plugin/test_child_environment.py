"""What a worker gets of a host's environment."""

import os
from pathlib import Path

import pytest

from smart_select_plugin.child_environment import child_environment


@pytest.mark.parametrize(
    "name",
    [
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONSTARTUP",
        "LD_LIBRARY_PATH",
        "LD_PRELOAD",
        "DYLD_INSERT_LIBRARIES",
        "GI_TYPELIB_PATH",
        "GTK_PATH",
        "GTK3_MODULES",
        "GDK_PIXBUF_MODULE_FILE",
        "QT_PLUGIN_PATH",
        "QTDIR",
        "GIMP3_DIRECTORY",
        "GIMP_PLUGIN_DEBUG",
        "KRITA_PLUGIN_PATH",
        "VIRTUAL_ENV",
        "CONDA_PREFIX",
        "APPDIR",
        "Pythonpath",
    ],
)
def test_what_belongs_to_the_host_stays_there(name: str) -> None:
    assert name not in child_environment({name: "/host"})


@pytest.mark.parametrize(
    "name",
    [
        "HTTPS_PROXY",
        "no_proxy",
        "HOME",
        "USERPROFILE",
        "LANG",
        "TEMP",
        "XDG_RUNTIME_DIR",
        "SMART_SELECT_HOME",
    ],
)
def test_what_belongs_to_the_user_goes_along(name: str) -> None:
    assert child_environment({name: "/value"})[name] == "/value"


def test_a_folder_named_from_here_is_the_same_one_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert child_environment({"SMART_SELECT_HOME": "portable"})["SMART_SELECT_HOME"] == str(
        tmp_path / "portable"
    )
    assert (
        child_environment({"SMART_SELECT_HOME": "~no-such-user/x"})["SMART_SELECT_HOME"] == "~no-such-user/x"
    )


def test_certificates_go_along_if_they_are_there(tmp_path: Path) -> None:
    bundle = tmp_path / "company.pem"
    bundle.write_text("certificate")
    settings = {
        "SSL_CERT_FILE": str(bundle),
        "REQUESTS_CA_BUNDLE": "/gone.pem",
        "SSL_CERT_DIR": str(tmp_path),
    }
    kept = child_environment(settings)
    assert kept["SSL_CERT_FILE"] == str(bundle)
    assert kept["SSL_CERT_DIR"] == str(tmp_path)
    assert "REQUESTS_CA_BUNDLE" not in kept


def test_the_path_leads_no_more_into_the_host() -> None:
    path = os.pathsep.join(["/app/usr/bin", "/app", "/application/bin", "/usr/bin"])
    kept = child_environment({"PATH": path, "APPDIR": "/app"})
    assert kept["PATH"] == os.pathsep.join(["/application/bin", "/usr/bin"])
