"""Has Krita's own importer install a zip: import_zip.py ZIP RESOURCES. Runs in the host, without Krita."""

import builtins
import importlib
import sys

# Krita 5.3 and newer put their translation there.
builtins.i18n = lambda text, *_: text
sys.path.insert(0, "/usr/share/krita/pykrita/plugin_importer")
importer = importlib.import_module("plugin_importer").PluginImporter(
    sys.argv[1], sys.argv[2], lambda plugin: True
)
names = [plugin["name"] for plugin in importer.import_all()]
assert names == ["smart_select_krita"], names
