"""The installation: all of it or nothing, twice without a change, and out again without a trace."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from smart_select_plugin.environment import Environment, Places, SetupCancelled, SetupRequest
from smart_select_plugin.installing.errors import ProfileUnusable
from smart_select_plugin.installing.installation import Installed, install
from smart_select_plugin.installing.plan import INSTALL, KEEP, RENEW, UPGRADE, make_plan
from smart_select_plugin.installing.release import find_release, unpack
from smart_select_plugin.installing.removal import carry_out_removal, plan_removal
from smart_select_plugin.installing.targets import find_targets
from smart_select_plugin.wire.meeting_place import MeetingPlace

from .conftest import Computer

MakeRelease = Callable[..., Path]
OTHERS = {
    ".config/GIMP/3.0/plug-ins/other/other.py": "other",
    ".config/GIMP/3.0/shortcutsrc": "(shortcuts)",
    ".local/share/krita/pykrita/other/__init__.py": "other",
    ".local/share/krita/pykrita/other.desktop": "other",
    ".local/share/krita/actions/other.action": "other",
    ".config/kritarc": "theme=dark\n\n[python]\nenable_other=true\n",
    ".config/kritashortcutsrc": "smart_select_subject=Ctrl+J\n",
}


class Setting:
    """Stands for the environment's set-up."""

    def __init__(self, places: Places, fails: BaseException | None = None) -> None:
        self.places = places
        self.fails = fails
        self.requests: list[SetupRequest] = []

    def __call__(self, request: SetupRequest) -> Environment:
        self.requests.append(request)
        folder = self.places.root / "env-1-00000000-1"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "python").write_text("python")
        if self.fails:
            raise self.fails
        return Environment(folder, "1", "0", 1, 1.0, "test")


class Installation:
    """A computer with both hosts, and the installer at work on it."""

    def __init__(self, computer: Computer, make_release: MakeRelease, tmp_path: Path) -> None:
        self.computer = computer
        self.make_release = make_release
        self.temporary = tmp_path / "unpacked"
        data = computer.home / ".local" / "share" / "smart-select"
        self.places = Places(data / "environment", computer.home / ".local/state/smart-select/log")
        self.set_up = Setting(self.places)
        self.told: list[str] = []
        self.meanwhile: Callable[[Path], None] = lambda unpacked: None
        """What happens to the unpacked packages before they are copied."""

    def run(self, version: str) -> Installed:
        """Install a version."""
        release = find_release(self.make_release(version, f"release-{version}"))
        machine = self.computer.machine()
        shutil.rmtree(self.temporary, ignore_errors=True)
        unpacked = {host: self.temporary / host for host in release.zips}
        wheels = [unpack(release, host, folder) for host, folder in unpacked.items()]
        self.meanwhile(self.temporary)
        return install(
            make_plan(find_targets(machine), unpacked, version),
            unpacked,
            SetupRequest(wheels[0]),
            machine=machine,
            places=self.places,
            set_up=self.set_up,
            tell=self.told.append,
            version=version,
        )

    def remove(self, *, keep_models: bool = False) -> None:
        """Take everything out again."""
        machine = self.computer.machine()
        removal = plan_removal(find_targets(machine), machine, self.places, keep_models=keep_models)
        place = MeetingPlace(self.computer.home / ".cache" / "smart-select" / "run")
        carry_out_removal(removal, machine, self.places, place)


