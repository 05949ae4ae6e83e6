"""Claims: what a text under test holds, weighed against the evidence.

A book that tests a text lists the text's points in a TOML file (``press_claims_points``),
each with an id, the document that must treat it, and what it says::

    [[point]]
    id = "R3"
    chapter = "rise"
    says = "Many hands make the work go faster."

Each point is then answered by one claim, right behind the evidence for it::

    :::{claim} R3
    :verdict: qualified
    :sources: yue2024, howard2020

    The finding, in a few sentences.
    :::

which prints the point, the verdict, the finding and its sources, and can be referred to
as ``{ref}`claim-r3```.  Whatever is missing, doubled or misplaced is a warning of type
``press.claim`` with file and line.  :mod:`press.ledger` collects the claims.

A claim is a container of plain paragraphs, in reading order: any builder can write it,
and the verdict is a word, not a color.  Translators may do better by the classes
``claim``, ``claim-<verdict>``, ``claim-head``, ``claim-finding`` and ``claim-sources``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from . import __version__, characters
from .utf8 import NotUtf8Error, read_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Point:
    """One thing that the text under test holds; ``line`` is its place in the points file."""

    id: str
    chapter: str
    says: str
    line: int


@dataclass(frozen=True)
class Claim:
    """A claim as it stands in a document, without its finding."""

    id: str
    docname: str
    line: int
    verdict: str
    sources: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """The id of the claim's element, and the label to refer to it by."""
        return anchor(self.id)


def anchor(claim_id: str) -> str:
    """Return the label of the claim *claim_id*: "claim-r3" of "R3"."""
    return "claim-" + nodes.make_id(claim_id)


def warn(message: str, location: str | tuple[str, int] | nodes.Node) -> None:
    """Report *message* as a warning of type ``press.claim``."""
    logger.warning("%s", message, location=location, type="press", subtype="claim")


# -- points -------------------------------------------------------------------------------


