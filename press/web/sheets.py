"""The one style sheet: what the pages use of the theme's, the book's and the press's own.

Pages may not style themselves under a strict Content-Security-Policy, so simple ``style``
attributes become classes of the style sheet.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from . import css

_ICON = re.compile(r"var\(--(?:fa|pst-icon)-|Font Awesome")
_IMPORT = re.compile(r"@import\s+(?:url\()?[\"']?([^\"');]+)[\"']?\)?[^;]*;")


def whole(files: Sequence[Path], used: css.Used, memory: Path) -> str:
    """Return the rules of the sheets *files*, as far as they apply to what is *used*.

    The file *memory* keeps the sheet, for a build in which files, names and this code are the same.
    """
    code = [Path(module).read_bytes() for module in (__file__, css.__file__)]
    stated = list(map(_text, files))
    names = set(re.findall(r"[\w-]+", "".join(stated)))
    said = [sorted(names & found) for found in (used.classes, used.ids, used.elements)]
    coded = sorted(filter(_CODED.match, used.classes))
    told = repr([code, stated, said, coded]).encode()
    key = f"/* {hashlib.sha256(told).hexdigest()} */\n"
    known = memory.read_text(encoding="utf-8") if memory.is_file() else ""
    if known.startswith(key):
        return known.removeprefix(key)
    rules = [rule for text in stated for rule in css.parse(text)]
    rules += rules_of_classes(used.classes)
    kept = css.prune(css.follow_system(filter(_is_no_icon, rules)), used)
    sheet = "".join(rule.text() for rule in kept) + "\n"
    memory.write_text(key + sheet, encoding="utf-8", newline="\n")
    return sheet


def _text(file: Path) -> str:
    """Return a style sheet, those that it imports in their place; nothing if it is not there."""
    if not file.is_file():
        return ""

    def put_in(found: re.Match[str]) -> str:
        return found[0] if "://" in found[1] else _text(file.parent / found[1])

    return _IMPORT.sub(put_in, file.read_text(encoding="utf-8"))


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


def _is_no_icon(rule: css.Rule) -> bool:
    """Tell whether *rule* is for something else than an icon of the theme's icon font.

    The font weighs more than a chapter; the words beside its icons say the same.
    """
    if rule.head.startswith("@font-face"):
        return "Font Awesome" not in rule.body
    return not (re.search(r":(before|after)$", rule.head) and _ICON.search(rule.body))


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
