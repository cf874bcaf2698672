"""The public CI's workflow runs verbs that there are, and publishes nothing that was not tested."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))
import bundle

ROOT = Path(__file__).resolve().parents[3]
WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"
TEXT = WORKFLOW.read_text(encoding="utf-8")
SYSTEMS = ("ubuntu", "windows", "macos")


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    """The jobs."""
    yaml = pytest.importorskip("yaml")
    workflow: dict[str, Any] = yaml.safe_load(TEXT)
    return dict(workflow["jobs"])


def commands(job: dict[str, Any]) -> str:
    return "\n".join(step.get("run", "") for step in job["steps"])


def test_every_verb_it_names_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    named = {
        word
        for line in re.findall(r"(?:run: |^\s+)make ([^\n&|]+)", TEXT, re.MULTILINE)
        for word in line.split()
        if "=" not in word
    }
    assert {"setup", "lint", "types", "test", "test-hosts", "manual", "package", "bundle"} <= named
    assert named <= verbs


def test_every_script_it_names_is_there() -> None:
    for path in re.findall(r"[\w/.-]+\.(?:py|sh|md)\b", TEXT):
        assert (ROOT / path).exists() or path == "unpacked/install.py", path


def test_three_systems_are_tested_with_the_oldest_and_the_newest_python(jobs: dict[str, Any]) -> None:
    matrix = jobs["test"]["strategy"]["matrix"]
    assert [name.partition("-")[0] for name in matrix["os"]] == list(SYSTEMS)
    assert matrix["python"] == [bundle.PYTHONS[0], bundle.PYTHONS[-1]]


def test_the_pythons_are_those_that_the_project_names() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">={bundle.PYTHONS[0]}"' in project


def test_every_bundle_is_made_and_tried(jobs: dict[str, Any]) -> None:
    made = set(re.findall(r"make bundle PLATFORM=(\S+)", commands(jobs["package"])))
    tried = {entry["platform"] for entry in jobs["bundles"]["strategy"]["matrix"]["include"]}
    assert made == tried == {"linux-x86_64", "linux-aarch64", "windows-amd64", "macos-arm64"}
    assert made <= set(bundle.PLATFORMS)


def test_nothing_is_published_before_all_else_is_done(jobs: dict[str, Any]) -> None:
    publish = jobs["publish"]
    assert set(publish["needs"]) == set(jobs) - {"publish"}
    assert publish["if"] == "startsWith(github.ref, 'refs/tags/v')"
    assert "sha256sum --check SHA256SUMS" in commands(publish)


def test_only_publishing_may_write(jobs: dict[str, Any]) -> None:
    assert re.search(r"^permissions:\n  contents: read$", TEXT, re.MULTILINE)
    assert [name for name, job in jobs.items() if "permissions" in job] == ["publish"]


def test_hosts_are_tested_in_debian_where_they_were_built(jobs: dict[str, Any]) -> None:
    hosts = jobs["hosts"]
    assert hosts["container"]["image"] == "debian:trixie"
    brought = set(commands(hosts).split())
    for script in ("build_all.sh", "build_root.sh", "fill_root.sh", "run_in_root.sh"):
        text = (ROOT / "packaging" / "test_hosts" / script).read_text(encoding="utf-8")
        for program, package in (
            ("debootstrap", "debootstrap"),
            ("unshare", "util-linux"),
            ("pkill", "procps"),
        ):
            assert program not in text or package in brought, (script, program)


def test_what_one_job_leaves_the_next_one_finds(jobs: dict[str, Any]) -> None:
    left, taken = set(), set()
    for name, job in jobs.items():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/upload-artifact@"):
                left.add((step["with"]["name"], name))
            if step.get("uses", "").startswith("actions/download-artifact@"):
                taken.add((step["with"]["name"], name))
    for artifact, taker in taken:
        (maker,) = (job for found, job in left if found == artifact)
        needs = jobs[taker]["needs"]
        assert maker in ([needs] if isinstance(needs, str) else needs)
    assert {artifact for artifact, taker in taken if taker == "publish"} == {
        artifact for artifact, _maker in left
    }


def test_every_job_has_machine_steps_and_an_end(jobs: dict[str, Any]) -> None:
    for name, job in jobs.items():
        assert {"runs-on", "steps", "timeout-minutes"} <= set(job), name
        optional = {"name", "strategy", "needs", "container", "env", "permissions", "if"}
        assert set(job) <= optional | {"runs-on", "steps", "timeout-minutes"}, name
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), name
            assert set(step) <= {"run", "uses", "with", "env", "name", "if"}, name
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step.get("uses", "actions/none@v0")), name


def test_every_value_put_in_is_one_that_there_is(jobs: dict[str, Any]) -> None:
    known = re.compile(r"(matrix|runner|github|env|steps|secrets|inputs)\.[\w.-]+")
    for value in re.findall(r"\$\{\{(.*?)\}\}", TEXT):
        names = [found.group(0) for found in known.finditer(value)]
        assert names, value
        for name in names:
            assert name.partition(".")[0] in ("matrix", "runner", "github"), name
    for name, job in jobs.items():
        matrix = job.get("strategy", {}).get("matrix", {})
        keys = set(matrix) | {key for entry in matrix.get("include", ()) for key in entry}
        assert set(re.findall(r"matrix\.(\w+)", str(job))) <= keys, name


def test_its_shell_is_sound(jobs: dict[str, Any]) -> None:
    for job in jobs.values():
        text = re.sub(r"\$\{\{.*?\}\}", "value", commands(job))
        checked = subprocess.run(["bash", "-n"], input=text, text=True, capture_output=True, check=False)
        assert checked.returncode == 0, checked.stderr
