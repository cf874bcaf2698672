"""The catalogues are complete and in step, and the sources say their texts so that they can be found."""

import ast
import gettext
import importlib.util
import io
import re
import symtable
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


def load() -> ModuleType:
    """Return the script, which is no part of a package."""
    script = ROOT / "packaging" / "translations" / "update.py"
    spec = importlib.util.spec_from_file_location("update_translations", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translations = load()
LANGUAGES: list[str] = translations.languages()
FOLDERS = [ROOT / source for source in translations.SOURCES]
SOURCES = {
    ".".join(path.relative_to(folder if "-" in folder.name else folder.parent).with_suffix("").parts): path
    for folder in FOLDERS
    for path in sorted(folder.rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in SOURCES.items()}


def texts_of(language: str) -> Iterator[tuple[str, str]]:
    """Yield each text and its translation."""
    for message in translations.read(language):
        if message.id:
            yield message.id, message.string


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Yield the calls of functions of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def all_calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield (module, call) of all sources."""
    for module, tree in TREES.items():
        yield from ((module, call) for call in calls(tree, *names))


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of what a module takes from our others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in TREES:
            yield from ((node.module, alias.name) for alias in node.names)


def assigned(tree: ast.Module, name: str) -> ast.expr | None:
    """Return what a module's constant is made of."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets: list[ast.expr] = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        else:
            continue
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return node.value
    return None


def is_marked(module: str, text: ast.expr) -> bool:
    """Tell whether a text that is no literal comes from where it was marked with `later`."""
    tree = TREES[module]
    if isinstance(text, ast.Name):
        for holder in (module, *(found for found, name in imports(tree) if name == text.id)):
            value = assigned(TREES[holder], text.id)
            if value is not None:
                return any(calls(value, "later"))
    if not isinstance(text, (ast.Name, ast.Attribute, ast.Subscript)):
        return False
    holders = {module, *(found for found, _ in imports(tree))}
    return any(any(calls(TREES[holder], "later")) for holder in holders)


def test_there_are_the_languages_that_are_promised() -> None:
    assert {"de", "fr"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_the_same_gaps_keys_and_ends(language: str) -> None:
    assert list(translations.problems(translations.read(language), translations.collect())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_what_the_translator_wrote(language: str) -> None:
    compiled = translations.compiled_file(language).read_bytes()
    assert compiled == translations.as_mo(translations.read(language))
    spoken = gettext.GNUTranslations(io.BytesIO(compiled))
    assert {text: spoken.gettext(text) for text, _ in texts_of(language)} == {
        text: there or text for text, there in texts_of(language)
    }


def test_nothing_is_compiled_that_has_no_catalogue() -> None:
    found = {path.parts[-3] for path in translations.COMPILED.rglob("*.mo")}
    assert found == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_names_nobody_and_has_no_dates(language: str) -> None:
    head = translations.as_po(translations.read(language)).split(b"\n\n")[0]
    assert b"Project-Id-Version: Smart Select\\n" in head
    assert re.search(rb"@|Date|Translator|Team|Generated", head) is None


def test_french_points_and_quotes_are_not_torn_from_their_words() -> None:
    outside_code = [re.sub(r'"[^"]*"', "", text) for _, text in texts_of("fr")]
    assert [text for text in outside_code if re.search(r"\w'\w| [;:!?»]|« |\w[;!?»]", text)] == []


def test_german_quotes_open_below_and_close_above() -> None:
    quoted = re.compile(r"[^„“”]*(„[^„“”]*“[^„“”]*)*")
    assert [text for _, text in texts_of("de") if not quoted.fullmatch(text)] == []


def test_a_text_is_a_literal_or_was_marked_with_later() -> None:
    unseen = []
    for module, call in all_calls("_", "later"):
        text = call.args[0]
        is_literal = isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value
        is_known = isinstance(call.func, ast.Name) and call.func.id == "_" and is_marked(module, text)
        if not is_literal and not is_known:
            unseen.append(f"{SOURCES[module]}:{call.lineno}: {ast.unparse(text)}")
    assert unseen == []


def test_a_text_is_given_exactly_the_gaps_that_it_has() -> None:
    wrong = []
    for module, call in all_calls("_"):
        text = call.args[0]
        if call.keywords and isinstance(text, ast.Constant):
            named = {name for name, _ in translations.gaps(text.value) or ()}
            if named != {gap.arg for gap in call.keywords}:
                wrong.append(f"{SOURCES[module]}:{call.lineno}: {text.value}")
    assert wrong == []


def test_where_texts_are_translated_nothing_else_is_called_by_the_underscore() -> None:
    """`path, _ = …` makes `_("…")` fail in the whole function."""
    shadowed = []
    for module in {module for module, _ in all_calls("_")}:
        waiting = [symtable.symtable(SOURCES[module].read_text(encoding="utf-8"), module, "exec")]
        while waiting:
            scope = waiting.pop()
            waiting += scope.get_children()
            if scope.get_type() == "function" and "_" in scope.get_identifiers():
                symbol = scope.lookup("_")
                if symbol.is_referenced() and not symbol.is_global():
                    shadowed.append(f"{SOURCES[module]}:{scope.get_lineno()}: {scope.get_name()}")
    assert shadowed == []


def test_all_of_the_sources_texts_are_collected() -> None:
    given = [call.args[0] for _, call in all_calls("_", "later")]
    literals = {text.value for text in given if isinstance(text, ast.Constant)}
    assert len(literals) > 200
    assert literals == {text.id for text in translations.collect() if text.id}


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("{count} points", "{zahl} Punkte", "other gaps"),
        ("{size:.0f} MB", "{size} MB", "other gaps"),
        ("{count} points", "Punkte", "other gaps"),
        ("a brace { stays", "eine {Klammer} bleibt", "other gaps"),
        ("_Close", "Schließen", "mnemonics (_ or &)"),
        ("Start o_ver", "_Neu _beginnen", "mnemonics (_ or &)"),
        ("&Close", "Schließen", "mnemonics (_ or &)"),
        ("Size:", "Größe", "ends otherwise"),
        ("Set Up…", "Einrichten...", "ends otherwise"),
        (" and ", "und ", "begins otherwise"),
        (" and ", " und", "ends otherwise"),
        ('"x,y,+" is a point', '"x;y;+" ist ein Punkt', 'what is in "plain quotes" differs'),
    ],
)
def test_a_translation_that_would_show_or_break_is_told(text: str, translation: str, fault: str) -> None:
    assert list(translations.faults(text, translation)) == [fault]


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("{its} for {ours}", "für {ours}: {its}"),
        ("_Close", "S_chließen"),
        ("Size:", "Taille\N{NO-BREAK SPACE}:"),
        ("Set Up…", "Einrichten\N{NO-BREAK SPACE}…"),
        ("Set Up & Doctor", "Installation et diagnostic"),
        ("check HTTPS_PROXY", "HTTPS_PROXY prüfen"),
        ("a brace { stays", "eine Klammer { bleibt"),
    ],
)
def test_a_translation_may_say_it_in_its_own_way(text: str, translation: str) -> None:
    assert list(translations.faults(text, translation)) == []


def test_what_is_missing_or_unsure_is_told_and_stays_english() -> None:
    texts, catalog = translations.empty(), translations.empty("it")
    for text, there in (("one", "uno"), ("two", ""), ("three", "tre?")):
        texts.add(text)
        catalog.add(text, there, flags=["fuzzy"] if "?" in there else [])
    texts.add("four")
    missing = [f"not translated: '{text}'" for text in ("two", "three", "four")]
    assert list(translations.problems(catalog, texts)) == missing
    spoken = gettext.GNUTranslations(io.BytesIO(translations.as_mo(catalog)))
    assert [spoken.gettext(text) for text in ("one", "two", "three")] == ["uno", "two", "three"]


@pytest.mark.parametrize("named", ["Italiano", "xx", "it/../de", "x.y", "../it"])
def test_a_language_that_there_is_not_is_one_sentence(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["update.py", "--new", named])
    with pytest.raises(SystemExit) as left:
        translations.main()
    assert left.value.code == f"{named} is no language; name one such as it or pt_BR"
    assert translations.languages() == LANGUAGES
