"""The language that Krita speaks is ours."""

import subprocess
import sys

import pytest
from fake_qt import QtCore

from smart_select_krita.i18n import languages

_SPEAK = """
from fake_qt import QtCore
QtCore.QLocale.setDefault(QtCore.QLocale(sys.argv[1]))
import fake_krita
sys.modules["krita"] = fake_krita
guard = types.ModuleType("pykrita")
guard.qt_major_version = lambda: int(os.environ["SMART_SELECT_QT"])
sys.modules["pykrita"] = guard
from fake_qt import QtWidgets
application = QtWidgets.QApplication([])
import smart_select_krita
from smart_select_plugin.translation import _
print(_("the disk is full"))
"""


@pytest.mark.parametrize(
    ("name", "first"), [("de_AT", ["de_AT", "de"]), ("fr", ["fr_FR", "fr"]), ("en_GB", []), ("C", [])]
)
def test_a_locale_names_its_languages(name: str, first: list[str]) -> None:
    assert languages(QtCore.QLocale(name))[: len(first)] == first
    if not first:
        assert languages(QtCore.QLocale(name)) == []


@pytest.mark.parametrize(
    ("locale", "text"), [("de_DE", "der Datenträger ist voll"), ("en_US", "the disk is full")]
)
def test_the_plug_in_speaks_it_from_its_first_module_on(locale: str, text: str) -> None:
    folder = __file__.rsplit("/", 1)[0]
    script = f"import os, sys, types; sys.path.insert(0, {folder!r})\n{_SPEAK}"
    ran = subprocess.run([sys.executable, "-c", script, locale], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == text
