"""The operators of a PDF's content stream (ISO 32000-1, 7.8.2), and what its letters mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_TOKEN = re.compile(
    rb"""
    [\0\t\n\f\r\ ]+ | %[^\r\n]*
    | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\0\t\n\f\r\ \[\]<>()/%]|$))
    | /(?P<name>[^\0\t\n\f\r\ \[\]<>(){}/%]*)
    | (?P<bracket>\[|\]|<<|>>)
    | <(?P<hex>[0-9A-Fa-f\s]*)>
    | (?P<string>\()
    | (?P<operator>[^\0\t\n\f\r\ \[\]<>(){}/%]+)
    """,
    re.VERBOSE,
)
_END_OF_PICTURE = re.compile(rb"\sEI(?=\s|$)")
_IN_STRING = re.compile(rb"([^()\\]+)|\\(\r\n|[0-7]{1,3}|[\s\S])|([()])")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Operation(NamedTuple):
    """An operator with its operands, and where both stand in the stream.

    Operands are numbers, names (as str, with their slash), strings (as bytes) and lists.
    """

    operator: str
    operands: list[Any]
    start: int
    end: int


def operations(data: bytes) -> Iterator[Operation]:
    """Yield the operations of a content stream; pictures inside it (BI) without their data.

    Raises :class:`ValueError` for what is no content stream.
    """
    operands: list[Any] = []
    outer: list[list[Any]] = []
    at, start = 0, -1
    while at < len(data):
        token = _TOKEN.match(data, at)
        if token is None:
            raise ValueError(f"no token of PDF at byte {at}: {data[at : at + 20]!r}")
        at = token.end()
        if token.lastgroup is None:
            continue
        if start < 0:
            start = token.start()
        if token.lastgroup == "operator":
            operator = token["operator"].decode("latin-1")
            yield Operation(operator, operands, start, at)
            if operator == "ID":
                end = _END_OF_PICTURE.search(data, at)
                at = end.end() if end else len(data)
            operands, start = [], -1
        elif token["bracket"] in {b"[", b"<<"}:
            outer.append(operands)
            operands = []
        elif token["bracket"]:
            closed, operands = operands, outer.pop() if outer else []
            operands.append(closed)
        elif token.lastgroup == "string":
            string, at = _string(data, at)
            operands.append(string)
        else:
            operands.append(_value(token))


def _value(token: re.Match[bytes]) -> float | str | bytes:
    """Return the number, name or string of hexadecimal digits that *token* is."""
    if token.lastgroup == "number":
        return float(token["number"])
    if token.lastgroup == "name":
        return "/" + token["name"].decode("latin-1")
    digits = b"".join(token["hex"].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the string whose opening parenthesis ends at *at*, and where it ends."""
    parts, depth = [], 1
    while depth:
        piece = _IN_STRING.match(data, at)
        if piece is None:
            raise ValueError(f"a string does not end: byte {at}")
        at = piece.end()
        plain, escaped, bracket = piece.groups()
        if plain is not None:
            parts.append(plain)
        elif escaped is not None:
            if escaped[:1].isdigit():
                parts.append(bytes([int(escaped, 8) & 255]))
            elif escaped not in (b"\n", b"\r", b"\r\n"):
                parts.append(_ESCAPED.get(escaped, escaped))
        else:
            depth += 1 if bracket == b"(" else -1
            if depth:
                parts.append(bracket)
    return b"".join(parts), at


def letters(table: str) -> dict[int, str]:
    """Return what the codes in a ToUnicode table mean."""

    def said(number: str) -> str:
        return bytes.fromhex(number).decode("utf-16-be", "replace")

    found: dict[int, str] = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, meaning in re.findall(r"<(\w+)>\s*<(\w*)>", part):
            found[int(code, 16)] = said(meaning)
    for part in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, meaning in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            start = said(meaning)
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = start[:-1] + chr(ord(start[-1]) + code - int(first, 16))
    return found
