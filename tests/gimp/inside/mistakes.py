"""What scripts get wrong: mistakes.json has GIMP's sentence for each, and what the image is like after it."""

from typing import Any

from bench_of_tests import open_photo, report, run, select_person
from gi.repository import Gimp
from odd_images import in_sight, locked, masked_as_a_group, of_one_colour, of_one_pixel
from odd_numbers import odd_numbers
from traps import trap_for
from wrong_calls import KEPT, MISTAKES, VERBS

ALL_VERBS = (*VERBS[1:], "-desaturate-background", "-cut-out", "-replace-sky")


def refused() -> dict[str, Any]:
    """Make each wrong call."""
    answers = {}
    for name, verb, given in MISTAKES:
        trap = trap_for(name, verb, given)
        before = trap.state()
        answer = run(verb, trap.image, trap.drawables, **trap.arguments)
        answers[f"{name} {verb} {given.get('output', given.get('fill', ''))}"] = {
            **answer,
            "unchanged": trap.state() == before,
        }
        trap.delete()
    return answers


def refused_by_set_up() -> dict[str, Any]:
    """Name bundles that are none."""
    set_up = Gimp.get_pdb().lookup_procedure("plug-in-smart-select-setup")
    config = set_up.create_config()
    modes = Gimp.RunMode
    answers = {}
    for name, bundle, mode in (
        ("a bundle that is none", "/no/such/bundle.zip", modes.NONINTERACTIVE),
        ("a bundle of two lines", "/no/such\n/bundle.zip", modes.WITH_LAST_VALS),  # which opens no window
        ("a long one", "/x\n" * 30_000, modes.NONINTERACTIVE),
    ):
        config.set_property("bundle", bundle)
        config.set_property("run-mode", mode)
        failed = set_up.run(config).index(0) != Gimp.PDBStatusType.SUCCESS
        message = Gimp.get_pdb().get_last_error()
        answers[f"{name} -setup"] = {"ok": not failed, "message": message, "unchanged": True}
    return answers


def repeated() -> dict[str, Any]:
    """Call all with the values of the last time; the first leaves a prompt."""
    image = open_photo()
    select_person(image)
    again = {"run-mode": Gimp.RunMode.WITH_LAST_VALS}
    verbs = ("-selection", *VERBS, *ALL_VERBS[-3:], "-refine-selection")
    return {verb: run(verb, image, **again) for verb in verbs}


report(
    "mistakes",
    {
        "mistakes": {**refused(), **refused_by_set_up()},
        "one pixel": of_one_pixel(VERBS),
        "one colour": of_one_colour(ALL_VERBS),
        "locked": locked(ALL_VERBS[2:-1]),
        "in sight": in_sight(),
        "good": run("", open_photo(), points="220,90,+;450,100,-", box="60,10,390,510"),
        "good kept": run("", open_photo(), prompt=KEPT),
        "again": repeated(),
        **odd_numbers(("", *ALL_VERBS, "-refine-selection")),
        "masked": masked_as_a_group(),
    },
)
