"""Markdown that only looks like what its author meant, found in the source of a document.

Markdown has no errors: what is not well-formed is text.  A table with a row too long loses
a cell, a fence that is never closed swallows the chapter, and nobody is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Fault = tuple[int, str]

_FENCE = re.compile(r"(?P<indent> {0,3})(?P<marks>`{3,}|~{3,}|:{3,})(?P<rest>.*)$")
#: Directives whose content is no Markdown.
_LITERAL = re.compile(
    r"\{(?:code|code-block|code-cell|sourcecode|literalinclude|parsed-literal|raw|math|eval-rst"
    r"|csv-table|doctest|testcode|testoutput|testsetup|graphviz|digraph|graph|mermaid|plot|prompt"
    r"|productionlist|index|toctree|highlight|image|include|uml|jinja|ifconfig)\}"
)
#: Names of directives that stand without braces by mistake, though MyST takes them for a class.
_NAMES = frozenset(
    "admonition attention bibliography caution claim code-block csv-table danger data-figure"
    " data-table epigraph error figure glossary hint image important include index ledger"
    " list-table literalinclude math note pull-quote raw seealso table tip toctree warning".split()
)
_CONFLICT = re.compile(r"(?:<{7}|>{7}) \S")
_EMPTY_ROLE = re.compile(r"(?<![`\\])\{[A-Za-z][\w:.+-]*\}(`+)\s*\1(?!`)")
_RULE = re.compile(r"^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def fence_faults(text: str) -> Iterator[Fault]:
    """Yield line and fault of what only looks like a fenced block in the Markdown *text*.

    Markdown closes an open fence at the end of the document without a word, and takes
    backticks with further ones on their line for code in a sentence.  What a fence of
    colons holds is Markdown, and looked at in turn.
    """
    yield from _fences(text.splitlines(), 1)


def _fences(lines: list[str], first: int) -> Iterator[Fault]:
    opened, mark, head = 0, "", ""
    for number, line in enumerate(lines, first):
        fence = _FENCE.match(line)
        if not fence:
            continue
        marks, rest = fence["marks"], fence["rest"]
        if mark:
            if marks.startswith(mark) and not rest.strip():
                if mark[0] == ":" and not _LITERAL.match(head):
                    yield from _fences(lines[opened - first + 1 : number - first], opened + 1)
                mark = ""
        elif marks[0] == "`" and "`" in rest:
            if rest.startswith("{"):
                yield number, "backticks in its first line: fence this directive with colons"
        else:
            opened, mark, head = number, marks, rest.strip()
            name = head.split(maxsplit=1)[0] if head else ""
            if marks[0] == ":" and name in _NAMES:
                yield number, f"a directive's name stands in braces: {marks}{{{name}}}"
    if mark:
        yield opened, "the fence that opens here is never closed"


def prose(text: str) -> list[tuple[int, str]]:
    """Return the lines of *text*, with their numbers, that are no code: Markdown of some kind."""
    found = []
    stack: list[tuple[str, bool]] = []
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.match(line)
        literal = bool(stack) and stack[-1][1]
        if (
            fence
            and stack
            and fence["marks"].startswith(stack[-1][0])
            and not fence["rest"].strip()
        ):
            stack.pop()
        elif fence and not literal and not ("`" in fence["rest"] and fence["marks"][0] == "`"):
            rest = fence["rest"].strip()
            stack.append((fence["marks"], not rest.startswith("{") or bool(_LITERAL.match(rest))))
        elif not literal and not line.startswith(("    ", "\t")):
            found.append((number, line))
    return found


def faults(text: str) -> Iterator[Fault]:
    """Yield line and fault of what is wrong in the Markdown *text*."""
    yield from fence_faults(text)
    lines = prose(text)
    for number, line in lines:
        if _CONFLICT.match(line):
            yield number, "a conflict of versions that was not settled"
        for role in _EMPTY_ROLE.finditer(line):
            yield number, f"a role with nothing in it: {role[0]}"
    yield from table_faults(lines)


def table_faults(lines: list[tuple[int, str]]) -> Iterator[Fault]:
    """Yield line and fault of tables that lose cells or are none; *lines* have numbers.

    A table is a line of headings, a line of dashes and rows (GFM 4.10); a cell too many is
    dropped, and one too few left empty.
    """
    width = 0
    for (before, above), (number, line) in zip([(0, ""), *lines], lines, strict=False):
        follows = number == before + 1
        if follows and "|" in above and "|" in line and _RULE.match(line) and not width:
            if _cells(above) != _cells(line):
                yield number, f"{_cells(line)} columns under {_cells(above)} headings: no table"
            width = _cells(line)
        elif width and follows and line.strip():
            if _cells(line) != width:
                yield number, f"a row of {_cells(line)} in a table of {width} columns"
        else:
            width = 0
            rows = follows and _is_row(above) and _is_row(line)
            if rows and not _RULE.match(above):
                yield number, "rows without a line of dashes under the first: no table"


def _is_row(line: str) -> bool:
    return bool(re.match(r" {0,3}\|.+\|\s*$", line))


def _cells(line: str) -> int:
    """Return how many cells a table's line has: bars part them unless a backslash precedes."""
    return len(re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|")))
