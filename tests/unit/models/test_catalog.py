"""The catalogue that ships: complete, pinned, vouched for."""

import re
from pathlib import PurePosixPath

import pytest

from smart_select.models.archive import is_safe_path
from smart_select.models.catalog import CatalogEntry, Role, load_catalog, parse_catalog
from smart_select.models.pairing import find_pair

ENTRIES = [pytest.param(item, id=item.id) for item in load_catalog().values() if not item.built_in]
SHA256 = re.compile(r"[0-9a-f]{64}")
PINNED = re.compile(r"https://[^/]+/.*(/resolve/[0-9a-f]{40}/|/releases/download/[^/]+/).+")


def test_the_models_people_expect_are_there() -> None:
    expected = {"embedded", "sam2.1-tiny", "sam2.1-small", "sam2.1-base-plus", "sam2.1-large", "mobile-sam"}
    assert expected < set(load_catalog())
    assert "edge-tam" in load_catalog()


def test_the_embedded_model_needs_no_download() -> None:
    assert load_catalog()["embedded"].built_in
    assert load_catalog()["embedded"].files == ()


@pytest.mark.parametrize("item", ENTRIES)
def test_every_hash_is_64_hex_digits(item: CatalogEntry) -> None:
    hashes = [file.sha256 for file in item.files]
    hashes += [part.sha256 for part in item.parts if part.sha256 is not None]
    assert hashes
    assert all(SHA256.fullmatch(value) for value in hashes)


@pytest.mark.parametrize("item", ENTRIES)
def test_every_address_is_https_and_pinned(item: CatalogEntry) -> None:
    assert all(file.urls for file in item.files)
    assert all(PINNED.fullmatch(url) for file in item.files for url in file.urls)
    assert all(url.endswith("/" + file.name) for file in item.files for url in file.urls)


@pytest.mark.parametrize("item", ENTRIES)
def test_every_model_is_one_pair_that_its_names_show(item: CatalogEntry) -> None:
    roles = [part.role for part in item.parts]
    assert roles.count(Role.ENCODER) == roles.count(Role.DECODER) == 1
    pair = find_pair([part.name for part in item.parts], item.id)
    assert (pair.encoder, pair.decoder) == (item.named(Role.ENCODER), item.named(Role.DECODER))


@pytest.mark.parametrize("item", ENTRIES)
def test_names_on_disk_are_plain_and_distinct(item: CatalogEntry) -> None:
    names = [file.name for file in item.files] + [part.name for part in item.parts if part not in item.files]
    assert len(set(names)) == len(names)
    assert all(PurePosixPath(name).name == name and is_safe_path(name) for name in names)
    assert all(is_safe_path(member.path) for file in item.files for member in file.members)


@pytest.mark.parametrize("item", ENTRIES)
def test_sizes_are_plausible(item: CatalogEntry) -> None:
    assert all(100_000 < part.about_bytes < 2_000_000_000 for part in item.parts)
    assert item.disk_bytes >= item.download_bytes > 10_000_000


def test_graphs_with_external_data_keep_their_names() -> None:
    names = [part.name for part in load_catalog()["edge-tam"].parts]
    assert {"vision_encoder.onnx", "vision_encoder.onnx_data"} <= set(names)


def test_two_models_of_one_id_are_refused() -> None:
    table = '[[model]]\nid = "a"\nlabel = ""\nlayout = ""\nlicence = ""\nhomepage = ""\n'
    with pytest.raises(ValueError, match="same id"):
        parse_catalog(table * 2)
