"""The part of a page in docs/ that a benchmark writes; what people wrote round it stays."""

from pathlib import Path

_END = "<!-- end of what is measured -->"


def marked(command: str, text: str) -> str:
    """Return the part that `make COMMAND` writes, between its marks."""
    return f"{_begin(command)}\n\n{text}\n\n{_END}"


def renew(path: Path, command: str, text: str) -> None:
    """Put `text` in place of what `make COMMAND` wrote into a page; ValueError where it has no marks."""
    begin = _begin(command)
    before, found, rest = path.read_text(encoding="utf-8").partition(begin)
    _, end, after = rest.partition(_END)
    if not found or not end:
        raise ValueError(f"{path} has no {begin} and {_END} to write between")
    new = path.with_name(path.name + ".new")
    new.write_text(f"{before}{marked(command, text)}{after}", encoding="utf-8")
    new.replace(path)


def _begin(command: str) -> str:
    return f"<!-- measured by `make {command}` -->"
