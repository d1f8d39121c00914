"""Caps that prevail over a minimum: example E50 and what is left for the true-up."""

from __future__ import annotations

import pytest
from tests.workbooks.contract_books import example, shown
from tests.workbooks.contract_trials import yearly

TERMS: dict[str, object] = {"rate": 1.0, "annual_minimum": 150.0, "minimum_over_cap": "cap_wins"}


def test_a_cap_below_the_minimum_wins_as_in_example_e50() -> None:
    given = example("E50")
    sheet = shown({**TERMS, "annual_cap": 100.0}, yearly(*given["inputs"]["earned"]), years=3)
    assert sheet.closing("Cash settled") == pytest.approx(given["expected"]["cap_wins"])


def test_a_lifetime_cap_leaves_true_ups_only_what_shares_have_not_used() -> None:
    sheet = shown({**TERMS, "lifetime_cap": 400.0}, yearly(80.0, 120.0, 60.0), years=3)
    assert sheet.closing("Cash settled") == pytest.approx([150, 150, 100])
