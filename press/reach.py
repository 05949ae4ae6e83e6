"""What a book is made from lies in the book: no file from elsewhere comes in unseen.

``include``, ``literalinclude``, ``csv-table``, ``raw``, pictures and downloads may name any
file, by ``..`` or by way of a symbolic link.  What lies neither in the folder of the
documents nor in that of ``conf.py`` is a warning of type ``press.outside``, unless the
setting ``press_folders`` names a folder that holds it: ``press_folders = ["../src"]``.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.directives.code import LiteralInclude
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from . import __version__
from .errors import BookError, SettingError
from .kinds import TEXTS

logger = logging.getLogger(__name__)

#: How often a document may include the same file before it is taken for a circle.
_ROUNDS = 50


def from_config(folders: Any, confdir: Path) -> list[Path]:
    """Return the *folders* that ``press_folders`` names, each resolved.

    Raises :class:`~press.errors.SettingError` for what is no folder.
    """
    TEXTS.check(folders, "press_folders")
    for name in folders:
        if not (confdir / name).is_dir():
            raise SettingError(f"is no folder: {confdir / name}", "press_folders")
    return [(confdir / name).resolve() for name in folders]


def _is_inside(path: Path, env: BuildEnvironment) -> bool:
    """Tell whether the file *path*, links followed, is the book's."""
    confdir = Path(env._app.confdir)  # noqa: SLF001 (env.app, its public name, is going)
    roots = [Path(env.srcdir), confdir, Path(env.doctreedir), Path(env._app.outdir)]  # noqa: SLF001
    roots += from_config(env.config.press_folders, confdir)
    real = path.resolve()
    return any(real.is_relative_to(root.resolve()) for root in roots)


def check_documents(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Stop before a document is read that is a link to a file elsewhere."""
    paths = [Path(env.doc2path(docname)) for docname in docnames]
    found = [path for path in paths if path.is_symlink() and not _is_inside(path, env)]
    if found:
        raise BookError(
            "\n".join(f"{path}:1: the document lies outside of the book" for path in found)
        )


def check_dependencies(app: Sphinx, doctree: nodes.document) -> None:
    """Report each file that the document just read took from elsewhere."""
    env, docname = app.env, app.env.docname
    for name in sorted(map(str, env.dependencies.get(docname, ()))):
        path = Path(env.srcdir, name)
        if not path.exists() or _is_inside(path, env) or _is_module(path):
            continue
        logger.warning(
            "the file is outside of the book (press_folders can name its folder): %s",
            name,
            location=f"{env.doc2path(docname)}:{line_naming(Path(env.doc2path(docname)), path)}",
            type="press",
            subtype="outside",
        )


def _is_module(path: Path) -> bool:
    """Tell whether *path* is a module of Python that is loaded: autodoc depends on those."""
    real = str(path.resolve())
    loaded = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return any(file and os.path.realpath(file) == real for file in loaded)


def line_naming(document: Path, file: Path) -> int:
    """Return the first line of *document* that names *file*, by a link to it or not; or 1."""
    text = document.read_text(encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        for word in re.findall(r"[^\s`'\"(){}<>\[\]]+", line):
            if word.endswith(file.name):
                return number
            try:
                if "." in word and (document.parent / word.lstrip("/")).resolve() == file.resolve():
                    return number
            except (OSError, ValueError):  # no name of a file at all
                continue
    return 1


class CheckedLiteralInclude(LiteralInclude):
    """``literalinclude`` that owns up to the file that it compares with."""

    def run(self) -> list[nodes.Node]:
        """Return the code."""
        if "diff" in self.options:
            self.env.note_dependency(self.env.relfn2path(self.options["diff"])[1])
        return list(super().run())


def check_include(app: Sphinx, path: Path, _parent: str, content: list[str]) -> None:
    """Stop at a file that includes itself, and look at the characters of all others."""
    env = app.env
    document = Path(env.doc2path(env.docname))
    file = Path(env.srcdir, path)
    rounds: Any = env.current_document.setdefault("press-included", {})
    rounds[str(file)] = rounds.get(str(file), 0) + 1
    if file.resolve() == document.resolve() or rounds[str(file)] > _ROUNDS:
        place = f"{document}:{line_naming(document, file)}"
        raise BookError(f"{place}: {file.name} includes itself")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the setting and the checks."""
    app.add_config_value("press_folders", [], "env", types=(list, tuple))
    app.add_directive("literalinclude", CheckedLiteralInclude, override=True)
    app.connect("env-before-read-docs", check_documents)
    app.connect("include-read", check_include)
    app.connect("doctree-read", check_dependencies, priority=900)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
