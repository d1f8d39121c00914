"""Caps on the sheet: examples E10 and E11, refunds, opening balances, years of their own, part years."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.contract_books import example, shown

AFTER_ALL = "Share after the lifetime cap"
EXHAUSTED = "Last paid day under the lifetime cap"


def test_a_lifetime_cap_used_up_inside_a_month_gives_example_e10() -> None:
    given = example("E10")
    revenue = [amount / 12 for amount in given["inputs"]["annual_revenue"].values() for _ in range(12)]
    sheet = shown({"rate": 0.2, "lifetime_cap": 38.0}, revenue, years=5)
    paid = sheet.row(AFTER_ALL)
    years = [sum(paid[12 * year : 12 * year + 12]) for year in range(5)]
    assert years == pytest.approx(given["expected"]["annual_share"])
    assert sheet.figure(EXHAUSTED) == date.fromisoformat(given["expected"]["last_paid_date"])


def test_the_monthly_cap_comes_before_the_annual_one_as_in_example_e11() -> None:
    given = example("E11")
    sheet = shown(
        {"rate": 1.0, "period_cap": 25.0, "annual_cap": 60.0}, given["inputs"]["uncapped_monthly_share"]
    )
    assert sheet.row("Share after the monthly cap", 4) == pytest.approx(given["expected"]["after_monthly"])
    assert sheet.row("Share after the annual cap", 4) == pytest.approx(given["expected"]["after_annual"])
    assert sheet.row("Room left", 4)[3] == pytest.approx(given["expected"]["annual_room"])


def test_a_refund_restores_room() -> None:
    sheet = shown({"rate": 1.0, "lifetime_cap": 100.0}, [90.0, 30.0, -50.0, 80.0])
    assert sheet.row(AFTER_ALL, 4) == [90, 10, -50, 50]


def test_a_counter_above_its_cap_pays_nothing_and_takes_nothing_back() -> None:
    sheet = shown({"rate": 1.0, "lifetime_cap": 100.0, "opening_paid_life": 130.0}, [20.0, -50.0, 80.0])
    assert sheet.row(AFTER_ALL, 3) == [0, -50, 20]


@pytest.mark.parametrize(("year", "opens"), [("contract_year", 3), ("calendar_year", 12), ("fiscal_year", 6)])
def test_an_annual_cap_counts_by_its_own_year(year: str, opens: int) -> None:
    terms = {
        "rate": 1.0, "annual_cap": 60.0, "cap_year": year, "opening_paid_year": 50.0,
        "start": date(2025, 4, 1), "fiscal_year_end": 6.0,
    }  # fmt: skip
    paid = shown(terms, [20.0] * 24, years=2).row("Share after the annual cap")
    assert paid[0] == 10
    assert not any(paid[1:opens])
    assert paid[opens : opens + 4] == [20, 20, 20, 0]


@pytest.mark.parametrize(
    ("proration", "cap"),
    [
        ("actual_days", 120 * 256 / 365),
        ("months", 120 * (8 + 11 / 30) / 12),
        ("full_period", 90.0),
        ("none", 120.0),
    ],
)
def test_a_part_year_has_part_of_the_cap_where_the_contract_says_so(proration: str, cap: float) -> None:
    terms = {
        "rate": 1.0, "annual_cap": 120.0, "prorate_caps": True, "cap_year": "calendar_year",
        "start": date(2026, 4, 20), "proration": proration,
    }  # fmt: skip
    assert sum(shown(terms, [50.0] * 12).row(AFTER_ALL)) == pytest.approx(cap)


def test_a_cap_used_up_in_the_first_month_counts_its_covered_days() -> None:
    # 11 covered days earn 11/30 of 300; 50 of those 110 are 5 days of the 11.
    terms = {"rate": 1.0, "lifetime_cap": 50.0, "start": date(2026, 4, 20)}
    assert shown(terms, [300.0] * 12).figure(EXHAUSTED) == date(2026, 4, 24)


def test_a_cap_that_is_never_used_up_says_so() -> None:
    assert shown({"rate": 0.2, "lifetime_cap": 1e6}, [300.0] * 12).figure(EXHAUSTED) == "room left"


def test_an_anniversary_on_the_day_after_the_end_opens_no_new_cap() -> None:
    terms = {"rate": 1.0, "annual_cap": 100.0, "start": date(2026, 4, 20), "end": date(2027, 4, 19)}
    assert sum(shown(terms, [30.0] * 24, years=2).row(AFTER_ALL)) == pytest.approx(100.0)
