"""Accrual at the expected rate: a fiscal year's share follows its base."""

from __future__ import annotations

import pytest
from tests.workbooks.contract_books import shown
from tests.workbooks.contract_trials import RISING, TABLE

TERMS: dict[str, object] = {"tiers": TABLE, "accrual": "expected_rate"}


def test_every_month_books_the_rate_of_its_year() -> None:
    sheet = shown(TERMS, RISING)
    rate = 452.0 / sum(RISING)
    assert sheet.row("Share of Partner p1") == pytest.approx([rate * base for base in RISING])


def test_what_is_settled_does_not_change() -> None:
    assert shown(TERMS, RISING).row("Cash settled") == pytest.approx(
        shown({"tiers": TABLE}, RISING).row("Cash settled")
    )


def test_a_year_without_a_positive_base_keeps_its_months() -> None:
    sheet = shown({**TERMS, "opening_base_year": 400.0}, [-50.0, 20.0])
    assert sheet.row("Share of Partner p1", 2) == sheet.row("Share by the clause", 2)