class PointsError(ValueError):
    """A fault of the points file, with its line."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


def parse_points(text: str) -> dict[str, Point]:
    """Return the points of a TOML *text* by id, in its order.

    Raises :class:`PointsError` for the first thing that is wrong.
    """
    for line, what in characters.refused(text):
        raise PointsError(line, what)
    try:
        stated = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError) as error:  # a date may be none, too
        place = re.search(r"\(at line (\d+)", str(error))  # "(at end of document)" otherwise
        line = int(place.group(1)) if place else text.count("\n") + 1
        raise PointsError(line, f"torn TOML: {error}") from None
    for name in stated:
        if name != "point":
            found = re.search(rf"^\s*(?:\[\[?\s*)?{re.escape(name)}\b", text, re.MULTILINE)
            line = text.count("\n", 0, found.end()) + 1 if found else 1
            raise PointsError(line, f"there are points alone, [[point]], no {name!r}")
    listed = stated.get("point", [])
    if not listed or not isinstance(listed, list):
        raise PointsError(1, "there are no points, [[point]]")
    # tomllib tells no lines: the n-th table is the n-th [[point]].
    lines = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r"\s*\[\[\s*point\s*\]\]", line)
    ]
    points: dict[str, Point] = {}
    anchors: dict[str, Point] = {}
    for line, fields in zip(lines, listed, strict=False):
        point = _point(line, fields)
        if earlier := anchors.get(anchor(point.id)):
            raise PointsError(line, f"point {point.id} stands on line {earlier.line} already")
        points[point.id] = anchors[anchor(point.id)] = point
    return points


def _point(line: int, fields: dict[str, Any]) -> Point:
    """Return the point that *fields* describe."""
    for name in ("id", "chapter", "says"):
        if not isinstance(fields.get(name), str) or not fields[name].strip():
            raise PointsError(line, f"a point needs {name!r}, a string")
    if unknown := sorted(set(fields) - {"id", "chapter", "says"}):
        raise PointsError(line, f"a point has no {unknown[0]!r}")
    if re.search(r"\s", fields["id"]):
        raise PointsError(line, f"the id of a point has a space: {fields['id']!r}")
    return Point(fields["id"], fields["chapter"], fields["says"], line)


def load_points(app: Sphinx) -> None:
    """Read the points afresh for this run (they are few)."""
    domain = claims_of(app.env)
    domain.data["points"] = {}
    domain.data["file"] = ""
    if not app.config.press_claims_points:
        return
    path = (Path(app.confdir) / app.config.press_claims_points).resolve()
    domain.data["file"] = str(path)
    try:
        domain.data["points"] = parse_points(read_utf8(path))
    except (PointsError, NotUtf8Error) as error:
        warn(str(error), f"{path}:{error.line}")
    except OSError as error:
        warn(f"cannot read the points: {error.strerror}", f"{path}:1")


# -- what is kept between runs ----------------------------------------------------------


class ClaimsDomain(Domain):
    """Keeps points and claims in the environment."""

    name = "claims"
    label = "Claims"
    object_types: ClassVar[dict[str, ObjType]] = {"claim": ObjType("claim")}
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {
        "file": "",  # where the points are, or empty
        "points": {},  # id -> Point
        "claims": {},  # docname -> list of Claim, in the order of the document
        "readers": set(),  # documents that show claims of others
    }

    @property
    def file(self) -> str:
        """Where the points are, or empty for a book without."""
        return cast("str", self.data["file"])

    @property
    def points(self) -> dict[str, Point]:
        """The points by id, in their own order."""
        return cast("dict[str, Point]", self.data["points"])

    @property
    def claims(self) -> dict[str, list[Claim]]:
        """The claims by document."""
        return cast("dict[str, list[Claim]]", self.data["claims"])

    @property
    def readers(self) -> set[str]:
        """The documents that show claims of other documents."""
        return cast("set[str]", self.data["readers"])

    def clear_doc(self, docname: str) -> None:
        """Forget what *docname* claims and shows."""
        self.claims.pop(docname, None)
        self.readers.discard(docname)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read in *docnames*."""
        for docname in docnames:
            if docname in otherdata["claims"]:
                self.claims[docname] = otherdata["claims"][docname]
        self.readers.update(otherdata["readers"] & set(docnames))

    def in_order(self) -> list[Claim]:
        """Return all claims in the order of the points; those without a point come last."""
        position = {point_id: i for i, point_id in enumerate(self.points)}
        found = [claim for docname in sorted(self.claims) for claim in self.claims[docname]]
        return sorted(found, key=lambda claim: position.get(claim.id, len(position)))

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield the claims for searches: "R3: what the text under test holds"."""
        for claim in self.in_order():
            point = self.points.get(claim.id)
            says = f"{claim.id}: {point.says.rstrip('.')}" if point else claim.id
            # A name unlike the anchor: Sphinx's search would put the one in place of the other.
            yield f"claim {claim.id}", says, "claim", claim.docname, claim.anchor, 1

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002
        """Return what a search calls a claim."""
        return "Claim"


def claims_of(env: BuildEnvironment) -> ClaimsDomain:
    """Return the claims of *env*."""
    return cast("ClaimsDomain", env.get_domain("claims"))


# -- the directive --------------------------------------------------------------------------


class ClaimDirective(SphinxDirective):
    """``claim``: the finding on one point, with verdict and sources."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "verdict": directives.unchanged,
        "sources": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the claim's container, with the target that makes it a label."""
        claim_id = self.arguments[0].strip()
        verdict = (self.options.get("verdict") or "").strip()
        listed = (self.options.get("sources") or "").split(",")
        sources = tuple(key.strip() for key in listed if key.strip())
        point = self.find_point(claim_id)
        if verdict not in self.config.press_claims_verdicts:
            known = ", ".join(self.config.press_claims_verdicts)
            self.warn(f"claim {claim_id}: unknown verdict {verdict!r}; it is one of {known}")
        if not sources:
            self.warn(f"claim {claim_id} names no source")
        finding = self.parse_content_to_nodes()
        if not any(node.astext().strip() for node in finding):
            self.warn(f"claim {claim_id} has no finding")

        domain = claims_of(self.env)
        kept = domain.claims.setdefault(self.env.docname, [])
        claim = Claim(claim_id, self.env.docname, self.lineno, verdict, sources)
        first = all(other.anchor != claim.anchor for other in kept)
        kept.append(claim)

        box = nodes.container(classes=["claim", f"claim-{nodes.make_id(verdict)}"])
        box["claim"] = claim_id
        self.set_source_info(box)
        box += self.head(claim_id, point)
        box += self.body(verdict, finding)
        box += self.tail(sources)
        if not first:  # reported with both places by check_claims()
            return [box]
        box["ids"] = [claim.anchor]
        self.state.document.note_explicit_target(box)
        std = self.env.domains.standard_domain
        std.anonlabels[claim.anchor] = (self.env.docname, claim.anchor)
        std.labels[claim.anchor] = (self.env.docname, claim.anchor, f"claim {claim_id}")
        # As docutils does for labels: LaTeX sets its anchor here, the others on the box.
        return [nodes.target("", "", refid=claim.anchor), box]

    def warn(self, message: str, line: int | None = None) -> None:
        """Report *message* at the directive."""
        warn(message, (self.env.docname, line or self.lineno))

    def find_point(self, claim_id: str) -> Point | None:
        """Return the point that the claim answers, and check that it belongs here."""
        domain = claims_of(self.env)
        if not domain.file:
            return None
        self.env.note_dependency(domain.file)
        point = domain.points.get(claim_id)
        if point is None and domain.points:  # without any, the file's own fault is reported
            self.warn(f"claim {claim_id} answers no point of {Path(domain.file).name}")
        elif point is not None and point.chapter != self.env.docname:
            self.warn(f"claim {claim_id} belongs to the document {point.chapter!r}")
        return point

    def head(self, claim_id: str, point: Point | None) -> nodes.paragraph:
        """Return "Claim R3 · The essay: what it says"."""
        head = nodes.paragraph(classes=["claim-head"])
        head += nodes.strong("", f"Claim {claim_id}")
        if point is not None:
            subject: str = self.config.press_claims_subject
            head += nodes.Text(f" · {subject}: " if subject else " · ")
            head += nodes.inline("", point.says, classes=["claim-says"])
        return head

    def body(self, verdict: str, finding: list[nodes.Node]) -> list[nodes.Node]:
        """Return the finding, with "Verdict: qualified." before its first words."""
        mark = nodes.strong("", f"Verdict: {verdict}.", classes=["claim-verdict"])
        if finding and isinstance(finding[0], nodes.paragraph):
            finding[0].insert(0, [mark, nodes.Text(" ")])
        else:
            finding.insert(0, nodes.paragraph("", "", mark))
        for node in finding:
            if isinstance(node, nodes.Element):
                node["classes"].append("claim-finding")
        return finding

    def tail(self, sources: tuple[str, ...]) -> list[nodes.Node]:
        """Return "Sources: …", cited as any citation in the text is."""
        if not sources:
            return []
        line = self.option_line("sources")
        tail = nodes.paragraph(classes=["claim-sources"])
        label = "Source: " if len(sources) == 1 else "Sources: "
        tail += nodes.inline("", label, classes=["claim-label"])
        if "cite" in self.env.domains:
            role = self.env.domains["cite"].role("alp")
            assert role is not None
            keys = ",".join(sources)
            cited, _ = role("cite:alp", keys, keys, line, self.state.inliner, {}, [])
            tail += cited
        else:
            self.warn("claims cite their sources: the book needs sphinxcontrib.bibtex", line)
        return [tail]

    def option_line(self, name: str) -> int:
        """Return the line on which the option *name* stands."""
        for offset, line in enumerate(self.block_text.splitlines()):
            if line.lstrip().startswith(f":{name}:"):
                return self.lineno + offset
        return self.lineno


