"""Keeps web themes out of a builder that Sphinx takes for a builder of web pages.

A theme's extension stays loaded when several builders share a process, and some of them
act on every builder that writes HTML.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder


class NoTheme:
    """Stands where Sphinx and the extensions of themes look for a theme."""

    name = ""

    def __bool__(self) -> bool:
        return False

    def get_options(self, _overrides: Any = None) -> dict[str, Any]:
        """Return options of any name, none of them set."""
        return defaultdict(lambda: None)


class _Translators:
    """Sets aside what translators are registered, while *kind* of builder is set up.

    pydata-sphinx-theme and those built on it mix themselves into the translator of each
    builder that writes HTML, once more with each builder, and fail at the second.
    """

    def __init__(self, kind: type[Builder]) -> None:
        self.kind = kind
        self.aside: dict[str, type[nodes.NodeVisitor]] = {}

    def take(self, app: Sphinx) -> None:
        if isinstance(app.builder, self.kind):
            self.aside = dict(app.registry.translators)
            app.registry.translators.clear()

    def give_back(self, app: Sphinx) -> None:
        if isinstance(app.builder, self.kind):
            app.registry.translators.clear()
            app.registry.translators.update(self.aside)


def keep_out(app: Sphinx, kind: type[Builder]) -> None:
    """Have themes leave no trace when builders of *kind* are set up."""
    translators = _Translators(kind)
    app.connect("builder-inited", translators.take, priority=1)
    app.connect("builder-inited", translators.give_back, priority=999)
