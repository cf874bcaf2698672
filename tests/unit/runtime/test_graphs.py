"""Real ONNX Runtime sessions on tiny graphs: opening, cancelling, cached copies, self-tests."""

import threading
import time
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import parser

from smart_select.errors import Cancelled, ModelUnusable
from smart_select.runtime import graph_cache
from smart_select.runtime.cancelling import CancelToken
from smart_select.runtime.graph import Graph, Source, open_graph

DOUBLE = '<ir_version: 8, opset_import: ["" : 17]> g (float[1, n] x) => (float[1, n] y) { y = Add(x, x) }'
LONG = """<ir_version: 8, opset_import: ["" : 17]> g (float[600, 600] x) => (float[600, 600] y) {
%s
y = Identity(t%d)
}"""


def write(text: str, path: Path) -> Path:
    onnx.save(parser.parse_model(text), path)
    return path


def long_graph(path: Path, steps: int = 400) -> Path:
    lines = ["t0 = Identity(x)"] + [f"t{i} = MatMul(t{i - 1}, x)" for i in range(1, steps)]
    return write(LONG % ("\n".join(lines), steps - 1), path)


def test_signature_names_inputs_outputs_dtypes_and_shapes(tmp_path: Path) -> None:
    graph = open_graph(Source(write(DOUBLE, tmp_path / "g.onnx")))
    assert str(graph.signature) == "(x float[1,n]) → (y float[1,n])"
    assert graph.provider == "CPUExecutionProvider"


def test_run_returns_outputs_by_name(tmp_path: Path) -> None:
    graph = open_graph(Source(write(DOUBLE, tmp_path / "g.onnx")))
    assert graph.run({"x": np.ones((1, 3), np.float32)})["y"].tolist() == [[2, 2, 2]]


@pytest.mark.parametrize("content", [b"", b"not a protobuf at all", b"\x08\x07"])
def test_file_that_is_no_onnx_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "encoder.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelUnusable, match="damaged or not an ONNX model"):
        open_graph(Source(path))


def test_truncated_onnx_is_refused(tmp_path: Path) -> None:
    path = long_graph(tmp_path / "g.onnx")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ModelUnusable):
        open_graph(Source(path))


def test_feed_that_the_graph_can_t_take_is_told_in_a_sentence(tmp_path: Path) -> None:
    graph = open_graph(Source(write(DOUBLE, tmp_path / "g.onnx")))
    with pytest.raises(ModelUnusable, match="not run it"):
        graph.run({"x": np.ones((7, 3), np.float32)})


def test_sessions_have_the_settings_that_were_measured(tmp_path: Path) -> None:
    options = open_graph(Source(write(DOUBLE, tmp_path / "g.onnx")))._session.get_session_options()
    assert options.enable_mem_pattern is False
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert options.intra_op_num_threads >= 1


def run_again_and_again(graph: Graph, x: np.ndarray, token: CancelToken) -> None:
    for _ in range(100):
        graph.run({"x": x}, token)


def test_running_session_is_cancelled_from_another_thread(tmp_path: Path) -> None:
    graph = open_graph(Source(long_graph(tmp_path / "g.onnx")))
    token = CancelToken()
    x = np.zeros((600, 600), np.float32)
    threading.Timer(0.05, token.cancel).start()
    with pytest.raises(Cancelled):
        run_again_and_again(graph, x, token)
    assert graph.run({"x": x})["y"].shape == (600, 600)


def test_token_cancelled_before_the_run_stops_it(tmp_path: Path) -> None:
    graph = open_graph(Source(long_graph(tmp_path / "g.onnx")))
    token = CancelToken()
    token.cancel()
    start = time.perf_counter()
    with pytest.raises(Cancelled):
        graph.run({"x": np.zeros((600, 600), np.float32)}, token)
    assert time.perf_counter() - start < 30