# -- checks over the whole book ---------------------------------------------------------------


def check_claims(app: Sphinx, env: BuildEnvironment) -> None:
    """Report doubled claims and points that no document answers."""
    domain = claims_of(env)
    first: dict[str, Claim] = {}
    for claim in domain.in_order():
        earlier = first.setdefault(claim.anchor, claim)
        if earlier is not claim:
            place = f"{env.doc2path(earlier.docname, base=False)}:{earlier.line}"
            warn(f"claim {claim.id} stands at {place} already", (claim.docname, claim.line))
    for point in domain.points.values():
        if anchor(point.id) not in first:
            warn(f"no claim answers point {point.id}", f"{domain.file}:{point.line}")
        if point.chapter not in env.found_docs:
            warn(f"point {point.id}: no document {point.chapter!r}", f"{domain.file}:{point.line}")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register settings, domain, directive and checks."""
    app.add_config_value("press_claims_points", "", "env", types=(str,))
    app.add_config_value("press_claims_subject", "", "env", types=(str,))
    app.add_config_value(
        "press_claims_verdicts",
        ("supported", "qualified", "dated", "contradicted"),
        "env",
        types=(tuple, list),
    )
    app.add_domain(ClaimsDomain)
    app.add_directive("claim", ClaimDirective)
    app.connect("builder-inited", load_points)
    app.connect("env-check-consistency", check_claims)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
