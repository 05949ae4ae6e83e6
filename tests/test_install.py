"""requirements/install.py: what it refuses, and how it mends what was cut off."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.published import ROOT


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, at work in an empty folder; what it would run is noted in ``ran``."""
    spec = importlib.util.spec_from_file_location("install", ROOT / "requirements" / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    ran: list[str] = []

    def run(command: list[str | Path]) -> None:
        ran.append(" ".join(str(part) for part in command[1:]))

    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "UNFINISHED", tmp_path / ".venv" / ".unfinished")
    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "ran", ran, raising=False)
    return module


def locks(install: ModuleType) -> list[str]:
    """Return the names of the locks that were installed, and note that hashes were asked for."""
    installs = [command for command in install.ran if "--requirement" in command]
    assert all("--require-hashes" in command for command in installs)
    return [Path(command.split()[-1]).stem for command in installs]


def test_an_old_python_is_told_so(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "OLDEST", (99, 1))
    assert install.main(["build"]) == 1
    assert "Python 99.1 or newer is needed; " in capsys.readouterr().err
    assert install.ran == []


@pytest.mark.parametrize("arguments", [[], ["bild"], ["build", "test"]])
def test_a_wrong_call_is_told_so(
    install: ModuleType, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert install.main(arguments) == 2
    assert capsys.readouterr().err == "usage: install.py build|test|lint|audit\n"
    assert install.ran == []


def test_groups_add_up(install: ModuleType) -> None:
    assert install.main(["build"]) == 0
    assert install.main(["test"]) == 0
    assert install.main(["lint"]) == 0
    assert locks(install) == ["build", "test", "lint"]
    marks = {path.name for path in install.VENV.iterdir()}
    assert marks == {".build", ".test", ".lint"}


def test_a_new_build_lock_starts_anew(install: ModuleType) -> None:
    install.main(["build"])
    install.main(["test"])
    install.main(["build"])
    assert {path.name for path in install.VENV.iterdir()} == {".build"}


def test_what_was_cut_off_is_made_anew(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install.main(["build"])
    whole = install.run

    def fail(command: list[str | Path]) -> None:
        raise subprocess.CalledProcessError(1, [str(part) for part in command])

    monkeypatch.setattr(install, "run", fail)
    assert install.main(["test"]) == 1
    assert "failed: " in capsys.readouterr().err
    assert not (install.VENV / ".test").exists()
    monkeypatch.setattr(install, "run", whole)
    install.ran.clear()
    assert install.main(["test"]) == 0
    assert locks(install) == ["build", "test"]
    assert not install.UNFINISHED.exists()
