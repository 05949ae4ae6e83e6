"""Work at the side: what a copy of this process does while this one goes on.

A copy shares what its parent has read.  Where a system cannot copy a process (Windows), or
has but one core, the work is done here and now.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from typing import Any, Generic, NoReturn, TypeVar

from sphinx.errors import SphinxError

T = TypeVar("T")

#: How far work that is done gently gives way.
_NICE = 10


class SideError(SphinxError):
    """A copy of the process died, or what went wrong in it can't be told otherwise."""

    category = "Press error"


class Beside(Generic[T]):
    """Something at work at the side; :meth:`result` waits for what comes of it.

    What is done *gently* gives way to all that is not.
    """

    def __init__(self, work: Callable[[], T], *, gently: bool = False) -> None:
        self._outcome: tuple[bool, Any] | None = None
        self._pid = self._pipe = self._life = 0
        if can_work_beside():
            self._start(work, _NICE if gently else 0)
        else:
            self._outcome = _outcome(work)

    def result(self) -> T:
        """Return what the work returned, or raise what it raised.

        Raises :class:`SideError` if its process came to another end.
        """
        if self._outcome is None:
            with os.fdopen(self._pipe, "rb") as pipe:
                data = pipe.read()
            _pid, status = os.waitpid(self._pid, 0)
            os.close(self._life)
            self._outcome = pickle.loads(data) if data else (False, _died(status))
        outcome: tuple[bool, Any] = self._outcome
        if not outcome[0]:
            raise outcome[1]
        result: T = outcome[1]
        return result

    def stop(self) -> None:
        """End the work, if it still goes on: nobody will ask what comes of it."""
        if self._outcome is not None:
            return
        os.close(self._pipe)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, 9)
        os.waitpid(self._pid, 0)
        os.close(self._life)
        self._outcome = (False, SideError("the work was stopped"))

    def _start(self, work: Callable[[], T], nice: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self._pipe, writing = os.pipe()
        living, self._life = os.pipe()  # whose end tells the copy that its parent is gone
        with warnings.catch_warnings():
            # Threads are not copied, and may hold what the copy needs; those of a press
            # (none) and of its tests (they wait for commands) do not.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._pid = os.fork()
        if self._pid:
            os.close(writing)
            os.close(living)
        else:
            os.close(self._pipe)
            os.close(self._life)
            os.nice(nice)
            threading.Thread(target=_end_with_parent, args=(living,), daemon=True).start()
            _work_and_exit(work, writing)


class Parcel(Generic[T]):
    """Something that a process hands to a copy of itself that was made before it was known."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()

    def send(self, content: T) -> None:
        """Hand over *content*; a copy that has died does not matter here."""
        with contextlib.suppress(BrokenPipeError), os.fdopen(self._writing, "wb") as pipe:
            pickle.dump(content, pipe, pickle.HIGHEST_PROTOCOL)
        os.close(self._reading)

    def drop(self) -> None:
        """Close what would have been sent."""
        os.close(self._reading)
        os.close(self._writing)

    def is_there(self) -> bool:
        """Tell the copy whether :meth:`take` would not wait."""
        return bool(select.select([self._reading], [], [], 0)[0])

    def take(self) -> T:
        """Return, in the copy, what was sent; wait for it.

        Raises :class:`SideError` if the sender has died.
        """
        os.close(self._writing)
        with os.fdopen(self._reading, "rb") as pipe:
            try:
                content: T = pickle.load(pipe)
            except EOFError:
                raise SideError("the process that this one worked for is gone") from None
        return content


def can_work_beside() -> bool:
    """Tell whether this system copies processes, and has a core for the copy."""
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1


def _end_with_parent(living: int) -> None:
    """End this copy when the parent does: nobody would take what comes of it."""
    os.read(living, 1)
    os._exit(1)


def _work_and_exit(work: Callable[[], T], writing: int) -> NoReturn:
    """Do the work of a copy, hand over the outcome, and end without what a parent does."""
    status = 1
    try:
        data = pickle.dumps(_outcome(work), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(data)
        sys.stdout.flush()
        sys.stderr.flush()
        status = 0
    finally:
        os._exit(status)


def _outcome(work: Callable[[], T]) -> tuple[bool, Any]:
    """Return whether *work* was done, and what it returned or raised, fit to be handed over."""
    try:
        return True, work()
    except BaseException as error:  # noqa: BLE001 (all of it is handed over)
        if isinstance(error, (SphinxError, OSError, KeyboardInterrupt)):
            with contextlib.suppress(Exception):
                if pickle.loads(pickle.dumps(error)).args == error.args:
                    return False, error
        if isinstance(error, SphinxError):
            return False, SideError(f"{error.category}: {error}")
        return False, SideError("".join(traceback.format_exception(error)).rstrip())


def _died(status: int) -> SideError:
    code = os.waitstatus_to_exitcode(status)
    how = (
        f"was killed (signal {-code}): out of memory, perhaps" if code < 0 else f"ended with {code}"
    )
    return SideError(f"a process of the press {how}")
