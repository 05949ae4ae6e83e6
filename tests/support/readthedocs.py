"""Read the Docs on this machine: its variables, the commands of its file, its checks.

Left out is what belongs to the service alone: the Ubuntu image, and the upload.  The
environment is not made anew either: the one that runs the tests is lent to the build,
after a look that it holds what the lock names (:func:`not_as_locked`); so nothing needs
the network, and a proxy that does not exist sees to it that nothing uses it.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement

CANONICAL_URL = "https://the-book.example.org/en/stable/"

#: Formats besides HTML, each of them a single file.
FILES = ("htmlzip", "pdf", "epub")

NO_PROXY = "http://127.0.0.1:9"  # the port of the discard service: nothing answers


def load(checkout: Path) -> dict[str, Any]:
    """Return the settings in *checkout*; raise ValueError for one that would be refused."""
    settings: dict[str, Any] = yaml.safe_load((checkout / ".readthedocs.yaml").read_text("utf-8"))
    if unknown := set(settings) - {"version", "formats", "build", "sphinx", "python", "search"}:
        raise ValueError(f"Read the Docs does not know {sorted(unknown)}")
    if settings.get("version") != 2:
        raise ValueError("Read the Docs needs `version: 2`")
    build = settings["build"]
    if not ({"os", "tools", "jobs"} <= set(build) and "python" in build["tools"]):
        raise ValueError("`build` needs `os`, `tools.python` and `jobs`")
    if unknown := set(settings.get("formats", ())) - set(FILES):
        raise ValueError(f"Read the Docs has no format {sorted(unknown)}")
    return settings


def environment(checkout: Path, output: Path) -> dict[str, str]:
    """Return the variables that Read the Docs sets for a build, and no others of ours."""
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(checkout),
        "LANG": "C.UTF-8",
        "READTHEDOCS": "True",
        "READTHEDOCS_CANONICAL_URL": CANONICAL_URL,
        "READTHEDOCS_LANGUAGE": "en",
        "READTHEDOCS_OUTPUT": str(output),
        "READTHEDOCS_PROJECT": "the-book",
        "READTHEDOCS_VERSION": "stable",
        "READTHEDOCS_VERSION_NAME": "stable",
        "READTHEDOCS_VERSION_TYPE": "tag",
        "READTHEDOCS_VIRTUALENV_PATH": sys.prefix,
        "http_proxy": NO_PROXY,
        "https_proxy": NO_PROXY,
        "all_proxy": NO_PROXY,
    }


def not_as_locked(install: list[str], checkout: Path) -> list[str]:
    """Return what the *install* commands name that this environment holds otherwise.

    Raises ValueError for a command that installs anything but a lock with hashes.
    """
    wrong = []
    for command in install:
        words = shlex.split(command)
        if words[1:5] != ["-m", "pip", "install", "--require-hashes"] or len(words) != 7:
            raise ValueError(f"this installs more than a lock: {command}")
        lock = (checkout / words[6]).read_text(encoding="utf-8")
        for line in re.findall(r"^[\w.-]+==.*?(?= \\$)", lock, re.MULTILINE):
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate():
                try:
                    found = importlib.metadata.version(requirement.name)
                except importlib.metadata.PackageNotFoundError:
                    found = "nothing"
                if found not in requirement.specifier:
                    wrong.append(f"{requirement} is wanted, {found} is here")
    return wrong


def run(commands: list[str], checkout: Path, variables: dict[str, str]) -> str:
    """Run *commands*, each in a shell of its own, in *checkout*; return what they say.

    Raises :class:`RuntimeError` at the first that fails, as the service does.
    """
    said = ""
    for command in commands:
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=checkout,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        said += done.stdout
        if done.returncode:
            raise RuntimeError(f"exit {done.returncode}: {command}\n{said}")
    return said


def complaints(checkout: Path, output: Path, formats: list[str]) -> list[str]:
    """Return what Read the Docs would hold against the *output* of a build."""
    found = []
    if not (output / "html" / "index.html").is_file():
        found.append("html/index.html is missing")
    if (checkout / "_build" / "html").exists():
        found.append("_build/html exists: the output folder of old, which fails a build")
    for name in FILES:
        folder = output / name
        if not folder.exists():
            if name in formats:
                found.append(f"{name}/ is missing")
            continue
        entries = sorted(path.name for path in folder.iterdir())
        if len(entries) != 1:
            found.append(f"{name}/ holds {len(entries)} files, not one: {entries}")
        # The service splits the name at each dot, and expects two parts.
        found += [f"{name}/{entry} has not one dot" for entry in entries if entry.count(".") != 1]
    return found
