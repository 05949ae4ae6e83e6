"""``make watch``: the web edition in a browser, renewed at each change.

sphinx-autobuild looks for changes, serves the pages and has the browser show them anew.  For
each change it would start a Python, which takes longer to load Sphinx and the theme than to
write a page: here a copy of this process builds, in which all modules are loaded already.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path

import sphinx_autobuild.__main__ as autobuild
from sphinx.cmd import build as sphinx_build
from sphinx_autobuild.build import Builder
from sphinx_autobuild.utils import show_message

from press.state import fingerprint
from press.walk import quickened

_PRESS = Path(__file__).parent
#: Whose modules are the same from one build to the next.
_PACKAGES = (sysconfig.get_path("purelib"), sysconfig.get_path("stdlib"), str(_PRESS))


class CopyBuilder(Builder):  # type: ignore[misc] # sphinx-autobuild states no types
    """Builds in a copy of the process; in a new one if the press itself has changed."""

    #: The press as it was when its modules were loaded.
    loaded = fingerprint([_PRESS])

    def __call__(self, *, changed_paths: Sequence[Path]) -> None:
        """Build what has changed."""
        if not changed_paths:
            self._build_first()
        elif fingerprint([_PRESS]) != self.loaded:
            super().__call__(changed_paths=changed_paths)
        else:  # sphinx-autobuild calls from a copy already
            start = time.perf_counter()
            _build(self.sphinx_args)
            seconds = time.perf_counter() - start
            show_message(f"Rebuilt in {seconds:.1f} s. Serving on {self.uri}")

    def _build_first(self) -> None:
        """Build all, and load the modules that it took."""
        context = multiprocessing.get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_build_and_tell, args=(self.sphinx_args, sender))
        process.start()
        sender.close()
        with contextlib.suppress(EOFError):
            for name in receiver.recv():
                with contextlib.suppress(Exception):  # one that loads in the midst of others alone
                    importlib.import_module(name)
        process.join()
        gc.freeze()
        show_message(f"Serving on {self.uri}")


def _build(arguments: Sequence[str]) -> None:
    """Have Sphinx build what has changed."""
    with quickened():
        sphinx_build.main(list(arguments))


def _build_and_tell(
    arguments: Sequence[str], sender: multiprocessing.connection.Connection
) -> None:
    """Build, and send the names of the modules that were loaded."""
    _build(arguments)
    loaded = [
        name
        for name, module in list(sys.modules.items())
        if (getattr(module, "__file__", None) or "").startswith(_PACKAGES)
    ]
    sender.send(loaded)


def main() -> None:
    """Serve and renew the web edition that the arguments name: those of ``sphinx-autobuild``."""
    if "fork" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("fork")
        autobuild.Builder = CopyBuilder
    autobuild.main(sys.argv[1:])


if __name__ == "__main__":
    main()
