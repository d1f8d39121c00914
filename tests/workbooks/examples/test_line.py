"""Rows of a worked example: their addresses in formulas, their limits in words, and what a cell may hold."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from revshare.timeline import Timeline
from revshare_workbooks.examples.line import BELOW_ONE, FIRST, Line, contents, limits_in_words
from revshare_workbooks.grid import Book, Role, Sheet


@pytest.fixture
def sheet() -> Sheet:
    book = Book(Timeline.of_years(2026, 2026), title="", money="", scenario="", version="", digest="")
    return book.sheet("Tried", Role.CALCULATION, "Tried", "")


@pytest.mark.parametrize(
    ("spec", "address"),
    [
        ("", "E7"),
        ("prev", "D7"),
        ("next", "F7"),
        ("all", "$D$7:$F$7"),
        ("upto", "$D7:E7"),
        ("before", "$D7:D7"),
        ("last", "$F$7"),
        ("v1", "$E$7"),
    ],
)
def test_a_row_is_named_by_its_part(sheet: Sheet, spec: str, address: str) -> None:
    assert Line(sheet, 7, 3).address(spec, FIRST + 1) == address


def test_the_only_value_of_a_row_stays_where_it_is(sheet: Sheet) -> None:
    assert Line(sheet, 7).address("", FIRST + 5) == "$D$7"


def test_limits_are_said_in_words() -> None:
    assert limits_in_words(BELOW_ONE) == "below 1"
    assert limits_in_words((1.0, 12.0)) == "1 to 12"
    assert limits_in_words((0.0, 1.0), ("yes", "no")) == "yes or no"


def test_cells_hold_numbers_words_and_dates() -> None:
    assert contents(np.array([1.5, 2.0])) == [1.5, 2.0]
    assert contents(np.array(3.0)) == [3.0]
    assert contents(["none", date(2026, 1, 1)]) == ["none", date(2026, 1, 1)]
    with pytest.raises(ValueError, match="needs a word"):
        contents(float("nan"))
    with pytest.raises(TypeError, match="no dict"):
        contents({})
