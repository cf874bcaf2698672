"""uv comes from a package index by its locked hash, also where no Python has pip; the server is ours."""

import json
import os
import platform
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from service.environment.machines import Machine, only, write_python, write_uv
from service.environment.tiny import sha256, write_wheel
from service.faulty_server import Answering, Behaviour, FaultyServer, negative_chunk, truncate
from smart_select_plugin.environment import SetupCancelled
from smart_select_plugin.environment.errors import NoSuitablePython
from smart_select_plugin.environment.running import Runner
from smart_select_plugin.environment.tool_environment import tool_environment
from smart_select_plugin.environment.uv_tool import NoUv, UvFetcher

pytestmark = pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="the served uv is for Linux on x86-64"
)

NAME = "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
PLACE = f"/files/{NAME}"


@pytest.fixture
def uv_wheel(tmp_path: Path) -> Path:
    """A wheel with a working uv in it."""
    program = write_uv(tmp_path / "program").read_bytes()
    folder = tmp_path / "uv wheel"
    folder.mkdir()
    files: dict[str, str | bytes] = {"uv-0.13.9.data/scripts/uv": program, "other.txt": "not unpacked"}
    return write_wheel(folder, "uv", "0.13.9", files)


@pytest.fixture
def lock(tmp_path: Path, uv_wheel: Path) -> Path:
    """A lock that names this wheel."""
    path = tmp_path / "tools.txt"
    hashes = {"pip==1.0": "0" * 64, "uv==0.13.9": sha256(uv_wheel)}
    path.write_text("".join(f"{name} \\\n    --hash=sha256:{value}\n" for name, value in hashes.items()))
    return path


@pytest.fixture
def index(server: FaultyServer, uv_wheel: Path) -> str:
    """The address of an index that has uv for two systems."""
    server.files[PLACE] = uv_wheel.read_bytes()
    page = "".join(
        f'<a href="../../files/{name}#sha256={"0" * 64}">{name}</a><br/>'
        for name in ("uv-0.13.8-py3-none-win_amd64.whl", NAME.replace("x86_64", "aarch64"), NAME)
    )
    server.files["/simple/uv/"] = f"<!DOCTYPE html><html><body>{page}</body></html>".encode()
    return server.url("/simple/")


@pytest.fixture
def fetcher(tmp_path: Path, lock: Path, index: str) -> UvFetcher:
    """What fetches it, into folder/tools."""
    environment = tool_environment({"PATH": os.defpath, "NO_PROXY": "127.0.0.1"}, temporary=tmp_path)
    runner = Runner(environment, tmp_path, lambda line: None, lambda: False)
    return UvFetcher(tmp_path / "tools", runner, [index], lambda done, total: None, lock)


def test_it_is_fetched_and_only_the_program_is_unpacked(fetcher: UvFetcher) -> None:
    program = fetcher.get([])
    assert os.access(program, os.X_OK)
    assert [path.name for path in fetcher.folder.rglob("*") if path.is_file()] == ["uv"]


def test_it_is_fetched_once(fetcher: UvFetcher, server: FaultyServer) -> None:
    assert fetcher.get([]) == fetcher.get([])
    assert [request.path for request in server.requests] == ["/simple/uv/", PLACE]


def test_a_cut_download_goes_on_where_it_ended(fetcher: UvFetcher, server: FaultyServer) -> None:
    server.scripts[PLACE].append(truncate(700))
    with pytest.raises(NoUv):
        fetcher.get([])
    fetcher.get([])
    assert server.requests[-1].range == "bytes=700-"


@pytest.mark.parametrize("fault", [truncate(300), negative_chunk])
def test_an_index_that_breaks_off_is_no_lack_of_packages(
    fetcher: UvFetcher, server: FaultyServer, fault: Behaviour
) -> None:
    server.defaults["/simple/uv/"] = fault
    with pytest.raises(NoUv, match="the packages can't be downloaded"):
        fetcher.get([])


def test_another_file_than_the_locked_one_is_not_used(
    fetcher: UvFetcher, server: FaultyServer, uv_wheel: Path
) -> None:
    server.files[PLACE] = uv_wheel.read_bytes() + b"!"
    with pytest.raises(NoUv, match="not the one we vouch for"):
        fetcher.get([])
    assert [path.name for path in fetcher.folder.iterdir()] == []


def test_an_index_that_answers_in_json(fetcher: UvFetcher, server: FaultyServer, index: str) -> None:
    del index
    page = json.dumps({"files": [{"url": f"../../files/{NAME}"}]}).encode()

    def in_json(answering: Answering, content: bytes) -> None:
        kind = "application/vnd.pypi.simple.v1+json"
        answering.head(200, {"Content-Type": kind, "Content-Length": str(len(page))})
        answering.wfile.write(page)

    server.defaults["/simple/uv/"] = in_json
    assert fetcher.get([]).exists()


def test_an_insecure_index_is_not_asked(fetcher: UvFetcher) -> None:
    with pytest.raises(NoUv):
        replace(fetcher, indexes=["http://example.org/simple/"]).get([])


def test_the_second_index_is_asked_where_the_first_fails(fetcher: UvFetcher, server: FaultyServer) -> None:
    two = [server.url("/nothing/"), *fetcher.indexes]
    assert replace(fetcher, indexes=two).get([]).exists()


def test_fetching_can_be_stopped(fetcher: UvFetcher, tmp_path: Path) -> None:
    runner = Runner(fetcher.runner.environment, tmp_path, lambda line: None, lambda: True)
    with pytest.raises(SetupCancelled):
        replace(fetcher, runner=runner).get([])


def test_uv_brings_a_python_where_there_is_none(machine: Machine, tmp_path: Path) -> None:
    machine.find_pythons = only(write_python(tmp_path / "old" / "python3", version=[3, 8, 10]))
    machine.variables["UV_FIND_LINKS"] = str(machine.tiny.bundle / "wheels")
    environment = machine.set_up(without_bundle=True)
    assert environment.made_with == "Python 3.13 brought by uv, uv"
    assert machine.states["tool"] == "skipped"


def test_without_uv_and_index_the_sentence_says_so(machine_with_venv: Machine) -> None:
    machine = machine_with_venv
    machine.find_pythons = only()
    with pytest.raises(NoSuitablePython, match="no Python here has pip and no package index is set"):
        machine.set_up(without_bundle=True)


@pytest.fixture
def bare_machine(machine_with_venv: Machine, lock: Path, tmp_path: Path) -> Machine:
    """Online, and its Python has neither pip nor what brings it; the index is named by the release alone."""
    machine = machine_with_venv
    machine.find_pythons = only(write_python(tmp_path / "debian" / "python3", ensurepip=False))
    machine.variables.update({"UV_FIND_LINKS": str(machine.tiny.bundle / "wheels"), "NO_PROXY": "127.0.0.1"})
    machine.tiny.tools_lock.write_text(lock.read_text())
    return machine


def test_a_release_names_the_index_for_who_has_named_none(bare_machine: Machine, index: str) -> None:
    bare_machine.tiny.index_file.write_text(f"{index}\n")
    assert bare_machine.set_up(without_bundle=True).made_with.endswith(", uv")
    assert bare_machine.states["tool"] == "done"


def test_the_user_s_index_is_asked_alone(bare_machine: Machine, index: str, server: FaultyServer) -> None:
    bare_machine.tiny.index_file.write_text(f"{index}\n")
    bare_machine.variables["PIP_INDEX_URL"] = server.url("/company/")
    with pytest.raises(NoSuitablePython):
        bare_machine.set_up(without_bundle=True)
    assert {request.path for request in server.requests} == {"/company/uv/"}
