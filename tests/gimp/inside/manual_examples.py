"""Runs the manual's examples for GIMP as they are printed, each on a photograph of its own."""

import re
from pathlib import Path

from bench_of_tests import describe, open_photo, report
from gi.repository import Gegl, Gimp

PAGES = Path("/smart-select/docs")
MARKED = re.compile(r"^<!-- run in GIMP -->\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)

results = []
for page in sorted(PAGES.glob("*.md")):
    for code in MARKED.findall(page.read_text(encoding="utf-8")):
        image = open_photo()
        before = describe(image)
        names = {"Gimp": Gimp, "Gegl": Gegl, "image": image}
        exec(compile(code, str(page), "exec"), names)  # examples of our own manual
        values = names["values"]
        done = values.index(0) == Gimp.PDBStatusType.SUCCESS
        results.append(
            {
                "page": page.name,
                "code": code,
                "message": "" if done else Gimp.get_pdb().get_last_error(),
                "area": values.index(3) if done else 0.0,
                "before": before,
                "after": describe(image),
            }
        )
        image.delete()
report("manual_examples", results)
