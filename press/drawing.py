"""Drawing: a script's figure as SVG and PDF, made once for each state of what it depends on.

A script in the folder of figures defines ``draw(…)``, which takes data sets and returns a
matplotlib figure.  It may import modules that lie beside it, and use fonts of folders
there.  Nothing is written among the scripts, not even bytecode.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import logging
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sphinx.errors import SphinxError

from .datasets import Dataset
from .errors import BookError
from .utf8 import NotUtf8Error, read_utf8

_COMMENT_OR_DOCTYPE = re.compile(r"<!--.*?-->|<!DOCTYPE[^>]*>\s*", re.DOTALL)
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_PATH_DATA = re.compile(r'(?<= d=")[^"]+')
#: A path without data, as matplotlib draws a space; and any path or use of one.
_BLANK = re.compile(r'<path id="([^"]+)"(?![^>]* d=")[^>]*/>')
_SHAPE = re.compile(r'<(?:path id|use xlink:href)="#?([^"]+)"[^>]*/>')
_PLACE = re.compile(r'translate\([^)]*\)|(?<= )[xy]="[^"]*"')


class FigureError(BookError):
    """A figure that lacks something, or whose script fails."""


@contextmanager
def _importable(place: Path) -> Iterator[None]:
    """Let modules in *place* be imported, leaving no trace there nor in this process."""
    before, path, silent = set(sys.modules), list(sys.path), sys.dont_write_bytecode
    sys.path.insert(0, str(place))
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.path[:], sys.dont_write_bytecode = path, silent
        for name in set(sys.modules) - before:
            origin = getattr(sys.modules[name], "__file__", None)
            if origin and Path(origin).is_relative_to(place):
                del sys.modules[name]


class _Complaints(logging.Handler):
    """Collects what matplotlib says of fonts that it does not find."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _strict(script: Path) -> Iterator[None]:
    """Make an error of what matplotlib only warns of: signs and fonts that are not there."""
    fonts, complaints = logging.getLogger("matplotlib.font_manager"), _Complaints()
    fonts.addHandler(complaints)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            yield
    finally:
        fonts.removeHandler(complaints)
    if complaints.said:
        family = re.search(r"'([^']+)'", complaints.said[0])
        text = read_utf8(script)
        line = text.count("\n", 0, text.find(family[1]) if family else 0) + 1
        raise FigureError(f"{script}:{line}: {complaints.said[0]}")


def draw(script: Path, data: list[Dataset], target: Path) -> None:
    """Have *script* draw *data*; write *target* with the suffixes .svg and .pdf."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with _importable(script.parent), mpl.rc_context(), _strict(script):
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.hashsalt": "press", "svg.fonttype": "path", "pdf.fonttype": 42})
        try:
            spec = importlib.util.spec_from_file_location("figure_script", script)
            assert spec is not None and spec.loader is not None  # noqa: PT018 (no test)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            figure = module.draw(*data)
            if not isinstance(figure, Figure):
                line = module.draw.__code__.co_firstlineno
                raise FigureError(f"{script}:{line}: draw() did not return a matplotlib figure")
            nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
            figure.savefig(target.with_suffix(".svg"), format="svg", metadata=nothing)
            dateless = {"CreationDate": None, "Creator": None, "Producer": None}
            figure.savefig(target.with_suffix(".pdf"), format="pdf", metadata=dateless)
        except (SphinxError, MemoryError):
            raise
        except (Exception, SystemExit) as error:  # it may fail in any way: say in which, and where
            raise FigureError(f"{script}:{_line_in(script, error)}: {error!r}") from error
    svg = target.with_suffix(".svg")
    svg.write_text(slim(svg.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def _line_in(script: Path, error: BaseException) -> int:
    """Return the last line of *script* that *error* came through; 1 if it came from elsewhere."""
    line, trace = 1, error.__traceback__
    if isinstance(error, SyntaxError):
        return error.lineno or 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(script):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def slim(svg: str) -> str:
    """Return *svg* without what no reader needs: about a third of its size.

    The document type goes, because e-readers refuse the external entities that it names;
    so do comments and line breaks.  Coordinates keep two decimals: a hundredth of a point
    is finer than any press prints.  Ids become short, numbered in order.  A space is drawn
    as a path without a line, which SVG does not allow: it goes too.
    """

    def rounded(match: re.Match[str]) -> str:
        return _LONG_NUMBER.sub(lambda n: f"{float(n[0]):.2f}".rstrip("0").rstrip("."), match[0])

    svg = _COMMENT_OR_DOCTYPE.sub("", svg)
    svg = _PATH_DATA.sub(lambda data: rounded(data).replace(" \n", "\n").replace("\n", ""), svg)
    svg = re.sub(r">\s+<", "><", _PLACE.sub(rounded, svg))
    blank = set(_BLANK.findall(svg))
    svg = _SHAPE.sub(lambda shape: "" if shape[1] in blank else shape[0], svg)
    used = set(re.findall(r"#([\w.-]+)", svg))
    names = dict.fromkeys(name for name in re.findall(r' id="([^"]+)"', svg) if name in used)
    short = {name: f"i{number}" for number, name in enumerate(names)}
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{short[m[1]]}"' if m[1] in short else "", svg)
    return re.sub(r'(?<=["(]#)([\w.-]+)(?=[")])', lambda m: short.get(m[1], m[1]), svg)


def _helpers(script: Path) -> list[Path]:
    """Return the files beside *script* that it may use: the modules that it imports, and theirs.

    Folders beside the scripts (fonts) count as a whole.
    """
    place, found, todo = script.parent, [script], [script]
    while todo:
        path = todo.pop()
        tree = ast.parse(read_utf8(path), str(path))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            for helper in (place / f"{name}.py" for name in names):
                if helper.is_file() and helper not in found:
                    found.append(helper)
                    todo.append(helper)
    assets = sorted(p for p in place.glob("*/*") if p.is_file() and p.suffix in (".otf", ".ttf"))
    return found + assets


def _digest(files: list[Path], data: list[Dataset]) -> str:
    """Return what tells one state of a figure's inputs from another."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        digest = hashlib.sha256(version("matplotlib").encode())
    except PackageNotFoundError:
        raise FigureError("figures are drawn by matplotlib, which is not installed") from None
    for path in [Path(__file__), *files]:
        digest.update(path.name.encode() + path.read_bytes())
    for dataset in data:
        digest.update(repr([tuple(r.texts.values()) for r in dataset]).encode())
    return digest.hexdigest()[:16]


def picture(script: Path, data: list[Dataset], shelf: Path) -> tuple[Path, list[Path]]:
    """Have *script* draw *data* below *shelf*, unless the same drawing is there already.

    Return its path without suffix, and the files that it depends on.  Older drawings on
    the shelf go.
    """
    if not script.is_file():
        raise FigureError(f"there is no script {script}")
    try:
        files = _helpers(script)
    except SyntaxError as error:
        line = error.lineno or 1
        raise FigureError(f"{error.filename or script}:{line}: {error.msg}") from error
    except NotUtf8Error as error:
        raise FigureError(f"{error.path}:{error.line}: {error}") from None
    place = shelf / _digest(files, data)
    if not place.is_dir():
        shutil.rmtree(shelf, ignore_errors=True)
        beside = place.with_suffix(".new")  # an interrupted drawing must not pass for a whole one
        beside.mkdir(parents=True)
        draw(script, data, beside / script.stem)
        beside.rename(place)
    return place / script.stem, files
