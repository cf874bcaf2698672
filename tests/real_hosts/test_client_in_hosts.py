"""The client in the hosts' own Pythons, against the worker in this machine's."""

import json
import sys
from pathlib import Path

from real_hosts.roots import INSIDE, Root
from service.worker.conftest import workshop
from service.worker.workshop import RED, RED_SQUARE, Workshop, lies_near, squares_picture

__all__ = ["workshop"]  # the fixture
PYTHON_OF = {"trixie": "3.13", "forky": "3.14"}


def test_a_click_from_a_hosts_python(host_root: Root, workshop: Workshop, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    # The worker runs here already: inside there is none that could be started.
    ours = workshop.client().predict(squares_picture(), "colour", points=[RED]).wait(40)
    done = host_root.run(
        ["python3", "-W", "error", str(INSIDE / "tests/service/worker/bare_client.py"), *workshop.command()],
        home=home,
        binds=[workshop.place.folder],
        variables={"PYTHONPATH": str(INSIDE / "plugin"), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["version"] == PYTHON_OF[host_root.release] != "{}.{}".format(*sys.version_info[:2])
    assert lies_near(tuple(answer["area"]), RED_SQUARE)
    assert answer["process"] == workshop.process()
    # And ours is still served by the same one.
    assert workshop.client().predict(squares_picture(), "colour", points=[RED]).wait(40) == ours
