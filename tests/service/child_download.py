"""A process of its own that downloads a model: `python -m service.child_download ADDRESS ROOT [FILE_LIMIT]`.

It prints notes as they come and the outcome as its last line. With FILE_LIMIT (bytes) the system lets no file
grow beyond it, as on a disk that fills up.
"""

import sys
from pathlib import Path

from service.fetching import CONTENT, QUICK, a_catalog, a_file, an_entry
from smart_select.errors import SmartSelectError
from smart_select.models.catalog import Catalog, Role
from smart_select.models.reports import Progress
from smart_select.models.store import ModelStore

MODEL = "pair"
ENCODER, DECODER = "/pair/encoder.onnx", "/pair/decoder.onnx"


def catalog(address: str) -> Catalog:
    """Return a catalogue with one model whose two files are at `address`."""
    return a_catalog(
        an_entry(
            MODEL,
            a_file(name="encoder.onnx", urls=[address + ENCODER]),
            a_file(CONTENT[::-1], name="decoder.onnx", urls=[address + DECODER], role=Role.DECODER),
        )
    )


def main(address: str, root: str, file_limit: str = "") -> int:
    """Download and tell the outcome."""
    if file_limit:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(file_limit), int(file_limit)))

    def report(progress: Progress) -> None:
        if progress.note:
            print(progress.note, flush=True)

    try:
        ModelStore(Path(root), catalog=catalog(address), policy=QUICK).download(MODEL, report=report)
    except SmartSelectError as error:
        print(error, flush=True)
        return 1
    print("done", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
