"""Two editions that differ in one byte, or in one file, must not pass for the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from .hashes import differing, digests, main
from .minibook import write


def test_a_byte_and_a_file_make_a_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        write(folder, {"pdf/a.pdf": b"%PDF", "html/sub/a.html": "<p>", ".press/note": str(folder)})
    assert differing(digests(one), digests(other)) == []
    (other / "html" / "sub" / "a.html").write_bytes(b"<q>")
    (other / "pdf" / "b.pdf").touch()
    assert differing(digests(one), digests(other)) == ["html/sub/a.html", "pdf/b.pdf"]
    assert main([str(one)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("/one/")[2] for line in lines] == ["html/sub/a.html", "pdf/a.pdf"]
    sha256_of_p = "33f2799467177287a29260780a107ac98ea63dd6165f67fcc0d74767d0a82090"
    assert lines[0].startswith(f"{sha256_of_p}  ")
    assert main([str(tmp_path / "none")]) == 1
