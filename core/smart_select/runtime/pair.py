"""An encoder and a decoder opened together: recognised, repaired where needed, tested once."""

import logging
from dataclasses import dataclass
from pathlib import Path

from smart_select import paths
from smart_select.layouts import Layout, recognise
from smart_select.runtime.external_data import inline_external_data
from smart_select.runtime.graph import Graph, Source, open_graph
from smart_select.runtime.graph_cache import digest_of, open_cached
from smart_select.runtime.graph_repair import repair_points_decoder
from smart_select.runtime.provider_test import open_on_gpu
from smart_select.runtime.self_test import check_decoder

_OUTLINES = "smart_select.outlines"
"""A decoder's own note, in the ONNX file's metadata."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Pair:
    """An open model.

    `digests` are the encoder's and decoder's sha256; `provider_note` says what runs where; `coarse` is
    what the decoder says of itself: it sees little, so that its outlines gain from being redrawn by the
    photo's colours, and boxes from a closer look.
    """

    encoder: Graph
    decoder: Graph
    layout: Layout
    digests: tuple[str, str]
    provider_note: str
    coarse: bool = False


def open_pair(encoder: Path, decoder: Path, *, provider: str = "cpu", frugal: bool = False) -> Pair:
    """Open two ONNX files; raise ModelUnusable when they are damaged or fit no layout.

    `provider` is "cpu", or the name of a GPU provider to try for the encoder (see `provider_test`). The
    decoder always runs on the CPU in the precision it was exported in: on GPUs it was seen to answer wrongly
    without an error, and a click is cheap. `frugal` gives the encoder's working memory back after each run.
    """
    folder = paths.cache_dir() / "graphs"
    digests = digest_of(encoder), digest_of(decoder)
    encoder_graph = open_cached(Source(encoder), digests[0], folder, give_memory_back=frugal)
    decoder_graph = open_graph(Source(decoder))
    layout = recognise(encoder_graph.signature, decoder_graph.signature, encoder.parent)
    if layout.needs_repair:
        decoder_graph = _repaired(decoder, layout)
    note = "the encoder runs on the CPU"
    if provider != "cpu":
        encoder_graph, note = open_on_gpu(encoder, encoder_graph, layout, provider)
        _log.info("Provider %s: %s.", provider, note)
    coarse = decoder_graph.metadata.get(_OUTLINES) == "coarse"
    return Pair(encoder_graph, decoder_graph, layout, digests, note, coarse)


def _repaired(decoder: Path, layout: Layout) -> Graph:
    """Open the repaired form of a decoder; its self-test runs here, so that no defective one is ever used."""
    content = repair_points_decoder(
        inline_external_data(decoder.read_bytes(), decoder.parent, decoder), decoder
    )
    graph = open_graph(Source(decoder, content))
    check_decoder(graph, layout, decoder)
    return graph
