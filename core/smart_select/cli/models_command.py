"""`smart-select models`: what there is, fetch it, bring it in by hand, check it, remove it."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from smart_select import paths
from smart_select.cli.arguments import common_options
from smart_select.cli.measures import parse_path
from smart_select.cli.output import print_result
from smart_select.cli.progress import ProgressBar
from smart_select.errors import DownloadCancelled
from smart_select.models.catalog import CatalogEntry
from smart_select.models.manifest import InstalledModel
from smart_select.models.storage import megabytes
from smart_select.models.store import ModelState, ModelStatus, ModelStore

_EXAMPLES = """\
smart-select models download sam2.1-small
smart-select models add ~/Downloads/mask-object-sam21-tiny.dtmodel
smart-select models add my-encoder.onnx my-decoder.onnx --as mine

A stopped download is continued by the same command. SMART_SELECT_MODEL_MIRROR=https://… names a server
of your own to try first (<address>/<model>/<file>); proxies and certificates are taken from HTTPS_PROXY and
REQUESTS_CA_BUNDLE.
"""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `models` and its verbs to the command line."""
    models = subparsers.add_parser(
        "models",
        help="list, download, add, verify and remove models",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = models.add_subparsers(dest="models_verb", metavar="VERB", required=True)
    _add_verb(verbs, "list", "show the models and where they stand")
    download = _add_verb(verbs, "download", "fetch models, or continue where it stopped")
    download.add_argument("models", nargs="+", metavar="MODEL", help='a name from "models list"')
    add = _add_verb(verbs, "add", "bring in models that were fetched by other means")
    add.add_argument(
        "files",
        nargs="+",
        type=parse_path,
        metavar="FILE",
        help="a folder, an archive, or all files of one model",
    )
    add.add_argument("--as", dest="as_id", metavar="NAME", help="keep it as your own model of this name")
    verify = _add_verb(
        verbs, "verify", "hash installed models again; exit code 1 when a file is not as it was"
    )
    verify.add_argument("models", nargs="*", metavar="MODEL", help="all installed ones when none is named")
    remove = _add_verb(verbs, "remove", "delete models, and what is half-fetched of them")
    remove.add_argument("models", nargs="+", metavar="MODEL")


def execute(args: argparse.Namespace, store: ModelStore | None = None) -> int:
    """Run the chosen verb and return the exit code; raises SmartSelectError for the caller to show.

    Results go to standard output (one JSON object with --json), progress to standard error.
    """
    command = _ModelsCommand(store or ModelStore(paths.models_dir(), inspect=_open_once), as_json=args.json)
    verb = args.models_verb
    if verb == "list":
        return command.list_all()
    if verb == "download":
        return command.download(args.models)
    if verb == "add":
        return command.add(args.files, args.as_id)
    if verb == "verify":
        return command.verify(args.models)
    return command.remove(args.models)


def _add_verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str
) -> argparse.ArgumentParser:
    return verbs.add_parser(name, help=summary, description=summary, parents=[common_options()])


class _ModelsCommand:
    def __init__(self, store: ModelStore, *, as_json: bool) -> None:
        self._store = store
        self._as_json = as_json

    def list_all(self) -> int:
        statuses = self._store.statuses()
        if self._as_json:
            _print_json({"models": [self._described(status) for status in statuses]})
            return 0
        rows = [("MODEL", "STATE", "SIZE", "DESCRIPTION"), *(self._row(status) for status in statuses)]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            print_result("  ".join([*cells, row[3]]))
        return 0

    def download(self, models: Iterable[str]) -> int:
        fetched = []
        for model in models:
            ready = self._store.status(model).state in (ModelState.BUILT_IN, ModelState.INSTALLED)
            with ProgressBar() as bar:
                try:
                    fetched.append(self._store.download(model, report=bar))
                except KeyboardInterrupt:
                    raise DownloadCancelled(model) from None
            if not self._as_json:
                print_result(f"{model} is {'already here' if ready else 'ready'}: {fetched[-1].folder}")
        if self._as_json:
            _print_json({"models": [_located(model) for model in fetched]})
        return 0

    def add(self, files: Iterable[Path], as_id: str | None) -> int:
        with ProgressBar() as bar:
            added = self._store.add(files, as_id=as_id, report=bar)
        if self._as_json:
            _print_json({"models": [_located(model) for model in added]})
            return 0
        for model in added:
            print_result(f"{model.id} is ready ({self._trust(model)}): {model.folder}")
        return 0

    def verify(self, models: Iterable[str]) -> int:
        named = list(models) or [model.id for model in self._store.installed()]
        with ProgressBar() as bar:
            reports = {model: self._store.verify(model, report=bar) for model in named}
        good = all(check.good for checks in reports.values() for check in checks)
        if self._as_json:
            checks = {model: [asdict(check) for check in checks] for model, checks in reports.items()}
            _print_json({"good": good, "models": checks})
            return 0 if good else 1
        for model, model_checks in reports.items():
            for check in model_checks:
                print_result(f"{model}  {check.name}  {check.problem or 'good'}")
            if not all(check.good for check in model_checks):
                print_result(f'{model}  use "smart-select models remove {model}" and fetch it again')
        return 0 if good else 1

    def remove(self, models: Iterable[str]) -> int:
        freed = {model: self._store.remove(model) for model in models}
        if self._as_json:
            _print_json({"removed": freed})
            return 0
        for model, count in freed.items():
            print_result(f"{model} is removed; {megabytes(count)} are free again")
        return 0

    def _trust(self, model: InstalledModel) -> str:
        return "checked against the catalogue" if model.id in self._store.catalog else "your own model"

    def _row(self, status: ModelStatus) -> tuple[str, str, str, str]:
        entry = self._store.catalog.get(status.id)
        size = megabytes(status.disk_bytes) if status.disk_bytes else ""
        if entry is not None and status.state is ModelState.ABSENT:
            size = _download_size(entry)
        elif entry is not None and status.state is ModelState.PARTIAL:
            size = f"{size} of {_download_size(entry)}"
        label = status.label if entry is None else f"{status.label} · {entry.licence}"
        return status.id, str(status.state), size, label

    def _described(self, status: ModelStatus) -> dict[str, Any]:
        entry = self._store.catalog.get(status.id)
        described: dict[str, Any] = {
            "id": status.id,
            "label": status.label,
            "state": status.state.name.lower(),
            "disk_bytes": status.disk_bytes,
        }
        if status.damage:
            described["damage"] = status.damage
        if entry is not None:
            described |= {
                "layout": entry.layout,
                "licence": entry.licence,
                "homepage": entry.homepage,
                "download_bytes": entry.download_bytes,
                "download_size_is_exact": entry.download_size_is_exact,
            }
        return described


def _open_once(encoder: Path, decoder: Path) -> None:
    """Let the engine say whether a pair is one; raises ModelUnusable, which lists what is supported."""
    # Imported here: loading ONNX Runtime takes longer than listing models.
    from smart_select.runtime.pair import open_pair

    open_pair(encoder, decoder)


def _download_size(entry: CatalogEntry) -> str:
    return f"{'' if entry.download_size_is_exact else '~'}{megabytes(entry.download_bytes)}"


def _located(model: InstalledModel) -> dict[str, str]:
    return {key: str(value) for key, value in asdict(model).items()}


def _print_json(value: object) -> None:
    print_result(json.dumps(value, indent=2))
