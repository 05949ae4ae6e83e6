"""Whatever is wrong with a book's input is reported with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from press.errors import BookError
from tests.support import minibook
from tests.support.bad_input import CASES, GOOD, Case

# MyST 5.2 resolves links with an attribute that Sphinx 9 has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app")

CONF = minibook.conf("checks", "bibliography")


def test_good_input_is_not_reported(tmp_path: Path) -> None:
    minibook.write(tmp_path, {"conf.py": CONF, **GOOD})
    with minibook.built(tmp_path, "dummy") as book:
        assert book.warnings == []


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_bad_input_is_reported_with_file_and_line(tmp_path: Path, case: Case) -> None:
    minibook.write(tmp_path, {"conf.py": CONF, **GOOD, **case.files})
    if case.stops:
        with pytest.raises(BookError) as caught, minibook.built(tmp_path, "dummy"):
            pass
        said = str(caught.value).replace(f"{tmp_path}/", "").splitlines()
    else:
        with minibook.built(tmp_path, "dummy") as book:
            said = book.warnings
    assert any(re.match(case.says, line) for line in said), said
