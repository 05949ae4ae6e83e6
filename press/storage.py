"""What a system offers beyond Python for files that must not be lost.

Where it offers less, these functions say so or do less: nothing here is needed for a right
edition, only for one that is never absent, and that outlives a power cut.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

#: "The file is relative to the working folder", of Linux's and macOS's <fcntl.h>.
_AT_FDCWD = -100
#: Linux's RENAME_EXCHANGE (renameat2(2)) and macOS's RENAME_SWAP (renamex_np(2)): both are 2.
_EXCHANGE = 2


def exchange(one: Path, other: Path) -> bool:
    """Let two paths that exist change places in a single step; tell whether that was done.

    False where the system or the file system does not know how (Windows, some network
    folders): then nothing has changed.
    """
    if sys.platform not in ("linux", "darwin"):
        return False
    library = ctypes.CDLL(None)
    here, there = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            status = library.renameat2(_AT_FDCWD, here, _AT_FDCWD, there, _EXCHANGE)
        else:
            status = library.renamex_np(here, there, _EXCHANGE)
    except AttributeError:  # an old C library
        return False
    return bool(status == 0)


def settle(folder: Path) -> None:
    """Have all that was written to the file system of *folder* brought to its disk.

    On Linux it is there when this returns.  Elsewhere the system is asked to begin, if it
    can be asked at all.
    """
    if sys.platform == "linux":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            ctypes.CDLL(None).syncfs(descriptor)
        except AttributeError:  # an old C library
            os.sync()
        finally:
            os.close(descriptor)
    elif hasattr(os, "sync"):
        os.sync()
