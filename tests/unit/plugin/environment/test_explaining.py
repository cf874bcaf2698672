"""What tools print when they fail, as pip and uv really say it, becomes one sentence."""

import pytest

from smart_select_plugin.environment.explaining import explain

SAID = [
    (
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "disk is full",
    ),
    ("error: failed to write: No space left on device (os error 28)", "disk is full"),
    (
        "Could not fetch URL https://x/simple/: There was a problem confirming the ssl certificate: [SSL: "
        "CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate",
        "certificate is not trusted",
    ),
    (
        "error: client error (Connect)\n  cause: invalid peer certificate: UnknownIssuer",
        "certificate is not trusted",
    ),
    (
        "OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /etc/ssl/certs/ca.crt",
        "certificate is not trusted",
    ),
    (
        "WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.')'",
        "proxy refuses",
    ),
    (
        "after connection broken by 'SSLError(SSLError(136, '[X509: NO_CERTIFICATE_OR_CRL_FOUND] no "
        "certificate or crl found'\nERROR: No matching distribution found for certifi",
        "certificate is not trusted",
    ),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one we vouch for"),
    ("error: Hash mismatch for `numpy==2.4.6`", "not the one we vouch for"),
    (
        "WARNING: Retrying: Failed to establish a new connection: [Errno -3] Temporary failure in name "
        "resolution\n"
        "ERROR: No matching distribution found for numpy==2.4.6",
        "can't be downloaded",
    ),
    ("cause: failed to lookup address information: Name or service not known", "can't be downloaded"),
    ("ERROR: No matching distribution found for onnxruntime==1.32.0", "no packages for this computer"),
    (
        "error: Distribution `onnxruntime` can't be installed: it has no wheels",
        "no packages for this computer",
    ),
    (
        "The virtual environment was not created because ensurepip is not\navailable.",
        "can't make environments",
    ),
    ("ImportError: DLL load failed while importing onnxruntime_pybind11_state", "part of Windows"),
    ("error: 403 Client Error: Forbidden for url", "refuses access"),
    ("something that nobody has seen before", "pip stopped with an error"),
]


@pytest.mark.parametrize(("output", "what"), SAID)
def test_reasons(output: str, what: str) -> None:
    assert what in explain(output, "pip").what


def test_a_bare_system_is_told_which_package_brings_certificates() -> None:
    assert "ca-certificates" in explain("certificate verify failed", "pip").advice


def test_only_what_is_the_way_s_own_fault_lets_another_way_try() -> None:
    assert not explain("ensurepip is not available", "venv").final
    assert not explain("Segmentation fault", "pip").final
    assert explain("No space left on device", "pip").final
