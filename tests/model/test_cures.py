"""Cures: how what was entered wrongly is entered."""

from datetime import date

import pytest

from revshare.cures import date_cure, line_cure, meant, number_cure, year_slip


def test_the_nearest_name_is_asked_for_or_else_what_to_do() -> None:
    known = ("share.amazon", "revenue")
    assert meant("share.amazn", known) == "; did you mean share.amazon?"
    assert meant("x", known, "see revshare lines") == "; see revshare lines"
    assert meant("x", known) == ""


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("0.2", "; enter it as the number 0.2, not as text"),
        (" 20% ", "; for 20% enter 0.2"),
        ("1,600", "; enter it with digits and a decimal point alone"),
        ("twenty", ""),
        (True, ""),
    ],
)
def test_a_number_entered_as_text_is_told_how_to_enter_it(text: object, cure: str) -> None:
    assert number_cure(text) == cure


def test_a_date_entered_as_text_is_told_how_to_enter_it() -> None:
    assert date_cure(" 2026-04-01 ") == "; enter it as the date 2026-04-01, not as text"
    assert date_cure("1.4.2026") == ""


def test_a_year_typed_as_a_date_is_found_by_its_day_number() -> None:
    """A spreadsheet shows the number 2026 as 18 July 1905."""
    assert year_slip(date(1905, 7, 18)).startswith("is 1905-07-18, day number 2026; for the year 2026 enter")
    assert year_slip(date(1905, 3, 14)) == year_slip(date(1906, 1, 9)) == year_slip(date(2026, 1, 1)) == ""


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("rate = { value = 0,2, low = 0.1 }", "decimal point"),
        ("2026 = { value = 1,600 }", "nothing between thousands"),
        ("share = 20 %", "20 % is 0.2"),
        ("start = { value = 01.04.2026 }", "2026-04-01"),
        ("label = \u201cAPI\u201d", "straight"),
        ('label = "API', "not closed"),
        ("[spending.research", "bracket"),
        ('revenue.annual.* = "low"', "stands in quotes"),
        ("minimum_recoupable = yes", "true and false"),
        ("losses = carryforward", "text stands in quotes"),
    ],
)
def test_a_common_slip_in_a_line_of_a_case_file_has_its_cure(line: str, cure: str) -> None:
    assert cure in line_cure(line)


@pytest.mark.parametrize(
    "line",
    ['label = "API"  # "so called', "a = [1, 2]", "flag = true", "rate = { value = 0.2, high = 1 }", "]"],
)
def test_a_line_without_a_common_slip_has_none(line: str) -> None:
    assert line_cure(line) == ""
