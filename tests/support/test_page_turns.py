"""The comparison of printed pages with their marks must find a mark at a wrong word."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import page_turns
from .epub import Epub
from .page_turns import Opening
from .test_epubcheck import PAGE, make_epub

BODY = """\
<h1>One</h1>
<p>It is other\u00adwise <i><span role="doc-pagebreak" id="page-2"></span>with</i>
 all the <a href="#x">others</a>.</p>
<p><span role="doc-pagebreak" id="page-3"></span><span role="doc-pagebreak" id="page-4"></span>
 The end of it.</p>
<figure><figcaption>Fig. 1. A line</figcaption></figure>
"""


def opening(before: str, after: str) -> Opening:
    return Opening("2", before, after, alone=False, captions=("Fig. 1. A line",))


def test_marks_are_read_with_the_words_around_them(tmp_path: Path) -> None:
    epub = Epub(make_epub(tmp_path, link="nav.xhtml"))
    start, end = PAGE.format(target="nav.xhtml", body="").split("<nav", 1)
    epub.files["nav.xhtml"] = (start + BODY + "<nav" + end).encode()
    second, third, fourth = page_turns.openings(epub)
    assert (second.label, second.before, second.alone) == ("2", "other\u00adwise", False)
    assert second.after.split()[:5] == ["with", "all", "the", "others.", "The"]
    assert (third.label, third.before, third.alone) == ("3", "", True)
    assert (fourth.label, fourth.before, fourth.alone) == ("4", "", False)
    assert second.captions == ("Fig. 1. A line",)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("with all the oth-\ners. The end", True),
        ("wise with all the\nothers. The end", True),  # broken over the end of the page
        ("2\nWith all the others. The end", True),  # a chapter's number
        ("with all (p. 7) the others. The end", True),
        ("p. 7) with all the others. The end", True),
        ("otherwise with all the others. The end", False),  # a whole word before the mark
        ("all the others. The end", False),
        ("Fig. 1. A line\nit is otherwise with all the others. The end", None),
        ("Fig. 1. A line\nthe others. The end", False),
        ("Fig. 2. A line\nit is otherwise with all the others. The end", False),
        ("", False),
    ],
)
def test_words_are_compared_one_by_one(page: str, says: bool | None) -> None:
    where = opening("otherwise", "with all the others. The end")
    assert page_turns.agrees(where, page) is says
