"""One year's totals: closed forms against the worked examples, and against the general solver."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare import compare
from revshare.break_even import (
    YearTerms,
    decided_by_the_year,
    kinks,
    year_break_even,
    year_terms,
    years_break_even,
)
from revshare.contracts.contract import Contract, contract_from
from revshare.errors import NotApplicableError
from revshare.meetings import BreakEven, Cheaper, Status
from revshare.timeline import Timeline

ONE = Timeline(date(2026, 1, 1), 1)
FIFTH = YearTerms.flat(0.2, on_profit=False)
HALF = YearTerms.flat(0.5, on_profit=True)


def deal(**terms: Any) -> Contract:
    chosen: dict[str, object] = {"kind": "profit_share", "rate": 0.5, **terms}
    if "tiers" in terms:
        del chosen["rate"]
    return contract_from(chosen)


def meet(**terms: Any) -> BreakEven:
    return year_break_even(year_terms(deal(**terms)), FIFTH, 1000.0, 1000.0)


def test_a_minimum_can_move_widen_or_remove_the_break_even(example: Callable[[str], dict[str, Any]]) -> None:
    for row in example("E16")["expected"]["rows"]:
        found = meet(annual_minimum=row["minimum"])
        _, kink = kinks(year_terms(deal(annual_minimum=row["minimum"])), 1000.0)
        assert kink == pytest.approx(row["kink_cost_ratio"], rel=1e-12)
        if row["break_even"] is None:
            assert (found.status, found.cheaper_below) == (Status.NONE, Cheaper.B)
        else:
            assert found.low == pytest.approx(row["break_even"], rel=1e-12)
            assert math.isinf(found.high) is row["relation"].startswith("equal")


def test_tiers_on_either_side_have_a_closed_form(example: Callable[[str], dict[str, Any]]) -> None:
    """On profit E17; on revenue 20 % of 500 and 10 % of 500 are 150, which half of profit costs at 70 %."""
    case = example("E17")
    found = meet(tiers=case["inputs"]["tiers"])
    assert found.low == found.high == pytest.approx(case["expected"]["break_even_cost_ratio"], rel=1e-12)
    sliding = year_terms(contract_from({"tiers": "0:0.2; 500:0.1"}))
    found = year_break_even(sliding, HALF, 1000.0, 1000.0)
    assert found.low == pytest.approx(0.7, rel=1e-12)
    assert (found.cheaper_below, found.cheaper_above) == (Cheaper.A, Cheaper.B)


@pytest.mark.parametrize(
    ("cap", "status", "low", "high"),
    [(100, "none", None, None), (200, "interval", 0.0, 0.6), (400, "point", 0.6, 0.6)],
)
def test_a_cap_can_widen_or_remove_the_break_even(
    cap: float, status: str, low: float | None, high: float | None
) -> None:
    found = meet(annual_cap=cap)
    assert found.status == status
    if low is not None:
        assert (found.low, found.high) == pytest.approx((low, high))
    assert kinks(year_terms(deal(annual_cap=200)), 1000.0)[0] == pytest.approx(0.6)


def test_a_tier_without_a_rate_makes_a_stretch() -> None:
    """Profit from 300 to 800 earns nothing more than 150, which 15 % of 1,000 costs too."""
    flat = year_terms(deal(tiers="0:0.5; 300:0; 800:0.3"))
    found = year_break_even(flat, YearTerms.flat(0.15, on_profit=False), 1000.0, 1000.0)
    assert found.status is Status.INTERVAL
    assert (found.low, found.high) == pytest.approx((0.2, 0.7), rel=1e-12)


def test_deals_on_the_same_thing_are_equal_apart_or_solved() -> None:
    twice = YearTerms.flat(0.4, on_profit=True)
    assert year_break_even(FIFTH, FIFTH, 1000.0, 1000.0).status is Status.INTERVAL
    assert year_break_even(FIFTH, FIFTH, 1000.0, 900.0).status is Status.NONE
    found = year_break_even(HALF, twice, 1000.0, 1000.0)
    assert (found.status, round(found.low, 12), found.high) == (Status.INTERVAL, 1.0, math.inf)


def test_a_cliff_is_crossed() -> None:
    cliff = year_terms(deal(tiers="0:0.5; 500:0.3", tier_method="cliff_retroactive"))
    found = year_break_even(cliff, YearTerms.flat(0.24, on_profit=False), 1000.0, 1000.0)
    assert found.status is Status.POINT
    assert found.low == pytest.approx(0.2, rel=1e-12)
    assert all(math.isnan(kink) for kink in kinks(cliff, 1000.0))


@given(
    rates=st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.5, 0.9]), min_size=1, max_size=4),
    cap=st.sampled_from([None, 90.0, 200.0, 260.0]),
    minimum=st.sampled_from([None, 20.0, 150.0, 200.0, 240.0]),
    losses=st.sampled_from(["floor_zero", "loss_share"]),
    other=st.floats(0.01, 0.9),
    covered=st.floats(0.3, 1.0),
)
def test_the_closed_form_is_what_the_general_solver_finds(
    rates: list[float], cap: float | None, minimum: float | None, losses: str, other: float, covered: float
) -> None:
    given_: dict[str, Any] = {"tiers": [(300.0 * n, rate) for n, rate in enumerate(rates)], "losses": losses}
    given_ |= {"annual_cap": cap} if cap else {}
    monthly = {"period_cap": cap} if cap else {}
    floor = {"annual_minimum": minimum} if minimum else {}
    contract = deal(**given_, **floor)
    solved_of = deal(
        **{key: value for key, value in given_.items() if key != "annual_cap"},
        **monthly, **floor, **({"minimum_test": "period"} if floor else {}), coverage=covered,
    )  # fmt: skip
    found = year_break_even(
        year_terms(contract), YearTerms.flat(other, on_profit=False), covered * 1000.0, 1000.0
    )
    solved = compare.break_even(solved_of, contract_from({"rate": other}), np.array([1000.0]), ONE)
    if found.status is not Status.NONE and found.low > 2.0:
        return  # beyond what the solver scans
    assert found.status is solved.status
    if found.status is not Status.NONE:
        assert found.low == pytest.approx(solved.low, abs=1e-8)
        assert found.high == pytest.approx(solved.high, abs=1e-8)
    assert found.cheaper_above is solved.cheaper_above


@pytest.mark.parametrize(
    ("terms", "decided"),
    [
        ({}, True),
        ({"annual_cap": 5.0, "annual_minimum": 2.0, "minimum_test": "quarter"}, True),
        ({"tiers": "0:0.5; 9:0.4", "tier_method": "cliff_retroactive"}, True),
        ({"tiers": "0:0.5; 9:0.4", "tier_method": "step_open"}, False),
        ({"tiers": "0:0.5; 9:0.4", "tier_scope": "lifetime"}, False),
        ({"period_cap": 5.0}, False),
        ({"lifetime_cap": 5.0}, False),
        ({"annual_minimum": 2.0, "minimum_recoupable": True}, False),
        ({"annual_minimum": 2.0, "minimum_test": "period"}, False),
    ],
)
def test_a_year_decides_unless_months_or_other_years_do(terms: dict[str, Any], *, decided: bool) -> None:
    assert decided_by_the_year(deal(**terms)) is decided


def test_a_part_year_has_its_part_of_the_minimum_and_of_what_says_so() -> None:
    half = year_terms(deal(annual_minimum=100.0, annual_cap=300.0), 0.5)
    assert (half.minimum, half.cap) == (50.0, 300.0)
    shrunk = year_terms(deal(tiers="0:0.5; 300:0.4", prorate_thresholds=True), 0.5)
    assert shrunk.tiers.thresholds == (0.0, 150.0)
    under = year_terms(deal(annual_minimum=100.0, annual_cap=80.0, minimum_over_cap="cap_wins"))
    assert under.minimum == 80.0


def test_a_minimum_binds_in_some_years_of_many() -> None:
    """A fifth of both years is 300. From a cost ratio of 40 % the first year, of 500, pays the minimum of 150.

    The second pays its minimum too from 70 %, half of 300: from there on the deals cost the same.
    """
    terms = [year_terms(deal(annual_minimum=150.0))] * 2
    revenues = np.array([500.0, 1000.0])
    found = years_break_even(terms, FIFTH, revenues, revenues)
    assert (found.status, found.high) == (Status.INTERVAL, math.inf)
    assert found.low == pytest.approx(0.7, rel=1e-9)
    with pytest.raises(NotApplicableError, match="no revenue"):
        years_break_even(terms, FIFTH, 0.0 * revenues, revenues)


def test_without_revenue_there_is_nothing_to_compare() -> None:
    with pytest.raises(NotApplicableError, match="no revenue"):
        year_break_even(HALF, FIFTH, 0.0, 1000.0)
