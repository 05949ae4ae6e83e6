"""The preflight examines whether a print house can take a PDF.

The limits are those of Lulu ("PDF Creation Settings", "Tips for formatting documents") and
Kindle Direct Publishing ("Set Trim Size, Bleed, and Margins", "Create a Paperback Cover"),
the stricter of the two.  Nothing is claimed of any standard for print.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from press.typst import ink
from press.typst.ink import Box, Mark

#: Points to the inch, and how far off a size may be, in points.
INCH, _SLACK = 72, 0.5
#: Inches that the print houses ask to keep free outside, and at the least inside.
OUTSIDE, INSIDE = 0.5, 0.75
#: Inches to keep free inside up to so many pages, and the pages that can be bound.
GUTTERS = {150: 0.375, 300: 0.5, 500: 0.625, 700: 0.75, 828: 0.875}
FEWEST = 24
#: Inches between text on a cover and what is cut off, and from a fold to text.
COVER_SAFETY, FOLD_SAFETY = 0.125, 0.0625
#: Width and height of the barcode's room, and its distance from trim and fold, in inches.
BARCODE, BARCODE_EDGE = (2.0, 1.2), 0.25
#: Pixels to the inch that a picture must have.
RESOLUTION = 300

_GRAYS = {"DeviceGray", "CalGray", "gray by ICC"}


@dataclass
class Report:
    """What was found in a file: facts for the record, and faults that stop the press."""

    name: str
    facts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the report, a line for each finding."""
        verdict = f"{len(self.faults)} to mend" if self.faults else "sound"
        return [
            f"{self.name}: {verdict}",
            *(f"  {fact}" for fact in self.facts),
            *(f"  TO MEND: {fault}" for fault in self.faults),
        ]


def interior(path: Path, trim: tuple[float, float]) -> Report:
    """Examine the pages of a book of *trim* width and height in inches, printed in black."""
    reader, report = PdfReader(path), Report(path.name)
    pages = len(reader.pages)
    _count(report, pages)
    inside = max(INSIDE, next((w for most, w in GUTTERS.items() if pages <= most), INSIDE))
    _size(report, reader, trim)
    _fonts(report, reader)
    _extras(report, reader)
    finest: list[float] = []
    for number, page in enumerate(reader.pages, 1):
        marks = ink.read(page)
        finest += [mark.size for mark in marks if mark.kind == "image"]
        _black(report, number, marks)
        left, right = (inside, OUTSIDE) if number % 2 else (OUTSIDE, inside)
        box = page.mediabox
        safe = (left, OUTSIDE, float(box.width) / INCH - right, float(box.height) / INCH - OUTSIDE)
        _within(report, f"page {number}", [m for m in marks if _seen(m)], safe)
    report.facts.append(f"free of ink: {inside:g} in inside, {OUTSIDE:g} in on the other sides")
    _resolution(report, finest)
    return report


def cover(path: Path, trim: tuple[float, float], spine: float, bleed: float) -> Report:
    """Examine the sheet of back, *spine* and front, all measures in inches."""
    reader, report = PdfReader(path), Report(path.name)
    if len(reader.pages) != 1:
        report.faults.append(f"a cover is one page, this has {len(reader.pages)}")
    wide, tall = trim
    sheet = (2 * wide + spine + 2 * bleed, tall + 2 * bleed)
    report.facts.append(
        f"two of {wide:g} × {tall:g} in, a spine of {spine:.3f} in, {bleed:g} in bleed around"
    )
    _size(report, reader, sheet)
    _fonts(report, reader)
    marks = ink.read(reader.pages[0])
    text = [mark for mark in marks if mark.kind == "text" and mark.text.strip()]
    fold, low, high = bleed + wide, bleed + COVER_SAFETY, bleed + tall - COVER_SAFETY
    fields = {
        "back": (bleed + COVER_SAFETY, low, fold - FOLD_SAFETY, high),
        "spine": (fold + FOLD_SAFETY, low, fold + spine - FOLD_SAFETY, high),
        "front": (fold + spine + FOLD_SAFETY, low, sheet[0] - bleed - COVER_SAFETY, high),
    }
    parts: dict[str, list[Mark]] = {name: [] for name in fields}
    for mark in text:
        middle = (mark.box[0] + mark.box[2]) / 2 / INCH
        place = "back" if middle < fold else "spine" if middle < fold + spine else "front"
        parts[place].append(mark)
    for name, found in parts.items():
        _within(report, name, found, fields[name])
        if name != "spine" and not found:
            report.faults.append(f"there is no text on the {name}")
    right, bottom = fold - BARCODE_EDGE, bleed + BARCODE_EDGE
    room = (right - BARCODE[0], bottom, right, bottom + BARCODE[1])
    if any(_meet(mark.box, room) for mark in text):
        report.faults.append("text stands where the barcode is put, at the back's lower right")
    report.facts.append(f"room for a barcode of {BARCODE[0]:g} × {BARCODE[1]:g} in")
    background = [mark for mark in marks if mark.kind != "text" and _covers(mark.box, sheet)]
    if not background:
        report.faults.append("no ground reaches over the bleed on all sides")
    _resolution(report, [mark.size for mark in marks if mark.kind == "image"])
    return report


