"""The few lines of the hosts' own settings that decide where a plug-in goes and whether it is loaded.

Read and changed as text, so that everything else stays as the host wrote it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import List, Mapping, Optional

_GROUP = re.compile(r"\s*\[(.*)\]\s*$")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_PLUGIN_PATH = re.compile(r'^\s*\(plug-in-path\s+"((?:[^"\\]|\\.)*)"\s*\)', re.MULTILINE)


def read_text(path: Path) -> str:
    """Return a settings file's text, "" where there is none.

    Ends of lines, and whatever is no UTF-8, survive being written.
    """
    try:
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except OSError:
        return ""


# Krita's kritarc, in KDE's format: lines before the first [group] belong to none.


def krita_value(text: str, group: str, key: str) -> Optional[str]:
    """Return a value of kritarc; `group` is "" for the lines before the first one."""
    current = ""
    value = None
    for line in text.splitlines():
        found = _GROUP.match(line)
        if found:
            current = found.group(1)
        elif current == group:
            name, equals, right = line.partition("=")
            if equals and name.strip() == key:
                value = right.strip()
    return value


def with_krita_value(text: str, group: str, key: str, value: str) -> str:
    """Return kritarc's text with one value set; every other line as it was."""
    lines = _without(text.splitlines(keepends=True), group, key)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    entry = f"{key}={value}{end}"
    for number, line in enumerate(lines):
        found = _GROUP.match(line)
        if found and found.group(1) == group:
            return "".join([*lines[: number + 1], entry, *lines[number + 1 :]])
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    gap = [end] if lines else []
    return "".join([*lines, *gap, f"[{group}]{end}", entry])


def without_krita_value(text: str, group: str, key: str = "") -> str:
    """Return kritarc's text without a value, or without a whole group; an empty group goes, too."""
    lines = _without(text.splitlines(keepends=True), group, key)
    kept: List[str] = []
    position = 0
    while position < len(lines):
        end = position + 1
        while end < len(lines) and not _GROUP.match(lines[end]):
            end += 1
        block = lines[position:end]
        found = _GROUP.match(block[0])
        is_ours = found is not None and found.group(1) == group
        if not (is_ours and not any(line.strip() for line in block[1:])):
            kept.extend(block)
        position = end
    if kept != lines:
        while kept and not kept[-1].strip():
            kept.pop()
    return "".join(kept)


def _without(lines: List[str], group: str, key: str) -> List[str]:
    kept = []
    current = ""
    for line in lines:
        found = _GROUP.match(line)
        if found:
            current = found.group(1)
        elif current == group and (not key or line.partition("=")[0].strip() == key):
            continue
        kept.append(line)
    return kept


# GIMP's gimprc: a list in which a line is (name value).


def gimp_plug_in_folders(text: str, profile: Path, home: Path, variables: Mapping[str, str]) -> List[Path]:
    """Return the user's own folders of plug-ins as gimprc names them; the usual one where it names none.

    GIMP puts in the home for a leading ~, and its own and the environment's variables for ${NAME}. Folders
    of the installation (${gimp_plug_in_dir}) are not the user's, and what is no whole path by then depends on
    where GIMP was started.
    """
    usual = profile / "plug-ins"
    found = _PLUGIN_PATH.search(text)
    if found is None:
        return [usual]
    value = re.sub(r"\\(.)", r"\1", found.group(1))
    known = {**variables, "gimp_dir": str(profile)}
    folders = []
    for part in value.split(os.pathsep):
        named = _VARIABLE.sub(lambda name: known.get(name.group(1), name.group()), part.strip())
        if named == "~" or named.startswith(("~/", "~" + os.sep)):
            named = f"{home}{named[1:]}"
        if "${" not in named and Path(named).is_absolute():
            folders.append(Path(os.path.normpath(named)))
    return folders
