"""The installer's command line: it shows what it would do, asks, and says in one sentence what is wrong."""

import errno
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from smart_select_plugin.installing.command import main

from .conftest import Computer

MakeRelease = Callable[..., Path]


class Terminal(io.StringIO):
    """A person who has typed this already."""

    def isatty(self) -> bool:
        """Return that somebody is there."""
        return True


class Broken(io.StringIO):
    """Raises this whatever is asked."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self._error = error

    def isatty(self, *args: object) -> bool:
        """Raise it."""
        raise self._error


@pytest.fixture
def user(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> Computer:
    """The user whose programs this process would find; with Krita's profile."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(computer.home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "SMART_SELECT_HOME", "SUDO_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("GIMP3_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(computer.home / ".cache"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", "relative")
    monkeypatch.setenv("PATH", str(computer.folder / "bin"))
    for place in (".local/share/krita", "Library/Application Support/krita", "AppData/Roaming/krita"):
        (computer.home / place).mkdir(parents=True)
    for name in ("APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(computer.home / "AppData" / "Roaming"))
    return computer


def test_a_dry_run_tells_and_does_nothing(
    user: Computer, make_release: MakeRelease, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--dry-run"], [make_release("1.2")]) == 0
    told = capsys.readouterr().out
    assert "Smart Select 1.2" in told
    assert "): install" in told
    assert "Private environment: made" in told
    assert told.endswith("Nothing was done.\n")
    assert user.tree() == {}


@pytest.mark.parametrize("typed", ["n\n", ""], ids=["no", "Ctrl+D"])
def test_who_says_no_or_nothing_gets_nothing(
    user: Computer,
    make_release: MakeRelease,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    assert main([], [make_release("1.2")]) == 1
    assert "Go on? [Y/n]" in capsys.readouterr().out
    assert user.tree() == {}


def test_the_first_folder_with_packages_counts(
    user: Computer, make_release: MakeRelease, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--dry-run", "--json"], [tmp_path / "none", make_release("1.2")]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == "1.2"


def test_what_is_wrong_is_one_sentence_or_one_object(
    user: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], [tmp_path / "none"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["--json"], [tmp_path / "none"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == "NoPackages"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EIO, "?", "/some/file"), "/some/file can't be used"),
        (KeyboardInterrupt(), "nothing was changed"),
    ],
    ids=["a file", "Ctrl+C"],
)
def test_what_nobody_foresaw_is_one_object_for_a_script_too(
    user: Computer,
    make_release: MakeRelease,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    words: str,
) -> None:
    monkeypatch.setattr("sys.stdin", Broken(error))
    assert main([], [make_release("1.2")]) == 1
    assert words in capsys.readouterr().err
    monkeypatch.setattr("smart_select_plugin.installing.command.find_targets", Broken(error).isatty)
    assert main(["--json"], []) == 1
    assert words in json.loads(capsys.readouterr().out)["error"]["message"]


def test_a_mistake_of_ours_is_an_object_for_a_script_and_a_traceback_besides(
    user: Computer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "smart_select_plugin.installing.command.find_targets", Broken(KeyError("gimp")).isatty
    )
    with pytest.raises(KeyError):
        main(["--json"], [])
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == "KeyError"


def test_uninstalling_asks_too(
    user: Computer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (plugin,) = (path / "pykrita" / "smart_select_krita" for path in user.home.glob(".local/share/krita"))
    plugin.mkdir(parents=True)
    (plugin / "__init__.py").write_text("")
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert main(["--uninstall"], []) == 1
    assert str(plugin) in capsys.readouterr().out
    assert (plugin / "__init__.py").exists()
    assert main(["--uninstall", "--dry-run"], []) == 0
    assert (plugin / "__init__.py").exists()
    assert main(["--uninstall", "--yes"], []) == 0
    assert user.tree() == {}


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["no terminal", "a script"])
def test_where_nobody_can_be_asked_nothing_is_removed_without_a_yes(
    user: Computer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
) -> None:
    plugin = user.home / ".local/share/krita/pykrita/smart_select_krita"
    plugin.mkdir(parents=True)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["--uninstall", *options], []) == 1
    told = capsys.readouterr()
    assert "nothing was removed; add --yes." in told.out + told.err
    assert plugin.exists()


def test_a_killed_installer_s_leftovers_are_removed_with_the_rest(
    user: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    plug_ins = user.home / ".local" / "share" / "krita" / "pykrita"
    for name in (".smart_select_krita.old", ".smart_select_krita.new"):
        (plug_ins / name).mkdir(parents=True)
        (plug_ins / name / "file").write_text("")
    before = user.tree()
    assert main(["--uninstall", "--dry-run"], []) == 0
    assert user.tree() == before
    assert main(["--uninstall", "--yes"], []) == 0
    assert user.tree() == {}
    capsys.readouterr()


def test_what_a_killed_installer_wrote_of_krita_s_settings_goes_and_the_user_s_stay(
    user: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = user.home / ".config"
    settings.mkdir(exist_ok=True)
    (settings / ".kritarc.new").write_text("half")
    (settings / ".kritarc.old").write_text("[theme]\n")
    assert main(["--uninstall", "--yes"], []) == 0
    assert [path.name for path in settings.iterdir()] == [".kritarc.old"]  # all that is left of the user's
    (settings / "kritarc").write_text("[theme]\n")
    assert main(["--uninstall", "--yes"], []) == 0
    assert [path.name for path in settings.iterdir()] == ["kritarc"]
    capsys.readouterr()


@pytest.mark.skipif("os.name != 'posix' or os.geteuid() != 0", reason="only root can seem to be under sudo")
def test_sudo_is_refused(
    user: Computer,
    make_release: MakeRelease,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SUDO_USER", "painter")
    assert main(["--yes"], [make_release("1.2")]) == 1
    assert "run this as painter, without sudo" in capsys.readouterr().err
    assert user.tree() == {}
