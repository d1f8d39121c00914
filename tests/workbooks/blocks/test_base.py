"""Share bases on the sheet: coverage, gross profit, and deductions with their limit."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.contract_books import shown


def test_coverage_takes_its_part_of_revenue_and_cost() -> None:
    sheet = shown({"kind": "profit_share", "rate": 0.5, "coverage": 0.25}, [100.0], [40.0])
    assert sheet.row("Share base", 1) == [15]


def test_deductions_are_limited_by_revenue_and_none_is_made_on_a_refund() -> None:
    terms = {"kind": "net_revenue_share", "rate": 0.5, "deductions": 30.0, "deduction_cap": 0.2}
    sheet = shown(terms, [100.0, 200.0, -50.0])
    assert sheet.row("Deductions allowed", 3) == pytest.approx([20, 30, 0])
    assert sheet.row("Share base", 3) == pytest.approx([80, 170, -50])


def test_deductions_without_a_limit_are_made_for_covered_days_only() -> None:
    terms = {"kind": "net_revenue_share", "rate": 0.5, "deductions": 30.0, "start": date(2026, 1, 22)}
    assert shown(terms, [310.0]).row("Share base", 2) == pytest.approx([100 - 30 * 10 / 31, -30])


def test_cost_does_not_touch_a_revenue_share() -> None:
    assert shown({"rate": 0.5}, [100.0], [40.0]).row("Share base", 1) == [100]
