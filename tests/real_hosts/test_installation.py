"""A new user installs, selects, upgrades and uninstalls, with what the packages bring and nothing else."""

import json
from pathlib import Path

import pytest

from real_hosts.new_user import NewUser, new_user
from real_hosts.releases import OLDER
from real_hosts.roots import Root
from release.plugins import version

# By what GIMP, Krita and what they are built on keep for a user.
OF_HOSTS = (
    ".cache/babl/",
    ".cache/fontconfig/",
    ".cache/gegl-0.4/",
    ".cache/gimp/",
    ".cache/krita",
    ".cache/mesa_shader_cache",
    ".cache/openbox/",
    ".config/GIMP/",
    ".config/krita",
    ".config/klanguageoverridesrc",
    ".config/QtProject.conf",
    ".config/dconf/",
    ".config/kdeglobals",
    ".local/share/gegl-0.4/",
    ".local/share/krita",
    ".local/share/recently-used.xbel",
    ".local/state/krita",
    ".Xauthority",
    ".dbus/",
    "out/",
    "photos/",
)


def assert_selects(user: NewUser) -> None:
    in_gimp = user.select_in_gimp()
    assert in_gimp["ok"], in_gimp
    assert 30_000 < in_gimp["selected"] < 160_000
    assert in_gimp["soft"] > 0
    in_krita = user.click_in_krita()
    assert "failure" not in in_krita, in_krita
    assert in_krita["selection"][2] > 50
    assert in_krita["selection"][4] > 255 * 2000


def assert_gone(user: NewUser) -> None:
    left = sorted(user.files())
    assert [name for name in left if "smart-select" in name or "smart_select" in name] == [
        ".local/share/krita/pykrita/smart_select_scenario.desktop",
        ".local/share/krita/pykrita/smart_select_scenario/__init__.py",
    ]
    strangers = [name for name in left if not name.startswith(OF_HOSTS)]
    assert strangers == []
    kritarc = (user.home / ".config" / "kritarc").read_text()
    assert "enable_smart_select_krita" not in kritarc
    assert "[smart_select]" not in kritarc
    assert "enable_smart_select_scenario=true" in kritarc


