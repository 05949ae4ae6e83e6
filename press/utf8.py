"""Reads text files so that an undecodable one is reported by file and line."""

from __future__ import annotations

from pathlib import Path


class NotUtf8Error(ValueError):
    """A file whose bytes are not UTF-8: where it is torn, and what stands there."""

    def __init__(self, path: Path, line: int, byte: int) -> None:
        self.path = path
        self.line = line
        super().__init__(f"the file is not UTF-8: byte 0x{byte:02x}")


def read_utf8(path: Path) -> str:
    """Return the text of *path*, without a byte order mark.

    Raises :class:`NotUtf8Error` with the line of the first bad byte, and :class:`OSError`
    for a file that cannot be read.
    """
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With a byte order mark the position counts from behind it.
        start = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        raise NotUtf8Error(path, raw.count(b"\n", 0, start) + 1, raw[start]) from None
