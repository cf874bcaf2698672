"""Model files on disk: the catalogue, the download, the store."""

from smart_select.models.catalog import CatalogEntry, load_catalog
from smart_select.models.manifest import InstalledModel
from smart_select.models.policy import DownloadPolicy
from smart_select.models.reports import Progress, Stage
from smart_select.models.store import FileCheck, ModelState, ModelStatus, ModelStore

__all__ = [
    "CatalogEntry",
    "DownloadPolicy",
    "FileCheck",
    "InstalledModel",
    "ModelState",
    "ModelStatus",
    "ModelStore",
    "Progress",
    "Stage",
    "load_catalog",
]
