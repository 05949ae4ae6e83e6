"""veraPDF must find what is broken, and nothing in a document that conforms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typst

from . import verapdf
from .tools import requires

DOCUMENT = """\
#set document(title: "A title", date: datetime(year: 2026, month: 11, day: 23))
#set text(lang: "en")
= A heading
Text with #link("https://example.org/")[a link].
"""


def make_pdf(folder: Path, **options: Any) -> Path:
    """Compile :data:`DOCUMENT` with Typst's *options*."""
    source, pdf = folder / "document.typ", folder / "document.pdf"
    source.write_text(DOCUMENT, encoding="utf-8")
    typst.compile(str(source), output=str(pdf), ignore_system_fonts=True, **options)
    return pdf


@pytest.mark.conformance
def test_a_conforming_document_passes(tmp_path: Path) -> None:
    requires("verapdf")
    verdicts = verapdf.validate(make_pdf(tmp_path, pdf_standards=["ua-1", "a-2a"]))
    assert {flavor: verdict.failures for flavor, verdict in verdicts.items()} == {
        "ua1": (),
        "2a": (),
    }
    assert verdicts["ua1"].rules >= 100
    assert verdicts["2a"].rules >= 150


@pytest.mark.conformance
def test_a_document_without_tags_fails_both(tmp_path: Path) -> None:
    requires("verapdf")
    verdicts = verapdf.validate(make_pdf(tmp_path, pdf_tags=False))
    broken = {flavor: {f.clause for f in v.failures} for flavor, v in verdicts.items()}
    # The structure hierarchy, and the mark that says which standard the file claims.
    assert {"ISO 14289-1:2014 7.1-11", "ISO 14289-1:2014 5-1"} <= broken["ua1"]
    assert {"ISO 19005-2:2011 6.7.3.3-1", "ISO 19005-2:2011 6.6.4-1"} <= broken["2a"]


@pytest.mark.conformance
def test_a_tagged_document_that_claims_nothing_fails(tmp_path: Path) -> None:
    requires("verapdf")
    verdicts = verapdf.validate(make_pdf(tmp_path, pdf_standards=["a-2a"]))
    assert verdicts["2a"].failures == ()
    assert "ISO 14289-1:2014 5-1" in {failure.clause for failure in verdicts["ua1"].failures}


@pytest.mark.conformance
def test_a_file_that_is_no_pdf_is_no_verdict(tmp_path: Path) -> None:
    requires("verapdf")
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"not a PDF")
    with pytest.raises(RuntimeError, match="did not run"):
        verapdf.validate(torn)
