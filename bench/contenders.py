"""The tools that are compared: what each is told to make of the same synthetic book."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import synthetic

Command = Sequence[str | Path]

#: What Pandoc's Typst source is set by: the Typst of the press.
_TYPST = (
    "import sys, typst; typst.Compiler(sys.argv[1], ignore_system_fonts=True)"
    ".compile(output=sys.argv[2], format='pdf')"
)


@dataclass(frozen=True)
class Contender:
    """A tool: how its book is written to a folder, and the commands that make editions of it.

    Commands are those for a source and an output folder, the second empty or as they left it.
    """

    name: str
    write: Callable[[Path, int], None]
    commands: Callable[[Path, Path], list[Command]]


def _press(source: Path, output: Path) -> list[Command]:
    places: Command = ["--source", source, "--config", source, "--output", output]
    return [[sys.executable, "-m", "press", *places]]


def _sphinx(*builders: str) -> Callable[[Path, Path], list[Command]]:
    def commands(source: Path, output: Path) -> list[Command]:
        sphinx: Command = [sys.executable, "-m", "sphinx", "-q", "-d", output / "doctrees"]
        return [[*sphinx, "-b", builder, source, output / builder] for builder in builders]

    return commands


def _pandoc(program: Path) -> Callable[[Path, Path], list[Command]]:
    def commands(source: Path, output: Path) -> list[Command]:
        output.mkdir(exist_ok=True)
        texts: list[str | Path] = [*sorted(source.glob("*.md"))]
        common: list[str | Path] = [
            program,
            "--citeproc",
            f"--bibliography={source / 'references.bib'}",
            f"--resource-path={source}",
            "--number-sections",
            "--toc",
            "--standalone",
        ]
        typ, pdf = source / "book.typ", output / "book.pdf"
        site: Command = [*common, "--to=chunkedhtml", "--split-level=1", "-o", output / "site.zip"]
        return [
            [*site, *texts],
            [*common, "--split-level=1", "-o", output / "book.epub", *texts],
            [*common, "--to=typst", "-o", typ, *texts],
            [sys.executable, "-c", _TYPST, typ, pdf],
        ]

    return commands


def _find_pandoc() -> Path | None:
    """Return Pandoc's program: on the path, or in the wheel pypandoc_binary."""
    if found := shutil.which("pandoc"):
        return Path(found)
    spec = importlib.util.find_spec("pypandoc")
    if spec is not None and spec.origin:
        program = Path(spec.origin).with_name("files") / "pandoc"
        return program if program.is_file() else None
    return None


PRESS = Contender(
    "press: print, e-reader, web",
    lambda folder, chapters: synthetic.sphinx_book(folder, chapters, press=True),
    _press,
)


def rivals() -> list[Contender]:
    """Return what is installed to compare with: stock Sphinx always, Pandoc perhaps."""

    def stock(folder: Path, chapters: int) -> None:
        synthetic.sphinx_book(folder, chapters, press=False)

    found = [
        Contender("Sphinx: web alone", stock, _sphinx("html")),
        Contender("Sphinx: web and e-reader", stock, _sphinx("html", "epub")),
    ]
    if pandoc := _find_pandoc():
        found.append(
            Contender(
                "Pandoc: print (Typst), e-reader, web", synthetic.pandoc_book, _pandoc(pandoc)
            )
        )
    return found
