"""The files beside the pages: one style sheet, two small scripts, nothing idle.

The theme would load some 700 KB, compressed, before a page can be read, most of it icons.
Here the theme's styles, pruned to what the pages use, and those of the press become one
file, ``_static/press.css``; the theme's scripts give way to ``theme.js`` (before the first
paint, a few lines) and ``press.js`` (after the page).  Whatever the theme or Sphinx put
into ``_static`` and no page refers to is not shipped; the book's own files stay.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from . import sheets
from .where import HERE, is_web

SHEET = "press.css"
FILES = ("theme.js", "press.js", "search.js", "icon.svg")
OWN = HERE / "static"
#: Scripts of Sphinx and the theme that no page needs, but the one that searches.
_IDLE_SCRIPTS = frozenset(
    {
        "documentation_options.js",
        "doctools.js",
        "sphinx_highlight.js",
        "sphinx-book-theme.js",
        "fontawesome.js",
        "bootstrap.js",
        "pydata-sphinx-theme.js",
    }
)
_THEME_SHEETS = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
_STAMP = re.compile(
    r'(_static/(?:press\.css|theme\.js|press\.js|search\.js|icon\.svg))(?:\?v=[0-9a-f]*)?(?=")'
)
_CODE_SHEET = "pygments.css"


# -- while pages are written ---------------------------------------------------------------------


def choose(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Keep from a page the scripts and styles that it does not need."""
    builder = app.builder
    if not is_web(builder):
        return
    context["script_files"] = [s for s in context["script_files"] if not _is_idle(s)]
    bundled = set(_bundled(builder))
    context["css_files"] = [s for s in context["css_files"] if _file(s) not in bundled]
    context["metatags"] = re.sub(r'<meta name="viewport"[^>]*>', "", context.get("metatags", ""))
    if isinstance(context.get("body"), str):
        context["body"] = sheets.classes_for_styles(context["body"])


def _file(asset: object) -> str:
    """Return the file of a style sheet or script as Sphinx lists it: "styles/x.css"."""
    name = str(getattr(asset, "filename", asset) or "")
    return name.removeprefix("_static/")


def _is_idle(script: object) -> bool:
    attributes: dict[str, str] = getattr(script, "attributes", {})
    body = attributes.get("body") or ""
    return Path(_file(script)).name in _IDLE_SCRIPTS or body.startswith("DOCUMENTATION_OPTIONS.")


def _bundled(builder: StandaloneHTMLBuilder) -> list[str]:
    """Return the style sheets that become one, as paths in ``_static``, in their order."""
    found = [*_THEME_SHEETS]
    for sheet in builder._css_files:  # noqa: SLF001 (the context holds a page's own sheets too)
        local = "://" not in str(sheet.filename)
        if local and sheet.attributes.get("media", "all") == "all":
            found.append(_file(sheet))
    return list(dict.fromkeys(found))


# -- when all pages are written --------------------------------------------------------------------


def finish(app: Sphinx, error: Exception | None) -> None:
    """Write the style sheet, put checksums into the pages, drop what is idle."""
    builder = app.builder
    if error is not None or not is_web(builder):
        return
    static = Path(builder.outdir, "_static")
    for name in FILES:
        shutil.copyfile(OWN / name, static / name)
    texts = {path: path.read_text(encoding="utf-8") for path in pages(builder)}
    scripts = [p for p in static.rglob("*.js") if p.name not in _IDLE_SCRIPTS]
    used = sheets.used_in(texts.values(), (p.read_text(encoding="utf-8") for p in scripts))
    files = [*(static / name for name in _bundled(builder)), OWN / SHEET]
    sheet = sheets.whole(files, used, memory=Path(app.doctreedir, SHEET))
    (static / SHEET).write_text(sheet, encoding="utf-8", newline="\n")
    stamp(static, texts)
    _drop_idle(builder, static, "".join(texts.values()) + sheet)


def pages(builder: StandaloneHTMLBuilder) -> list[Path]:
    """Return all pages of the edition."""
    outdir = Path(builder.outdir)
    return sorted(p for p in outdir.rglob("*.html") if "_static" not in p.relative_to(outdir).parts)


def stamp(static: Path, texts: dict[Path, str]) -> None:
    """Write into the pages which bytes of style sheet and scripts they go with.

    So a browser that kept the files of an earlier version asks for the new ones.
    """
    marks = {}
    for name in (SHEET, *FILES):
        digest = hashlib.sha256((static / name).read_bytes()).hexdigest()[:8]
        marks[f"_static/{name}"] = f"_static/{name}?v={digest}"
    for path, text in texts.items():
        stamped = _STAMP.sub(lambda m: marks[m[1]], text)
        if stamped != text:
            path.write_text(stamped, encoding="utf-8", newline="\n")


def _theme_files(builder: StandaloneHTMLBuilder) -> set[str]:
    """Return the files that Sphinx and the theme put into ``_static``, as paths there."""
    found = {"documentation_options.js", "language_data.js", _CODE_SHEET}
    for folder in builder.theme.get_theme_dirs():
        static = Path(folder, "static")
        for path in static.rglob("*"):
            name = path.relative_to(static).as_posix()
            found.add(name.removesuffix(".jinja").removesuffix("_t"))
    # Longer forms of what language_data.js holds, for people.
    found.update(path.name for path in Path(builder.outdir, "_static").glob("*-stemmer.js"))
    return found


def _drop_idle(builder: StandaloneHTMLBuilder, static: Path, text: str) -> None:
    """Delete what the theme shipped, or went into the sheet, and *text* does not name.

    The text is that of all pages and of the style sheet.
    """
    named = set(re.findall(r"_static/([\w./-]+)", text))
    for name in (_theme_files(builder) | set(_bundled(builder))) - named:
        path = static / name
        if path.is_file():
            path.unlink()
    for folder in sorted((p for p in static.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
