"""The models that the set-up offers are the catalogue's, looked for where the engine keeps them."""

from pathlib import Path

import pytest

from smart_select import paths
from smart_select.models.catalog import load_catalog
from smart_select_gimp.setting_up.model_choice import EXTRAS, Extra, is_here


@pytest.mark.parametrize("extra", EXTRAS, ids=lambda extra: extra.id)
def test_what_is_offered_is_in_the_catalogue_with_these_sizes(extra: Extra) -> None:
    entry = load_catalog()[extra.id]
    assert extra.label == entry.label
    assert extra.download_bytes == entry.download_bytes
    assert extra.disk_bytes == sum(member.about_bytes for file in entry.files for member in file.members)


def test_a_model_is_looked_for_where_the_engine_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    assert not is_here("sam2.1-tiny")
    folder = paths.models_dir() / "sam2.1-tiny"
    folder.mkdir(parents=True)
    (folder / "model.json").write_text("{}")
    assert is_here("sam2.1-tiny")
