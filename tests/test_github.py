"""The files that GitHub reads: workflows, forms, Dependabot's settings, and pre-commit's.

A form or workflow with a fault is dropped without a word, or fails only after a push; so
what they name is held against what is there.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.published import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")

#: What Dependabot can raise, and by which of our files it finds that.
MANIFESTS = {
    "github-actions": ".github/workflows/*.yml",
    "npm": "tests/node/package-lock.json",
    "pip": "requirements/*.txt",
    "pre-commit": ".pre-commit-config.yaml",
}
#: The fields that a form can have (GitHub's "Syntax for GitHub's form schema").
FIELDS = {"markdown", "input", "textarea", "dropdown", "checkboxes"}


def load(path: Path) -> Any:
    """Return what the YAML file at *path* says; a key that stands twice is an error."""

    class Loader(yaml.SafeLoader):
        """Refuses what YAML 1.2 forbids and the library lets pass."""

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
        keys = [loader.construct_object(key) for key, _value in node.value]
        assert len(keys) == len(set(keys)), f"{path}: a key stands twice among {keys}"
        return loader.construct_mapping(node, deep=True)

    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def steps(workflow: Path) -> list[dict[str, Any]]:
    """Return the steps of all jobs of *workflow*."""
    return [step for job in load(workflow)["jobs"].values() for step in job["steps"]]


def targets(commands: str) -> set[str]:
    """Return the targets of the Makefile that the shell's *commands* name."""
    return set(re.findall(r"(?:\bmake|\.ci/run) +([a-z]+)", commands))


@pytest.fixture(scope="module")
def made() -> set[str]:
    """The targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_a_key_that_stands_twice_shows(tmp_path: Path) -> None:
    twice = tmp_path / "twice.yml"
    twice.write_text("a: 1\nb: 2\na: 3\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="a key stands twice"):
        load(twice)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_what_the_makefile_has(workflow: Path, made: set[str]) -> None:
    jobs = load(workflow)["jobs"].values()
    named = [
        target
        for job in jobs
        for target in job.get("strategy", {}).get("matrix", {}).get("target", [])
    ]
    run = set(named).union(*(targets(step.get("run", "")) for step in steps(workflow)))
    assert run
    assert run - made == set()


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_little(workflow: Path) -> None:
    said = load(workflow)
    assert said["permissions"] == {}
    for job in said["jobs"].values():
        assert set(job["permissions"].items()) <= {("contents", "read")}
        assert job["timeout-minutes"] <= 60
    # What an outsider may name, such as a branch, never enters a shell's command.
    assert [step["run"] for step in steps(workflow) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_an_action_is_pinned_by_its_commit(workflow: Path) -> None:
    used = re.findall(r"uses: (.+)", workflow.read_text(encoding="utf-8"))
    assert used
    pinned = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [action for action in used if not pinned.fullmatch(action)] == []
    checkouts = [step for step in steps(workflow) if "checkout" in step.get("uses", "")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_each_supported_python_is_tried() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = "Programming Language :: Python :: "
    versions = [c.removeprefix(named) for c in project["classifiers"] if c.startswith(f"{named}3.")]
    jobs = load(GITHUB / "workflows" / "ci.yml")["jobs"]
    assert jobs["test"]["strategy"]["matrix"]["python"] == versions
    assert project["requires-python"] == f">={versions[0]}"
    (compared,) = re.findall(r"diff python-(\S+)\.sha256", jobs["same-bytes"]["steps"][-1]["run"])
    assert compared in versions


def test_dependabot_finds_what_it_raises() -> None:
    updates = load(GITHUB / "dependabot.yml")["updates"]
    kept = {update["package-ecosystem"]: update["directory"].strip("/") for update in updates}
    assert set(kept) == set(MANIFESTS)
    for name, folder in kept.items():
        assert list(ROOT.glob(MANIFESTS[name])), name
        assert folder == (
            "" if name in {"github-actions", "pre-commit"} else MANIFESTS[name].rpartition("/")[0]
        )


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_can_be_filled_in(form: Path) -> None:
    said = load(form)
    assert {"name", "description", "body"} <= set(said)
    fields = said["body"]
    assert {field["type"] for field in fields} <= FIELDS
    asked = [field for field in fields if field["type"] != "markdown"]
    ids = [field["id"] for field in asked]
    labels = [field["attributes"]["label"] for field in asked]
    assert len(set(ids)) == len(ids)
    assert len(set(labels)) == len(labels)
    assert all(field["attributes"]["value"] for field in fields if field["type"] == "markdown")


def test_an_error_of_fact_is_reported_by_what_the_book_has() -> None:
    fields = {
        field.get("id"): field
        for field in load(GITHUB / "ISSUE_TEMPLATE/error-of-fact.yml")["body"]
    }
    points = tomllib.loads((ROOT / "book/data/points.toml").read_text(encoding="utf-8"))
    ids = {point["id"] for point in points["point"]}
    assert fields["place"]["attributes"]["placeholder"] in ids
    # A report without a source is welcome; one without words or a place helps nobody.
    needed = {
        name for name, field in fields.items() if field.get("validations", {}).get("required")
    }
    assert needed == {"place", "version", "wrong", "right"}


def test_the_hooks_run_what_the_makefile_has(made: set[str]) -> None:
    repositories = load(ROOT / ".pre-commit-config.yaml")["repos"]
    for repository in repositories:
        if repository["repo"] == "local":
            entries = [hook["entry"] for hook in repository["hooks"]]
            assert entries
            assert set().union(*map(targets, entries)) <= made
            assert all(map(targets, entries))
        else:
            assert re.fullmatch(r"[0-9a-f]{40}", repository["rev"]), "a tag can be moved"
