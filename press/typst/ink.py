"""What stands on a page of a PDF, and where: text, lines and areas, pictures.

PDF (ISO 32000-1) says how to draw a page, not what is on it.  :func:`read` draws it in
thought and returns each mark with the box that it fills, in points from the lower left
corner of the page.  Boxes are never too small: a curve counts with its control points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pypdf import PageObject

from press.typst.content import letters, operations

Matrix = tuple[float, float, float, float, float, float]
#: Left, bottom, right and top.
Box = tuple[float, float, float, float]

_LINES = {"m", "l", "c", "v", "y", "re"}
_PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}
#: Operators that set one number of the text state.
_TEXT_STATE = {"Tc": "spacing", "Tw": "word_spacing", "TL": "leading", "Ts": "rise"}
_ONE: Matrix = (1, 0, 0, 1, 0, 0)
_ENDLESS: Box = (-1e9, -1e9, 1e9, 1e9)
#: How far letters reach below and above their baseline, in parts of the type size.
_DESCENT, _ASCENT = -0.25, 0.75


@dataclass(frozen=True)
class Mark:
    """One thing on a page: a run of ``text``, a ``path``, or an ``image``.

    Spaces at the end of text are in no box.  ``tag`` and ``number`` are those of the marked
    content that it belongs to, "Artifact" for what is no part of the text.
    ``color`` is its color as the PDF states it, after ``space``, the name of the color
    space.  ``size`` of text is in points, and of an image the lower of its two
    resolutions in pixels to the inch; ``baseline`` is where its text stands, and ``gaps``
    are the widths of its spaces, in points, so far as something follows them.
    """

    kind: Literal["text", "path", "image"]
    box: Box
    space: str
    color: tuple[float, ...] = ()
    text: str = ""
    size: float = 0
    baseline: float = 0
    gaps: tuple[float, ...] = ()
    tag: str = ""
    number: int = -1


@dataclass
class _State:
    """The graphics state, so far as it decides on what is seen and where."""

    place: Matrix = _ONE
    clip: Box = _ENDLESS
    fill: tuple[str, tuple[float, ...]] = ("DeviceGray", (0.0,))
    stroke: tuple[str, tuple[float, ...]] = ("DeviceGray", (0.0,))
    width: float = 1
    font: _Font | None = None
    size: float = 0
    spacing: float = 0
    word_spacing: float = 0
    stretch: float = 1
    leading: float = 0
    rise: float = 0
    invisible: bool = False


@dataclass
class _Font:
    """Widths and letters of a font, by codes of one or two bytes."""

    bytes_per_code: int
    widths: dict[int, float] = field(default_factory=dict)
    default: float = 0
    letters: dict[int, str] = field(default_factory=dict)


def read(page: PageObject) -> list[Mark]:
    """Return the marks on *page*, in the order in which they are drawn."""
    painter = _Painter()
    contents = page.get_contents()
    if contents is not None:
        painter.draw(contents, page.get("/Resources", {}))
    return painter.marks


class _Painter:
    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.state = _State()
        self.fonts: dict[int, _Font] = {}
        self.tags: list[tuple[str, int]] = []
        self.text: Matrix = _ONE
        self.line: Matrix = _ONE

    def draw(self, stream: Any, resources: Any) -> None:
        """Carry out the operators of *stream*."""
        saved: list[_State] = []
        points: list[tuple[float, float]] = []
        clips = False
        for name, operands, _start, _end in operations(stream.get_data()):
            if name == "q":
                saved.append(replace(self.state))
            elif name == "Q":
                self.state = saved.pop()
            elif name in _LINES:
                points += self._points(name, operands)
            elif name in {"W", "W*"}:
                clips = True
            elif name in _PAINTS:
                if points:
                    self._paint(name, _around(points))
                    if clips:
                        self.state.clip = _common(self.state.clip, _around(points))
                points, clips = [], False
            else:
                self._set(name, operands, resources)

    def _set(self, name: str, operands: list[Any], resources: Any) -> None:
        """Carry out what is no line: it sets the state, writes or places an object."""
        if name == "cm":
            self.state.place = _times(_matrix(operands), self.state.place)
        elif name in {"BMC", "BDC"}:
            stated = operands[1] if name == "BDC" and isinstance(operands[1], list) else []
            number = stated[stated.index("/MCID") + 1] if "/MCID" in stated else -1
            self.tags.append((operands[0].removeprefix("/"), int(number)))
        elif name == "EMC":
            self.tags.pop()
        elif name == "Do":
            self._object(resources["/XObject"][operands[0]].get_object(), resources)
        elif name == "Tf":
            font = dict.__getitem__(resources["/Font"], operands[0])
            self.state.font, self.state.size = self._font(font), operands[1]
        elif not self._color(name, operands, resources):
            self._write(name, operands)

    # -- Lines, areas, pictures -----------------------------------------------------------

    def _points(self, name: str, numbers: list[float]) -> list[tuple[float, float]]:
        if name == "re":
            left, bottom, width, height = numbers
            numbers = [left, bottom, left + width, bottom, left, bottom + height]
            numbers += [left + width, bottom + height]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return [_moved(self.state.place, x, y) for x, y in pairs]

    def _paint(self, name: str, box: Box) -> None:
        state = self.state
        if name not in {"S", "s", "n"}:
            self._mark(Mark("path", box, *state.fill))
        if name in {"S", "s", "B", "B*", "b", "b*"}:
            half = state.width * _scale(state.place) / 2
            wide = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
            self._mark(Mark("path", wide, *state.stroke))

    def _object(self, thing: Any, resources: Any) -> None:
        if thing["/Subtype"] == "/Image":
            a, b, c, d, _x, _y = place = self.state.place
            inches = ((a * a + b * b) ** 0.5 / 72, (c * c + d * d) ** 0.5 / 72)
            pixels = (float(thing["/Width"]), float(thing["/Height"]))
            finest = min(p / i for p, i in zip(pixels, inches, strict=True) if i)
            corners = [_moved(place, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
            if thing.get("/ImageMask"):
                space = self.state.fill[0]
            else:
                space = _space(thing.get("/ColorSpace", "/DeviceGray"), resources)
            self._mark(Mark("image", _around(corners), space, size=finest))
        elif thing["/Subtype"] == "/Form":
            outer, self.state = self.state, replace(self.state)
            matrix = thing.get("/Matrix", _ONE)
            self.state.place = _times(_matrix(matrix), outer.place)
            self.draw(thing, thing.get("/Resources", resources))
            self.state = outer

    def _mark(self, mark: Mark) -> None:
        box = _common(mark.box, self.state.clip)
        if box[0] <= box[2] and box[1] <= box[3] and not self.state.invisible:
            tag, number = self.tags[-1] if self.tags else ("", -1)
            self.marks.append(replace(mark, box=box, tag=tag, number=number))

    # -- Color ------------------------------------------------------------------------------

    def _color(self, name: str, operands: Any, resources: Any) -> bool:
        """Note the color that an operator sets; say whether it is one of color."""
        spaces = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}
        which = "fill" if name == name.lower() else "stroke"
        name = name.lower()
        if name in spaces:
            setattr(self.state, which, (spaces[name], tuple(operands)))
        elif name == "cs":
            found = resources.get("/ColorSpace", {}).get(operands[0], operands[0])
            setattr(self.state, which, (_space(found, resources), ()))
        elif name in {"sc", "scn"}:
            values = tuple(v for v in operands if isinstance(v, float))
            setattr(self.state, which, (getattr(self.state, which)[0], values))
        elif name == "w" and which == "fill":
            self.state.width = float(operands[0])
        else:
            return False
        return True

    # -- Text --------------------------------------------------------------------------------

    def _write(self, name: str, operands: list[Any]) -> None:
        state = self.state
        if name in _TEXT_STATE:
            setattr(state, _TEXT_STATE[name], operands[0])
        elif name in {"BT", "Tm"}:
            self.text = self.line = _matrix(operands) if operands else _ONE
        elif name in {"Td", "TD"}:
            if name == "TD":
                state.leading = -operands[1]
            self._next_line(operands[0], operands[1])
        elif name in {"T*", "'", '"'}:
            self._next_line(0, -state.leading)
            if name == '"':
                state.word_spacing, state.spacing = operands[0], operands[1]
            self._show(operands[-1:])
        elif name in {"Tj", "TJ"}:
            self._show(operands[0] if name == "TJ" else operands)
        elif name == "Tz":
            state.stretch = operands[0] / 100
        elif name == "Tr":
            state.invisible = operands[0] == 3

    def _next_line(self, x: float, y: float) -> None:
        self.text = self.line = _times((1, 0, 0, 1, x, y), self.line)

    def _show(self, pieces: Any) -> None:
        state = self.state
        font = state.font
        if font is None:
            return
        reach, inked, letters = 0.0, 0.0, list[str]()
        gaps: list[float] = []
        for piece in pieces:
            if isinstance(piece, float):
                reach -= piece / 1000 * state.size * state.stretch
                continue
            step = font.bytes_per_code
            for at in range(0, len(piece) - step + 1, step):
                code = int.from_bytes(piece[at : at + step], "big")
                start = reach
                wide = font.widths.get(code, font.default) * state.size + state.spacing
                reach += (wide + (state.word_spacing if code == 32 == step * 32 else 0)) * (
                    state.stretch
                )
                letters.append(font.letters.get(code, ""))
                if not letters[-1].isspace():
                    if letters[-2:-1] and letters[-2].isspace():
                        gaps.append(start - inked)
                    inked = reach
        whole = _times(self.text, state.place)
        low, high = (state.rise + part * state.size for part in (_DESCENT, _ASCENT))
        corners = [_moved(whole, x, y) for x in (0, inked) for y in (low, high)]
        self._mark(
            Mark(
                "text",
                _around(corners),
                *state.fill,
                text="".join(letters),
                size=state.size * _scale(whole),
                baseline=_moved(whole, 0, state.rise)[1],
                gaps=tuple(gap * _scale(whole) for gap in gaps),
            )
        )
        self.text = _times((1, 0, 0, 1, reach, 0), self.text)

    def _font(self, reference: Any) -> _Font:
        key = getattr(reference, "idnum", id(reference))
        if key not in self.fonts:
            self.fonts[key] = _load(reference.get_object())
        return self.fonts[key]


def _load(stated: Any) -> _Font:
    """Return widths, in parts of the type size, and letters of a font."""
    unit = 1 / 1000
    if stated["/Subtype"] == "/Type0":
        font, (inner,) = _Font(2), stated["/DescendantFonts"]
        inner = inner.get_object()
        font.default = float(inner.get("/DW", 1000)) * unit
        given = [item.get_object() for item in inner.get("/W", ())]
        while given:
            first = int(given.pop(0))
            following = given.pop(0)
            if isinstance(following, list):
                found = {first + i: float(w) * unit for i, w in enumerate(following)}
            else:
                found = dict.fromkeys(range(first, int(following) + 1), float(given.pop(0)) * unit)
            font.widths.update(found)
    else:
        font = _Font(1)
        if stated["/Subtype"] == "/Type3":
            unit = float(stated["/FontMatrix"][0])
        first = int(stated.get("/FirstChar", 0))
        widths = stated.get("/Widths", ())
        font.widths = {first + i: float(w.get_object()) * unit for i, w in enumerate(widths)}
        font.letters = {code: chr(code) for code in range(32, 256)}
    if "/ToUnicode" in stated:
        font.letters |= letters(stated["/ToUnicode"].get_object().get_data().decode("latin-1"))
    return font


def _space(stated: Any, resources: Any) -> str:
    """Return the plain name of a color space; one by ICC profile by its number of colors."""
    stated = stated.get_object() if hasattr(stated, "get_object") else stated
    if isinstance(stated, str):
        found = resources.get("/ColorSpace", {}).get(stated)
        return stated.removeprefix("/") if found is None else _space(found, {})
    name = str(stated[0]).removeprefix("/")
    if name == "ICCBased":
        return {1: "gray", 3: "RGB", 4: "CMYK"}[int(stated[1].get_object()["/N"])] + " by ICC"
    return _space(stated[1], resources) if name == "Indexed" else name


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def _times(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that does *first*, then *second*."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _scale(matrix: Matrix) -> float:
    a, b, c, d, _e, _f = matrix
    return math.sqrt(abs(a * d - b * c))


def _around(points: list[tuple[float, float]]) -> Box:
    across, along = [x for x, _ in points], [y for _, y in points]
    return min(across), min(along), max(across), max(along)


def _common(one: Box, other: Box) -> Box:
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return left, bottom, min(one[2], other[2]), min(one[3], other[3])
