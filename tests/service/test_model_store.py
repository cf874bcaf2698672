"""The store as a whole: downloaded, listed, checked, removed; against a local server."""

import json
import threading
from pathlib import Path

import pytest

from service.faulty_server import FaultyServer, stall, status, wrong_bytes
from service.two_models import DATA, DECODER, ENCODER, PAIR_FILES, put, visible
from smart_select.errors import (
    DownloadCancelled,
    DownloadFailed,
    ModelBuiltIn,
    ModelNotInstalled,
    ModelUnknown,
    ModelUnusable,
)
from smart_select.models.policy import DownloadPolicy
from smart_select.models.reports import Progress, Stage
from smart_select.models.store import ModelState, ModelStore


def test_an_archive_becomes_a_pair_and_is_not_kept(store: ModelStore, root: Path) -> None:
    model = store.download("zipped")
    assert (model.id, model.label) == ("zipped", "The model zipped")
    assert model.encoder.read_bytes() == ENCODER
    assert model.decoder.read_bytes() == DECODER
    expected = {"zipped", "zipped/encoder.onnx", "zipped/decoder.onnx", "zipped/model.json"}
    assert visible(root) == expected


def test_external_data_keeps_its_name_beside_the_graph(store: ModelStore, root: Path) -> None:
    store.download("loose")
    assert (root / "loose" / "graph_encoder.onnx_data").read_bytes() == DATA


def test_a_second_download_asks_nothing(store: ModelStore, server: FaultyServer) -> None:
    first = store.download("loose")
    asked = len(server.requests)
    assert store.download("loose") == first == store.locate("loose")
    assert len(server.requests) == asked


def test_a_failed_download_shows_no_model_and_keeps_what_was_good(
    store: ModelStore, server: FaultyServer
) -> None:
    server.script("/graph_decoder.onnx", status(403))
    with pytest.raises(DownloadFailed):
        store.download("loose")
    assert store.status("loose").state is ModelState.PARTIAL
    with pytest.raises(ModelNotInstalled):
        store.locate("loose")
    store.download("loose")
    assert server.count("/graph_encoder.onnx") == 1


def test_wrong_bytes_never_become_a_model(store: ModelStore, server: FaultyServer, root: Path) -> None:
    server.always("/tiny.dtmodel", wrong_bytes)
    with pytest.raises(DownloadFailed):
        store.download("zipped")
    assert not (root / "zipped").exists()


def test_stopping_says_how_to_continue_and_continues(store: ModelStore, server: FaultyServer) -> None:
    server.script("/graph_encoder.onnx", stall(40_960))
    stop = threading.Event()

    def stop_at_a_third(progress: Progress) -> None:
        if progress.done_bytes >= 32_768:
            stop.set()

    with pytest.raises(DownloadCancelled, match='"smart-select models download loose" continues'):
        store.download("loose", report=stop_at_a_third, stopped=stop.is_set)
    store.download("loose")
    assert server.requests[1].range is not None


def test_progress_counts_the_whole_model(store: ModelStore) -> None:
    seen: list[Progress] = []
    store.download("loose", report=seen.append)
    fetching = [progress for progress in seen if progress.stage is Stage.FETCHING]
    whole = sum(map(len, PAIR_FILES.values()))
    assert {progress.total_bytes for progress in fetching} == {whole}
    assert [progress.done_bytes for progress in fetching] == sorted(
        progress.done_bytes for progress in fetching
    )
    assert fetching[-1].done_bytes == whole


def test_a_model_that_lost_a_file_is_said_to_be_damaged_and_can_be_fetched_again(
    store: ModelStore, root: Path
) -> None:
    store.download("loose")
    (root / "loose" / "graph_encoder.onnx_data").write_bytes(b"cut")
    assert store.status("loose").state is ModelState.DAMAGED
    with pytest.raises(ModelUnusable, match='run "smart-select models download loose" again'):
        store.locate("loose")
    store.download("loose")
    assert store.status("loose").state is ModelState.INSTALLED


def test_verify_finds_a_change_that_keeps_the_size(store: ModelStore, root: Path) -> None:
    store.download("zipped")
    assert all(check.good for check in store.verify("zipped"))
    (root / "zipped" / "decoder.onnx").write_bytes(ENCODER)
    assert {check.name: check.good for check in store.verify("zipped")} == {
        "encoder.onnx": True,
        "decoder.onnx": False,
    }


def test_removing_frees_everything_and_then_has_nothing_to_remove(store: ModelStore, root: Path) -> None:
    store.download("zipped")
    assert store.remove("zipped") > len(ENCODER) + len(DECODER)
    assert visible(root) == set()
    with pytest.raises(ModelNotInstalled):
        store.remove("zipped")


def test_removing_also_drops_what_is_half_fetched(
    store: ModelStore, server: FaultyServer, root: Path
) -> None:
    server.always("/graph_decoder.onnx", status(403))
    with pytest.raises(DownloadFailed):
        store.download("loose")
    store.remove("loose")
    assert visible(root) == set()


def test_the_embedded_model_is_there_and_stays(store: ModelStore) -> None:
    assert store.locate("embedded") == store.download("embedded")
    assert store.status("embedded").state is ModelState.BUILT_IN
    with pytest.raises(ModelBuiltIn):
        store.remove("embedded")


def test_a_name_that_means_nothing_lists_those_that_do(store: ModelStore) -> None:
    with pytest.raises(ModelUnknown, match="embedded, zipped, loose"):
        store.locate("nothing")
    with pytest.raises(ModelUnknown):
        store.remove("../outside")


def test_a_folder_of_ones_own_is_a_model(store: ModelStore, tmp_path: Path) -> None:
    folder = put(tmp_path / "mine", {"my.encoder.onnx": b"e", "my.decoder.onnx": b"d"})
    model = store.locate(folder)
    assert (model.encoder.name, model.decoder.name) == ("my.encoder.onnx", "my.decoder.onnx")
    assert store.locate(str(folder)) == model


def test_the_defaults_are_those_for_people() -> None:
    policy = DownloadPolicy()
    assert not policy.allow_loopback_http
    assert policy.connect_timeout_s <= policy.read_timeout_s <= 60


def test_a_manifest_that_points_outside_its_folder_is_not_believed(store: ModelStore, root: Path) -> None:
    folder = put(root / "evil", {"encoder.onnx": b"e"})
    manifest = {
        "format": 1,
        "id": "evil",
        "label": "",
        "encoder": "../../x",
        "decoder": "d.onnx",
        "files": [],
    }
    (folder / "model.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelUnknown):
        store.locate("evil")
