"""Pictures of the docker for people to look at: docked, narrow, floating. test_pictures.py keeps them."""

from PyQt5.QtCore import QPoint, Qt

CUP, SPOON = (300, 200), (372, 272)
BESIDE = (300, 425)


def scenario(stage):
    session, desk, docker = stage.session, stage.desk, stage.docker
    yield 3.0  # Krita still puts its dockers in order
    stage.tidy()
    yield 1.0
    stage.trigger("zoom_to_fit")
    yield 1.0
    stage.shot("begin")
    desk.arm()
    yield lambda: stage.idle() and session.read is not None
    stage.point_at(*CUP)
    yield stage.within(30, lambda: session.hovered is not None)
    yield 1.0
    stage.shot("hover")
    stage.click(*CUP)
    yield stage.points(1)
    stage.point_at(*BESIDE)
    yield 1.5
    stage.shot("docked")
    stage.trigger("deselect")
    yield stage.within(10, lambda: stage.bounds() is None)
    desk.set_option("output", "layers")
    for at in (CUP, SPOON):
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
    desk.arm()  # a docker that moves was hidden for a moment
    yield stage.idle
    stage.trigger("zoom_to_fit")
    yield 1.0
    stage.click(*CUP)
    yield stage.points(1)
    stage.point_at(*BESIDE)
    yield 2.0
    stage.shot("narrow")
    stage.report["width"] = docker.width()
    docker.setFloating(True)
    docker.move(stage.window.mapToGlobal(QPoint(980, 250)))
    docker.resize(330, 640)
    yield 1.5
    desk.arm()
    yield stage.idle
    yield 1.0
    stage.shot("floating")
    session.message = "The layer “Line art” is locked; unlock it and try again."
    desk.show_change()
    yield 0.5
    stage.shot("message")
