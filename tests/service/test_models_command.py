"""`smart-select models …` as people and scripts use it."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.faulty_server import FaultyServer, status
from service.fetching import CONTENT, QUICK, a_catalog, a_file, an_entry
from smart_select.cli import models_command
from smart_select.errors import DownloadCancelled, DownloadFailed, ModelUnknown
from smart_select.models.catalog import Role
from smart_select.models.store import ModelStore

Run = Callable[..., int]


@pytest.fixture
def run(server: FaultyServer, tmp_path: Path) -> Run:
    """Runs one command line against a catalogue whose model `pair` is on the local server."""
    server.files |= {"/encoder.onnx": CONTENT, "/decoder.onnx": CONTENT[::-1]}
    pair = an_entry(
        "pair",
        a_file(name="encoder.onnx", urls=[server.url("/encoder.onnx")]),
        a_file(CONTENT[::-1], name="decoder.onnx", urls=[server.url("/decoder.onnx")], role=Role.DECODER),
    )
    store = ModelStore(
        tmp_path / "models", catalog=a_catalog(pair), policy=QUICK, embedded=_embedded(tmp_path / "embedded")
    )
    parser = argparse.ArgumentParser(prog="smart-select")
    models_command.register(parser.add_subparsers(dest="command"))

    def run_line(*arguments: str) -> int:
        return models_command.execute(parser.parse_args(["models", *arguments]), store)

    return run_line


def _embedded(folder: Path) -> Path:
    folder.mkdir()
    for name in ("encoder.onnx", "decoder.onnx"):
        (folder / name).write_bytes(b"graph")
    return folder


def printed(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The one JSON value on standard output."""
    value = json.loads(capsys.readouterr().out)
    assert isinstance(value, dict)
    return value


def test_the_list_shows_where_each_model_stands(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    rows = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    assert [row[0].strip() for row in rows] == ["MODEL", "embedded", "pair"]
    assert "not downloaded" in " ".join(rows[2])
    assert "204.8 kB" in " ".join(rows[2])


def test_the_list_is_complete_for_scripts(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--json") == 0
    models = printed(capsys)["models"]
    assert [(model["id"], model["state"]) for model in models] == [
        ("embedded", "built_in"),
        ("pair", "absent"),
    ]
    assert models[1]["download_bytes"] == 2 * len(CONTENT)


def test_a_download_tells_where_the_model_is(
    run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run("download", "pair") == 0
    captured = capsys.readouterr()
    assert captured.out == f"pair is ready: {tmp_path / 'models' / 'pair'}\n"
    assert "Fetching pair" in captured.err
    assert run("download", "pair") == 0
    assert "already here" in capsys.readouterr().out


def test_json_leaves_standard_output_to_the_result(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("download", "--json", "pair") == 0
    assert printed(capsys)["models"][0]["id"] == "pair"


def test_errors_are_left_to_the_caller(run: Run, server: FaultyServer) -> None:
    server.always("/decoder.onnx", status(403))
    with pytest.raises(DownloadFailed):
        run("download", "pair")
    with pytest.raises(ModelUnknown):
        run("download", "nothing")


def test_control_c_says_how_to_continue(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ModelStore, "download", interrupted)
    with pytest.raises(DownloadCancelled, match="models download pair"):
        run("download", "pair")


def test_verify_is_0_for_good_models_and_1_for_a_bad_one(
    run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run("download", "pair")
    capsys.readouterr()
    assert run("verify") == 0
    assert "pair  encoder.onnx  good" in capsys.readouterr().out
    (tmp_path / "models" / "pair" / "decoder.onnx").write_bytes(CONTENT)
    assert run("verify", "pair", "--json") == 1
    report = printed(capsys)
    assert not report["good"]
    assert [check["name"] for check in report["models"]["pair"] if check["problem"]] == ["decoder.onnx"]


def test_remove_tells_what_it_freed(run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run("download", "pair")
    capsys.readouterr()
    assert run("remove", "pair") == 0
    assert "pair is removed; 205" in capsys.readouterr().out
    assert not (tmp_path / "models" / "pair").exists()


def test_add_tells_whether_the_catalogue_vouches(
    run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name, content in {"encoder.onnx": CONTENT, "decoder.onnx": CONTENT[::-1]}.items():
        (tmp_path / name).write_bytes(content)
    files = [str(tmp_path / name) for name in ("encoder.onnx", "decoder.onnx")]
    assert run("add", *files) == 0
    assert "pair is ready (checked against the catalogue)" in capsys.readouterr().out
    assert run("add", *files, "--as", "mine") == 0
    assert "mine is ready (your own model)" in capsys.readouterr().out


def test_a_verb_is_required(run: Run) -> None:
    with pytest.raises(SystemExit) as leaving:
        run()
    assert leaving.value.code == 2