def _count(report: Report, pages: int) -> None:
    report.facts.append(f"{pages} pages")
    if pages % 2:
        report.faults.append(f"{pages} pages: a leaf has two")
    if not FEWEST <= pages <= max(GUTTERS):
        report.faults.append(f"{pages} pages: {FEWEST} to {max(GUTTERS)} can be bound")


def _size(report: Report, reader: PdfReader, stated: tuple[float, float]) -> None:
    """Note pages whose media, crop or trim box is not of the size *stated* in inches."""
    want = [inches * INCH for inches in stated]
    report.facts.append(f"{stated[0]:.3f} × {stated[1]:.3f} in")
    wrong = {}
    for number, page in enumerate(reader.pages, 1):
        for box in (page.mediabox, page.cropbox):
            size = (float(box.width), float(box.height))
            if any(abs(a - b) > _SLACK for a, b in zip(size, want, strict=True)):
                wrong[number] = size
    for number, (wide, tall) in list(wrong.items())[:5]:
        report.faults.append(f"page {number} is of {wide / INCH:.3f} × {tall / INCH:.3f} in")


def _fonts(report: Report, reader: PdfReader) -> None:
    """Note fonts that are not embedded, wherever in the file they are stated."""
    count = 0
    for stated in _objects(reader):
        if stated.get("/Type") != "/Font" or stated.get("/Subtype") in {"/Type0", "/Type3"}:
            continue
        count += 1
        descriptor = stated.get("/FontDescriptor", {})
        descriptor = descriptor.get_object() if hasattr(descriptor, "get_object") else descriptor
        if not any(key.startswith("/FontFile") for key in descriptor):
            report.faults.append(f"font {stated.get('/BaseFont', '?')} is not embedded")
    report.facts.append(f"{count} fonts, embedded")


def _objects(reader: PdfReader) -> list[Any]:
    """Return all dictionaries that pages lead to."""
    found: list[Any] = []
    seen: set[int] = set()
    waiting: list[Any] = [page.get("/Resources") for page in reader.pages]
    while waiting:
        item = waiting.pop()
        key = getattr(item, "idnum", None)
        if key is not None:
            if key in seen:
                continue
            seen.add(key)
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, dict):
            found.append(item)
            waiting += [value for name, value in dict.items(item) if name != "/Parent"]
        elif isinstance(item, list):
            waiting += list(item)
    return found


def _extras(report: Report, reader: PdfReader) -> None:
    """Note what print houses do not want in pages: annotations, forms, transparency."""
    if any(page.get("/Annots") for page in reader.pages):
        report.faults.append("there are annotations, such as links")
    for stated in _objects(reader):
        alpha = [float(stated[key]) for key in ("/ca", "/CA") if key in stated]
        if any(value < 1 for value in alpha) or isinstance(stated.get("/SMask"), dict):
            report.faults.append("something is transparent")
            break


def _black(report: Report, number: int, marks: list[Mark]) -> None:
    """Note text that is not black, and all that is not gray."""
    kinds: Counter[str] = Counter()
    for mark in marks:
        if mark.space not in _GRAYS and mark.space != "Pattern":
            kinds[f"{mark.kind} in {mark.space}"] += 1
        elif mark.kind == "text" and mark.text.strip() and mark.color != (0.0,):
            kinds[f"text that is not black: {mark.text.strip()[:30]!r}"] += 1
    for kind, count in kinds.items():
        report.faults.append(f"page {number}: {kind} ({count} times)")


def _within(report: Report, where: str, marks: list[Mark], safe: Box) -> None:
    """Note the first of *marks* that stands outside of *safe*, a box in inches."""
    for mark in marks:
        left, bottom, right, top = (edge / INCH for edge in mark.box)
        over = max(safe[0] - left, safe[1] - bottom, right - safe[2], top - safe[3])
        if over * INCH > _SLACK:
            what = repr(mark.text.strip()[:30]) if mark.kind == "text" else f"a {mark.kind}"
            report.faults.append(f"{where}: {what} reaches {over:.2f} in into the safety margin")
            return


def _seen(mark: Mark) -> bool:
    """Say whether *mark* leaves ink."""
    return bool(mark.text.strip()) if mark.kind == "text" else mark.color != (1.0,)


def _meet(box: Box, inches: Box) -> bool:
    room = [edge * INCH for edge in inches]
    return box[0] < room[2] and room[0] < box[2] and box[1] < room[3] and room[1] < box[3]


def _covers(box: Box, sheet: tuple[float, float]) -> bool:
    reach = [inches * INCH - _SLACK for inches in sheet]
    return box[0] <= _SLACK and box[1] <= _SLACK and box[2] >= reach[0] and box[3] >= reach[1]


def _resolution(report: Report, found: list[float]) -> None:
    if found:
        report.facts.append(f"{len(found)} pictures, the coarsest of {min(found):.0f} ppi")
        if min(found) < RESOLUTION:
            report.faults.append(f"a picture has {min(found):.0f} of {RESOLUTION} ppi")
    else:
        report.facts.append("no pictures of pixels: all is vector")
