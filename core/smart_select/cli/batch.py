"""One command for many pictures: side by side within a memory budget, and resumed where it was stopped."""

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from smart_select.cli.arguments import ArgumentsInvalid, SelectionRequest, read_request
from smart_select.cli.backend import Backend, Selector
from smart_select.cli.batch_files import Work, find_pictures, is_finished, plan
from smart_select.cli.batch_progress import BatchBar
from smart_select.cli.batch_settings import Journal, fingerprint, version_of
from smart_select.cli.making import Making, read_making
from smart_select.cli.output import DONE, SAID_WHY, Reporter, print_result
from smart_select.cli.pixel_budget import PixelBudget, usual_jobs
from smart_select.cli.selecting import (
    Stopwatch,
    first_frame_note,
    read_picture,
    result_record,
    result_sentence,
    select_in,
)
from smart_select.cli.side_by_side import side_by_side
from smart_select.errors import Cancelled, OutputUnwritable, SmartSelectError
from smart_select.paths import log_dir
from smart_select.photo.files import check_output, real_path
from smart_select.photo.writing import format_for, write_picture
from smart_select.system_reasons import system_reason

_SUFFIXES: Final = ("png", "tif", "webp", "jpg")
_MOST_JOBS: Final = 64
_STOPPING: Final = (
    "smart-select: The pictures in hand are finished first; Ctrl+C again leaves them as they were."
)

_log = logging.getLogger(__name__)


class BatchStopped(SmartSelectError):
    """Somebody pressed Ctrl+C between the first and the last picture."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(
            f"Stopped after {done} of {total} pictures; the same command goes on where this one ended."
        )
        self.done = done
        self.total = total


@dataclass(frozen=True)
class Outcome:
    """What became of one picture; `sentence` and `warnings` are for people, `record` for scripts."""

    kind: Literal["written", "skipped", "failed"]
    sentence: str
    record: dict[str, Any]
    warnings: tuple[str, ...] = ()


@dataclass
class Tally:
    """How many pictures ended how."""

    counts: dict[str, int] = field(default_factory=lambda: {"written": 0, "skipped": 0, "failed": 0})
    told: set[str] = field(default_factory=set)

    def add(self, outcome: Outcome) -> None:
        """Count one."""
        self.counts[outcome.kind] += 1

    @property
    def total(self) -> int:
        """How many have ended."""
        return sum(self.counts.values())

    def sentence(self, folder: Path) -> str:
        """Return what people read when all is done."""
        parts = [f"{self.counts['written']} written to {folder}"]
        if self.counts["skipped"]:
            parts.append(f"{self.counts['skipped']} already there (--again makes them anew)")
        if self.counts["failed"]:
            parts.append(f"{self.counts['failed']} failed")
        return ", ".join(parts)


def batch_options(suffixes: str) -> argparse.ArgumentParser:
    """Return the parent parser of what only matters with several pictures."""
    parent = argparse.ArgumentParser(add_help=False)
    group = parent.add_argument_group(
        "several pictures (with --out)",
        "Results that are there already, newer than their picture and made with the same options, are not "
        "made again. A picture that fails does not stop the others.",
    )
    group.add_argument("--again", action="store_true", help="make results anew that are there already")
    group.add_argument(
        "--as",
        dest="suffix",
        choices=_SUFFIXES,
        help=f"the kind of file of all results: {suffixes} (default: as the picture, or png)",
    )
    group.add_argument(
        "--jobs", metavar="N", type=_parse_jobs, help="how many pictures side by side (default: by processor)"
    )
    return parent


def execute(args: argparse.Namespace, backend: Backend, reporter: Reporter) -> int:
    """Run a command on all pictures; returns 1 if any failed, or raises SmartSelectError before the first."""
    command = f"smart-select {args.command}"
    found = find_pictures(args.images)
    pictures = found.pictures
    if not pictures:
        raise ArgumentsInvalid(f"There is no picture in {' '.join(args.images)}.", command)
    _check_apart(args.out, pictures)
    channels = 4 if args.command == "cutout" else 3
    works = plan(pictures, args.out, suffix=args.suffix, channels=channels)
    format_for(works[0].result, channels=channels)
    # What is wrong with the prompt is said before the first picture, and the model is opened once.
    first = read_request(args, prompt_required=args.command == "sky", image=works[0].picture, output=args.out)
    making = read_making(args, reporter)
    engine = backend.load(first.model, first.provider)
    _make_folder(args.out)
    if found.note:
        reporter.warn(found.note)
    runner = _Runner(args, backend, engine, making, Journal.of(args.out), fingerprint(args))
    tally = Tally()
    budget = PixelBudget()
    with_budget = partial(runner.run, budget=budget)
    jobs = args.jobs or usual_jobs(len(works))
    try:
        with BatchBar(len(works)) as bar:

            def tell(outcome: Outcome | None) -> None:
                if outcome is not None:
                    tally.add(outcome)
                    _tell(outcome, bar, tally, as_json=args.json)

            def stopping() -> None:
                budget.close()
                bar.say(_STOPPING)

            side_by_side(with_budget, works, jobs, tell=tell, stopping=stopping)
    except KeyboardInterrupt as error:
        raise BatchStopped(tally.total, len(works)) from error
    _tell_summary(tally, args, reporter)
    return SAID_WHY if tally.counts["failed"] else DONE


class _Silent:
    """Takes the steps and warnings of one picture; steps of many at once would be noise."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def step(self, doing: str) -> None:
        """Nobody is told."""

    def warn(self, sentence: str) -> None:
        """Keep it for the picture's own line."""
        self.warnings.append(sentence)


