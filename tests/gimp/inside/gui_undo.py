"""Every procedure on many kinds of image, every output on one; then one Ctrl+Z in GIMP's window."""

import json

from desk import DESK, Desk

KINDS = (
    "photo",
    "grey_float",
    "indexed",
    "alpha",
    "u16",
    "u8_linear",
    "half",
    "double",
    "offset_layer",
    "large_layer",
    "in_a_group",
    "several_layers",
    "masked_layer",
)

desk = Desk()
results = []
for name in KINDS:
    desk.order(
        "import json\nfrom undo_round import round_of\n"
        f"(DESK / 'round.json').write_text(json.dumps(round_of({name!r})))",
        patience_s=1500,
    )
    results += json.loads((DESK / "round.json").read_text())
desk.picture("undo-last")
desk.close("gui_undo", results)
