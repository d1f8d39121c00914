"""Minimum guarantees on the sheet: examples E12, E13 and E50, quarters, openings, and what is recouped."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.contract_books import example, shown
from tests.workbooks.contract_trials import yearly

TRUE_UP, OWED = "True-up", "True-ups still to be recouped"


@pytest.mark.parametrize(("proration", "name"), [("actual_days", "daily"), ("months", "monthly")])
def test_a_stub_year_has_part_of_the_minimum_as_in_example_e12(proration: str, name: str) -> None:
    given = example("E12")
    terms = {
        "rate": 1.0, "annual_minimum": 120.0, "minimum_year": "calendar_year", "proration": proration,
        "start": date.fromisoformat(given["inputs"]["start"]),
    }  # fmt: skip
    sheet = shown(terms, [0.0] * 6 + [70.0])
    assert sheet.row("Minimum at the test")[11] == pytest.approx(given["expected"][f"minimum_{name}"])
    assert sheet.row(TRUE_UP)[11] == pytest.approx(given["expected"][f"true_up_{name}"])


def test_true_ups_are_recouped_from_later_excess_as_in_example_e13() -> None:
    given = example("E13")
    terms = {"rate": 1.0, "annual_minimum": 100.0, "minimum_recoupable": True}
    earned, expected = yearly(*given["inputs"]["annual_earned"]), given["expected"]
    sheet = shown(terms, earned, years=4)
    assert sheet.closing(TRUE_UP) == pytest.approx(expected["true_up"])
    assert sheet.closing("Cash settled") == pytest.approx(expected["paid"])
    assert sheet.closing(OWED) == pytest.approx(expected["unrecouped_balance"])
    kept = shown({**terms, "minimum_recoupable": False}, earned, years=4)
    assert sum(kept.closing("Cash settled")) == pytest.approx(expected["total_paid_if_not_recoupable"])


def test_a_minimum_above_the_cap_wins_as_in_example_e50() -> None:
    given = example("E50")
    terms = {"rate": 1.0, "annual_cap": 100.0, "annual_minimum": 150.0}
    sheet = shown(terms, yearly(*given["inputs"]["earned"]), years=3)
    assert sheet.closing("Cash settled") == pytest.approx(given["expected"]["minimum_wins"])


def test_quarters_credit_earlier_true_ups_of_their_year() -> None:
    quarters = [amount if month == 2 else 0.0 for amount in (10.0, 10.0, 10.0, 170.0) for month in range(3)]
    sheet = shown({"rate": 1.0, "annual_minimum": 100.0, "minimum_test": "quarter"}, quarters)
    assert sheet.row("Cash settled")[2::3] == pytest.approx([25, 25, 25, 125])


def test_a_minimum_of_every_month_shrinks_with_a_part_month() -> None:
    terms = {"rate": 1.0, "annual_minimum": 30.0, "minimum_test": "period", "start": date(2026, 4, 16)}
    assert shown(terms, [10.0] * 12).row("Share by the clause", 6) == pytest.approx([0, 0, 0, 15, 30, 30])


def test_an_unfinished_year_is_not_tested() -> None:
    terms = {"rate": 1.0, "annual_minimum": 500.0, "start": date(2026, 4, 1)}
    assert not any(shown(terms, [10.0] * 12).row(TRUE_UP))


def test_a_contract_that_ends_is_tested_on_its_last_month() -> None:
    terms = {
        "rate": 1.0, "annual_minimum": 120.0, "end": date(2026, 6, 30), "proration": "months",
        "opening_earned_year": 5.0,
    }  # fmt: skip
    assert shown(terms, [1.0] * 12).row(TRUE_UP)[5] == pytest.approx(60 - 6 - 5)


def test_what_is_not_recouped_at_the_end_is_lost_or_refunded() -> None:
    terms = {"rate": 1.0, "annual_minimum": 100.0, "minimum_recoupable": True, "end": date(2027, 12, 31)}
    earned = yearly(60.0, 110.0)
    lost = shown(terms, earned, years=2)
    assert (lost.closing("True-ups recouped"), lost.closing(OWED)) == ([0, 10], [40, 30])
    refunded = shown({**terms, "minimum_at_end": "refunded"}, earned, years=2)
    assert (refunded.closing("True-ups recouped"), refunded.closing(OWED)) == ([0, 40], [40, 0])


def test_what_was_topped_up_before_the_model_counts_in_its_first_year() -> None:
    terms = {
        "rate": 1.0, "annual_minimum": 100.0, "minimum_test": "quarter", "opening_earned_year": 5.0,
        "opening_true_up_year": 20.0, "start": date(2025, 10, 1),
    }  # fmt: skip
    # The second quarter of the contract year owes 50 in all; 25 were paid before, 10 are earned.
    assert shown(terms, [10.0]).row("Cash settled", 3) == pytest.approx([10, 0, 15])
