"""Calls, each followed by a real Ctrl+Z, as GIMP's own process asks for them: quicker than from outside."""

import subprocess
import time
from collections.abc import Callable
from typing import Any

from bench_of_tests import (
    describe,
    digest_of,
    layer_digests,
    linear_bytes,
    report,
    run,
    select_person,
    selection_bytes,
)
from gi.repository import Gegl, Gimp
from kinds_of_images import KINDS, MOVED

WINDOW = "layers?\\) .*GIMP"
PATIENCE_S = 20
CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("-selection", {}),
    ("", {"points": "220,90,+", "output": "layer-mask"}),
    ("-subject", {"output": "new-layer"}),
    ("-remove-background", {}),
    ("-replace-background", {"color": Gegl.Color.new("white")}),
    ("-blur-background", {"blur": 12.0}),
)
"""Every procedure that changes an image."""

OUTPUTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("-selection", {"operation": "subtract"}),
    ("-selection", {"grow": 3, "feather": 4.0}),
    ("-selection", {"output": "layer-mask", "grow": -3, "feather": 2.0}),
    ("-selection", {"output": "new-layer"}),
    ("-selection", {"output": "channel"}),
    ("-selection", {"output": "path"}),
    ("-remove-background", {"output": "cut-out"}),
    ("-replace-background", {"fill": "gradient", "shadow": 0.5}),
    ("-desaturate-background", {}),
    ("-replace-sky", {}),
    ("-cut-out", {}),
    ("-cut-out", {"output": "layer-mask", "feather": 2.0}),
    ("-refine-selection", {"feather": 3.0}),
)
"""Every output, for one kind of image."""


REFUSED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("", {"points": "here"}),
    ("", {"points": "9999,10,+"}),
    ("-selection", {"model": "no-such-model"}),
    ("-selection", {"grow": -400}),
    ("-selection", {"output": "layer-mask", "grow": -400}),
    ("-selection", {"output": "path", "grow": -400}),
    ("-subject", {"model": "no-such-model", "output": "new-layer"}),
    ("-remove-background", {"grow": -400}),
    ("-replace-background", {"fill": "file", "file": "/no/such.png"}),
    ("-blur-background", {"model": "no-such-model"}),
    ("-desaturate-background", {"model": "no-such-model"}),
    ("-replace-sky", {"fill": "layer"}),
    ("-cut-out", {"model": "no-such-model"}),
    ("-refine-selection", {"snap": False, "grow": -400}),
)
"""What is refused, late ones among it: every procedure."""


def state_of(image: Any) -> dict[str, Any]:
    """Return all that an undo step must bring back."""
    masks = [layer.get_mask() for layer in image.get_layers()]
    prompt = image.get_parasite("smart-select-prompt")
    state = describe(image)
    del state["dirty"]
    return state | {
        "active": sorted(state["active"]),  # GIMP brings them back in any order
        "selection bytes": digest_of(selection_bytes(image)),
        "pixels": list(layer_digests(image).values()),
        "mask bytes": [
            digest_of(linear_bytes(mask, mask.get_width(), mask.get_height())) if mask else ""
            for mask in masks
        ],
        "prompt": digest_of(bytes(prompt.get_data())) if prompt else "",
    }


def to_image_window() -> None:
    """Have keys go to the image window that was opened last."""
    windows = subprocess.run(
        ["xdotool", "search", "--sync", "--onlyvisible", "--name", WINDOW],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    subprocess.run(["xdotool", "windowactivate", "--sync", windows[-1]], check=True)


def press(key: str) -> None:
    subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)


def becomes(image: Any, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Wait until the image is like this, or for long enough to say that it is not; return how it is."""
    end = time.monotonic() + PATIENCE_S
    while True:
        state = state_of(image)
        if is_so(state) or time.monotonic() > end:
            return state
        time.sleep(0.02)


def lasting(state: dict[str, Any]) -> dict[str, Any]:
    """Return what redo brings back, too: which layer is active is not among it."""
    return {name: value for name, value in state.items() if name != "active"}


def undo_after_refusals(image: Any) -> dict[str, Any]:
    """Take a step, have everything refused, and press Ctrl+Z once: it is that step that is taken back."""
    layer = image.get_layers()[-1]
    layer.set_opacity(40.0)
    before = state_of(image)
    handlers = Gimp.MessageHandlerType
    Gimp.message_set_handler(handlers.CONSOLE)  # not in windows, which would get the keys
    answers = [run(ending, image, **arguments) for ending, arguments in REFUSED]
    Gimp.message_set_handler(handlers.MESSAGE_BOX)
    same = state_of(image) == before
    press("ctrl+z")
    becomes(image, lambda _state: layer.get_opacity() == 100.0)
    return {
        "succeeded": [answer for answer in answers if answer["ok"]],
        "unchanged": same,
        "opacity": layer.get_opacity(),
        "otherwise the same": state_of(image) == before,
    }


def round_of(name: str) -> list[dict[str, Any]]:
    """Do all calls on one kind of image and take each back; one with a photograph does them again, too."""
    image, drawables = KINDS[name]()
    if drawables or not image.get_selected_layers():
        image.set_selected_layers([image.get_layers()[-1]])
    select_person(image)
    if name in MOVED:
        Gimp.Selection.translate(image, *MOVED[name])
    display = Gimp.Display.new(image)
    Gimp.displays_flush()
    to_image_window()
    results = []
    for ending, arguments in CALLS + (OUTPUTS if name == "photo" else ()):
        before = state_of(image)
        answer = run(ending, image, **arguments)
        done = state_of(image)
        press("ctrl+z")
        undone = becomes(image, lambda state, before=before: state == before)
        result = {
            "case": f"{name} {ending} {arguments.get('output', '')}",
            "answer": answer,
            "before": before,
            "done": done,
            "undone": undone,
        }
        if name == "photo":
            press("ctrl+y")
            redone = becomes(image, lambda state, done=done: lasting(state) == lasting(done))
            result["redone"] = redone
            press("ctrl+z")
            becomes(image, lambda state, before=before: state == before)
        results.append(result)
    if name == "photo":
        report("refused", undo_after_refusals(image))
    display.delete()
    return results
