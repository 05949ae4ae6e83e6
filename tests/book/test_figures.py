"""The figures: each said, shown, described and sourced; every number in its words checked.

A number stands in the words around a figure only if :data:`EXPECTED` derives it from the
figure's data, so that a changed row, or a changed caption, fails here.
"""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from press import datasets
from press.datasets import Dataset
from tests.support.published import ROOT

BOOK = ROOT / "book"
SCRIPTS = BOOK / "figures"
SHARED = {"style"}

_BLOCK = re.compile(
    r"^:::\{data-figure\} (?P<script>\S+)\n(?P<options>(?::[^\n]*\n)+)\n(?P<body>.*?)\n:::$",
    re.MULTILINE | re.DOTALL,
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: Number words that count something; "one" is too often a pronoun, "half" is given as such.
_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One figure as its chapter has it."""

    document: str
    script: str
    options: dict[str, str]
    caption: str
    legend: str
    mention: str


def figures_of(path: Path) -> list[Figure]:
    """Return the figures of the document *path*."""
    text = path.read_text(encoding="utf-8")
    found = []
    for block in _BLOCK.finditer(text):
        options = dict(re.findall(r"^:(\w+): (.*)$", block["options"], re.MULTILINE))
        caption, _, legend = block["body"].partition("\n\n")
        others = _BLOCK.sub("", text)
        mention = re.findall(rf"^.*{{numref}}`{options.get('name')}`.*$", others, re.MULTILINE)
        found.append(
            Figure(path.name, block["script"], options, caption, legend, " ".join(mention))
        )
    return found


FIGURES = [figure for path in sorted(BOOK.glob("*.md")) for figure in figures_of(path)]


def numbers(text: str) -> set[str]:
    """Return the numbers that *text* states, in digits; roles and their targets are left out."""
    plain = re.sub(r"\{[\w:-]+\}`[^`]*`", " ", text)
    plain = re.sub(r"\b(Apache|AlphaFold|GPT|DeepSeek-V|Boltz)[ -]?\d(\.\d)?", " ", plain)
    words = {_WORDS[w] for w in re.findall(r"[a-z]+", plain.lower()) if w in _WORDS}
    return {n.replace(",", "") for n in _NUMBER.findall(plain)} | words


# -- what may be said ------------------------------------------------------------------------------


def releases(models: Dataset) -> set[object]:
    sizes = {r["model"]: r["parameters"] for r in models if r["parameters"]}
    largest = max(sizes.values())
    assert sizes["DeepSeek-V4-Pro"] == largest > 1000
    assert sizes["BERT-Large"] < 1
    first, last = models.rows[0], models.one(model="DeepSeek-V4-Pro")
    years = (last["released"].first - first["released"].first).days / 365.25
    assert 7 < years < 8
    unsized = sum(r["parameters"] is None for r in models)
    plain = sum(r["terms"] == "Apache or MIT" for r in models)
    ends = {2018, 2021, 2023, 2026}
    return {len(models), sizes["BERT-Large"], largest, 8, unsized, plain, "2", *ends}


def speedrun(records: Dataset) -> set[object]:
    first, last = records.rows[0], records.rows[-1]
    below = next(r for r in records if r["minutes"] < 3)
    assert (below["date"].first - first["date"].first).days < 8 * 30.4
    day = last["date"].first.day
    return {first["minutes"], last["minutes"], last["record"], day, 2024, 2025, 2026, 3, 8}


def gap(rows: Dataset) -> set[object]:
    lead = [r["value"] for r in rows if r["measure"] == "lead"]
    assert lead[0] > lead[-1] > lead[2] > lead[1]
    lag = [r["value"] for r in rows if r["measure"] == "lag"]
    assert lag[0] < lag[1]
    return {"8.0", lead[1], lead[-1], *lag, 2, 2023, 2024, 2025, 2026}


def openness(models: Dataset) -> set[object]:
    def count(column: str, value: str | None) -> int:
        return sum(r[column] == value for r in models)

    assert count("weights", "open") + count("weights", "on application") == len(models)
    return {
        len(models), count("weights", "open"), count("weights", "on application"),
        count("code", "yes"), count("data", "yes"), count("data", "partial"),
        count("data", None), 3, 2018, 2026,
    }  # fmt: skip


def alphafold(rows: Dataset) -> set[object]:
    def since(system: str, part: str, state: str) -> int:
        since: datetime.date = rows.one(system=system, part=part, state=state)["since"].first
        return since.toordinal()

    old = since("AlphaFold 2", "weights", "any use") - since(
        "AlphaFold 2", "weights", "non-commercial"
    )
    assert 180 <= old <= 190  # "half a year"
    paper = rows.one(system="AlphaFold 3", part="weights", state="not released")["since"].first
    assert (2026 - paper.year) * 12 + 8 - paper.month > 24  # "more than two years"
    assert {r["state"] for r in rows if r["system"] == "Boltz-1"} == {"any use"}
    assert len({(r["system"], r["part"]) for r in rows}) == 5
    return {5, 2, 2021, 2024, 2026}


def hub(rows: Dataset) -> set[object]:
    most = rows.one(whole="repositories", part="the most downloaded")["percent"]
    share = rows.one(whole="downloads by repository", part="the most downloaded")["percent"]
    small = rows.one(part="under 1 billion parameters")["percent"]
    return {most, share, small, 1, 100, 200, 2026, len({r["whole"] for r in rows})}


def market(rows: Dataset) -> set[object]:
    tokens = rows.one(measure="tokens", period="2025")
    revenue, late = rows.one(measure="revenue"), rows.one(measure="tokens", period="late 2025")
    return {tokens["closed"], revenue["closed"], late["open"], 2025, len(rows)}


def transparency(rows: Dataset) -> set[object]:
    known = [r["release"] is not None for r in rows]
    mean = round(sum(r["points"] for r in rows) / len(rows), 1)
    assert rows.rows[4]["points"] > mean > rows.rows[5]["points"]  # "the fifth and the sixth"
    assert known[0]
    assert known[2]
    points = {r["company"]: r["points"] for r in rows}
    named = {points["IBM"], points["Mistral AI"], points["xAI"]}
    return {*named, mean, len(rows), sum(known), len(rows) - sum(known), 100}


def licenses(rows: Dataset) -> set[object]:
    plain = {"Apache 2.0", "MIT", "Apache 2.0 or MIT"}
    share = {
        country: sum(r["percent"] for r in rows if r["country"] == country and r["terms"] in plain)
        for country in ("China", "United States")
    }
    assert 75 < share["China"] < 85  # "about four fifths"
    return {*share.values(), 20, 2026, 2, 4}


def law(rows: Dataset) -> set[object]:
    rulings = [r["date"].first for r in rows if r["kind"] == "ruling"]
    act = [r["date"].first for r in rows if r["kind"] == "AI Act"]
    assert (rulings[0].year, rulings[0].month) == (2024, 8)
    assert (rulings[-1].year, rulings[-1].month) == (2026, 9)
    assert [(d.year, d.month) for d in act] == [
        (2024, 7), (2025, 7), (2025, 8), (2026, 7), (2026, 8),
        (2026, 12), (2027, 12), (2028, 8),
    ]  # fmt: skip
    in_2025 = sum(d.year == 2025 for d in rulings)
    return {len(rulings), len(act), in_2025, 2, 2024, 2025, 2026, 2027, 2028}


def commits(rows: Dataset) -> set[object]:
    host = rows.one(writers="host company")["percent"]
    few = [r["percent"] for r in rows if r["writers"] == "five most active addresses"]
    assert len(few) == 3
    # "three libraries", "three teaching projects", "five authors", "four fifths", "two thirds"
    return {host, min(few), max(few), len(rows), 3, 5, 4, 2}


def translations(rows: Dataset) -> set[object]:
    years = {r["year"]: r["commits"] for r in rows}
    assert max(years, key=lambda year: years[year]) == 2022
    assert years[2023] < years[2022] / 10
    said = {years[2022], years[2024], years[2025]}
    return {*said, len(years), 2016, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 11, 3}


def courses(rows: Dataset) -> set[object]:
    return {r["percent"] for r in rows} | {2, 2016, 17}


def women(rows: Dataset) -> set[object]:
    shares = [r["percent"] for r in rows]
    assert shares == sorted(shares, reverse=True)
    return {*shares, len(rows)}


def verdicts(claims: Dataset) -> set[object]:
    documents = [r["document"] for r in claims]
    assert max(set(documents), key=documents.count) == "challenges"  # "the longest"
    supported = [r["document"] for r in claims if r["verdict"] == "supported"]
    assert max(set(supported), key=supported.count) == "challenges"
    verdicts_of = [r["verdict"] for r in claims]
    for document in set(documents):  # "most of every row"
        own = [v for v, d in zip(verdicts_of, documents, strict=True) if d == document]
        assert own.count("qualified") > len(own) / 2, document
    return {len(set(documents))}


EXPECTED: dict[str, Callable[[Dataset], set[object]]] = {
    "releases": releases,
    "speedrun": speedrun,
    "gap": gap,
    "openness": openness,
    "alphafold": alphafold,
    "hub": hub,
    "market": market,
    "transparency": transparency,
    "licenses": licenses,
    "law": law,
    "commits": commits,
    "translations": translations,
    "courses": courses,
    "women": women,
    "verdicts": verdicts,
}


def claims() -> Dataset:
    """Return the claims of all chapters, found here by other means than the press's."""
    rows = []
    for path in sorted(BOOK.glob("*.md")):
        for block in path.read_text(encoding="utf-8").split("{claim} ")[1:]:
            head = block.split("\n\n")[0]
            verdict = re.search(r"^:verdict: (\w+)$", head, re.MULTILINE)
            if verdict:
                cells = {"document": path.stem, "claim": head.split()[0], "verdict": verdict[1]}
                rows.append(datasets.Row(0, cells, cells))
    return Dataset("claims", BOOK, "Claims", (), tuple(rows))


def data_of(figure: Figure) -> Dataset:
    name = figure.options["data"]
    return claims() if name == "claims" else datasets.load(BOOK / "data" / name)


def allowed(figure: Figure) -> set[str]:
    said = EXPECTED[figure.script](data_of(figure))
    return {f"{x:g}" if isinstance(x, float) else str(x) for x in said}


# -- the tests -----------------------------------------------------------------------------------


def test_there_are_ten_figures_and_each_script_has_one() -> None:
    scripts = {path.stem for path in SCRIPTS.glob("*.py")} - SHARED
    assert len(FIGURES) >= 10
    assert sorted(figure.script for figure in FIGURES) == sorted(scripts)
    assert set(EXPECTED) == scripts


@pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f.script)
def test_a_figure_is_mentioned_described_and_sourced(figure: Figure) -> None:
    assert figure.options["name"] == f"fig-{figure.script}"
    assert figure.mention, "no sentence of the chapter mentions it"
    alt, caption = figure.options["alt"], figure.caption
    assert alt.endswith(".")
    assert len(alt.split()) >= 20
    assert alt not in caption
    shared = set(re.findall(r"\w{5,}", alt.lower())) & set(re.findall(r"\w{5,}", caption.lower()))
    assert len(shared) < 0.85 * len(set(re.findall(r"\w{5,}", caption.lower())))
    assert "{cite:p}`" in figure.legend


@pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f.script)
def test_every_number_in_its_words_comes_from_its_data(figure: Figure) -> None:
    for text in (figure.caption, figure.options["alt"], figure.legend):
        stray = numbers(text) - allowed(figure)
        assert not stray, f"{sorted(stray)} in: {text}"
    # A clause that leads to another figure or table is not about this one.
    clauses = re.split(r"(?<=[.:;]) |, and ", figure.mention)
    mention = [s for s in clauses if f"`{figure.options['name']}`" in s]
    stray = numbers(" ".join(mention)) - allowed(figure)
    assert not stray, f"{sorted(stray)} in: {mention}"


def test_a_wrong_number_is_noticed() -> None:
    (hub_figure,) = (figure for figure in FIGURES if figure.script == "hub")
    assert numbers("The first 98.2% of five, of 1,234") == {"98.2", "5", "1234"}
    assert numbers(hub_figure.caption.replace("99.2%", "98.2%")) - allowed(hub_figure) == {"98.2"}


DRAW = """
import hashlib, json, re, sys
from pathlib import Path
from types import SimpleNamespace
from press import datasets, drawing, figures
book, out, jobs = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
names = [path.stem for path in book.glob("*.md")]
env = SimpleNamespace(found_docs=names, doc2path=lambda n: book / f"{n}.md", srcdir=book)
made = {}
for script, data in jobs:
    if data == "claims":
        dataset = figures.claims_dataset(env)[0]
    else:
        dataset = datasets.load(book / "data" / data)
    drawing.draw(book / "figures" / f"{script}.py", [dataset], out / script)
    for suffix in (".svg", ".pdf"):
        drawn = (out / script).with_suffix(suffix).read_bytes()
        made[script + suffix] = hashlib.sha256(drawn).hexdigest()
print(json.dumps(made))
"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, str]]]:
    """All figures, drawn in two processes that hash differently."""
    jobs = json.dumps([(figure.script, figure.options["data"]) for figure in FIGURES])
    out, made = Path(), []
    for seed in ("1", "2"):
        out = tmp_path_factory.mktemp("figures")
        command = [sys.executable, "-B", "-c", DRAW, str(BOOK), str(out), jobs]
        environment = {
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(ROOT),
            "PATH": "",
            "HOME": str(out),
        }
        done = subprocess.run(
            command, cwd=out, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        made.append(json.loads(done.stdout.splitlines()[-1]))
    return out, made


def test_two_drawings_give_the_same_bytes(
    drawn: tuple[Path, list[dict[str, str]]],
) -> None:
    _out, made = drawn
    assert made[0] == made[1]
    assert len(made[0]) == 2 * len(FIGURES)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f.script)
def test_a_picture_is_safe_and_fits_the_page(
    figure: Figure, drawn: tuple[Path, list[dict[str, str]]]
) -> None:
    svg = (drawn[0] / f"{figure.script}.svg").read_text(encoding="utf-8")
    for word in ("<script", "<text", "<image", "<!DOCTYPE", 'href="http', "url(http"):
        assert word not in svg
    assert 'width="309.6pt"' in svg  # 4.3 inches, the text width of the printed page
    height = re.search(r'height="([\d.]+)pt"', svg)
    assert height is not None
    assert float(height[1]) <= 400  # caption and legend must fit below
    assert len(svg) < 130_000
    assert b"LibertinusSerif" in (drawn[0] / f"{figure.script}.pdf").read_bytes()


def luminance(color: str) -> float:
    """Return the relative luminance of a color like "#123456", as WCAG 2 defines it."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_inks_stay_apart_without_color() -> None:
    style = (SCRIPTS / "style.py").read_text(encoding="utf-8")
    ink = dict(re.findall(r'^([A-Z]+) = "(#[0-9a-f]{6})"', style, re.MULTILINE))
    assert contrast(ink["INK"], "#ffffff") >= 7
    assert contrast(ink["SOFT"], "#ffffff") >= 7
    assert contrast("#ffffff", ink["NAVY"]) >= 7  # white words on it
    for fill in ("ORANGE", "PALE"):
        assert contrast(ink["INK"], ink[fill]) >= 4.5  # dark words on it
    assert contrast(ink["NAVY"], ink["ORANGE"]) >= 3
    assert contrast(ink["NAVY"], ink["PALE"]) >= 3
    assert contrast(ink["ORANGE"], ink["PALE"]) >= 1.7  # and a white line between them
    assert contrast("#0d2c49", "#0d2c49") == 1