@dataclass(frozen=True)
class _Runner:
    args: argparse.Namespace
    backend: Backend
    engine: Selector
    making: Making
    journal: Journal
    settings: str

    def run(self, work: Work, budget: PixelBudget) -> Outcome | None:
        """Do one picture; whatever goes wrong becomes an outcome. None where the budget was closed first."""
        if not self.args.again and self._is_finished(work):
            return Outcome(
                "skipped", "", {"image": str(work.picture), "output": str(work.result), "skipped": True}
            )
        try:
            with budget.room_for(work.picture):
                return self._make(work)
        except Cancelled:
            return None
        except SmartSelectError as error:
            _log.info("%s: %s", work.picture, error, exc_info=True)
            return _failed(work, type(error).__name__, str(error))
        except Exception as error:  # one picture's bug must not cost the others
            _log.exception("unexpected, with %s", work.picture)
            return _failed(
                work,
                "Unexpected",
                f"{work.picture}: something unexpected went wrong ({type(error).__name__}); the log in "
                f"{log_dir()} says more.",
            )

    def _make(self, work: Work) -> Outcome:
        request, settings = self._request(work), self._settings_of(work)
        masks = [request.rough_mask] if request.rough_mask else []
        check_output(work.result, sources=[work.picture, *masks, *self.making.sources])
        notes, stopwatch = _Silent(), Stopwatch()
        with stopwatch.measure("read"):
            picture = read_picture(request)
        self.making.check_fits(work.result, picture.photo)
        if picture.photo.is_animated:
            notes.warn(first_frame_note(work.picture, picture.photo))
        if picture.prompt is not None:
            self.backend.check_prompt(picture.prompt, picture.photo.size)
        selected = select_in(picture, request, self.backend, self.engine, notes, stopwatch)
        with stopwatch.measure("compose"):
            pixels = self.making.make(selected)
        with stopwatch.measure("write"):
            write_picture(work.result, pixels)
        self.journal.add(work.result, settings)
        record = {"image": str(work.picture)} | result_record(request, selected, stopwatch, self.args.command)
        if notes.warnings:
            record["warnings"] = notes.warnings
        return Outcome("written", result_sentence(request, selected), record, tuple(notes.warnings))

    def _is_finished(self, work: Work) -> bool:
        return is_finished(work) and not self.journal.made_otherwise(work.result, self._settings_of(work))

    def _settings_of(self, work: Work) -> str:
        """Return what stands for the settings and the picture: another one may get the same result's name."""
        return f"{self.settings} {version_of(work.picture)}"

    def _request(self, work: Work) -> SelectionRequest:
        needed = self.args.command == "sky"
        return read_request(self.args, prompt_required=needed, image=work.picture, output=work.result)


def _failed(work: Work, kind: str, message: str) -> Outcome:
    # Sentences about the picture's content do not name it; with many of them that matters.
    sentence = message if str(work.picture) in message else f"{work.picture}: {message}"
    record = {"image": str(work.picture), "error": {"kind": kind, "message": message}}
    return Outcome("failed", sentence, record)


def _tell(outcome: Outcome, bar: BatchBar, tally: Tally, *, as_json: bool) -> None:
    if as_json:
        print_result(json.dumps(outcome.record))
    elif outcome.kind == "failed":
        bar.say(f"smart-select: {outcome.sentence}")
    else:
        # What is true of all of them, such as a cache that can't be written to, is said once.
        for warning in outcome.warnings:
            if warning not in tally.told:
                tally.told.add(warning)
                bar.say(f"smart-select: {warning}")
    bar.advance(outcome.kind, tally.counts["failed"])


def _tell_summary(tally: Tally, args: argparse.Namespace, reporter: Reporter) -> None:
    record = {"summary": {**tally.counts, "total": tally.total}, "output": str(args.out)}
    reporter.done(tally.sentence(args.out), record)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        what = "a link that leads nowhere" if folder.is_symlink() and not folder.exists() else "a file"
        raise OutputUnwritable(folder, f"it is {what} and not a folder, so choose another name") from error
    except OSError as error:
        raise OutputUnwritable(folder, system_reason(error)) from error


def _check_apart(folder: Path, pictures: Sequence[Path]) -> None:
    """Results among the pictures would replace some, and be pictures the next time."""
    if any(real_path(picture).parent == real_path(folder) for picture in pictures):
        raise OutputUnwritable(folder, "the pictures are in it, so choose another folder")


def _parse_jobs(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text[:4]) <= _MOST_JOBS:
        return int(text[:4])
    raise argparse.ArgumentTypeError(f'"{text}" is not a number of jobs; write one from 1 to {_MOST_JOBS}')
