"""The first selection of a new user in GIMP: a rough rectangle, and one key."""

from bench_of_tests import open_photo, report, run, select_person, selection_bytes

image = open_photo()
select_person(image)
answer = run("-selection", image)
selected = selection_bytes(image)
answer["selected"] = sum(value >= 128 for value in selected)
answer["soft"] = sum(0 < value < 255 for value in selected)
report("first_selection", answer)
