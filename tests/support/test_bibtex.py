"""The bibliography rules must find what they look for, and let good entries pass."""

from __future__ import annotations

import pytest

from . import bibtex

GOOD = """\
@article{lamb2019,
  author = {Lamb, Bea and {The Zoo} and others},
  title = {On {AI}, Inc.},
  journal = {Tools},
  pages = {1--9},
  month = oct,
  year = {2019},
  eprint = {1901.00001},
  archiveprefix = {arXiv},
  doi = {10.1000/x_y(1)},
}

@online{wolf2020,
  author = {{The Zoo}},
  title = {A {P}age},
  year = {2020},
  url = {https://example.org/a},
  urldate = {2026-11-23},
  archiveurl = {https://web.archive.org/web/20261102030405/https://example.org/a},
  archivedate = {2026-11-02},
}
"""


def test_good_entries_pass() -> None:
    assert bibtex.check(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("lamb2019", "xerxes2019", "13: wolf2020 stands behind xerxes2019"),
        ("lamb2019", "Lamb2019", "1: Lamb2019: a key is lower-case"),
        ("@online", "@website", "13: wolf2020: unknown type website"),
        ("  journal = {Tools},\n", "", "1: lamb2019: no journal"),
        ("  journal", "  journel", "1: lamb2019: unknown field journel"),
        ("  month = oct,\n  year = {2019},", "  year = {2019},\n  month = oct,", "out of order"),
        ("{Tools}", '"Tools"', "1: lamb2019: not a field in house form"),
        ("{Tools}", "{}", "1: lamb2019: journal is empty"),
        ("10.1000/x_y(1)", "https://doi.org/10.1000/x", "1: lamb2019: not a DOI"),
        ("1901.00001", "arXiv:1901.00001", "1: lamb2019: not an arXiv number"),
        ("  archiveprefix = {arXiv},\n", "", "1: lamb2019: eprint and archiveprefix"),
        ("https://example.org/a", "example.org/a", "13: wolf2020: not an address"),
        (
            "https://example.org/a",
            "https://doi.org/10.1000/z",
            "13: wolf2020: the address is a DOI",
        ),
        ("2026-11-23", "23 November 2026", "13: wolf2020: not a date"),
        ("2026-11-23", "2036-11-23", "13: wolf2020: not a date"),
        ("  url = {https://example.org/a},\n", "", "13: wolf2020: urldate without url"),
        ("  archivedate = {2026-11-02},\n", "", "13: wolf2020: archiveurl and archivedate"),
        ("{https://web", "{web", "13: wolf2020: not an address: web.archive.org"),
        ("2026-11-02", "2 November", "13: wolf2020: not a date"),
        ("2026-11-02", "2026-11-01", "13: wolf2020: the copy is of another day than 2026-11-01"),
        ("405/https://example.org/a", "405/https://example.org/b", "of another page"),
        ("{2019}", "{19}", "1: lamb2019: not a year"),
        ("oct", "october", "1: lamb2019: not a month"),
        ("1--9", "1-9", "1: lamb2019: a range needs two hyphens"),
        ("On {AI}, Inc.", "On {AI}.", "1: lamb2019: title ends with a stop"),
        ("On {AI}, Inc.", "On {AI", "1: lamb2019: title has an odd brace"),
        ("Lamb, Bea", "Bea Lamb", "1: lamb2019: surname first"),
        ("Lamb, Bea", " and ".join(["Lamb, Bea"] * 10), "1: lamb2019: more than ten names"),
        ("wolf2020", "lamb2019", "13: lamb2019 has the key of lamb2019"),
        (GOOD, GOOD + GOOD.replace("{lamb2019", "{mole2019"), "mole2019 has the doi of lamb2019"),
        (GOOD, GOOD + GOOD.replace("{lamb2019", "{mole2019"), "mole2019 has the title of lamb2019"),
        (GOOD, GOOD + "@misc{x, title = {A}}\n", "and others are not"),
    ],
)
def test_bad_entries_are_found(old: str, new: str, says: str) -> None:
    assert old in GOOD
    assert says in "\n".join(bibtex.check(GOOD.replace(old, new, 1)))


def test_what_nobody_cites_is_found() -> None:
    assert bibtex.unused(bibtex.read(GOOD), {"lamb2019"}) == ["wolf2020"]
