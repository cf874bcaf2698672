"""https with a private certificate authority, as companies have, and attempts to lead away from it."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.faulty_server import FaultyServer, redirect
from service.fetching import CONTENT, QUICK, a_file, names_in
from smart_select.errors import DownloadFailed
from smart_select.models.download import fetch_file
from smart_select.models.sources import MIRROR_VARIABLE, Source, sources_of

PATH = "/weights.onnx"

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of localhost and its key in one file; made anew, as keys don't belong in a repository."""
    folder = tmp_path_factory.mktemp("certificate")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    both = folder / "both.pem"
    both.write_bytes((folder / "certificate.pem").read_bytes() + (folder / "key.pem").read_bytes())
    return both


@pytest.fixture
def secure(certificate: Path, server: FaultyServer) -> Iterator[FaultyServer]:
    with FaultyServer(files={PATH: CONTENT}, certificate=certificate) as running:
        yield running


def test_an_authority_of_ones_own_is_trusted_when_it_is_named(
    secure: FaultyServer, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    fetch_file(a_file(), tmp_path / "weights.onnx", [Source(secure.url(PATH))], policy=QUICK)
    assert (tmp_path / "weights.onnx").read_bytes() == CONTENT


def test_an_unknown_authority_is_refused_with_advice(
    secure: FaultyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with pytest.raises(DownloadFailed, match=r"certificate that is not trusted.*set REQUESTS_CA_BUNDLE"):
        fetch_file(a_file(), tmp_path / "weights.onnx", [Source(secure.url(PATH))], policy=QUICK)
    assert names_in(tmp_path) == set()


def test_a_certificate_file_that_is_missing_is_named(
    secure: FaultyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "gone.pem"))
    with pytest.raises(DownloadFailed, match=r"gone\.pem"):
        fetch_file(a_file(), tmp_path / "weights.onnx", [Source(secure.url(PATH))], policy=QUICK)


def test_a_downgrade_to_http_is_refused_even_to_this_machine(
    secure: FaultyServer,
    server: FaultyServer,
    certificate: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    server.files[PATH] = CONTENT
    secure.always(PATH, redirect(server.url(PATH)))
    with pytest.raises(DownloadFailed, match="not https"):
        fetch_file(a_file(), tmp_path / "weights.onnx", [Source(secure.url(PATH))], policy=QUICK)
    assert server.requests == []


def test_a_mirror_with_https_can_not_lead_to_http_on_this_machine(
    secure: FaultyServer,
    server: FaultyServer,
    certificate: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    monkeypatch.setenv(MIRROR_VARIABLE, secure.url("/mirror"))
    server.files[PATH] = CONTENT
    secure.always("/mirror/sam2.1-tiny/weights.onnx", redirect(server.url(PATH)))
    sources = sources_of("sam2.1-tiny", a_file(), allow_loopback_http=False)
    with pytest.raises(DownloadFailed, match="not https"):
        fetch_file(a_file(), tmp_path / "weights.onnx", sources, policy=QUICK)
    assert server.requests == []


def test_a_proxy_that_is_not_there_is_blamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    source = Source("https://files.example.org/weights.onnx")
    with pytest.raises(DownloadFailed, match=r"through the proxy.*check the proxy"):
        fetch_file(a_file(), tmp_path / "weights.onnx", [source], policy=QUICK)


def test_a_mirror_of_ones_own_is_asked_first(
    server: FaultyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files["/mirror/sam2.1-tiny/weights.onnx"] = CONTENT
    server.files[PATH] = CONTENT
    monkeypatch.setenv(MIRROR_VARIABLE, server.url("/mirror/"))
    file = a_file(urls=["https://files.example.org/weights.onnx"])
    sources = sources_of("sam2.1-tiny", file, allow_loopback_http=False)
    fetch_file(file, tmp_path / "weights.onnx", sources, policy=QUICK)
    assert [request.path for request in server.requests] == ["/mirror/sam2.1-tiny/weights.onnx"]


def test_a_mirror_without_the_file_is_passed_over(
    server: FaultyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files[PATH] = CONTENT
    monkeypatch.setenv(MIRROR_VARIABLE, server.url("/mirror"))
    sources = sources_of("sam2.1-tiny", a_file(urls=[server.url(PATH)]), allow_loopback_http=True)
    fetch_file(a_file(), tmp_path / "weights.onnx", sources, policy=QUICK)
    assert [request.path for request in server.requests] == ["/mirror/sam2.1-tiny/weights.onnx", PATH]


def test_a_password_in_a_mirrors_address_is_not_told() -> None:
    assert Source("https://me:secret@files.example.org:8443/x").host == "files.example.org:8443"