class TestOptimisedCopies:
    @pytest.fixture(autouse=True)
    def worthwhile(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(graph_cache, "_WORTHWHILE_BYTES", 0)

    def open(self, path: Path, folder: Path) -> Graph:
        return graph_cache.open_cached(Source(path), graph_cache.digest_of(path), folder)

    def answer(self, graph: Graph) -> list:
        return graph.run({"x": np.ones((1, 2), np.float32)})["y"].tolist()

    def test_copy_is_made_once_and_answers_alike(self, tmp_path: Path) -> None:
        path, folder = write(DOUBLE, tmp_path / "g.onnx"), tmp_path / "graphs"
        first = self.answer(self.open(path, folder))
        [copy] = folder.glob("*.onnx")
        written = copy.stat().st_mtime_ns
        names = {entry.name for entry in folder.iterdir()}
        assert self.answer(self.open(path, folder)) == first
        assert {entry.name for entry in folder.iterdir()} == names
        assert copy.stat().st_mtime_ns == written

    def test_damaged_copy_is_made_anew(self, tmp_path: Path) -> None:
        path, folder = write(DOUBLE, tmp_path / "g.onnx"), tmp_path / "graphs"
        self.open(path, folder)
        [copy] = folder.glob("*.onnx")
        copy.write_bytes(b"\0" * 50)
        assert self.answer(self.open(path, folder)) == [[2, 2]]
        assert copy.stat().st_size > 50

    def test_copy_that_opens_but_holds_another_graph_is_never_used(self, tmp_path: Path) -> None:
        path, folder = write(DOUBLE, tmp_path / "g.onnx"), tmp_path / "graphs"
        self.open(path, folder)
        [copy] = folder.glob("*.onnx")
        write(DOUBLE.replace("Add(x, x)", "Sub(x, x)"), copy)
        assert self.answer(self.open(path, folder)) == [[2, 2]]

    def test_copy_of_another_version_is_removed(self, tmp_path: Path) -> None:
        path, folder = write(DOUBLE, tmp_path / "g.onnx"), tmp_path / "graphs"
        self.open(path, folder)
        [copy] = folder.glob("*.onnx")
        old = copy.rename(copy.with_name(copy.name.rsplit("-", 1)[0] + "-0123456789abcdef.onnx"))
        self.open(path, folder)
        assert not old.exists()
        assert copy.exists()

    def test_folder_that_can_t_be_made_only_costs_the_copy(self, tmp_path: Path) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("in the way")
        graph = self.open(write(DOUBLE, tmp_path / "g.onnx"), blocked / "graphs")
        assert self.answer(graph) == [[2, 2]]

    def test_graph_with_weights_beside_it_gets_a_copy_that_stands_alone(self, tmp_path: Path) -> None:
        model = parser.parse_model(
            '<ir_version: 8, opset_import: ["" : 17]> g (float[1, 2] x) => (float[1, 2] y) { y = Add(x, w) }'
        )
        weights = np.array([[5, 7]], np.float32)
        model.graph.initializer.append(onnx.numpy_helper.from_array(weights, "w"))
        path = tmp_path / "model" / "g.onnx"
        path.parent.mkdir()
        onnx.save(model, path, save_as_external_data=True, location="g.onnx_data", size_threshold=0)
        folder = tmp_path / "graphs"
        self.open(path, folder)
        [copy] = folder.glob("*.onnx")
        assert self.answer(open_graph(Source(copy, optimised=True))) == [[6, 8]]


def test_digest_changes_with_the_weights_beside_the_graph(tmp_path: Path) -> None:
    path = tmp_path / "g.onnx"
    path.write_bytes(b"graph")
    alone = graph_cache.digest_of(path)
    data = tmp_path / "g.onnx_data"
    data.write_bytes(b"weights")
    with_weights = graph_cache.digest_of(path)
    data.write_bytes(b"others!")
    assert len({alone, with_weights, graph_cache.digest_of(path)}) == 3
