"""Pictures of pixels that are whole and what their names say, before a builder meets them."""

from __future__ import annotations

import zlib
from pathlib import Path

_PNG = b"\x89PNG\r\n\x1a\n"
_KINDS = {
    ".png": ("PNG", (_PNG,)),
    ".jpg": ("JPEG", (b"\xff\xd8\xff",)),
    ".jpeg": ("JPEG", (b"\xff\xd8\xff",)),
    ".gif": ("GIF", (b"GIF87a", b"GIF89a")),
    ".webp": ("WebP", (b"RIFF",)),
    ".pdf": ("PDF", (b"%PDF-",)),
}
#: What can be shown: those, and drawings.
KNOWN = frozenset({*_KINDS, ".svg", ".svgz"})


def fault(path: Path) -> str:
    """Return why the picture in the file *path* cannot be shown, or ""."""
    suffix = path.suffix.lower()
    if suffix not in KNOWN:
        return "is of no kind that the editions show"
    if suffix not in _KINDS:
        return ""
    kind, starts = _KINDS[suffix]
    data = path.read_bytes()
    if not data.startswith(starts):
        return f"is no {kind}, as its name says" if data else "is empty"
    return "" if _is_whole(kind, data) else "is torn or cut off"


def _is_whole(kind: str, data: bytes) -> bool:
    """Tell whether the last part of a picture is there."""
    if kind == "PNG":
        return _png_is_whole(data)
    if kind == "WebP":
        return data[8:12] == b"WEBP" and int.from_bytes(data[4:8], "little") + 8 <= len(data)
    if kind == "GIF":
        return data.rstrip(b"\0").endswith(b";")
    return {"JPEG": b"\xff\xd9", "PDF": b"%%EOF"}[kind] in data[-4096:]


def _png_is_whole(data: bytes) -> bool:
    """Tell whether all chunks to the last are there, and their sums right (PNG 3, 5.3)."""
    at = len(_PNG)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        body, end = data[at + 4 : at + 8 + length], at + 12 + length
        if end > len(data) or zlib.crc32(body) != int.from_bytes(data[end - 4 : end], "big"):
            return False
        if body[:4] == b"IEND":
            return True
        at = end
    return False
