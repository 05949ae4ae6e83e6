"""One build at a time in a folder: the second waits for the first.

The lock is the operating system's own, on an open file.  It ends with the process that
holds it, however that ends, so that no lock is ever left behind; the file itself says
nothing and stays.
"""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

#: How often a waiting build looks, in seconds.
_PATIENCE = 0.1
#: What a file system answers that has no locks, as some network folders: builds go unlocked.
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)

if sys.platform == "win32":
    import msvcrt

    _HELD_BY_OTHERS = PermissionError

    def _lock(file: IO[bytes]) -> None:
        """Lock the first byte of *file*; raise ``_HELD_BY_OTHERS`` if that's so."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    _HELD_BY_OTHERS = BlockingIOError

    def _lock(file: IO[bytes]) -> None:
        """Lock *file*; raise ``_HELD_BY_OTHERS`` if that's so.

        With ``flock``, not ``lockf``: processes that the build has forked hold the lock
        too, until they end, and they may be writing still when their parent was killed.
        """
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def held(place: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock on the file *place*, which is made if need be, while the block runs.

    If another process holds it, *wait* is called once, and then it is waited for.
    """
    with place.open("ab") as file:  # which locks nothing yet, and keeps what is in it
        locked = _obtain(file, wait)
        try:
            yield
        finally:
            if locked:
                _unlock(file)


def _obtain(file: IO[bytes], wait: Callable[[], None]) -> bool:
    """Lock *file*, waiting if need be; False if its file system knows no locks."""
    told = False
    while True:
        try:
            _lock(file)
        except _HELD_BY_OTHERS:
            if not told:
                wait()
            told = True
            time.sleep(_PATIENCE)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return False
            raise
        else:
            return True