@pytest.fixture
def installation(
    computer: Computer, make_release: MakeRelease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Installation:
    """GIMP and Krita with other plug-ins and settings."""
    for name, text in OTHERS.items():
        path = computer.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    # Where the worker would meet its clients is asked of the real environment.
    monkeypatch.setenv("XDG_RUNTIME_DIR", "relative")
    monkeypatch.setenv("XDG_CACHE_HOME", str(computer.home / ".cache"))
    monkeypatch.delenv("SMART_SELECT_HOME", raising=False)
    return Installation(computer, make_release, tmp_path)


def doings(done: Installed) -> list[str]:
    return [change.doing for change in done.changes]


def test_both_plug_ins_come_to_their_places(installation: Installation) -> None:
    done = installation.run("1.0")
    assert doings(done) == [INSTALL, INSTALL]
    tree = installation.computer.tree()
    assert ".config/GIMP/3.0/plug-ins/smart-select/smart-select.py" in tree
    assert ".local/share/krita/pykrita/smart_select_krita/__init__.py" in tree
    assert ".local/share/krita/pykrita/smart_select_krita.desktop" in tree
    assert ".local/share/krita/actions/smart_select_krita.action" in tree
    assert "enable_smart_select_krita=true" in tree[".config/kritarc"]
    assert "enable_other=true" in tree[".config/kritarc"]
    assert {name: text for name, text in tree.items() if name in OTHERS and name != ".config/kritarc"} == {
        name: text for name, text in OTHERS.items() if name != ".config/kritarc"
    }


def test_the_environment_is_made_from_the_release_s_wheel(installation: Installation) -> None:
    installation.run("1.0")
    (request,) = installation.set_up.requests
    assert [path.name for path in request.wheels.iterdir()] == ["smart_select-1.0-py3-none-any.whl"]


def test_twice_is_once(installation: Installation) -> None:
    installation.run("1.0")
    before = installation.computer.tree()
    assert doings(installation.run("1.0")) == [KEEP, KEEP]
    assert installation.computer.tree() == before


def test_what_python_compiled_into_it_does_not_count(installation: Installation) -> None:
    installation.run("1.0")
    cache = installation.computer.home / ".config/GIMP/3.0/plug-ins/smart-select/__pycache__/x.pyc"
    cache.parent.mkdir()
    cache.write_bytes(b"x")
    assert doings(installation.run("1.0"))[0] == KEEP


def test_a_broken_installation_is_renewed(installation: Installation) -> None:
    installation.run("1.0")
    before = installation.computer.tree()
    script = installation.computer.home / ".config/GIMP/3.0/plug-ins/smart-select/smart-select.py"
    script.chmod(0o644)
    (installation.computer.home / ".local/share/krita/actions/smart_select_krita.action").unlink()
    assert doings(installation.run("1.0")) == [RENEW, RENEW]
    assert installation.computer.tree() == before
    assert script.stat().st_mode & 0o100


def test_an_upgrade_replaces_the_plug_in_and_nothing_else(installation: Installation) -> None:
    installation.run("1.0")
    stale = installation.computer.home / ".config/GIMP/3.0/plug-ins/smart-select/stale.py"
    stale.write_text("x")
    done = installation.run("1.1")
    assert doings(done) == [UPGRADE, UPGRADE]
    assert [change.old_version for change in done.changes] == ["1.0", "1.0"]
    assert not stale.exists()
    tree = installation.computer.tree()
    assert {name: tree[name] for name in OTHERS if name != ".config/kritarc"} == {
        name: text for name, text in OTHERS.items() if name != ".config/kritarc"
    }


@pytest.mark.parametrize("failure", [SetupCancelled(), KeyboardInterrupt()])
def test_where_the_environment_fails_nothing_has_changed(
    installation: Installation, failure: BaseException
) -> None:
    installation.set_up.fails = failure
    before = installation.computer.tree()
    with pytest.raises(type(failure)):
        installation.run("1.0")
    assert installation.computer.tree() == before


def test_where_a_rename_fails_nothing_has_changed(installation: Installation) -> None:
    before = installation.computer.tree()
    actions = installation.computer.home / ".local/share/krita/actions"

    def set_up(request: SetupRequest) -> Environment:
        made = Setting(installation.places)(request)
        # Somebody takes the new file away in the last moment.
        (actions / ".smart_select_krita.action.new").unlink()
        return made

    installation.set_up = set_up  # type: ignore[assignment]
    with pytest.raises(ProfileUnusable):
        installation.run("1.0")
    assert installation.computer.tree() == before


def test_files_that_can_t_be_copied_are_one_short_sentence(installation: Installation) -> None:
    before = installation.computer.tree()

    def lose_files(unpacked: Path) -> None:
        for number in range(9):
            (unpacked / "krita" / "smart_select_krita" / f"{number}.py").symlink_to("nowhere")

    installation.meanwhile = lose_files
    with pytest.raises(ProfileUnusable) as caught:
        installation.run("1.0")
    assert "[Errno" not in str(caught.value)
    assert len(str(caught.value)) < 300
    assert installation.computer.tree() == before


def test_a_plug_in_that_the_user_turned_off_stays_off(installation: Installation) -> None:
    installation.run("1.0")
    settings = installation.computer.home / ".config" / "kritarc"
    off = settings.read_text().replace("smart_select_krita=true", "smart_select_krita=false")
    settings.write_text(off)
    done = installation.run("1.1")
    assert settings.read_text() == off
    assert done.changes[1].is_off


def test_a_gimp_that_was_never_started_makes_its_own_profile(installation: Installation) -> None:
    computer = installation.computer
    shutil.rmtree(computer.home / ".config" / "GIMP")
    computer.has_program("gimp-console", (3, 2))
    profile = computer.home / ".config" / "GIMP" / "3.2"
    computer.programs.makes = lambda name: profile.mkdir(parents=True)
    done = installation.run("1.0")
    assert computer.programs.started == ["gimp-console"]
    assert (profile / "plug-ins" / "smart-select" / "smart-select.py").exists()
    assert doings(done) == [INSTALL, INSTALL]


def test_a_gimp_that_makes_no_profile_is_left_out_with_a_sentence(installation: Installation) -> None:
    shutil.rmtree(installation.computer.home / ".config" / "GIMP")
    installation.computer.has_program("gimp-console", (3, 2))
    done = installation.run("1.0")
    assert [change.target.label for change in done.changes] == ["Krita"]
    assert "start it once and try again" in done.refused[0].obstacle


def test_a_flatpak_alone_needs_no_environment_here(installation: Installation) -> None:
    home = installation.computer.home
    shutil.rmtree(home / ".config")
    shutil.rmtree(home / ".local")
    (home / ".var/app/org.kde.krita/data/krita").mkdir(parents=True)
    done = installation.run("1.0")
    assert done.environment is None
    assert installation.set_up.requests == []
    kritarc = home / ".var/app/org.kde.krita/config/kritarc"
    assert kritarc.read_text() == "[python]\nenable_smart_select_krita=true\n"


def test_a_link_in_place_of_the_plug_in_is_replaced_and_its_goal_stays(installation: Installation) -> None:
    home = installation.computer.home
    checkout = home / "src" / "smart-select"
    checkout.mkdir(parents=True)
    (checkout / "smart-select.py").write_text("mine")
    link = home / ".config/GIMP/3.0/plug-ins/smart-select"
    link.symlink_to(checkout)
    installation.run("1.0")
    assert not link.is_symlink()
    assert (checkout / "smart-select.py").read_text() == "mine"


def test_taken_out_all_is_as_before(installation: Installation) -> None:
    before = installation.computer.tree()
    installation.run("1.0")
    home = installation.computer.home
    left_by_use = [
        ".cache/smart-select/embeddings/x",
        ".local/share/smart-select/models/own/encoder.onnx",
        ".local/state/smart-select/log/gimp.log",
        ".config/GIMP/3.0/plug-in-settings/GimpProcedureConfig-plug-in-smart-select-subject.last",
        ".var/app/org.kde.krita/data/smart-select/environment/current.json",
    ]
    for name in left_by_use:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("x")
    settings = home / ".config" / "kritarc"
    settings.write_text(settings.read_text() + "\n[smart_select]\ngrow=1\n")
    installation.remove()
    assert installation.computer.tree() == before
    assert not list(home.rglob("*smart-select*"))


def test_models_stay_when_asked(installation: Installation) -> None:
    installation.run("1.0")
    model = installation.computer.home / ".local/share/smart-select/models/own/encoder.onnx"
    model.parent.mkdir(parents=True)
    model.write_text("x")
    installation.remove(keep_models=True)
    assert model.exists()
    assert not installation.places.root.exists()
    installation.remove()
    assert not model.exists()


def test_a_plug_in_left_in_the_usual_folder_is_found_after_the_resources_were_moved(
    installation: Installation,
) -> None:
    installation.run("1.0")
    home = installation.computer.home
    (home / "moved").mkdir()
    settings = home / ".config" / "kritarc"
    settings.write_text(f"ResourceDirectory={home / 'moved'}\n{settings.read_text()}")
    installation.run("1.0")
    assert (home / "moved" / "pykrita" / "smart_select_krita").exists()
    installation.remove()
    assert not list(home.rglob("smart_select_krita*"))


def test_two_series_are_both_served(installation: Installation) -> None:
    (installation.computer.home / ".config" / "GIMP" / "3.2").mkdir()
    done = installation.run("1.0")
    assert [change.target.label for change in done.changes] == ["GIMP 3.0", "GIMP 3.2", "Krita"]


def test_a_refused_profile_is_not_in_the_plan(installation: Installation) -> None:
    targets = find_targets(installation.computer.machine())
    refused = [replace(target, obstacle="It can't.") for target in targets]
    assert make_plan(refused, {"gimp": Path(), "krita": Path()}, "1.0") == []
