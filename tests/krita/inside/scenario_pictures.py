"""Pictures of the docker for people to look at: docked, narrow, floating. test_pictures.py keeps them."""

from PyQt5.QtCore import QPoint, Qt

from smart_select_krita.geometry import ImagePoint

PERSON, SHUTTLE = (200, 300), (400, 150)
BESIDE = (-30, 256)


def scenario(stage):
    session, desk, docker = stage.session, stage.desk, stage.docker
    yield 3.0  # Krita still puts its dockers in order
    stage.tidy()
    yield 1.0
    stage.trigger("zoom_to_fit")
    yield 1.0
    stage.shot("begin")
    stage.point_at(*BESIDE)  # or Krita would leave its brush's outline at the picture's corner
    yield stage.idle
    yield 0.5
    desk.arm()
    yield lambda: stage.idle() and session.read is not None
    stage.point_at(*PERSON)
    yield stage.within(30, lambda: session.hovered is not None)
    yield 1.0
    stage.shot("hover")
    stage.click(*PERSON)
    yield stage.points(1)
    stage.point_at(*BESIDE)
    yield 1.5
    stage.shot("docked")
    yield from stage.deselect()
    session.forget_objects()
    preview = docker._panel.preview
    yield stage.within(60, lambda: not docker._panel._points.isVisible())
    yield 0.5  # without the list of points there is more room for the preview
    at = preview._fit().to_widget(ImagePoint(*PERSON))
    stage.click_screen(preview.mapToGlobal(QPoint(round(at.x), round(at.y))))
    yield stage.points(1)
    yield stage.within(60, lambda: stage.bounds() is not None)
    stage.report["clicked in the preview"] = [session.prompt.points[0], stage.bounds(), stage.undo_text()]
    # The steps are counted in a docker that was put away.
    yield from stage.until_seen(lambda: stage.trigger("edit_undo"), lambda: stage.bounds() is None)
    desk.set_option("output", "layers")
    for at in (PERSON, SHUTTLE):
        session.new_object()
        stage.click(*at)
        yield stage.points(1)
    stage.point_at(*BESIDE)
    yield 1.5
    stage.shot("objects")
    desk.set_option("output", "selection")
    stage.window.addDockWidget(Qt.LeftDockWidgetArea, docker)
    docker.show()
    yield 0.5
    stage.window.resizeDocks([docker], [185], Qt.Horizontal)
    yield 1.0
    stage.report["armed"] = [desk.is_armed]
    stage.trigger("zoom_to_fit")
    yield 1.0
    stage.click(*PERSON)
    yield stage.points(1)
    stage.point_at(*BESIDE)
    yield 2.0
    stage.shot("narrow")
    stage.report["width"] = docker.width()
    docker.setFloating(True)
    docker.move(stage.window.mapToGlobal(QPoint(980, 250)))
    docker.resize(330, 640)
    yield 2.5
    stage.report["armed"].append(desk.is_armed)
    stage.shot("floating")
    docker.setFloating(False)
    yield 1.0
    stage.report["armed"].append(desk.is_armed)
    docker.hide()
    yield stage.within(60, lambda: not desk.is_armed)
    stage.report["armed"].append(desk.is_armed)
    docker.setFloating(True)
    docker.move(stage.window.mapToGlobal(QPoint(980, 250)))
    docker.resize(330, 640)
    docker.show()
    desk.arm()
    yield stage.idle
    for look in ("outline", "brightness"):
        desk.set_option("look", look)
        yield from stage.deselect()
        session.forget_objects()
        stage.point_at(*PERSON)
        yield stage.within(30, lambda: session.hovered is not None)
        yield 1.0
        stage.shot(look)
        stage.point_at(*BESIDE)
        yield stage.within(30, lambda: session.hovered is None)
    session.message = "The layer “Line art” is locked; unlock it and try again."
    desk.show_change()
    yield 0.5
    stage.shot("message")
