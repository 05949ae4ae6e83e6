"""The comparison of source and edition must see a lost paragraph, and nothing less."""

from __future__ import annotations

from pathlib import Path

from .published import documents, missing

CHAPTER = """\
(ch-one)=
# The first chapter

Four score and seven years ago our fathers brought forth a new nation {cite:p}`lincoln1863`.

```{index} single: nothing to read here, though it is long enough to be looked for
```

## A section

Now we are engaged in a great civil war, *testing* whether that nation can long endure.
"""
PRINTED = """\
Four score and seven years ago our fa-
thers brought forth a new nation (Lincoln 1863). Now we are engaged in a great
12
1  The first chapter
civil war, testing whether that nation can long endure.
"""


def test_a_document_has_a_title_and_stretches_of_text(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# A book\n", encoding="utf-8")
    (tmp_path / "one.md").write_text(CHAPTER, encoding="utf-8")
    (document,) = documents(tmp_path)
    assert (document.name, document.title) == ("one", "The first chapter")
    assert [stretch.split()[0] for stretch in document.stretches] == ["Four", "Now"]
    assert missing(document.stretches, PRINTED) == []


def test_a_lost_paragraph_shows(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(CHAPTER, encoding="utf-8")
    (document,) = documents(tmp_path)
    (lost,) = missing(document.stretches, PRINTED.partition("Now")[0])
    assert lost.startswith("Now we are engaged")
