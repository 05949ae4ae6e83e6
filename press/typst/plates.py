"""Pages become fit for print: black and gray alone, no links, an even number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from press.typst.content import operations

#: What a reading program needs and a press does not.
_FOR_SCREENS = ("/Outlines", "/StructTreeRoot", "/MarkInfo", "/OutputIntents", "/PageMode")
#: Operators that set a color: of a space that they name, and of the current one.
_PLAIN, _OTHER = {"g", "G", "rg", "RG"}, {"sc", "scn", "SC", "SCN"}
#: Up to this gray, from black at 0, text is printed black.
_DARK = 0.6


def make(path: Path) -> int:
    """Make the PDF at *path* one for print; return the number of its pages."""
    writer = PdfWriter(clone_from=PdfReader(path))
    for page in writer.pages:
        page.pop("/Annots", None)
        page.pop("/StructParents", None)
    for key in _FOR_SCREENS:
        writer.root_object.pop(key, None)
    done: set[int] = set()
    for page in writer.pages:
        resources = page.get("/Resources", {})
        _blacken(page["/Contents"], resources, done)
    if len(writer.pages) % 2:
        writer.add_blank_page()
    for page in writer.pages:
        page[NameObject("/TrimBox")] = page.mediabox
    beside = path.with_suffix(".tmp")
    with beside.open("wb") as file:
        writer.write(file)
    beside.replace(path)
    return len(writer.pages)


def _blacken(stream: Any, resources: Any, done: set[int]) -> None:
    """Blacken *stream*, and the forms and patterns that its *resources* name."""
    stream, resources = stream.get_object(), resources.get_object()
    if id(stream) in done:
        return
    done.add(id(stream))
    stream.set_data(blacken(stream.get_data(), _spaces(resources)))
    inner = [*resources.get("/XObject", {}).values(), *resources.get("/Pattern", {}).values()]
    for item in (entry.get_object() for entry in inner):
        if item.get("/Subtype") == "/Form" or item.get("/PatternType") == 1:
            _blacken(item, item.get("/Resources", resources), done)


def _spaces(resources: Any) -> dict[str, int]:
    """Return how many colors those spaces have that count from black to white."""
    found = {"/DeviceGray": 1, "/DeviceRGB": 3}
    for name, stated in resources.get("/ColorSpace", {}).items():
        space = stated.get_object()
        if isinstance(space, list) and space[0] == "/ICCBased":
            found[name] = int(space[1].get_object()["/N"])
        elif isinstance(space, list) and space[0] in {"/CalGray", "/CalRGB"}:
            found[name] = 1 if space[0] == "/CalGray" else 3
    return {name: count for name, count in found.items() if count in (1, 3)}


def blacken(data: bytes, spaces: dict[str, int]) -> bytes:
    """Return a content stream whose colors are plain grays, printed by black ink alone.

    *spaces* names those color spaces, by how many colors they have, that can become gray;
    others stay.  Text in any dark gray becomes black: a screen would fray its letters.
    """
    parts: list[bytes] = []
    at, fill, filled, writing = 0, 0.0, -1, False
    known = {"cs": 1, "CS": 1}  # colors in the current space, of areas and of lines; 0: others
    for operation in operations(data):
        name, operands = operation.operator, operation.operands
        new = None
        if name in known:
            known[name] = spaces.get(operands[0], 0)
            new = ("0 g" if name == "cs" else "0 G") if known[name] else None
        elif name in _PLAIN or (name in _OTHER and known["CS" if name.isupper() else "cs"]):
            new = _gray(name.isupper(), operands)
        elif name in {"BT", "ET"}:
            writing = name == "BT"
        if new is not None:
            parts += [data[at : operation.start], b" " + new.encode()]
            at = operation.end
            if new.endswith("g"):
                fill, filled = float(new.split()[0]), len(parts) - 1
        if (writing or name == "BT") and filled >= 0 and 0 < fill <= _DARK:
            parts[filled], fill = b" 0 g", 0.0
    return b"".join([*parts, data[at:]])


def _gray(line: bool, operands: list[float]) -> str:
    """Return the operator that sets the gray as light as a gray or RGB color (Rec. 601)."""
    weights = (1.0,) if len(operands) == 1 else (0.299, 0.587, 0.114)
    light = sum(weight * part for weight, part in zip(weights, operands, strict=True))
    return f"{light:.3g} {'G' if line else 'g'}"