def test_one_command_from_the_network(host_root: Root, release: Path, tmp_path: Path) -> None:
    user = new_user(host_root, tmp_path / "home")
    done = user.install(release, "--yes", offline=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert_selects(user)
    removed = user.install(release, "--uninstall", "--yes")
    assert removed.returncode == 0, removed.stdout + removed.stderr
    assert_gone(user)


def test_one_command_without_a_network(host_root: Root, offline_release: Path, tmp_path: Path) -> None:
    user = new_user(host_root, tmp_path / "Zoë’s home 写真")
    done = user.install(offline_release, "--yes", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert [change["doing"] for change in answer["changes"]] == ["install", "install"]
    assert_selects(user)

    before = user.files()
    again = user.install(offline_release, "--yes", "--json")
    assert again.returncode == 0, again.stdout + again.stderr
    assert [change["doing"] for change in json.loads(again.stdout)["changes"]] == ["keep", "keep"]
    changed = {name for name, facts in user.files().items() if before.get(name) != facts}
    assert [name for name in sorted(changed) if not name.startswith((".cache/", ".local/state/"))] == []

    listed = user.install(offline_release, "--list")
    assert listed.stdout.count(f"Smart Select {version()}") == 2
    removed = user.install(offline_release, "--uninstall", "--yes")
    assert removed.returncode == 0, removed.stdout + removed.stderr
    assert_gone(user)


def test_before_and_after_differ_in_no_file(host_root: Root, offline_release: Path, tmp_path: Path) -> None:
    user = new_user(host_root, tmp_path / "home")
    texts = {
        ".config/GIMP/3.0/gimprc": "# GIMP's own\n",
        ".config/GIMP/3.2/gimprc": "# GIMP's own\n",
        ".config/kritarc": "[theme]\nTheme=Krita dark\n",
        ".local/share/krita/pykrita/other.desktop": "[Desktop Entry]\n",
    }
    for name, text in texts.items():
        (user.home / name).parent.mkdir(parents=True, exist_ok=True)
        (user.home / name).write_text(text)
    before = set(user.files())
    done = user.install(offline_release, "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(user.files()) > before
    removed = user.install(offline_release, "--uninstall", "--yes")
    assert removed.returncode == 0, removed.stdout + removed.stderr
    assert sorted(set(user.files()) ^ before) == []
    assert {name: (user.home / name).read_text() for name in texts} == texts


@pytest.fixture
def upgraded(host_root: Root, older_release: Path, tmp_path: Path) -> NewUser:
    """A user of the older version, with settings, a model and shortcuts of their own."""
    user = new_user(host_root, tmp_path / "home")
    done = user.install(older_release, "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    return user


def test_an_upgrade_keeps_what_is_the_user_s(upgraded: NewUser, offline_release: Path) -> None:
    user = upgraded
    data = user.home / ".local" / "share" / "smart-select"
    gimp = next((user.home / ".config" / "GIMP").iterdir())
    assert (gimp / "plug-ins" / "smart-select" / "gone_in_the_next_version.py").exists()
    (older,) = data.glob("environment/env-*")
    assert older.name.startswith(f"env-{OLDER}-")
    settings = user.home / ".config" / "kritarc"
    settings.write_text(settings.read_text() + "\n[smart_select]\nfeather=7\nmodel=own\n")
    kept = {
        data / "models" / "own" / "encoder.onnx": "a model",
        user.home / ".config" / "kritashortcutsrc": "[Shortcuts]\nsmart_select_subject=Ctrl+Alt+S\n",
        gimp
        / "shortcutsrc": '(file-version 1)\n(action "plug-in-smart-select-selection" "<Primary><Alt>s")\n',
        gimp / "plug-in-settings" / "GimpProcedureConfig-plug-in-smart-select.last": "# (grow 3)\n",
        gimp / "plug-ins" / "other" / "other.py": "# somebody else's\n",
    }
    for path, text in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    done = user.install(offline_release, "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"upgrade from {OLDER} to {version()}" in done.stdout
    assert {path: path.read_text() for path in kept} == kept
    assert "[smart_select]\nfeather=7\nmodel=own\n" in settings.read_text()
    assert not list(user.home.rglob("gone_in_the_next_version.py"))
    (newer,) = data.glob("environment/env-*")
    assert newer.name.startswith(f"env-{version()}-")
    (gimp / "shortcutsrc").unlink()  # GIMP writes its own
    assert_selects(user)

    removed = user.install(offline_release, "--uninstall", "--yes", "--keep-models")
    assert removed.returncode == 0, removed.stdout + removed.stderr
    assert (data / "models" / "own" / "encoder.onnx").read_text() == "a model"
    assert (gimp / "plug-ins" / "other" / "other.py").exists()
    user.install(offline_release, "--uninstall", "--yes")
    assert_gone(user)


def test_krita_s_own_importer_takes_the_package(host_root: Root, release: Path, tmp_path: Path) -> None:
    user = new_user(host_root, tmp_path / "home")
    resources = user.home / ".local" / "share" / "krita"
    (resources / "pykrita").mkdir(parents=True)
    package = release / f"smart-select-krita-{version()}.zip"
    done = user.run(["python3", "/scenarios/import_zip.py", str(package), str(resources)], see=[release])
    assert done.returncode == 0, done.stderr
    # The installer finds nothing to do for it but to turn it on.
    planned = user.install(release, "--dry-run", "--json", "--only", "krita")
    (change,) = json.loads(planned.stdout)["changes"]
    assert (change["doing"], change["turned_on"]) == ("keep", True)


def test_a_moved_folder_of_resources_and_linked_settings(
    host_root: Root, offline_release: Path, tmp_path: Path
) -> None:
    user = new_user(host_root, tmp_path / "home")
    moved = user.home / "painting" / "krita resources"
    moved.mkdir(parents=True)
    dotfiles = user.home / "dotfiles"
    dotfiles.mkdir()
    (dotfiles / "kritarc").write_text(f"ResourceDirectory={moved}\n")
    (user.home / ".config").mkdir()
    (user.home / ".config" / "kritarc").symlink_to(dotfiles / "kritarc")
    done = user.install(offline_release, "--yes", "--only", "krita")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (moved / "pykrita" / "smart_select_krita" / "__init__.py").exists()
    assert (user.home / ".config" / "kritarc").is_symlink()
    clicked = user.click_in_krita()
    assert clicked["selection"][4] > 255 * 2000, clicked


def test_a_read_only_folder_is_one_sentence(host_root: Root, release: Path, tmp_path: Path) -> None:
    user = new_user(host_root, tmp_path / "home")
    plug_ins = user.home / ".config" / "GIMP" / "3.0" / "plug-ins"
    plug_ins.mkdir(parents=True)
    plug_ins.chmod(0o555)
    closed = user.home / ".local" / "share" / "krita"
    closed.mkdir(parents=True)
    closed.chmod(0)
    settings = user.home / ".config" / "kritarc"
    settings.write_text("[advancedColorSelector]\n")
    settings.chmod(0)
    before = user.files()
    # Only looked at, because the other series of GIMP would be started to make its profile.
    done = user.install(release, "--dry-run", "--json")
    refused = [target["obstacle"] for target in json.loads(done.stdout)["refused"]]
    sentence = "{} can't be written; make it writable for you and try again."
    assert refused == [sentence.format(plug_ins), sentence.format(closed)]
    assert "Traceback" not in done.stderr
    # What can't be read would be lost by being replaced.
    closed.chmod(0o755)
    done = user.install(release, "--yes", "--json", "--only", "krita")
    refused = [target["obstacle"] for target in json.loads(done.stdout)["refused"]]
    assert refused == [f"{settings} can't be read; make it readable for you and try again."]
    assert user.files() == before


def test_where_nothing_can_be_fetched_nothing_is_changed(
    host_root: Root, release: Path, tmp_path: Path
) -> None:
    user = new_user(host_root, tmp_path / "home")
    done = user.install(release, "--yes", "--only", "krita", offline=True)
    assert done.returncode == 1
    assert "use an offline bundle" in done.stderr.splitlines()[-1]
    assert [name for name in user.files() if "smart" in name] == [".local/state/smart-select/log/setup.log"]
    assert not (user.home / ".config" / "kritarc").exists()


def test_debian_s_package_brings_the_plug_ins_to_every_user(
    host_root: Root, release: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    package = release.parent / "dist" / f"smart-select_{version()}_amd64.deb"
    look = (
        "dpkg --install --force-depends " + str(package) + " >/dev/null\n"
        "gimp-console -idf --batch-interpreter=python-fu-eval "
        "-b 'from gi.repository import Gimp; "
        'print("procedure", Gimp.get_pdb().procedure_exists("plug-in-smart-select-setup"))\' --quit\n'
        "ls /usr/share/krita/pykrita/smart_select_krita/wheels/\n"
        f"python3 {release}/install.py --list\n"
        f"python3 {release}/install.py --uninstall --yes\n"
        "dpkg --purge smart-select >/dev/null\n"
        "find /usr -name '*smart*select*'\n"
    )
    binds = [release.parent / "dist", release]
    done = host_root.run(["bash", "-euc", look], home=home, binds=binds, timeout_s=400)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "procedure True" in done.stdout
    wheel = f"smart_select-{version()}-py3-none-any.whl"
    assert wheel in done.stdout.splitlines()
    # The installer knows of them, and leaves them to Debian.
    assert f"Krita, for all users: Smart Select {version()}\n" in done.stdout
    assert f"GIMP 3, for all users: Smart Select {version()}\n" in done.stdout
    assert done.stdout.count("stays; “sudo apt remove smart-select” removes it.") == 2
    assert done.stdout.splitlines()[-1].startswith("The copy for all users")  # and no file is found any more
