"""The page of measurements: only its measured part is written, and the sheet shows what it says."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from accuracy import page
from accuracy.contact_sheet import Gallery
from accuracy.measured_part import marked, renew
from accuracy.results import Report, Row
from accuracy.values import INSIDE, Sample

DOCS = Path(__file__).resolve().parents[3] / "docs"
ROW = Row("a", (0.5, 0.6, 0.7, 0.8, 0.9), (0.1, 0.2, 0.3, 0.4, 0.5), (True,), 0.75, 0.5, 0.02, 0.03)


def test_what_people_wrote_stays_when_the_table_is_renewed(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(f"by hand\n\n{marked('accuracy', 'old')}\n\nseen by eye\n", encoding="utf-8")
    renew(path, "accuracy", "new")
    renew(path, "accuracy", "newer")
    assert path.read_text(encoding="utf-8") == f"by hand\n\n{marked('accuracy', 'newer')}\n\nseen by eye\n"


@pytest.mark.parametrize(("page", "command"), [("ACCURACY.md", "accuracy"), ("EDGES.md", "accuracy-edges")])
def test_the_pages_have_the_marks_of_what_writes_them(tmp_path: Path, page: str, command: str) -> None:
    copy = tmp_path / page
    copy.write_bytes((DOCS / page).read_bytes())
    renew(copy, command, "new")
    assert marked(command, "new") in copy.read_text(encoding="utf-8")


def test_page_without_marks_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("by hand", encoding="utf-8")
    with pytest.raises(ValueError, match="has no"):
        renew(path, "accuracy", "new")
    assert path.read_text(encoding="utf-8") == "by hand"


def test_row_has_a_value_under_every_heading() -> None:
    lines = page.measured([page.row("a", Report((ROW,)), 6.2)], objects=1, seconds=60).splitlines()
    assert len({line.count("|") for line in lines[:3]}) == 1
    assert "| 0.500 | 0.700 | 0.900 | 0.750 | 5.00 | 0.100 | 0.500 |" in lines[2]


def test_sheet_shows_the_best_the_median_and_the_worst(tmp_path: Path) -> None:
    gallery = Gallery()
    mask = np.zeros((40, 60), np.uint8)
    mask[10:30, 10:30] = INSIDE
    for index in range(35):
        sample = Sample(str(index), "thing", np.zeros((40, 60, 3), np.uint8), mask)
        row = Row(str(index), (index / 35, 0.9), (0, 0), (True,), 0.5, 0.5, 0, 0)
        gallery(sample, row, sample.target, (20.5, 20.5, 1))
    names = {name: [shown.sample.name for shown in group] for name, group in gallery.groups().items()}
    assert names["best"] == [str(index) for index in range(34, 24, -1)]
    assert names["median"] == [str(index) for index in range(22, 12, -1)]
    assert names["worst"] == [str(index) for index in range(9, -1, -1)]
    gallery.save(tmp_path / "sheet.png")
    assert Image.open(tmp_path / "sheet.png").width > 2000
