from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from revshare.contracts.checks import warnings
from revshare.contracts.contract import contract_from
from revshare.contracts.waterfall import waterfall
from revshare.timeline import Timeline

MODEL = Timeline(date(2026, 1, 1), 12)


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"annual_minimum": 150, "annual_cap": 100}, "annual_minimum 150 lies above annual_cap 100"),
        ({"lifetime_cap": 38, "start": "2019-07-22"}, "enter opening_paid_life"),
        ({"lifetime_cap": 38, "annual_cap": 50}, "annual_cap 50 lies above lifetime_cap 38"),
        ({"annual_minimum": 10, "start": "2026-06-01"}, "annual_minimum is never tested"),
    ],
)
def test_what_is_possible_but_seldom_meant_is_said(terms: dict[str, object], message: str) -> None:
    found = warnings(contract_from({"rate": 0.2, **terms}), MODEL)
    assert len(found) == 1
    assert message in found[0]


def test_a_plain_contract_has_no_warnings() -> None:
    terms = {"rate": 0.2, "lifetime_cap": 38, "start": "2019-07-22", "opening_paid_life": 12}
    assert warnings(contract_from(terms), MODEL) == []


def test_flows_show_thresholds_that_are_never_reached() -> None:
    contract = contract_from({"tiers": "0:0.5; 300:0.4; 800:0.3", "start": "2025-06-15"})
    result = waterfall(contract, np.full(12, 40.0), np.zeros(12), MODEL)
    assert warnings(contract, MODEL, result) == [
        "tiers: threshold 300 is never reached; the most counted is 261.333"
    ]


def test_refunds_are_flagged() -> None:
    contract = contract_from(
        {"tiers": "0:0.5; 10:0.4", "tier_method": "cliff_retroactive", "tier_scope": "lifetime"}
    )
    result = waterfall(contract, np.array([-5.0] + [40.0] * 11), np.zeros(12), MODEL)
    found = " ".join(warnings(contract, None, result))
    assert "revenue is negative in some month" in found
    assert "a base from 10 to 12.5 earns less than 10 does" in found
    assert "takes the new year's total below 0" in found
