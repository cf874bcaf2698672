"""Which ways to make an environment this computer offers: the best first, and no further than needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Sequence

from smart_select_plugin.environment.building import Way, WithUv, WithVenv, can_use_venv
from smart_select_plugin.environment.errors import BundleUnusable, InterpreterRefused, NoSuitablePython
from smart_select_plugin.environment.interpreters import FindPythons, Interpreter, probe
from smart_select_plugin.environment.places import Places
from smart_select_plugin.environment.recipe import UV_BYTES, Recipe
from smart_select_plugin.environment.running import Runner
from smart_select_plugin.environment.steps import Progress
from smart_select_plugin.environment.uv_tool import NoUv, UvFetcher, uv_on_path
from smart_select_plugin.translation import _, later

_NO_VENV = later("it can't make environments, on Debian and Ubuntu without the package python3-venv")


@dataclass(frozen=True)
class Ways:
    """Looks for them."""

    recipe: Recipe
    places: Places
    progress: Progress
    runner: Runner
    indexes: Sequence[str]
    find_pythons: FindPythons

    def all(self, named: Path | None) -> Iterator[Way]:
        """Yield the ways one by one, only those with the interpreter `named` where there is one.

        Raises SetupError where there is none, or no other.
        """
        self.progress.start("python")
        pythons = [self._named(named)] if named else self.find_pythons(self.runner.environment)
        for python in pythons:
            self.runner.log(f"found {python.name} at {python.path} {python.unsuitable}".rstrip())
        usable = [python for python in pythons if not python.unsuitable]
        if self.recipe.bundle:
            usable = self._in_bundle(usable)
        self.progress.done("python")
        uv = uv_on_path(self.runner)
        if uv and (usable or not self.recipe.bundle):
            self._no_tool_needed()
            yield self._with_uv(uv, usable)
        with_venv = [python for python in usable if can_use_venv(python, self.recipe)]
        for python in with_venv[:2]:
            self._no_tool_needed()
            yield self._with_venv(python)
        yield from self._by_fetched_uv(pythons, usable)

    def _by_fetched_uv(self, pythons: Sequence[Interpreter], usable: Sequence[Interpreter]) -> Iterator[Way]:
        refused = [f"{python.path}: {python.unsuitable or _(_NO_VENV)}" for python in pythons]
        if self.recipe.bundle:
            raise NoSuitablePython(refused, _("a bundle has none"))
        self.progress.restart("tool")
        self.progress.start("tool", total_bytes=UV_BYTES)
        fetcher = UvFetcher(
            self.places.tools,
            self.runner,
            self.indexes,
            lambda done, total: self.progress.count("tool", done, total),
            self.recipe.tools_lock,
        )
        try:
            fetched = fetcher.get(pythons)
        except NoUv as error:
            raise NoSuitablePython(refused, str(error)) from error
        self.progress.done("tool")
        yield self._with_uv(fetched, usable)

    def _named(self, path: Path) -> Interpreter:
        found = probe(path, self.runner.environment)
        if found is None:
            raise InterpreterRefused(path, _("it is no Python, or does not start"))
        if found.unsuitable:
            raise InterpreterRefused(path, found.unsuitable)
        return found

    def _in_bundle(self, usable: Sequence[Interpreter]) -> list[Interpreter]:
        bundle = self.recipe.bundle
        assert bundle is not None
        fitting = [
            python
            for python in usable
            if python.version[:2] in bundle.pythons and bundle.fits(python.platform)
        ]
        if usable and not fitting:
            pythons = ", ".join(f"{major}.{minor}" for major, minor in bundle.pythons)
            here = ", ".join(
                _("{python} on {system}", python=python.name, system=python.platform) for python in usable
            )
            raise BundleUnusable(
                bundle.source,
                _(
                    "it is for Python {pythons} on {systems} and here is {here}",
                    pythons=pythons,
                    systems=", ".join(bundle.platforms),
                    here=here,
                ),
            )
        return fitting

    def _no_tool_needed(self) -> None:
        self.progress.restart("tool")
        self.progress.skip("tool")

    def _with_uv(self, uv: Path, usable: Sequence[Interpreter]) -> Way:
        return WithUv(uv, usable[0] if usable else None, self.runner, self.places.downloads, self.places.log)

    def _with_venv(self, python: Interpreter) -> Way:
        return WithVenv(python, self.recipe, self.runner, self.places.downloads / "pip", self.places.log)
