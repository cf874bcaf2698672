"""What a user hands over for offline use: files, a folder or an archive, seen as named, hashed files."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from smart_select.errors import HashMismatch, ModelNameRefused, ModelUnusable
from smart_select.models.archive import Wanted, is_safe_path, list_members
from smart_select.models.catalog import Catalog, CatalogEntry, ModelFile
from smart_select.models.pairing import is_model_part
from smart_select.models.storage import reading_errors

MEMBER_LIMIT_BYTES = 4 * 1024**3
"""No model for interactive use comes near this; an archive that claims more is a bomb or a mistake."""

_ID = re.compile(r"[a-z0-9][a-z0-9._+-]{0,63}")
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""Names that Windows gives to no file, whatever ending they have."""
_ROLE_WORDS = re.compile(
    r"[._-]?(image[._-]?|vision[._-]?|prompt[._-]?|mask[._-]?)?(encoder|decoder|preprocess)"
)


@dataclass(frozen=True)
class Offer:
    """Files that belong together: `name` is where they come from, `files` their paths by name."""

    name: str
    origin: Path
    files: Mapping[str, Path]


def offers_of(paths: Iterable[Path]) -> tuple[list[Offer], list[Path]]:
    """Sort what was given: a folder is one offer, loose files together are one; archives are returned apart.

    Raises ModelUnusable for what is neither, or holds no model files.
    """
    offers: list[Offer] = []
    archives: list[Path] = []
    loose: dict[str, Path] = {}
    for path in paths:
        with reading_errors(path):  # such as a name that is too long for the system
            is_folder, is_file = path.is_dir(), path.is_file()
            if is_file:
                path.open("rb").close()  # what is forbidden is no archive to zipfile
        if is_folder:
            offers.append(offer_of_folder(path, path.resolve().name))
        elif not is_file:
            raise ModelUnusable(path, "there is no such file or folder")
        elif not is_model_part(path.name) and zipfile.is_zipfile(path):
            archives.append(path)
        elif is_model_part(path.name):
            _check_name(path.name, path.parent)
            loose[path.name] = path
        else:
            raise ModelUnusable(path, "it is neither an ONNX file nor an archive of them")
    if loose:
        first = next(iter(loose.values()))
        offers.append(
            Offer(_ROLE_WORDS.sub("", first.stem) or first.resolve().parent.name, first.parent, loose)
        )
    return offers, archives


def offer_of_folder(folder: Path, name: str) -> Offer:
    """Return the model files that lie directly in `folder`; raises ModelUnusable when there are none."""
    with reading_errors(folder):
        inside = [path for path in sorted(folder.iterdir()) if path.is_file()]
    files = {path.name: path for path in inside if is_model_part(path.name)}
    if not files:
        raise ModelUnusable(folder, "it holds no .onnx file, so name the folder that does")
    for file_name in files:
        _check_name(file_name, folder)
    return Offer(name, folder, files)


def wanted_members(archive: Path) -> list[Wanted]:
    """Return the model files in an unknown archive, flattened; raises ModelUnusable if they aren't clear."""
    wanted: dict[str, Wanted] = {}
    for info in list_members(archive):
        name = PurePosixPath(info.filename.replace("\\", "/")).name
        if not is_model_part(name):
            continue
        _check_name(info.filename, archive)
        if not is_safe_path(info.filename):
            raise ModelUnusable(archive, f"the archive wants to write outside its folder ({info.filename})")
        if name in wanted:
            raise ModelUnusable(
                archive, f"the archive holds two files named {name}, so unpack it and add a folder"
            )
        wanted[name] = Wanted(info.filename, name, MEMBER_LIMIT_BYTES)
    if not wanted:
        raise ModelUnusable(archive, "the archive holds no .onnx file")
    return list(wanted.values())


def match_archive(archive: Path, sha256: str, catalog: Catalog) -> tuple[CatalogEntry, ModelFile] | None:
    """Return what of the catalogue an archive is, by its hash.

    Raises HashMismatch when it only bears the name of one: that is a damaged or another version.
    """
    known = [(entry, file) for entry in catalog.values() for file in entry.files if file.members]
    for entry, file in known:
        if file.sha256 == sha256:
            return entry, file
    for _, file in known:
        if file.name == archive.name:
            raise HashMismatch(archive, file.sha256, sha256, _TRUST_ADVICE)
    return None


def match_files(offer: Offer, hashes: Mapping[str, str], catalog: Catalog) -> CatalogEntry | None:
    """Return the entry that the offered files are by their hashes, or None when the catalogue has none.

    Raises HashMismatch when some are an entry's and another of its files is there with other bytes, or when a
    file bears a name that only one entry uses but isn't that file; ModelUnusable when files are missing.
    """
    matches: dict[str, int] = defaultdict(int)
    for entry in catalog.values():
        for part in entry.parts:
            if part.sha256 is not None and part.sha256 in hashes.values():
                matches[entry.id] += 1
    if not matches:
        _refuse_impostors(offer, hashes, catalog)
        return None
    # The most complete one: a decoder alone may be part of several models.
    entry = catalog[max(matches, key=lambda model: matches[model] / len(catalog[model].parts))]
    missing = [part for part in entry.parts if part.sha256 not in hashes.values()]
    for part in missing:
        if part.name in offer.files and part.sha256 is not None:
            raise HashMismatch(offer.files[part.name], part.sha256, hashes[part.name], _TRUST_ADVICE)
    if missing:
        names = ", ".join(part.name for part in missing)
        raise ModelUnusable(
            offer.origin, f"for {entry.id} these files are missing: {names}; add all of them together"
        )
    return entry


def own_id(name: str, catalog: Catalog) -> str:
    """Return the id under which a user's own model is kept; raises ModelNameRefused for an unfit one."""
    model = re.sub(r"[^a-z0-9._+-]+", "-", name.lower()).strip("-._+")
    if model in catalog:
        raise ModelNameRefused(
            model, "it belongs to another model of the catalogue; choose one with --as NAME"
        )
    if not _ID.fullmatch(model) or _DEVICE.fullmatch(model.split(".")[0]):
        raise ModelNameRefused(name, "a name of letters, digits, - . _ is needed; choose one with --as NAME")
    return model


def _check_name(name: str, where: Path) -> None:
    """Refuse names that would do something to a terminal, or can't be shown: they are installed unchanged."""
    if not name.isprintable():
        raise ModelUnusable(where, f"rename the file {name!a}, which has unprintable characters in its name")


_TRUST_ADVICE = "fetch it again, or add it under a name of your own with --as NAME if you trust it"


def _refuse_impostors(offer: Offer, hashes: Mapping[str, str], catalog: Catalog) -> None:
    """A distinctive name is a promise; `vision_encoder.onnx`, which many exports use, is none."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for entry in catalog.values():
        for part in entry.parts:
            if part.sha256 is not None:
                by_name[part.name].append(part.sha256)
    for name, path in offer.files.items():
        if len(by_name[name]) == 1:
            raise HashMismatch(path, by_name[name][0], hashes[name], _TRUST_ADVICE)
