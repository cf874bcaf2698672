"""One ONNX graph ready to run, with the settings that were measured to suit us."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from smart_select.errors import Cancelled, ModelUnusable
from smart_select.layouts.signature import Signature, Tensor
from smart_select.runtime.cancelling import CancelToken
from smart_select.runtime.machine import thread_count

_log = logging.getLogger(__name__)

CPU_PROVIDER = "CPUExecutionProvider"

_ORT_ERRORS = (
    ort_errors.EPFail,
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NoSuchFile,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)


@dataclass(frozen=True)
class Source:
    """Where a graph comes from: a file, or bytes made of that file that hold all their weights."""

    path: Path
    content: bytes | None = None
    optimised: bool = False


class Graph:
    """An open session. `run` may be called from several threads."""

    def __init__(self, session: ort.InferenceSession, path: Path, *, give_memory_back: bool) -> None:
        self._session = session
        self._give_memory_back = give_memory_back
        self._path = path
        self.signature = Signature(
            inputs=_tensors(session.get_inputs()), outputs=_tensors(session.get_outputs())
        )
        self.metadata: Mapping[str, str] = session.get_modelmeta().custom_metadata_map
        self._output_names = list(self.signature.outputs)

    @property
    def provider(self) -> str:
        """The execution provider that really came up, which need not be the one asked for."""
        return str(self._session.get_providers()[0])

    def run(
        self, feed: Mapping[str, NDArray[Any]], token: CancelToken | None = None
    ) -> dict[str, NDArray[Any]]:
        """Run once and return the outputs by name.

        Raises Cancelled when `token` stops it, ModelUnusable when ONNX Runtime can't run it.
        """
        options = ort.RunOptions()
        if self._give_memory_back and self.provider == CPU_PROVIDER:
            # 0.35 instead of 1.0 GB stay resident after SAM 2.1 tiny; the next run must fetch it again.
            options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        with token.watching(options) if token else nullcontext():
            try:
                values = self._session.run(self._output_names, dict(feed), options)
            except _ORT_ERRORS as error:
                if token and token.cancelled:
                    raise Cancelled("Encoding") from error
                _log.info("ONNX Runtime could not run %s: %s", self._path, error)
                raise ModelUnusable(self._path, "ONNX Runtime can open it but not run it") from error
        return dict(zip(self._output_names, values, strict=True))


def open_graph(
    source: Source,
    *,
    providers: Sequence[str] = (CPU_PROVIDER,),
    save_optimised: Path | None = None,
    give_memory_back: bool = False,
) -> Graph:
    """Open an ONNX graph; raise ModelUnusable when ONNX Runtime can't.

    `save_optimised` is a file that the optimised graph is written to on the way; `give_memory_back` empties
    ONNX Runtime's memory pool after each run.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = thread_count()
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 4  # the exports' harmless shape-merging warnings; failures raise anyway
    # An idle engine must not burn a core beside the image editor.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Planning memory for the largest case costs half a gigabyte and gains no time on these graphs.
    options.enable_mem_pattern = False
    if source.optimised:
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    elif save_optimised is not None:
        options.optimized_model_filepath = str(save_optimised)
    model = source.content if source.content is not None else str(source.path)
    try:
        session = ort.InferenceSession(model, options, providers=list(providers))
    except _ORT_ERRORS as error:
        _log.info("ONNX Runtime refused %s: %s", source.path, error)
        raise ModelUnusable(
            source.path, "ONNX Runtime can't load it, so it is damaged or not an ONNX model"
        ) from error
    return Graph(session, source.path, give_memory_back=give_memory_back)


def _tensors(nodes: Sequence[Any]) -> dict[str, Tensor]:
    return {node.name: Tensor(dtype=node.type, shape=tuple(node.shape)) for node in nodes}
