"""The project's own files agree with one another: locks, package, commands."""

from __future__ import annotations

import itertools
import json
import os
import re
import runpy
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.published import ROOT
from tests.support.tools import NODE, WHEELS, requires

LOCKS = ("build", "test", "lint", "audit")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def lock(group: str) -> dict[str, str]:
    """Return the version of each package in the lock of *group*."""
    text = (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("group", LOCKS)
def test_a_lock_holds_what_its_group_wants(project: dict[str, Any], group: str) -> None:
    wanted = list(project["dependency-groups"][group])
    if group == "build":
        wanted += project["project"]["dependencies"]
    locked = lock(group)
    for line in wanted:
        requirement = Requirement(line)
        version = locked.get(canonicalize_name(requirement.name), "nothing")
        assert version in requirement.specifier, f"{line}: {version} is locked; run `make lock`"


def test_locks_agree(project: dict[str, Any]) -> None:
    assert set(project["dependency-groups"]) == set(LOCKS)
    versions: dict[str, set[str]] = {}
    for group in LOCKS:
        for name, version in lock(group).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("group", LOCKS)
def test_a_lock_names_hashes_and_no_place(group: str) -> None:
    text = (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
    packages = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert packages
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert not re.search(r"://|file:|^-", text, re.MULTILINE), "whence it comes is the reader's"


def test_each_gate_is_shown_what_it_must_reject() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("### Gates")[2]
    gates = dict(re.findall(r"^\| (\S+) \| .* \| `(\S+\.py)` \|$", text, re.MULTILINE))
    judges = {"playwright": "axe"}  # the tool that speaks for it
    tools = {judges.get(tool, tool) for tool in (*WHEELS, *NODE, "calibre", "mutool")}
    assert tools == {gate.lower() for gate in gates}
    for gate, name in gates.items():
        source = (ROOT / "tests" / name).read_text(encoding="utf-8")
        shown = source.partition("@pytest.mark.conformance")[2]
        assert re.search(r"def test_\w*(find|found|fail|reject|show|no_verdict|cannot)", shown), (
            gate
        )


def test_the_lock_for_npm_names_hashes_and_no_place() -> None:
    folder = ROOT / "tests" / "node"
    told = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in told["packages"].items() if name}
    assert told["packages"][""]["dependencies"] == wanted["dependencies"]
    assert [name for name, package in packages.items() if "integrity" not in package] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_the_package_holds_all_that_the_press_needs(project: dict[str, Any]) -> None:
    patterns = [*project["tool"]["setuptools"]["package-data"]["*"], "*.py"]
    files = [path for path in (ROOT / "press").rglob("*") if path.is_file()]
    assert files
    left_out = [
        str(path.relative_to(ROOT))
        for path in files
        if path.suffix != ".pyc" and not any(path.match(pattern) for pattern in patterns)
    ]
    assert left_out == []


def test_help_lists_every_target() -> None:
    requires("make")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert set(re.findall(r"^make (\w+) +\S", shown, re.MULTILINE)) == set(phony.split())


def commands(target: str) -> list[list[str]]:
    """Return the words of each command that ``make TARGET`` would run."""
    requires("make")
    # A make within a make says more, and may be told to do more.
    alone = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--dry-run", target, "ARGS="]
    done = subprocess.run(
        command, cwd=ROOT, env=alone, capture_output=True, encoding="utf-8", check=True
    )
    return [line.split() for line in done.stdout.splitlines()]


def test_the_audit_asks_of_every_lock() -> None:
    command = commands("audit")[-1]
    # Strict, or it finds nothing known against packages of which it could learn nothing.
    assert command[1:4] == ["-m", "pip_audit", "--strict"]
    asked = [word for before, word in itertools.pairwise(command) if before == "--requirement"]
    assert asked == [f"requirements/{group}.txt" for group in LOCKS]
    assert {f"requirements/{path.name}" for path in (ROOT / "requirements").glob("*.txt")} == set(
        asked
    )


def test_the_links_are_those_of_the_book() -> None:
    command = commands("linkcheck")[-1]
    assert command[1:7] == ["-m", "sphinx", "-c", ".", "-b", "linkcheck"]
    assert command[-2:] == ["book", "_build/linkcheck"]
    conf = runpy.run_path(str(ROOT / "conf.py"))
    assert conf["linkcheck_report_timeouts_as_broken"]  # else a slow server is asked but once
    assert "press" in conf["extensions"]  # knows what a DOI is, and who refuses machines


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such mark")
def test_the_ci_script_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_files_have_unix_line_ends() -> None:
    requires("git")
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone: there is no .git")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout.split("\0")
    files = [path for name in listed if name and (path := Path(ROOT, name)).is_file()]
    binary = {".png", ".pdf", ".epub"}
    assert [f.name for f in files if f.suffix not in binary and b"\r\n" in f.read_bytes()] == []
