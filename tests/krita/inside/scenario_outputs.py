"""Masks and layers, in every kind of document that Krita has."""

from smart_select_krita.geometry import ImagePoint

EYE = ImagePoint(150, 110)
SRGB, LINEAR = "sRGB-elle-V2-srgbtrc.icc", "sRGB-elle-V2-g10.icc"
GREY, CMYK = "Gray-D50-elle-V2-srgbtrc.icc", "Chemical proof"
KINDS = (
    ("RGBA", "U8", SRGB),
    ("RGBA", "U16", SRGB),
    ("RGBA", "F16", LINEAR),
    ("RGBA", "F32", LINEAR),
    ("GRAYA", "U8", GREY),
    ("GRAYA", "U16", GREY),
    ("CMYKA", "U8", CMYK),
    ("CMYKA", "U16", CMYK),
    ("LABA", "U16", "Lab identity built-in"),
    ("XYZA", "F32", "XYZ identity built-in"),
)
OUTPUTS = ("selection", "transparency mask", "selection mask", "layer")


def scenario(stage):
    for model, depth, profile in KINDS:
        document = stage.document
        document.setColorSpace(model, depth, profile)
        yield stage.until(lambda wanted=[model, depth]: space_of(stage.document) == wanted)
        seen = stage.report[f"{model} {depth}"] = {"space": space_of(document)}
        for output in OUTPUTS if depth in ("U8", "F32") else ("selection", "layer"):
            yield from one_output(stage, seen, output, f"{model}-{depth}")
        seen["space_after"] = space_of(stage.document)
    yield from locked(stage)


def space_of(document):
    return [document.colorModel(), document.colorDepth()]


def one_output(stage, seen, output, kind):
    session = stage.session
    session.new_object()
    stage.desk.set_option("output", output)
    before, layers, steps = stage.pixels(), stage.layers(), stage.steps()
    session.point(EYE, True)
    yield stage.points(1)
    if output != "selection":
        session.make()
        yield stage.until(lambda: stage.layers() != layers)
    made = {"layers": stage.layers(), "undo": stage.undo_text(), "message": session.message}
    made["steps"] = stage.steps() - steps
    made["selection"] = stage.selection()
    if output == "selection":
        stage.keep_selection(kind)
    if output == "layer":
        document = stage.document
        node = next(node for node in document.topLevelNodes() if node.name().endswith(": object"))
        made["space"] = [node.colorModel(), node.colorDepth()]
        data = node.pixelData(0, 0, document.width(), document.height())
        (stage.out / f"{kind}.layer").write_bytes(bytes(data))
        data = document.topLevelNodes()[0].pixelData(0, 0, document.width(), document.height())
        (stage.out / f"{kind}.below").write_bytes(bytes(data))
    if kind == "RGBA-U8":
        stage.shot(f"output_{output.replace(' ', '_')}")
    yield from stage.undo()
    made["undone"] = [stage.pixels() == before, stage.layers() == layers, stage.selection()]
    seen[output] = made


def locked(stage):
    layer = stage.document.topLevelNodes()[0]
    layer.setLocked(True)
    stage.desk.set_option("output", "transparency mask")
    stage.session.new_object()
    stage.session.point(EYE, True)
    yield stage.points(1)
    stage.session.make()
    yield stage.idle
    stage.report["locked"] = [stage.session.message, stage.layers()]
    layer.setLocked(False)
