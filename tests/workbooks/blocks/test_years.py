"""Part years on the sheet: the covered fraction under every proration and kind of year."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.contract_books import shown

START, END = date(2026, 4, 20), date(2027, 11, 10)


@pytest.mark.parametrize(
    ("proration", "first", "second"),
    [
        ("actual_days", 256 / 365, 314 / 365),
        ("months", (8 + 11 / 30) / 12, (10 + 10 / 30) / 12),
        ("full_period", 9 / 12, 11 / 12),
        ("none", 1.0, 1.0),
    ],
)
def test_a_calendar_year_counts_for_what_is_covered_of_it(
    proration: str, first: float, second: float
) -> None:
    terms = {
        "rate": 1.0, "cap_year": "calendar_year", "start": START, "end": END, "proration": proration,
        "annual_cap": 100.0, "prorate_caps": True,
    }  # fmt: skip
    fractions = shown(terms, [1.0] * 36, years=3).row("Fraction of the annual cap")
    assert [fractions[month] for month in (6, 18, 30)] == pytest.approx([first, second, 0.0])


def test_a_last_contract_year_cut_short_counts_for_its_part() -> None:
    terms = {
        "rate": 1.0, "start": date(2025, 7, 1), "end": date(2026, 9, 30), "proration": "months",
        "annual_cap": 100.0, "prorate_caps": True,
    }  # fmt: skip
    fractions = shown(terms, [1.0] * 12).row("Fraction of the annual cap")
    assert (fractions[5], fractions[6]) == pytest.approx((1.0, 0.25))


def test_a_year_that_outlasts_the_model_is_whole() -> None:
    terms = {"rate": 1.0, "start": date(2025, 7, 1), "annual_cap": 100.0, "prorate_caps": True}
    assert shown(terms, [1.0] * 12).row("Fraction of the annual cap") == [1.0] * 12
