"""The variables that pip, uv and the new environment's Python are started with.

A host's own Python and libraries must not leak into them (PYTHONHOME of a bundle, LD_LIBRARY_PATH of an
AppImage); the user's proxies, mirrors and certificates must reach them. pip and uv read different settings:
what the user set for one is told to the other.
"""

from __future__ import annotations

import configparser
import os
import sys
from pathlib import Path
from typing import Iterator, Mapping

from smart_select_plugin.child_environment import child_environment

# What a user set for installations of their own.
_OTHER_INSTALLATIONS = {
    "PIP_NO_DEPS",
    "PIP_PREFIX",
    "PIP_REQUIREMENT",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_TARGET",
    "PIP_USER",
    "UV_PROJECT_ENVIRONMENT",
    "UV_SYSTEM_PYTHON",
}


def tool_environment(variables: Mapping[str, str], *, temporary: Path) -> dict[str, str]:
    """Return `variables` without the host's, with the package index's settings for pip and uv alike.

    `temporary` becomes the folder for temporary files: the system's own is often too small.
    """
    foreign = child_environment(variables)
    kept = {name: value for name, value in foreign.items() if name.upper() not in _OTHER_INSTALLATIONS}
    kept.update(_index_settings(kept))
    kept.update({name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")})
    kept.update(_chatty(kept))
    kept["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    kept["PIP_NO_INPUT"] = "1"
    # The system's certificates as well as uv's own: a company's proxy signs with its own.
    kept.setdefault("UV_SYSTEM_CERTS", "1")
    return kept


def index_addresses(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Return the package indexes that the user's settings for pip or uv name, the main one first."""
    settings = _pip_settings(variables)
    main = (
        variables.get("UV_DEFAULT_INDEX") or variables.get("UV_INDEX_URL") or settings.get("index-url", "")
    ).strip()
    more = (variables.get("UV_INDEX") or settings.get("extra-index-url", "")).split()
    return tuple(address for address in (main, *more) if address)


def home_folder(variables: Mapping[str, str]) -> Path:
    """Return the user's home folder; one that is not there where the variables name none."""
    return Path(variables.get("HOME") or variables.get("USERPROFILE") or os.devnull)


def _index_settings(variables: Mapping[str, str]) -> dict[str, str]:
    settings = _pip_settings(variables)
    told = {}
    uv_index = variables.get("UV_DEFAULT_INDEX") or variables.get("UV_INDEX_URL")
    pairs = [
        ("UV_DEFAULT_INDEX", uv_index or settings.get("index-url")),
        ("UV_INDEX", variables.get("UV_INDEX") or " ".join(settings.get("extra-index-url", "").split())),
        ("UV_FIND_LINKS", variables.get("UV_FIND_LINKS") or ",".join(settings.get("find-links", "").split())),
        ("UV_INSECURE_HOST", " ".join(settings.get("trusted-host", "").split())),
        ("SSL_CERT_FILE", variables.get("SSL_CERT_FILE") or settings.get("cert")),
        ("PIP_INDEX_URL", settings.get("index-url") or uv_index),
        ("PIP_CERT", settings.get("cert") or variables.get("SSL_CERT_FILE")),
    ]
    told.update({name: value for name, value in pairs if value})
    # Versions and hashes are locked, so it does not matter which index has the file.
    told["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return told


def _chatty(variables: Mapping[str, str]) -> dict[str, str]:
    """Return what makes pip say why it fails: of a lost connection it speaks only when it tries again."""
    retries = _pip_settings(variables).get("retries", "")
    return {"PIP_QUIET": "0", **({"PIP_RETRIES": "2"} if retries.strip("0") == "" and retries else {})}


def _pip_settings(variables: Mapping[str, str]) -> dict[str, str]:
    """Return pip's settings as pip would: files first, each overruling the one before, then variables."""
    settings: dict[str, str] = {}
    for path in _pip_files(variables):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, OSError, UnicodeDecodeError):
            continue  # pip will say it better
        for section in ("global", "install"):
            if parser.has_section(section):
                settings.update(parser.items(section))
    for name in ("index-url", "extra-index-url", "find-links", "trusted-host", "cert", "retries"):
        value = variables.get("PIP_" + name.upper().replace("-", "_"))
        if value:
            settings[name] = value
    return {name: value.strip() for name, value in settings.items()}


def _pip_files(variables: Mapping[str, str]) -> Iterator[Path]:
    named = variables.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return
    home = home_folder(variables)
    if sys.platform == "win32":
        yield Path(variables.get("PROGRAMDATA", "C:\\ProgramData")) / "pip" / "pip.ini"
        yield home / "pip" / "pip.ini"
        yield Path(variables.get("APPDATA", str(home))) / "pip" / "pip.ini"
    else:
        if sys.platform == "darwin":
            yield Path("/Library/Application Support/pip/pip.conf")
        yield Path("/etc/pip.conf")
        yield home / ".pip" / "pip.conf"
        if sys.platform == "darwin":
            yield home / "Library" / "Application Support" / "pip" / "pip.conf"
        yield Path(variables.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"
    if named:
        yield Path(named)
