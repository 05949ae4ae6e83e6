"""Ace, DAISY's checker of accessible EPUBs: its own rules, and axe's in a browser."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import browser
from .tools import NODE_MODULES, requires


@dataclass(frozen=True)
class Verdict:
    """What Ace looked at, by path in the archive, and what it found, one line a finding."""

    examined: frozenset[str]
    findings: tuple[str, ...]


def check(epub: Path) -> Verdict:
    """Return what Ace says of *epub*; findings of every impact count.

    Raises :class:`RuntimeError` if it did not run to its end: silence is no verdict.
    """
    requires("node")
    requires("ace")
    settings = {
        "PUPPETEER_EXECUTABLE_PATH": browser.program(),
        "ACE_TIMEOUT_INITIAL": "60000",  # in ms; the usual 5 s are few on a busy machine
    }
    with tempfile.TemporaryDirectory() as folder:
        program = NODE_MODULES / ".bin" / "ace-cli"
        done = subprocess.run(
            [str(program), "--force", "--silent", "--outdir", folder, str(epub)],
            env={**os.environ, **settings},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        report = Path(folder, "report.json")
        if done.returncode or not report.is_file():
            raise RuntimeError(f"Ace gave no report: {done.stderr or done.stdout}")
        told = json.loads(report.read_text(encoding="utf-8"))
    subjects = {item["earl:testSubject"]["url"].lstrip("/"): item for item in told["assertions"]}
    findings = [
        f"{path}: {found['earl:test']['earl:impact']} {found['earl:test']['dct:title']}:"
        f" {found['earl:result']['dct:description']}"
        for path, item in subjects.items()
        for found in item["assertions"]
    ]
    if bool(findings) != (told["earl:result"]["earl:outcome"] != "pass"):
        raise RuntimeError(f"Ace contradicts itself: {told['earl:result']}, {findings}")
    return Verdict(frozenset(subjects), tuple(findings))
