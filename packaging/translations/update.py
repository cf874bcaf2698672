"""Bring the catalogues into step with the sources: update.py [--check] [--new LANGUAGE].

Texts are collected from `_("…")` and `later("…")` in plugin/, gimp/ and krita/ into smart-select.pot, merged
into every LANGUAGE.po beside it, and compiled to what the program reads. A text that has changed is not
guessed: it shows up as missing. `--check` changes nothing, and ends with 1 where something is to do.
"""

import argparse
import io
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = Path(__file__).resolve().parent
SOURCES: Final = ("plugin/smart_select_plugin", "gimp/smart-select", "krita/smart_select_krita")
COMPILED: Final = ROOT / "plugin" / "smart_select_plugin" / "locale"
DOMAIN: Final = "smart-select"
KEYWORDS: Final = {"_": None, "later": None}
WIDTH: Final = 110

_COMMENT: Final = (
    "# Smart Select's texts{language}. packaging/translations/README.md tells how to translate.\n#"
)
_MNEMONIC: Final = re.compile(r"(?<![A-Z])_(?=\w)|_(?=[a-z])|&(?=\w)")
_GAP: Final = re.compile(r"\{[^{}]*\}")
_CODE: Final = re.compile(r'"[^"]*"')


class CatalogueUnreadable(Exception):
    """A .po file is no such file, or has a mistake in its form."""


class Texts(Catalog):
    """A catalogue with a head that stays the same: Babel's has dates, its own version and room for names."""

    def __iter__(self) -> Iterator[Message]:
        """Yield the head and then the texts, in the order they were added."""
        head = ["Project-Id-Version: Smart Select"]
        if self.locale is not None:
            head += [f"Language: {self.locale}", f"Plural-Forms: {self.plural_forms}"]
        head += [
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
        ]
        messages = super().__iter__()
        next(messages)
        yield Message("", "\n".join([*head, ""]))
        yield from messages


def empty(language: str | None = None) -> Texts:
    """Return a catalogue without texts; without a language it is the template."""
    spoken = f" in {Locale.parse(language).english_name}" if language else ""
    return Texts(locale=language, domain=DOMAIN, header_comment=_COMMENT.format(language=spoken), fuzzy=False)


def collect() -> Texts:
    """Return all texts of the sources, with the files (no line numbers: they change daily) they stand in."""
    texts = empty()
    for source in SOURCES:
        found = extract_from_dir(ROOT / source, keywords=KEYWORDS, method_map=[("**.py", "python")])
        for name, _line, message, _comments, _context in sorted(found, key=lambda entry: entry[:2]):
            texts.add(message, locations=[(f"{source}/{name}", 0)])
    return texts


def read(language: str) -> Texts:
    """Return a language's catalogue as its translator left it."""
    texts = empty(language)
    path = FOLDER / f"{language}.po"
    with path.open("rb") as file:
        try:
            found = read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)
        except (PoFileError, ValueError) as error:  # the latter for what is not UTF-8
            raise CatalogueUnreadable(f"{path.name} can't be read ({error}); mend it there.") from error
    for message in found:
        if message.id:
            texts[message.id] = message
    return texts


def as_po(texts: Texts) -> bytes:
    """Return the catalogue as text, the same for the same content."""
    stream = io.BytesIO()
    write_po(stream, texts, width=WIDTH, ignore_obsolete=True, include_lineno=False)
    return stream.getvalue().rstrip(b"\n") + b"\n"


def as_mo(texts: Texts) -> bytes:
    """Return the catalogue as the program reads it, the same for the same content."""
    stream = io.BytesIO()
    write_mo(stream, texts)
    return stream.getvalue()


def languages() -> list[str]:
    """Return the languages that there are catalogues for."""
    return sorted(path.stem for path in FOLDER.glob("*.po"))


def gaps(text: str) -> set[tuple[str, str]] | None:
    """Return names and formats of a text's `{gaps}`; None where the braces are not meant as such."""
    try:
        return {(name, form or "") for _, name, form, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:  # a brace on its own, in a text that is never filled
        return None


def faults(text: str, translation: str) -> Iterator[str]:
    """Yield, in a word or two, what a translation does not have as its text has it."""
    if gaps(text) != gaps(translation):
        yield "other gaps"
    if _CODE.findall(text) != _CODE.findall(translation):
        yield 'what is in "plain quotes" differs'
    if mnemonics(text) != mnemonics(translation):
        yield "mnemonics (_ or &)"
    for edge, find in (("begins", re.compile(r"^\s*")), ("ends", re.compile(r"([.:…]?)\s*$"))):
        ours, theirs = find.search(text), find.search(translation)
        if ours is None or theirs is None or ours.group() != theirs.group():
            yield f"{edge} otherwise"


def mnemonics(text: str) -> int:
    """Return how many keys a label underlines; names such as HTTPS_PROXY and {gap_names} are none."""
    return len(_MNEMONIC.findall(_GAP.sub("", text)))


def problems(catalog: Texts, texts: Texts) -> Iterator[str]:
    """Yield a line for each text that is not translated, or is translated with a fault."""
    for text in texts:
        if not text.id:
            continue
        message = catalog.get(text.id)
        if message is None or not message.string or message.fuzzy:
            yield f"not translated: {text.id!r}"
            continue
        for fault in faults(str(text.id), str(message.string)):
            yield f"{fault}: {text.id!r} → {message.string!r}"


def compiled_file(language: str) -> Path:
    """Return where the program looks for a language."""
    return COMPILED / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def update(texts: Texts) -> None:
    """Write the template, the merged catalogues and the compiled ones."""
    _write(FOLDER / f"{DOMAIN}.pot", as_po(texts))
    for language in languages():
        catalog = read(language)
        catalog.update(texts, no_fuzzy_matching=True)
        _write(FOLDER / f"{language}.po", as_po(catalog))
        _write(compiled_file(language), as_mo(catalog))


def check(texts: Texts) -> list[str]:
    """Return what is missing or out of step."""
    wrong = []
    for language in languages():
        catalog = read(language)
        wrong += [f"{language}: {line}" for line in problems(catalog, texts)]
        compiled = compiled_file(language)
        if not compiled.exists() or compiled.read_bytes() != as_mo(catalog):
            wrong.append(f"{language}: {compiled.relative_to(ROOT)} is not what its catalogue compiles to")
    known = {compiled_file(language) for language in languages()}
    for left in sorted(set(COMPILED.rglob("*.mo")) - known):
        wrong.append(f"{left.relative_to(ROOT)} belongs to no catalogue; remove it")
    return wrong


def begin(language: str) -> None:
    """Write an empty catalogue, unless there is one."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        _write(path, as_po(empty(language)))


def main() -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, tell what is missing")
    parser.add_argument("--new", metavar="LANGUAGE", help="begin a catalogue for one more language")
    args = parser.parse_args()
    if args.new:
        try:
            Locale.parse(args.new)
        except (UnknownLocaleError, ValueError):
            sys.exit(f"{args.new} is no language; name one such as it or pt_BR")
    try:
        texts = collect()
        if args.new:
            begin(args.new)
        if not args.check:
            update(texts)
        wrong = check(texts)
    except CatalogueUnreadable as error:
        sys.exit(str(error))
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    total = sum(1 for text in texts if text.id)
    sys.stdout.write(f"{total} texts, {', '.join(languages())}: {len(wrong)} things to do\n")
    return 1 if wrong and args.check else 0


def _write(path: Path, content: bytes) -> None:
    """Replace a file that has changed; it is never half-written."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main())
