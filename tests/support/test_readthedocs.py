"""The stand-in for Read the Docs must refuse what the service refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import readthedocs

HTML = "html/index.html"


def make(folder: Path, *names: str) -> Path:
    """Make empty files with these *names* in *folder*."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_whole_output_is_accepted(tmp_path: Path) -> None:
    output = make(tmp_path / "out", HTML, "pdf/a-book.pdf", "epub/a-book.epub")
    assert readthedocs.complaints(tmp_path, output, ["pdf", "epub"]) == []


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        (["html/other.html"], "html/index.html is missing"),
        ([HTML], "pdf/ is missing"),
        ([HTML, "pdf/a.pdf", "pdf/b.pdf"], "pdf/ holds 2 files, not one: ['a.pdf', 'b.pdf']"),
        (
            [HTML, "pdf/a.pdf", "pdf/source/a.typ"],
            "pdf/ holds 2 files, not one: ['a.pdf', 'source']",
        ),
        ([HTML, "pdf/book-1.0.pdf"], "pdf/book-1.0.pdf has not one dot"),
        ([HTML, "pdf/book"], "pdf/book has not one dot"),
    ],
)
def test_other_output_is_refused(tmp_path: Path, names: list[str], complaint: str) -> None:
    assert complaint in readthedocs.complaints(tmp_path, make(tmp_path / "out", *names), ["pdf"])


def test_the_output_folder_of_old_is_refused(tmp_path: Path) -> None:
    make(tmp_path, "_build/html/index.html")
    (complaint,) = readthedocs.complaints(tmp_path, make(tmp_path / "out", HTML), [])
    assert complaint.startswith("_build/html exists")


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ("version: 1", "version: 2"),
        ("version: 2\nbuild: {os: ubuntu-24.04}", "needs `os`"),
        ("version: 2\nimage: latest", "does not know"),
        (
            "version: 2\nformats: [docx]\nbuild: {os: a, tools: {python: '3.13'}, jobs: {}}",
            "no format",
        ),
    ],
)
def test_other_settings_are_refused(tmp_path: Path, settings: str, complaint: str) -> None:
    (tmp_path / ".readthedocs.yaml").write_text(settings, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        readthedocs.load(tmp_path)


def test_a_package_of_another_version_shows(tmp_path: Path) -> None:
    (tmp_path / "lock.txt").write_text(
        "pytest==1.0 \\\n    --hash=sha256:00\n"
        "no-such-package==2.0 \\\n    --hash=sha256:00\n"
        "colorama==0.0 ; sys_platform == 'nowhere' \\\n    --hash=sha256:00\n",
        encoding="utf-8",
    )
    install = ["python -m pip install --require-hashes --requirement lock.txt"]
    assert [
        line.split(" is wanted")[0] for line in readthedocs.not_as_locked(install, tmp_path)
    ] == [
        "pytest==1.0",
        "no-such-package==2.0",
    ]


def test_an_unlocked_install_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="more than a lock"):
        readthedocs.not_as_locked(["python -m pip install sphinx"], tmp_path)


def test_a_failing_command_ends_the_build(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="exit 3: exit 3"):
        readthedocs.run(["exit 3", "touch later"], tmp_path, {})
    assert not (tmp_path / "later").exists()
