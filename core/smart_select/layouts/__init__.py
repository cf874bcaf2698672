"""Families of SAM exports, recognised from what the graphs say of themselves and never guessed."""

from pathlib import Path

from smart_select.errors import ModelUnusable
from smart_select.layouts.layout import Layout
from smart_select.layouts.onnx_community import OnnxCommunity
from smart_select.layouts.sam1 import Sam1
from smart_select.layouts.samexporter import Samexporter
from smart_select.layouts.signature import Signature

__all__ = ["SUPPORTED", "Layout", "Signature", "recognise"]

SUPPORTED = (
    "SAM 2 as samexporter writes it (darktable-ai, vietanhdev, X-AnyLabeling, osam)",
    "SAM 2 or EdgeTAM as onnx-community publishes it",
    "SAM 1 or MobileSAM with orig_im_size",
)


def recognise(encoder: Signature, decoder: Signature, where: str | Path) -> Layout:
    """Return the layout of a pair; raise ModelUnusable, which lists what was found and what is supported."""
    for family in (Samexporter, OnnxCommunity, Sam1):
        layout = family.matching(encoder, decoder)
        if layout is not None:
            return layout
    raise ModelUnusable(
        where,
        f"its inputs and outputs fit no supported layout (found encoder {encoder} and decoder {decoder}; "
        f"supported: {'; '.join(SUPPORTED)})",
    )
