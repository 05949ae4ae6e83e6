"""MyST's substitutions without the power to run code.

``{{ name }}`` in a chapter is an expression of Jinja, which MyST evaluates as it stands: it
can reach any Python object, and by way of them files and programs.  A document may even
switch substitutions on for itself, in its front matter.  Here names, filters and the methods
of plain values (texts, numbers, lists) are all that an expression can use.
"""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import jinja2.nodes
from jinja2.sandbox import SandboxedEnvironment

_PLAIN = (str, int, float, list, tuple, dict, datetime.date)


class Values(SandboxedEnvironment):
    """An environment in which nothing can be called but methods of plain values."""

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell whether *obj* may be called."""
        owner = getattr(obj, "__self__", None)
        return isinstance(owner, _PLAIN) and super().is_safe_callable(obj)


def confine() -> None:
    """Have MyST evaluate substitutions in :class:`Values` from now on."""
    try:
        from myst_parser.mdit_to_docutils import base
    except ImportError:  # a book without Markdown
        return
    confined: Any = SimpleNamespace(
        Environment=Values, StrictUndefined=jinja2.StrictUndefined, nodes=jinja2.nodes
    )
    vars(base)["jinja2"] = confined
