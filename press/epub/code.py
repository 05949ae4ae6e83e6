"""Program text for e-readers: bold and italics, which survive gray screens and night mode.

Highlighting by color would fix colors against the reader's own, and say by color alone
what it says.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from pygments.formatter import Formatter
from pygments.token import Comment, Keyword, Name
from sphinx.highlighting import PygmentsBridge


class CodeFormatter(Formatter[str]):
    """Writes tokens as text; keywords are bold, comments in italics.

    ``hl_lines`` (numbers of lines, from 1) are marked; ``linenos`` numbers the lines,
    from ``linenostart`` on.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.marked = {int(number) for number in options.get("hl_lines", ())}
        self.numbered = bool(options.get("linenos", False))
        self.start = int(options.get("linenostart", 1))

    def format(self, tokensource: Iterable[tuple[Any, str]], outfile: Any) -> None:
        lines = self._lines(tokensource)
        width = len(str(self.start + len(lines) - 1))
        for index, line in enumerate(lines):
            if index + 1 in self.marked:
                line = f"<mark>{line}</mark>"
            if self.numbered:
                number = f"{self.start + index:>{width}}"
                line = f'<span class="line-number">{number}</span> {line}'
            outfile.write(line + "\n")

    def _lines(self, tokens: Iterable[tuple[Any, str]]) -> list[str]:
        lines = [""]
        for kind, text in tokens:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    lines.append("")
                lines[-1] += self._styled(kind, piece)
        while len(lines) > 1 and not lines[-1]:
            lines.pop()
        return lines

    @staticmethod
    def _styled(kind: Any, text: str) -> str:
        escaped = html.escape(text, quote=False)
        if not text.strip():
            return escaped
        if kind in Comment:
            return f"<i>{escaped}</i>"
        if kind in Keyword or kind in Name.Tag:
            return f"<b>{escaped}</b>"
        return escaped


class CodeHighlighter(PygmentsBridge):
    """Sphinx's way to find lexers, with our way to write what they find."""

    def get_formatter(self, **kwargs: Any) -> Formatter[str]:
        return CodeFormatter(**kwargs)
