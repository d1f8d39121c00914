"""Width of text, and the lines it takes."""

from __future__ import annotations

import pytest

from revshare_workbooks.grid import Style
from revshare_workbooks.look import LOOKS
from revshare_workbooks.text_width import lines_of, width_of

PLAIN, SMALL, BOLD = LOOKS[Style.LABEL], LOOKS[Style.WRAPPED], LOOKS[Style.HEADER]

ARIAL = {
    "Still promised at the year's end": 24.5,
    "Gross margin after share": 19.9,
    "Inference cost": 11.3,
    "Other deal, company": 16.7,
}
"""Widths in Liberation Sans, which is as wide as Arial, in its digits."""


@pytest.mark.parametrize(("text", "digits"), ARIAL.items())
def test_a_text_is_taken_for_no_narrower_than_it_is_and_little_wider(text: str, digits: float) -> None:
    assert digits <= width_of(text, PLAIN) <= 1.15 * digits


def test_small_type_takes_less_room_and_bold_type_more() -> None:
    text = "Share of the fiscal year"
    assert width_of(text, SMALL) == pytest.approx(0.9 * width_of(text, PLAIN))
    assert width_of(text, PLAIN) < width_of(text, BOLD)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10.0, 1),
        ("Short", 10.0, 1),
        ("Change at the high end, USD million", 13.0, 3),
        ("chatbot-subscription share of revenue", 40.0, 1),
        ("unbreakablewordthatislong", 10.0, 3),
        ("one unbreakablewordthatislong", 10.0, 4),
    ],
)
def test_a_text_breaks_between_words_and_within_one_that_is_too_long(
    text: str, width: float, lines: int
) -> None:
    assert lines_of(text, PLAIN, width) == lines
