"""The checks let good input pass, find their place, and can be switched off."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.markdown import fence_faults
from press.utf8 import NotUtf8Error, read_utf8
from tests.support import minibook
from tests.support.bad_input import CHAPTER, GOOD

CONF = minibook.conf("checks")


def warnings(folder: Path, text: str, conf: str = CONF, **files: str | bytes) -> list[str]:
    minibook.write(folder, {**GOOD, "conf.py": conf, "one.md": CHAPTER + text, **files})
    with minibook.built(folder, "dummy") as book:
        return book.warnings


@pytest.mark.parametrize(
    "text",
    [
        "```{image} dot.png\n:class: decorative\n```\n",
        "```{figure} dot.png\n:figclass: decorative\n\nA caption.\n```\n",
        "```{figure} dot.png\n:alt: One gray dot.\n\nA caption.\n```\n",
        "![One gray dot](dot.png)\n",
        '<div class="one" data-on="x">\n<p>JavaScript: on and on.</p>\n</div>\n',
        "```{raw} latex\n<script>\n```\n",
        "```{csv-table} T\n:header: a, b\n\n1, 2\n3, 4\n```\n",
        "The form `` {cite:p}`key` `` is code, and {braces} are text.\n",
        "```text\n{cite:p}`key\n```\n",
        "```{index} single: Wolf, Ada; single words\n```\n\nText {index}`a <see: b; c>`.\n",
        "````\n```\n````\n\n~~~\n```\n~~~\n",
        ":::::{note}\n:::{tip}\nInner.\n:::\n:::::\n",
    ],
)
def test_good_input_passes(tmp_path: Path, text: str) -> None:
    assert warnings(tmp_path, text) == []


def test_a_book_can_switch_a_check_off(tmp_path: Path) -> None:
    conf = minibook.conf("checks", more='suppress_warnings = ["press.alt"]')
    assert warnings(tmp_path, "![](dot.png)\n", conf) == []


def test_raw_html_from_a_file_is_reported_there(tmp_path: Path) -> None:
    text = "```{raw} html\n:file: part.html\n```\n"
    found = warnings(tmp_path, text, **{"part.html": "<p>\n<script></script>\n</p>\n"})
    assert found == [
        "part.html:2: WARNING: raw HTML must not hold the element <script> [press.raw]"
    ]


def test_the_same_checks_hold_for_restructuredtext(tmp_path: Path) -> None:
    minibook.write(
        tmp_path,
        {
            **GOOD,
            "conf.py": CONF,
            "one.md": CHAPTER,
            "more.rst": ":orphan:\n\nMore\n====\n\n.. image:: dot.png\n\n"
            ".. csv-table:: T\n   :header: a, b\n\n   1, 2\n   3\n\n"
            "`x <javascript:x()>`_\n\n.. raw:: html\n\n   <p>\n   <iframe></iframe>\n",
        },
    )
    with minibook.built(tmp_path, "dummy") as book:
        assert [line.split(": WARNING: ")[0] for line in sorted(book.warnings)] == [
            "more.rst:12",
            "more.rst:14",
            "more.rst:19",
            "more.rst:6",
        ]


def test_all_unreadable_documents_are_named_at_once(tmp_path: Path) -> None:
    from press.errors import BookError

    minibook.write(tmp_path, {**GOOD, "conf.py": CONF, "one.md": b"\xff", "back.md": b"a\n\xe9"})
    with pytest.raises(BookError) as caught, minibook.built(tmp_path, "dummy"):
        pass
    said = [line.partition(": ")[0] for line in str(caught.value).splitlines()]
    assert sorted(said) == [f"{tmp_path}/back.md:2", f"{tmp_path}/one.md:1"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", None),
        ("```\na\n```\n", None),
        ("``` a ``` b\n", None),
        ("    ```\n", None),
        ("```\na\n", 1),
        ("a\n\n```\n~~~\n", 3),
        ("````\n```\n", 1),
        ("~~~ a `b`\n", 1),
        (":::{note}\na\n:::\n:::\n", 4),
        ("```\na\n``` b\n", 1),
        ("```{x} `b`\na\n", 1),
        (":::note\na\n:::\n", 1),
        (":::my-class\na\n:::\n", None),
        ("::::{note}\n:::{tip}\na\n::::\n", 2),
    ],
)
def test_fences(text: str, line: int | None) -> None:
    assert [number for number, _ in fence_faults(text)] == ([line] if line else [])


def test_a_torn_byte_is_found_behind_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfa\nb\n\xe9")
    with pytest.raises(NotUtf8Error) as caught:
        read_utf8(path)
    assert caught.value.line == 3
    path.write_bytes(b"\xef\xbb\xbfa")
    assert read_utf8(path) == "a"
