"""Documents are read by two processes, each one half, where the extensions of a book allow it.

What a copy of the process has read is merged document by document, in the order in which one
process would have read them: so the book is the same to the byte.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from sphinx.util import logging as sphinx_logging

from press import beside

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Less source than this, in bytes, is not worth a second process.
_SMALL = 60_000
#: The part of the source that this process reads: it has what the other found to merge.
_OURS = 0.52


def read(
    app: Sphinx,
    docnames: Sequence[str],
    read_one_by_one: Callable[[list[str]], None],
    merged: Callable[[str], None],
) -> None:
    """Read the documents *docnames*; *read_one_by_one* is how Sphinx itself does.

    *merged* is told the name of each that the copy has read.  If anything goes wrong in the
    copy, its half is read here, to fail as it always did.
    """
    ours, theirs = _halves(app, docnames)
    if not theirs:
        read_one_by_one(list(docnames))
        return
    for docname in theirs:  # as is done for each document just before it is read
        app.events.emit("env-purge-doc", app.env, docname)
        app.env.clear_doc(docname)
    side = beside.Beside(lambda: _read_in_copy(app, theirs))
    try:
        read_one_by_one(ours)
        try:
            env, records = side.result()
        except Exception:  # noqa: BLE001 (whatever it is, it comes again)
            read_one_by_one(theirs)
            return
    finally:
        side.stop()
    for record in records:
        logging.getLogger(record.name).handle(record)
    for docname in theirs:  # one by one: Sphinx would merge a set, in any order
        app.env.merge_info_from([docname], env, app)
        merged(docname)


def _halves(app: Sphinx, docnames: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the documents that this process reads, and those that a copy does, if any."""
    sizes = [app.env.doc2path(docname).stat().st_size for docname in docnames]
    safe = all(extension.parallel_read_safe for extension in app.extensions.values())
    if not (safe and beside.can_work_beside() and sum(sizes) > _SMALL):
        return list(docnames), []
    count = sum(size <= _OURS * sum(sizes) for size in accumulate(sizes))
    return list(docnames[:count]), list(docnames[count:])


def _read_in_copy(
    app: Sphinx, docnames: Sequence[str]
) -> tuple[BuildEnvironment, list[logging.LogRecord]]:
    """Read, in the copy, some documents; return what was found, and what was said of them."""
    collector = sphinx_logging.LogCollector()
    with collector.collect():
        for docname in docnames:
            app.builder.read_doc(docname, _cache=False)
    sphinx_logging.convert_serializable(collector.logs)
    return app.env, collector.logs
