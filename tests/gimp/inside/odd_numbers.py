"""Numbers that are none, or beyond an argument's bounds, as scripts in Python and Scheme give them."""

from collections.abc import Sequence
from typing import Any

from bench_of_tests import describe, open_photo, run, select_person, selection_bytes
from gi.repository import Gimp, GObject

_KINDS = {GObject.TYPE_DOUBLE: float, GObject.TYPE_INT: int}
_FAR = [1_000_000, -1_000_000]
_NO_NUMBERS = [float("nan"), float("inf"), -float("inf")]


def odd_numbers(verbs: Sequence[str]) -> dict[str, Any]:
    """Give all of them to each argument; return what GIMP said to each, and whether anything was changed.

    Arguments of one name are of one making: to a second one, a single number is given in each language.
    """
    image = open_photo()
    select_person(image)
    before, selected = describe(image), selection_bytes(image)
    numbers: dict[str, Any] = {}
    known = set()
    for verb in verbs:
        procedure = Gimp.get_pdb().lookup_procedure(f"plug-in-smart-select{verb}")
        for spec in procedure.get_arguments():
            kind = _KINDS.get(spec.value_type)
            if kind is None:
                continue
            is_new = spec.name not in known
            known.add(spec.name)
            has_none = is_new and kind is float
            for value in (*_FAR[: 1 + is_new], *(_NO_NUMBERS if has_none else [])):
                answer = run(verb, image, **{spec.name: kind(value)})
                numbers[f"{verb} {spec.name} {value} in Python"] = answer
            call = (
                f"(plug-in-smart-select{verb} #:run-mode 1 #:image {image.get_id()} #:drawables "
                f"(car (gimp-image-get-selected-drawables {image.get_id()})) #:{spec.name} "
            )
            for scheme in ("1000000", *(["(sqrt -1)", "1e999"] if has_none else [])):
                numbers[f"{verb} {spec.name} {scheme} in Scheme"] = run_script(f"{call}{scheme})")
    changed = (describe(image), selection_bytes(image)) != (before, selected)
    return {"numbers": numbers, "changed by numbers": changed}


def run_script(script: str) -> dict[str, Any]:
    """Run a line of Script-Fu."""
    evaluating = Gimp.get_pdb().lookup_procedure("plug-in-script-fu-eval")
    config = evaluating.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("script", script)
    succeeded = evaluating.run(config).index(0) == Gimp.PDBStatusType.SUCCESS
    return {"ok": succeeded, "message": Gimp.get_pdb().get_last_error()}
