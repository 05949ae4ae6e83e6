"""Marks documents for rewriting when what they collect from other documents changes.

Sphinx rewrites a document when its own source changes.  A ledger, a count or a
bibliography shows what stands elsewhere, so its document must be rewritten when any of
that changes, and in each output folder by itself: folders share one environment, and
the HTML must not stay old because an EPUB was made in between.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def is_stale(app: Sphinx, env: BuildEnvironment, room: str, state: object) -> bool:
    """Tell whether *state* differs from what *room* last showed in this output folder.

    *state* is made of tuples, lists and plain values, so that equal states print alike.
    The new state counts as shown from now on, since the caller has it rewritten.
    """
    seen: dict[tuple[str, str, str], str] = getattr(env, "press_seen", {})
    place = (room, app.builder.name, str(app.outdir))
    digest = hashlib.sha256(repr(state).encode()).hexdigest()
    stale = seen.get(place) != digest
    env.press_seen = {**seen, place: digest}  # type: ignore[attr-defined]
    return stale
