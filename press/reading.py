"""One reading of a book, and any number of builders that write from it.

Sphinx ties an application to one builder, so three editions would mean reading the
book three times.  :class:`Book` reads it once and gives each builder in turn the same
environment and doctrees.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase
from sphinx.util.parallel import SerialTasks

from . import halves, publish, settings

if TYPE_CHECKING:
    from .pages import PageMap


def _dependencies(env: BuildEnvironment, docname: str) -> set[Path]:
    """Return the files that the document *docname* says it is made from, beside its own."""
    found = env.dependencies.get(docname, ())
    return {Path(os.path.normpath(Path(env.srcdir, path))) for path in found}


def _made_from(env: BuildEnvironment, docname: str) -> set[Path]:
    """Return the files that the document *docname* is made from."""
    return {Path(env.doc2path(docname)), *_dependencies(env, docname)}


class Book:
    """A book that is read once: its Sphinx application and environment.

    *source* holds the documents, *config* the ``conf.py``; *work* keeps doctrees and
    what the builders write, each in a folder of its name.  Warnings go to *warning*,
    and are counted.
    """

    def __init__(self, source: Path, config: Path, work: Path, warning: IO[str]) -> None:
        self.work = work
        self.doctrees = work / "doctrees"
        try:
            self.app = Sphinx(
                source,
                config,
                work / "pdf",
                self.doctrees,
                "pdf",
                status=None,
                warning=warning,
                confoverrides={"nitpicky": True},
            )
        except Exception as error:  # settings can fail Sphinx in any way: say in which, and where
            raise settings.located(error, config) from error
        self._first: Builder | None = self.app.builder
        self._read: set[str] = set()

    @property
    def warnings(self) -> int:
        """How many warnings there have been since the reading began."""
        return self.app._warncount  # noqa: SLF001 (Sphinx has no other way to ask)

    def count(self, warnings: int) -> None:
        """Add *warnings* that another process has met."""
        self.app._warncount += warnings  # noqa: SLF001 (as above)

    def dependencies(self) -> set[Path]:
        """Return the files that documents say they are made from, beside their own."""
        env = self.app.env
        return {path for docname in env.all_docs for path in _dependencies(env, docname)}

    def read(self, progress: Callable[[str], None], changed: Collection[str] = ()) -> int:
        """Read what is new or changed; return the number of documents of the book.

        *progress* is told the name of each document as its reading begins.  *changed* names
        files that have changed for certain: Sphinx looks for what is newer than its last
        reading, and so misses an older file that was put in place, or all changes after a
        reading when the clock was wrong.
        """
        app, builder = self.app, self.app.builder
        stale = {Path(name) for name in changed}

        def outdated(_app: Sphinx, env: BuildEnvironment, *_found: object) -> list[str]:
            return [name for name in env.all_docs if not stale.isdisjoint(_made_from(env, name))]

        app.connect("env-get-outdated", outdated)
        here = os.getpid()

        def begins(_app: Sphinx, docname: str, _source: list[str]) -> None:
            if os.getpid() == here:  # a copy reads at the side: what it has read is told later
                progress(docname)

        app.connect("source-read", begins)
        one_by_one = builder._read_serial  # noqa: SLF001 (what Builder.read calls)
        read = partial(halves.read, app, read_one_by_one=one_by_one, merged=progress)
        builder._read_serial = read  # type: ignore[method-assign]  # noqa: SLF001 (as above)
        builder.phase = BuildPhase.READING
        with logging.pending_warnings():
            self._read = set(builder.read())
        self._read.update(app.env.check_dependents(app, self._read))
        builder.phase = BuildPhase.CONSISTENCY_CHECK
        if self._read:
            with (self.doctrees / ENV_PICKLE_FILENAME).open("wb") as file:
                pickle.dump(app.env, file, pickle.HIGHEST_PROTOCOL)
            app.env.check_consistency()
        return len(app.env.all_docs)

    def forget(self) -> None:
        """Drop what was read, so that the next reading meets every warning again."""
        (self.doctrees / ENV_PICKLE_FILENAME).unlink(missing_ok=True)

    def write(self, name: str, know: Callable[[PageMap], None] | None = None) -> Builder:
        """Have the builder *name* write the whole book; return it, done.

        The print edition tells *know* where its pages begin, as soon as it is known.
        """
        builder = self._builder(name)
        if know is not None:
            builder.know_pages = know  # type: ignore[attr-defined]
        builder.phase = BuildPhase.RESOLVING
        builder.parallel_ok = False
        builder.finish_tasks = SerialTasks()
        builder.write(None, self._read, "all")
        builder.finish()
        builder.finish_tasks.join()
        self.app.events.emit("build-finished", None)
        return builder

    def announce(self, editions: Collection[str]) -> None:
        """Say for the web edition where the files of *editions* will lie when they are made."""
        from press import metadata

        slug = metadata.from_config(self.app.config).slug
        files = {edition: self.work / edition / f"{slug}.{edition}" for edition in editions}
        for file in files.values():
            file.unlink(missing_ok=True)  # of a build before this one
        self.app.env.press_editions = files  # type: ignore[attr-defined]

    @staticmethod
    def _empty(folder: Path) -> None:
        """Make *folder* an empty one: nothing of documents that are gone may stay."""
        publish.remove(folder)
        folder.mkdir(parents=True)

    def _builder(self, name: str) -> Builder:
        """Return the builder *name*, made over the same environment, and make it current."""
        app = self.app
        if self._first is not None and self._first.name == name:
            builder, self._first = self._first, None
            self._empty(Path(builder.outdir))
            return builder
        old = app.builder
        for tag in (old.format, old.name, f"format_{old.format}", f"builder_{old.name}"):
            app.tags.remove(tag)
        # Sphinx keeps what "only" directives came to under the builder before.
        app.tags._condition_cache.clear()  # noqa: SLF001
        app.outdir = self.work / name
        self._empty(Path(app.outdir))
        app.preload_builder(name)
        app.builder = app.create_builder(name)
        app.env._builder_cls = app.builder.__class__  # noqa: SLF001 (as Sphinx.__init__ does)
        app._init_builder()  # noqa: SLF001 (as Sphinx.__init__ does)
        return app.builder
