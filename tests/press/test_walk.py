"""The quicker walk finds what docutils' own does, in the same order, whatever is done meanwhile."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document

from press.walk import quickened

KINDS = (nodes.paragraph, nodes.section, nodes.emphasis)
CONDITIONS: list[Any] = [
    None,
    nodes.Text,
    nodes.Element,
    nodes.paragraph,
    lambda node: isinstance(node, nodes.emphasis) and len(node.children) > 1,
    lambda node: isinstance(node, (nodes.Text, nodes.section)),
]


def tree(seed: int) -> nodes.document:
    rng = random.Random(seed)
    document = new_document("x")
    made: list[nodes.Element] = [document]
    for number in range(120):
        parent = rng.choice(made[-9:])
        if rng.random() < 0.4:
            parent += nodes.Text(str(number))
        else:
            made.append(rng.choice(KINDS)(names=[str(number)]))
            parent += made[-1]
    return document


def leave(_node: nodes.Node, _rng: random.Random) -> None:
    """Change nothing."""


def replace(node: nodes.Node, rng: random.Random) -> None:
    if isinstance(node.parent, nodes.Element) and rng.random() < 0.3:
        more = nodes.paragraph("", "new", nodes.emphasis("", "er"))
        node.parent.replace(node, [more, nodes.Text("newest")] if rng.random() < 0.5 else [])


def add(node: nodes.Node, rng: random.Random) -> None:
    if isinstance(node, nodes.Element) and rng.random() < 0.2 and len(node) < 9:
        node.insert(rng.randint(0, len(node)), nodes.Text("more"))


def walk(
    seed: int, condition: Any, change: Callable[[nodes.Node, random.Random], None], **options: bool
) -> Iterator[str]:
    rng = random.Random(seed)
    for count, node in enumerate(tree(seed).findall(condition, **options)):
        yield node.pformat()
        change(node, rng)
        if count > 400:
            break


@pytest.mark.parametrize("change", [leave, replace, add])
@pytest.mark.parametrize("condition", CONDITIONS, ids=range(len(CONDITIONS)))
@pytest.mark.parametrize(
    "options", [{}, {"include_self": False}, {"siblings": True}, {"descend": False}]
)
def test_the_same_is_found(
    change: Callable[[nodes.Node, random.Random], None], condition: Any, options: dict[str, bool]
) -> None:
    for seed in range(4):
        expected = list(walk(seed, condition, change, **options))
        with quickened():
            assert list(walk(seed, condition, change, **options)) == expected


def test_docutils_is_left_as_it_was() -> None:
    before = vars(nodes.Node).copy()
    with quickened():
        assert vars(nodes.Node) != before
    assert vars(nodes.Node) == before
