"""Running text: spaces at which no line ends, and figures as tall as capitals."""

from __future__ import annotations

import pytest

from press.typst import markup, ties


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("Cottier et al. 2024", "Cottier et~al. 2024"),
        ("Dick K. P. Yue", "Dick K.|P. Yue"),
        ("see p. 7 and pp. 8, 9", "see p.~7 and pp.~8, 9"),
        ("Fig. 2.1 and vol. 3", "Fig.~2.1 and vol.~3"),
        ("on 18 August 2026, 2.2 billion people", "on 18~August 2026, 2.2~billion people"),
        ("This is all. I went", "This is all. I went"),
        ("a map. 7 roads", "a map. 7 roads"),
        ("12 Marching bands", "12 Marching bands"),
    ],
)
def test_lines_do_not_end_within(text: str, tied: str) -> None:
    wanted = tied.replace("~", ties.NO_BREAK).replace("|", ties.THIN)
    assert ties.tie(text, "en-US") == wanted
    assert ties.tie(text, "en").split() == text.split(), "words are counted as before"


def test_rules_of_a_language_are_its_own() -> None:
    assert ties.tie("2 million", "fr") == "2 million"
    assert ties.tie("Roux et al. 2024", "fr") == f"Roux et{ties.NO_BREAK}al. 2024"


@pytest.mark.parametrize("text", ["Table 2.1", "claim R3", "Fig. 4"])
def test_a_name_and_its_number_stay_together(text: str) -> None:
    assert ties.tie_number(text) == text.replace(" ", ties.NO_BREAK)


@pytest.mark.parametrize("text", ["The rise of open AI", "Which barriers fell", "In 12 days"])
def test_titles_may_break(text: str) -> None:
    assert ties.tie_number(text) == text


@pytest.mark.parametrize(
    ("text", "lined"),
    [
        ("GPT-4", r"GPT\-<4>"),
        ("GPT-3.5's", r"GPT\-<3.5>'s"),
        ("claim R11.", "claim R<11>."),
        ("LLaMA-7B", r"LLaMA\-<7>B"),
        ("70B parameters", "<70>B parameters"),
        ("In 2024 or mid-2025", r"In 2024 or mid\-2025"),
        ("Boltz-1", r"Boltz\-1"),
        ("pp. 3-5", r"pp. 3\-5"),
    ],
)
def test_figures_beside_capitals_are_as_tall(text: str, lined: str) -> None:
    assert ties.line_figures(markup.escape(text), "<{}>".format) == lined
