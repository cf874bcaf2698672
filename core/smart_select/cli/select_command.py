"""`smart-select select`: a picture and a prompt → a mask file."""

import argparse
import json
import sys
from typing import Final, Literal, TypeAlias

from smart_select.cli.arguments import (
    SelectionRequest,
    add_clean_colours,
    common_options,
    read_request,
    selection_options,
)
from smart_select.cli.backend import Backend
from smart_select.cli.edge_options import add_edge
from smart_select.cli.output import Reporter, writing_to_stdout
from smart_select.cli.selecting import (
    Selected,
    Stopwatch,
    check_paths,
    result_record,
    result_sentence,
    select_object,
)
from smart_select.errors import OutputUnwritable
from smart_select.photo.annotations import annotate
from smart_select.photo.files import write_file
from smart_select.photo.writing import FORMATS_BY_SUFFIX, PNG, encode_picture, format_for
from smart_select.verbs import check_object_seen, cut_out_object

Kind: TypeAlias = Literal["png", "cutout", "rle", "polygon"]

_EXAMPLES: Final = """examples:
  smart-select select cat.jpg --point 210,140 -o mask.png
  smart-select select cat.jpg --point 210,140 --point 30,30,- -o mask.png
  smart-select select cat.jpg --box 90,40,380,300 --format cutout -o cat.png
  smart-select select cat.jpg --subject -o cat.json
  smart-select select cat.jpg --mask lasso.png --snap -o mask.png
  smart-select select cat.jpg --stroke '90,40;210,140' --stroke '10,10;60,15,-' -o mask.png
"""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "select",
        help="select an object and write its mask",
        description="Select the object at a point, in a box or under a rough mask, and write its mask.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[
            selection_options(
                "where the mask goes: .png, .tif or .json, or - for stdout; replaced if it exists"
            ),
            common_options(),
        ],
    )
    parser.add_argument(
        "--format",
        choices=("png", "cutout", "rle", "polygon"),
        help="png: 8-bit grey mask; cutout: the object on transparent ground; rle: COCO run lengths (JSON); "
        "polygon: outlines (JSON); default: by FILE's suffix, .json being rle",
    )
    add_edge(parser, "mask")
    add_clean_colours(parser)


def execute(args: argparse.Namespace, backend: Backend, reporter: Reporter) -> int:
    """Run the command; returns 0 or raises SmartSelectError."""
    request = read_request(args, prompt_required=True)
    kind = _settle_kind(request, args.format)
    check_paths(request)
    stopwatch = Stopwatch()
    selected = select_object(request, backend, reporter, stopwatch)
    with stopwatch.measure("write"):
        _write(request, _encode(request, selected, kind, clean=args.clean_colours))
    reporter.done(result_sentence(request, selected), result_record(request, selected, stopwatch, kind))
    return 0


def _settle_kind(request: SelectionRequest, wanted: Kind | None) -> Kind:
    """Return what to write, having checked that the output's name goes with it."""
    suffix = request.output.suffix.lower()
    kind: Kind = wanted or ("rle" if suffix == ".json" else "png")
    if request.to_stdout:
        return kind
    if kind in ("png", "cutout"):
        format_for(request.output, channels=1 if kind == "png" else 4)
    elif suffix in FORMATS_BY_SUFFIX:
        raise OutputUnwritable(request.output, f"--format {kind} writes JSON, so let the name end in .json")
    return kind


def _encode(request: SelectionRequest, selected: Selected, kind: Kind, *, clean: bool) -> bytes:
    candidate, photo = selected.candidate, selected.photo
    if kind == "rle" or kind == "polygon":
        return json.dumps(annotate(candidate, kind)).encode("ascii") + b"\n"
    if kind == "cutout":
        check_object_seen(candidate.mask, photo.alpha)
    pixels = (
        candidate.mask
        if kind == "png"
        else cut_out_object(photo.colours, candidate.mask, photo.alpha, clean=clean)
    )
    channels = 1 if kind == "png" else 4
    file_format = PNG if request.to_stdout else format_for(request.output, channels=channels)
    return encode_picture(pixels, file_format, path=request.output)


def _write(request: SelectionRequest, data: bytes) -> None:
    if not request.to_stdout:
        write_file(request.output, data)
        return
    with writing_to_stdout():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
