"""The path of a projection, in calendar dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from revshare.case import Case
from revshare.path import path_of
from revshare.projection import project

Tiny = Callable[..., Case]
AT_ONCE = {"contracts.cloud.payment_lag": 0.0, "cash.plant.annual.every_year": 0.0}


def ratios(first: float, second: float) -> dict[str, Any]:
    return {
        year: {"value": value, "low": 0, "high": 3, "basis": "assumed", "note": "x"}
        for year, value in (("2024", first), ("2025", second))
    }


def test_a_lab_that_always_earns_needs_nothing(tiny: Tiny) -> None:
    path = path_of(project(tiny(), overrides=AT_ONCE))
    assert (path.first_profitable_year, path.first_cash_year) == (2024, 2024)
    assert path.sustained_month == date(2024, 1, 1)
    assert path.payback_month is None
    assert (path.peak_funding, path.peak_month, path.peak_loss) == (0.0, None, 0.0)


def test_a_lab_that_never_earns_reaches_nothing(tiny: Tiny) -> None:
    path = path_of(project(tiny(), overrides=AT_ONCE | {"spending.training.annual.every_year": 6000.0}))
    assert path.first_profitable_year is None
    assert path.first_cash_year is None
    assert path.sustained_month is None
    assert path.payback_month is None
    assert path.peak_funding == pytest.approx(465.0 * 24)
    assert path.peak_month == date(2025, 12, 1)


def test_a_year_of_loss_and_a_year_of_profit(tiny: Tiny) -> None:
    """Inference of 95 a month, then of 50: -7 a month (share 1.5 of it), then 25."""
    path = path_of(project(tiny({"products/api/cost_ratio": ratios(0.95, 0.5)}), overrides=AT_ONCE))
    loss = 100.0 - 95.0 - 0.5 * (60.0 - 57.0) - 10.0
    assert path.first_profitable_year == 2025
    assert path.sustained_month == date(2025, 1, 1)
    assert path.peak_loss == pytest.approx(-12.0 * loss)
    assert path.peak_funding == pytest.approx(-12.0 * loss)
    assert path.peak_month == date(2024, 12, 1)
    assert path.payback_month == date(2025, 4, 1), "78 of need are back in the fourth month of 25"


def test_profit_is_not_cash(tiny: Tiny) -> None:
    """A year's plant of 600 turns a profitable lab's cash negative."""
    path = path_of(project(tiny(), overrides=AT_ONCE | {"cash.plant.annual.every_year": -600.0}))
    assert path.first_profitable_year == 2024
    assert path.first_cash_year is None
    assert path.peak_funding == pytest.approx(25.0 * 24)
    assert path.peak_loss == 0.0
