"""One key on a picture of a hundred megapixels."""

from bench_of_tests import describe, open_photo, report, run, select_person, selection_sample, solid_pixels

SCALE = 10000 / 512

image = open_photo()
select_person(image)
small = run("-selection", image)
image.delete()
image = open_photo()
image.scale(10000, 10000)
select_person(image, SCALE)
before = describe(image)
answer = run("-selection", image)
sample = selection_sample(image)
share = solid_pixels(sample) / len(sample)
report(
    "huge",
    {
        "small": small,
        "answer": answer,
        "before": before,
        "after": describe(image),
        "share": share,
    },
)
