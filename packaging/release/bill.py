"""The bill of materials: what an installation consists of, in CycloneDX's JSON (version 1.6)."""

import json
import re
import time
import uuid
from pathlib import Path
from typing import Any

from release.engine import ROOT, release_date
from release.licences import LICENCES
from release.sums import sha256

LOCK = ROOT / "plugin" / "smart_select_plugin" / "environment" / "locks" / "runtime.txt"
_EMBEDDED = ROOT / "core" / "smart_select" / "embedded"
_ENTRY = re.compile(r"^([a-z0-9-]+)==([^ \\]+)(?: ; ([^\\]+?))? \\$(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def write_bill(path: Path, version: str) -> Path:
    """Write the bill for a version."""
    packages = locked_packages(LOCK.read_text(encoding="utf-8"))
    us = f"pkg:generic/smart-select@{version}"
    components = [*(_package(*package) for package in packages), *map(_model, ("encoder", "decoder"))]
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, us + json.dumps(components))}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(release_date())),
            "component": {
                "type": "application",
                "bom-ref": us,
                "name": "smart-select",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": components,
        "dependencies": [
            {"ref": us, "dependsOn": [component["bom-ref"] for component in components]},
        ],
    }
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    return part.replace(path)


def locked_packages(lock: str) -> list[tuple[str, str, str, list[str]]]:
    """Return name, version, condition and the sha256 of each allowed file, of every package in a lock."""
    return [
        (name, version, condition or "", re.findall(r"--hash=sha256:([0-9a-f]{64})", hashes))
        for name, version, condition, hashes in _ENTRY.findall(lock)
    ]


def _package(name: str, version: str, condition: str, hashes: list[str]) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "licenses": [_licence(LICENCES[name])],
        # One of these files is installed, which one is decided by system and Python.
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in hashes],
    }
    if condition:
        component["properties"] = [{"name": "smart-select:installed-where", "value": condition}]
    return component


def _licence(spdx: str) -> dict[str, Any]:
    return {"expression": spdx} if " " in spdx else {"license": {"id": spdx}}


def _model(part: str) -> dict[str, Any]:
    path = _EMBEDDED / f"{part}.onnx"
    return {
        "type": "machine-learning-model",
        "bom-ref": f"smart-select-embedded-{part}",
        "name": f"smart-select-embedded-{part}",
        "version": sha256(path)[:12],
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "hashes": [{"alg": "SHA-256", "content": sha256(path)}],
    }
