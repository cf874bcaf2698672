"""From a tool's output to what a person can do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Tuple

from smart_select_plugin.translation import _, later


@dataclass(frozen=True)
class Reason:
    """Why a tool failed; `final` when no other tool would do better, `full` when it is for lack of room."""

    what: str
    advice: str
    final: bool = True
    full: bool = False


_KNOWN: Tuple[Tuple[str, Reason], ...] = (
    (
        r"no space left on device|os error 28\b|errno 28\b|winerror 112\b|disk quota exceeded",
        Reason(later("the disk is full"), later("make room and try again"), full=True),
    ),
    (
        r"read-only file system|os error 30\b|errno 30\b",
        Reason(
            later("the folder is read-only"),
            later("make it writable or set SMART_SELECT_HOME to another one"),
        ),
    ),
    (
        r"certificate.?verify.?failed|no_certificate_or_crl|confirming the ssl certificate"
        r"|invalid peer certificate|unknownissuer|self.signed certificate"
        r"|could not find a suitable tls ca|invalid path: .*(pem|crt)",
        Reason(
            later("the download server's certificate is not trusted here"),
            later(
                "install your system's or company's certificates (the package ca-certificates on a bare "
                "Linux), or name their file in SSL_CERT_FILE, and try again"
            ),
        ),
    ),
    (
        r"proxy authentication required|\b407\b|cannot connect to proxy|tunnel connection failed",
        Reason(
            later("the proxy refuses the connection"),
            later("check HTTPS_PROXY with its user name and password"),
        ),
    ),
    (
        r"do not match the hashes|hash mismatch",
        Reason(
            later("a downloaded package is not the one we vouch for"),
            later("try again, and if it stays so, use another package mirror or an offline bundle"),
        ),
    ),
    (
        r"\b401 (client )?error|\b403 (client )?error|401 unauthorized|403 forbidden",
        Reason(
            later("the package mirror refuses access"),
            later("check its address and password in pip's settings"),
        ),
    ),
    (
        r"name resolution|name or service not known|getaddrinfo failed|nodename nor servname|dns error"
        r"|failed to establish a new connection|connection refused|network is unreachable|connection reset"
        r"|connection aborted|read timed out|connect timeout|error sending request|tcp connect error"
        r"|operation timed out|newconnectionerror|failed to fetch|could not connect",
        Reason(
            later("the packages can't be downloaded"),
            later("check the connection and try again, or use an offline bundle"),
        ),
    ),
    (
        r"no matching distribution found|no solution found|has no wheels|no compatible (wheel|version)"
        r"|is not a supported wheel|not found in the package registry|no wheels with a matching",
        Reason(
            later("there are no packages for this computer or its Python"),
            later("use another Python (3.13 is the best choice), or a bundle for this system"),
        ),
    ),
    (
        r"is not a valid zip file|badzipfile|wheel .* is invalid|invalid wheel|invalid zip"
        r"|failed to read metadata",
        Reason(later("a package is damaged"), later("install the plug-in again, or copy the bundle again")),
    ),
    (
        r"dll load failed",
        Reason(
            later("a part of Windows that the engine needs is missing"),
            later("install the Microsoft Visual C++ Redistributable and try again"),
        ),
    ),
    (
        r"permission denied|access is denied|errno 13\b|os error (5|13)\b",
        Reason(later("a file can't be written"), later("close programs that use Smart Select and try again")),
    ),
    (
        r"ensurepip is not available|no module named '?(venv|ensurepip)",
        Reason(
            later("its Python can't make environments"),
            later("install python3-venv and try again"),
            final=False,
        ),
    ),
)


def explain(output: str, tool: str) -> Reason:
    """Return why `tool` failed, from its last lines."""
    text = " ".join(output.lower().split())  # tools break their lines anywhere
    for pattern, reason in _KNOWN:
        if re.search(pattern, text):
            return replace(reason, what=_(reason.what), advice=_(reason.advice))
    return Reason(_("{tool} stopped with an error", tool=tool), _("try again"), final=False)
