"""Style sheets: reading them, and leaving out what no page uses.

A theme's style sheet serves every site that might be built with it; a book uses a tenth.
:func:`parse` reads a sheet into rules, :func:`prune` keeps those whose classes, ids and
elements occur in the pages, and the custom properties, fonts and animations that these
use.  In doubt a rule stays: what stands inside ``:not()``, ``:is()`` and the like is not
weighed.  :func:`follow_system` has the dark colors come without scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"/\*(?!!).*?\*/|/\*!.*?\*/", re.DOTALL)
_STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_TOKEN = re.compile(rf"{_STRING}|url\([^\"')]*\)|[^{{}};\"'u]+|u|[{{}};]", re.DOTALL)
_NAME = re.compile(r"([.#])(-?[A-Za-z_](?:[\w-]|\\.)*)")
_ELEMENT = re.compile(r"(?<![\w.#:\[\\-])([a-z][a-z0-9-]*)", re.IGNORECASE)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
#: The elements of a style sheet that every page has.
_ALWAYS = frozenset({"html", "body", "head"})


@dataclass(frozen=True)
class Rule:
    """A rule of a style sheet: ``head { body }``, or a statement ``head;`` without a body.

    ``inner`` are the rules of a group such as ``@media``; the body is empty then.
    """

    head: str
    body: str = ""
    inner: tuple[Rule, ...] | None = None

    def text(self) -> str:
        """Return the rule as it is written in a style sheet."""
        if self.inner is not None:
            return f"{self.head}{{{''.join(rule.text() for rule in self.inner)}}}"
        return f"{self.head}{{{self.body}}}" if self.body else f"{self.head};"


@dataclass(frozen=True)
class Used:
    """What the pages hold: the names of classes, ids and elements."""

    classes: frozenset[str]
    ids: frozenset[str]
    elements: frozenset[str]


# -- reading ----------------------------------------------------------------------------------


def parse(sheet: str) -> list[Rule]:
    """Return the rules of *sheet*; raises ValueError if its braces do not match."""
    tokens = _TOKEN.findall(_COMMENT.sub("", sheet))
    rules, end = _rules(tokens, 0)
    if end != len(tokens):
        raise ValueError("a brace closes what was never opened")
    return rules


def _rules(tokens: list[str], at: int) -> tuple[list[Rule], int]:
    """Return the rules from token *at* up to the end or a closing brace, and where that is."""
    rules: list[Rule] = []
    head = ""
    while at < len(tokens) and tokens[at] != "}":
        token = tokens[at]
        at += 1
        if token == ";":
            if head.strip() and not head.strip().startswith("@charset"):
                rules.append(Rule(head.strip()))
            head = ""
        elif token == "{":
            name = " ".join(head.split())
            if re.match(r"@(media|supports|layer|container|-moz-document)", name):
                inner, at = _rules(tokens, at)
                rules.append(Rule(name, inner=tuple(inner)))
            else:
                body, at = _body(tokens, at)
                if body:
                    rules.append(Rule(name, body))
            if at >= len(tokens):
                raise ValueError(f"the rule is never closed: {name}")
            at += 1
            head = ""
        else:
            head += token
    return rules, at


def _body(tokens: list[str], at: int) -> tuple[str, int]:
    """Return the declarations from token *at* to the brace that closes them, and its place."""
    depth, parts = 0, []
    while at < len(tokens) and not (tokens[at] == "}" and depth == 0):
        depth += {"{": 1, "}": -1}.get(tokens[at], 0)
        parts.append(tokens[at])
        at += 1
    return " ".join("".join(parts).split()), at


# -- leaving out --------------------------------------------------------------------------------


def prune(rules: Iterable[Rule], used: Used) -> list[Rule]:
    """Return those of *rules* that can apply to what is *used*."""
    kept = list(_selected(rules, used))
    while True:
        lean = list(_without_idle(kept))
        if lean == kept:
            return kept
        kept = lean


def _selected(rules: Iterable[Rule], used: Used) -> Iterator[Rule]:
    for rule in rules:
        if rule.inner is not None:
            inner = tuple(_selected(rule.inner, used))
            if inner:
                yield Rule(rule.head, inner=inner)
        elif rule.head.startswith("@") or not rule.body:
            yield rule
        else:
            heads = [s for s in split(rule.head) if applies(s, used)]
            if heads:
                yield Rule(",".join(heads), rule.body)


def split(selectors: str) -> list[str]:
    """Return the selectors of a comma-separated list."""
    if "(" not in selectors and "[" not in selectors:  # nearly all
        return [part.strip() for part in selectors.split(",")]
    parts, depth = [""], 0
    for character in selectors:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def applies(selector: str, used: Used) -> bool:
    """Tell whether *selector* may match in a page that holds what is *used*."""
    plain = selector
    while plain != (plain := re.sub(r"\([^()]*\)", "", plain)):
        pass  # from the innermost parentheses outward
    plain = re.sub(r"\[[^\]]*\]", "", plain)
    for kind, name in _NAME.findall(plain):
        names = used.classes if kind == "." else used.ids
        if name.replace("\\", "") not in names:
            return False
    elements = {name.lower() for name in _ELEMENT.findall(_NAME.sub("", plain))}
    return elements <= used.elements | _ALWAYS


def _without_idle(rules: list[Rule]) -> Iterator[Rule]:
    """Yield *rules* without the properties, fonts and animations that none of them uses."""
    text = "".join(rule.text() for rule in rules)
    wanted = set(_VARIABLE.findall(text))
    spoken = re.sub(r"@(?:keyframes|font-face)[^{]*", "", text)

    def lean(rule: Rule) -> Rule | None:
        if rule.inner is not None:
            inner = tuple(r for r in map(lean, rule.inner) if r is not None)
            return Rule(rule.head, inner=inner) if inner else None
        if rule.head.startswith("@keyframes"):
            name = rule.head.split()[1]
            return rule if re.search(rf"animation[^;}}]*\b{re.escape(name)}\b", spoken) else None
        if rule.head.startswith("@font-face"):
            family = re.search(r"font-family:\s*([^;]+)", rule.body)
            return rule if family and text.count(family[1].strip("\"' ")) > 1 else None
        if "--" not in rule.body:
            return rule
        stated = [d for d in declarations(rule.body) if _is_wanted(d, wanted)]
        return Rule(rule.head, ";".join(stated)) if stated else None

    return (rule for rule in map(lean, rules) if rule is not None)


def _is_wanted(declaration: str, wanted: set[str]) -> bool:
    name = declaration.partition(":")[0].strip()
    return not name.startswith("--") or name in wanted


def declarations(body: str) -> list[str]:
    """Return the declarations of a rule's *body*."""
    parts = re.findall(rf"(?:{_STRING}|\((?:{_STRING}|[^()]|\([^()]*\))*\)|[^;\"'(])+", body)
    return [part.strip() for part in parts if part.strip()]


# -- dark without scripts -------------------------------------------------------------------------

_DARK = re.compile(r"html\[data-theme=[\"']?dark[\"']?\]")


def follow_system(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Yield *rules*, those for the dark theme also for a system that is set to dark.

    They hold while the page's own switch has said nothing, so without scripts too.
    """
    for rule in rules:
        yield rule
        if rule.inner is not None:
            continue
        dark = [_DARK.sub("html:not([data-theme])", s) for s in split(rule.head) if _DARK.search(s)]
        if dark:
            again = Rule(",".join(dark), rule.body)
            yield Rule("@media (prefers-color-scheme: dark)", inner=(again,))
