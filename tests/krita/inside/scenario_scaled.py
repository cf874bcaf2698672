"""A screen with two device pixels to each logical one: clicks land where they are shown."""

EYE = (150, 110)


def scenario(stage):
    report, session, desk = stage.report, stage.session, stage.desk
    report["ratio"] = stage.ratio()
    desk.arm()
    yield lambda: stage.idle() and session.read is not None
    canvas = stage.krita.activeWindow().activeView().canvas()
    report["clicks"] = []
    for rotation, mirror in ((0, False), (25, True)):
        canvas.setRotation(rotation)
        canvas.setMirror(mirror)
        stage.trigger("zoom_to_fit")
        yield stage.steady()
        session.new_object()
        stage.click(*EYE)
        yield stage.points(1)
        report["clicks"].append([session.prompt.points[0], stage.selection()])
        stage.point_at(330, 130)
        yield lambda: session.hovered is not None
        yield stage.steady()
        stage.shot(f"scaled_{rotation}")
        yield from stage.deselect()
