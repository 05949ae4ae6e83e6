"""What stops a bibliography: everything that is torn; what is odd only in the press's style."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.bibliography.source import faults
from press.bibliography.text import plain
from press.errors import BookError
from tests.support import minibook
from tests.support.bad_input import GOOD

# MyST 5.2 resolves links with an attribute that Sphinx 9 has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app")


def entry(**fields: str) -> str:
    stated = {"title": "A", "author": "Roe, Jo", "year": "2020"} | fields
    return "@misc{x,\n" + "".join(f"  {n} = {{{v}}},\n" for n, v in stated.items()) + "}\n"


@pytest.mark.parametrize(
    "fields",
    [
        {"doi": "https://doi.org/10.1000/a\\_b"},
        {"doi": "10.1002/(SICI)1097-0258(19970515)16:9<1045::AID-SIM504>3.0.CO;2-X"},
        {"url": "\\url{https://example.org/~a/b\\%20c?d=e\\&f}"},
        {"year": "c. 1900"},
        {"year": "2019--2021"},
        {"year": "forthcoming"},
        {"month": "3--5 May"},
        {"month": "März"},
        {"urldate": "23 November 2026"},
        {"date": "2020-01/2021"},
        {"pages": "101--9"},
        {"pages": "e1--e20"},
        {"title": "The $\\alpha$ of \\emph{all} Things \\& More at 5\\%, for \\$1"},
        {"title": "a < b > c, and 2 <3"},
        {"author": "{Jones; Smith and Partners} and van der Berg, A. and others"},
        {"note": "See \\url{https://example.org/x}, and https://example.org/y."},
        {"eprint": "hep-th/9901001", "archiveprefix": "arXiv"},
        {"mendeley-tags": "a", "bdsk-url-1": "x", "custom": "y"},
    ],
    ids=str,
)
def test_what_many_bibliographies_hold_passes(fields: dict[str, str]) -> None:
    assert list(faults(entry(**fields))) == []


def build(folder: Path, bib: str, style: str) -> None:
    more = f'bibtex_default_style = "{style}"'
    conf = minibook.conf("bibliography", more=more)
    minibook.write(folder, {**GOOD, "conf.py": conf, "references.bib": f"{minibook.BIB}\n{bib}"})
    with minibook.built(folder, "dummy"):
        pass


def test_other_styles_may_print_what_ours_cannot(tmp_path: Path) -> None:
    odd = entry(title="So $x^2$ is", month="Febuary").replace("@misc", "@webpage")
    build(tmp_path / "plain", odd, "plain")
    with pytest.raises(BookError) as caught:
        build(tmp_path / "press", odd, "press")
    said = [line.split(": ", 1)[0] for line in str(caught.value).splitlines()]
    assert set(said) == {f"{tmp_path}/press/references.bib:18"}
    assert len(said) == 3


def test_no_style_may_link_to_a_script(tmp_path: Path) -> None:
    for number, bad in enumerate(({"url": "javascript:x()"}, {"note": "\\url{data:text/html,x}"})):
        with pytest.raises(BookError, match="no address"):
            build(tmp_path / str(number), entry(**bad), "plain")


def test_nothing_is_lost_behind_a_percent_sign() -> None:
    assert plain("\\'a 100% sure, and 5\\% so") == "á 100% sure, and 5% so"
    assert plain("$n$ of $\\alpha$, \\emph{all} \\textbf{of} it") == "n of α, all of it"
