"""The plain form of a contract."""

from __future__ import annotations

import numpy as np
import pytest

from revshare.contracts.contract import contract_from
from revshare.risk.plain import plain_of


def test_tiers_cap_and_minimum_are_plain() -> None:
    found = plain_of(contract_from({"tiers": "0:0.3; 600:0.2", "annual_cap": 400, "annual_minimum": 60}))
    assert found is not None
    np.testing.assert_array_equal(found.thresholds, [0.0, 600.0])
    np.testing.assert_array_equal(found.rates, [0.3, 0.2])
    assert found[2:] == (400.0, 60.0)


def test_a_flat_rate_without_limits_is_plain() -> None:
    found = plain_of(contract_from({"rate": 0.2, "payment_lag": 2.0, "advance": 100.0}))
    assert found is not None
    assert found[2:] == (np.inf, 0.0)


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "profit_share"},
        {"coverage": 0.5},
        {"tier_method": "cliff_ratchet"},
        {"tier_scope": "lifetime"},
        {"period_cap": 9.0},
        {"lifetime_cap": 9.0},
        {"cap_year": "calendar_year"},
        {"minimum_test": "quarter"},
        {"minimum_recoupable": True},
        {"minimum_over_cap": "cap_wins"},
        {"start": "2026-06-01"},
        {"end": "2026-06-01"},
        {"accrual": "expected_rate"},
        {"opening_paid_year": 5.0},
    ],
)
def test_any_other_term_is_not(more: dict[str, object]) -> None:
    terms = {"tiers": "0:0.3; 600:0.2", "annual_cap": 400, "annual_minimum": 60}
    assert plain_of(contract_from(terms | more)) is None


def test_a_ramp_is_not() -> None:
    assert plain_of(contract_from({"ramp": "0:0.3; 12:0.2"})) is None
