"""The files beside the pages: one style sheet, two small scripts, nothing idle.

The theme would load some 700 KB, compressed, before a page can be read, most of it icons.
Here the theme's styles, pruned to what the pages use, and those of the press become one
file, ``_static/press.css``; the theme's scripts give way to ``theme.js`` (before the first
paint, a few lines) and ``press.js`` (after the page).  Whatever the theme or Sphinx put
into ``_static`` and no page refers to is not shipped; the book's own files stay.

Pages may not style themselves under a strict Content-Security-Policy, so simple ``style``
attributes become classes of the style sheet.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from . import css
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
_ICON = re.compile(r"var\(--(?:fa|pst-icon)-|Font Awesome")


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
        context["body"] = classes_for_styles(context["body"])


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
    sheets = [*_THEME_SHEETS]
    for sheet in builder._css_files:  # noqa: SLF001 (the context holds a page's own sheets too)
        local = "://" not in str(sheet.filename)
        if local and sheet.attributes.get("media", "all") == "all":
            sheets.append(_file(sheet))
    return list(dict.fromkeys(sheets))


# -- styles of single elements --------------------------------------------------------------------

_STYLE = re.compile(r'<(\w+)((?:\s[^<>]*?)?)\sstyle="([^"<>]*)"([^<>]*)>')
_PLAIN = re.compile(r"\s*(width|height|text-align|vertical-align)\s*:\s*(-?[\w.]+%?)\s*")
_CODED = re.compile(r"^css-(width|height|text-align|vertical-align)-([\w-]+)$")


def classes_for_styles(body: str) -> str:
    """Return the HTML *body* with simple ``style`` attributes as classes, which say the same.

    >>> classes_for_styles('<col style="width: 12.5%" />')
    '<col class="css-width-12_5pct" />'
    """

    def changed(match: re.Match[str]) -> str:
        tag, before, style, after = match.groups()
        names = []
        for declaration in filter(str.strip, style.split(";")):
            plain = _PLAIN.fullmatch(declaration)
            if not plain:
                return match[0]
            value = plain[2].replace(".", "_").replace("%", "pct")
            names.append(f"css-{plain[1]}-{value}")
        rest = before + after
        stated = re.search(r'\sclass="([^"]*)"', rest)
        if stated:
            names.insert(0, stated[1])
            rest = rest.replace(stated[0], "", 1)
        return f'<{tag} class="{" ".join(names)}"{rest}>'

    return _STYLE.sub(changed, body)


def rules_of_classes(classes: Iterable[str]) -> Iterator[css.Rule]:
    """Yield the rules for the classes that :func:`classes_for_styles` made."""
    for name in sorted(classes):
        coded = _CODED.match(name)
        if coded:
            value = coded[2].replace("_", ".").replace("pct", "%")
            yield css.Rule(f".{name}", f"{coded[1]}:{value}")


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
    sheet = _sheet(builder, static, texts.values())
    (static / SHEET).write_text(sheet, encoding="utf-8", newline="\n")
    stamp(static, texts)
    _drop_idle(builder, static, "".join(texts.values()) + sheet)


def pages(builder: StandaloneHTMLBuilder) -> list[Path]:
    """Return all pages of the edition."""
    outdir = Path(builder.outdir)
    return sorted(p for p in outdir.rglob("*.html") if "_static" not in p.relative_to(outdir).parts)


def used_in(texts: Iterable[str], scripts: Iterable[str]) -> css.Used:
    """Return what occurs in the pages' *texts*, or may be made by *scripts*."""
    classes: set[str] = set()
    ids: set[str] = set()
    elements: set[str] = set()
    for text in texts:
        for value in set(re.findall(r'\sclass="([^"]*)"', text)):
            classes.update(value.split())
        ids.update(re.findall(r'\sid="([^"]*)"', text))
        elements.update(name.lower() for name in set(re.findall(r"<([A-Za-z][\w-]*)", text)))
    words = set()
    for script in scripts:
        words.update(re.findall(r"[A-Za-z][\w-]*", script))
    return css.Used(frozenset(classes | words), frozenset(ids), frozenset(elements | words))


def _sheet(builder: StandaloneHTMLBuilder, static: Path, texts: Iterable[str]) -> str:
    """Return the one style sheet."""
    scripts = [p for p in static.rglob("*.js") if p.name not in _IDLE_SCRIPTS]
    used = used_in(texts, (path.read_text(encoding="utf-8") for path in scripts))
    sheets = [static / name for name in _bundled(builder)]
    rules = [rule for path in [*sheets, OWN / SHEET] for rule in _read_sheet(path)]
    rules += rules_of_classes(used.classes)
    kept = css.prune(css.follow_system(filter(_is_no_icon, rules)), used)
    return "".join(rule.text() for rule in kept) + "\n"


def _read_sheet(path: Path) -> Iterator[css.Rule]:
    """Yield the rules of a style sheet, those of the sheets that it imports in their place."""
    if not path.is_file():
        return
    for rule in css.parse(path.read_text(encoding="utf-8")):
        imported = re.match(r"@import\s+(?:url\()?[\"']?([^\"')]+)", rule.head)
        if imported and "://" not in imported[1]:
            yield from _read_sheet(path.parent / imported[1])
        else:
            yield rule


def _is_no_icon(rule: css.Rule) -> bool:
    """Tell whether *rule* is for something else than an icon of the theme's icon font.

    The font weighs more than a chapter; the words beside its icons say the same.
    """
    if rule.head.startswith("@font-face"):
        return "Font Awesome" not in rule.body
    return not (re.search(r":(before|after)$", rule.head) and _ICON.search(rule.body))


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
