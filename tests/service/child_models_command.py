"""`smart-select` whose SAM 2.1 tiny is on a local server: `… ADDRESS -m smart_select ARGUMENTS`.

Stands for the engine's Python where a plug-in has it download a model.
"""

import argparse
import sys

from service.child_download import DECODER, ENCODER
from service.fetching import CONTENT, QUICK, a_catalog, a_file, an_entry
from smart_select import paths
from smart_select.cli import models_command
from smart_select.errors import SmartSelectError
from smart_select.models.catalog import Role
from smart_select.models.store import ModelStore

MODEL = "sam2.1-tiny"


def main(address: str, _flag: str, _package: str, *arguments: str) -> int:
    """Do what the command line says, and tell an error as it does."""
    tiny = an_entry(
        MODEL,
        a_file(name="encoder.onnx", urls=[address + ENCODER]),
        a_file(CONTENT[::-1], name="decoder.onnx", urls=[address + DECODER], role=Role.DECODER),
    )
    parser = argparse.ArgumentParser(prog="smart-select")
    models_command.register(parser.add_subparsers(dest="command"))
    try:
        store = ModelStore(paths.models_dir(), catalog=a_catalog(tiny), policy=QUICK)
        return models_command.execute(parser.parse_args(arguments), store)
    except SmartSelectError as error:
        print(f"smart-select: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
