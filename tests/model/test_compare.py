from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.compare import (
    break_even,
    break_evens,
    equivalent_rate,
    headline_break_even,
    present_value,
    revenue_break_even,
)
from revshare.contracts.contract import Contract, contract_from
from revshare.errors import InputError, NoSolutionError, NotApplicableError
from revshare.meetings import BreakEven, Cheaper, Status
from revshare.timeline import Timeline

EXAMPLES = {
    one["id"]: one
    for one in json.loads((Path(__file__).parents[1] / "examples.json").read_text(encoding="utf-8"))[
        "examples"
    ]
}
ONE = Timeline(date(2026, 1, 1), 1)
R = np.array([1000.0])
REVENUE = contract_from({"rate": 0.2})


def profit(**terms: Any) -> Contract:
    chosen: dict[str, object] = {"kind": "profit_share", "rate": 0.5, **terms}
    if "tiers" in terms:
        del chosen["rate"]
    return contract_from(chosen)


def meet(a: Contract, b: Contract = REVENUE, **options: Any) -> BreakEven:
    return break_even(a, b, R, ONE, **options)


def test_the_headline_deals_meet_at_sixty_per_cent() -> None:
    assert headline_break_even(0.5, 0.2) == pytest.approx(
        EXAMPLES["E01"]["expected"]["break_even_cost_ratio"]
    )
    found = meet(profit())
    assert found.status is Status.POINT
    assert found.low == found.high == pytest.approx(0.6, rel=1e-12)
    assert (found.cheaper_below, found.cheaper_above) == (Cheaper.B, Cheaper.A)


def test_equal_rates_meet_at_a_cost_of_nothing_whatever_rounding_says() -> None:
    assert headline_break_even(0.3, 0.1 + 0.2) == 0.0
    assert headline_break_even(0.1 + 0.2, 0.3) == pytest.approx(0.0, abs=1e-15)
    with pytest.raises(NotApplicableError):
        headline_break_even(0.3, 0.3001)


@pytest.mark.parametrize(("coverage", "expected"), [(0.6, 1 / 3), (0.675, 0.407407), (0.75, 0.466667)])
def test_coverage_moves_the_break_even_of_the_company(coverage: float, expected: float) -> None:
    assert headline_break_even(0.5, 0.2, coverage) == pytest.approx(expected, abs=1e-6)
    assert meet(profit(coverage=coverage)).cost_ratio == pytest.approx(
        headline_break_even(0.5, 0.2, coverage)
    )


def test_at_the_reported_cost_ratio_the_profit_deal_takes_less_of_the_company() -> None:
    """At c = 0.45 and 67.5 % sold through the cloud it takes 18.6 % of company revenue against 20 %."""
    value = present_value(profit(coverage=0.675), R, 0.45 * R, ONE)
    assert value / 1000 == pytest.approx(0.186, abs=5e-4)


@pytest.mark.parametrize("row", EXAMPLES["E16"]["expected"]["rows"], ids=lambda row: str(row["minimum"]))
def test_a_minimum_can_move_widen_or_remove_the_break_even(row: dict[str, Any]) -> None:
    found = meet(profit(annual_minimum=row["minimum"], minimum_test="period"))
    if row["break_even"] is None:
        assert found.status is Status.NONE
        assert found.cheaper_below is found.cheaper_above is Cheaper.B
        assert math.isnan(found.low)
        with pytest.raises(NotApplicableError, match="never cost the same"):
            _ = found.cost_ratio
    else:
        assert found.cost_ratio == pytest.approx(row["break_even"], rel=1e-9)
        equal_beyond = row["relation"].startswith("equal")
        assert found.status is (Status.INTERVAL if equal_beyond else Status.POINT)
        assert math.isinf(found.high) is equal_beyond


@pytest.mark.parametrize(
    ("cap", "status", "at"), [(100, "none", None), (200, "interval", 0.6), (400, "point", 0.6)]
)
def test_a_cap_can_move_widen_or_remove_the_break_even(cap: float, status: str, at: float | None) -> None:
    found = meet(profit(period_cap=cap))
    assert found.status == status
    if at is None:
        assert found.cheaper_above is Cheaper.A
    else:
        assert found.cost_ratio == pytest.approx(at, rel=1e-9)


def test_tiers_on_profit_move_the_break_even() -> None:
    found = meet(profit(tiers=EXAMPLES["E17"]["inputs"]["tiers"]))
    assert found.low == pytest.approx(EXAMPLES["E17"]["expected"]["break_even_cost_ratio"], rel=1e-9)


def test_tiers_on_revenue_move_the_break_even() -> None:
    """20 % of the first 500 and 10 % beyond are 150 of 1,000: half of profit costs that at 70 %."""
    assert meet(profit(), contract_from({"tiers": "0:0.2; 500:0.1"})).low == pytest.approx(0.7, rel=1e-9)


@pytest.mark.parametrize("rate", [0.0, 0.1])
def test_a_profit_share_at_a_lower_rate_is_always_cheaper(rate: float) -> None:
    found = meet(profit(rate=rate))
    assert (found.status, found.cheaper_below, found.cheaper_above) == (Status.NONE, Cheaper.A, Cheaper.A)
    with pytest.raises(NotApplicableError, match="no break-even"):
        headline_break_even(rate, 0.2)


def test_a_cliff_is_crossed_without_ever_being_equal() -> None:
    """At 500 of profit the rate falls from 50 % to 30 % on the whole: 250 against 150, around 200."""
    cliff = profit(tiers="0:0.5; 500:0.3", tier_method="cliff_retroactive")
    at_third, at_half, at_sixty = break_evens(cliff, REVENUE, R, ONE)
    assert (at_third.status, round(at_third.low, 12)) == (Status.POINT, round(1 / 3, 12))
    assert (at_half.status, round(at_half.low, 8)) == (Status.CROSSING, 0.5)
    assert (at_half.cheaper_below, at_half.cheaper_above) == (Cheaper.A, Cheaper.B)
    assert (at_sixty.status, round(at_sixty.low, 12)) == (Status.POINT, 0.6)
    with pytest.raises(NotApplicableError):
        _ = at_half.cost_ratio


def test_two_profit_shares_agree_where_neither_earns() -> None:
    found = meet(profit(rate=0.5), profit(rate=0.4))
    assert (found.status, round(found.low, 12), found.high) == (Status.INTERVAL, 1.0, math.inf)
    assert meet(profit(), profit()) == BreakEven(Status.INTERVAL, 0.0, math.inf, Cheaper.EQUAL, Cheaper.EQUAL)


def test_sharing_losses_removes_the_kink() -> None:
    shared = meet(profit(rate=0.5, losses="loss_share"), profit(rate=0.4, losses="loss_share"))
    assert (shared.status, round(shared.low, 12), shared.cheaper_above) == (Status.POINT, 1.0, Cheaper.A)


@given(
    rate=st.floats(0.25, 1.0),
    other=st.floats(0.05, 0.24),
    minimum=st.floats(0.0, 300.0),
    threshold=st.floats(50.0, 900.0),
)
def test_the_dearer_deal_changes_sides_at_the_break_even(
    rate: float, other: float, minimum: float, threshold: float
) -> None:
    a = profit(tiers=((0.0, rate), (threshold, rate / 2)), annual_minimum=minimum, minimum_test="period")
    b = contract_from({"rate": other})
    found = meet(a, b)
    if found.status is not Status.POINT:
        return
    around = np.array([found.low - 1e-3, found.low, found.low + 1e-3])[:, np.newaxis]
    below, at, above = (present_value(a, R, around * R, ONE) - present_value(b, R, around * R, ONE)).tolist()
    assert abs(at) < 1e-6
    assert below > 0 > above


def test_many_periods_are_compared_by_present_value() -> None:
    """A cap of 450 is below 20 % of 2,400 and yet dearer at low cost, because it is paid earlier."""
    months = Timeline(date(2026, 1, 1), 24)
    revenue = np.repeat([60.0, 140.0], 12)
    capped = profit(lifetime_cap=450)
    plain = break_even(capped, REVENUE, revenue, months)
    discounted = break_even(capped, REVENUE, revenue, months, discount_rate=0.9)
    assert (plain.status, plain.cheaper_below) == (Status.NONE, Cheaper.A)
    assert (discounted.status, discounted.cheaper_below) == (Status.POINT, Cheaper.B)
    cost = discounted.low * revenue
    weights = 1.9 ** (-np.arange(1, 25) / 12)
    due = np.minimum(np.cumsum(0.5 * (revenue - cost)), 450)
    assert np.diff(due, prepend=0.0) @ weights == pytest.approx(0.2 * revenue @ weights, rel=1e-9)


def test_a_cost_path_is_scaled_to_the_break_even() -> None:
    months = Timeline(date(2026, 1, 1), 12)
    revenue = np.full(12, 100.0)
    path = np.linspace(60.0, 40.0, 12)
    scale = break_even(profit(), REVENUE, revenue, months, cost_path=path).low
    assert 0.5 * (revenue - scale * path).sum() == pytest.approx(0.2 * revenue.sum(), rel=1e-12)


def test_parties_may_discount_at_different_rates_and_pay_at_different_times() -> None:
    months = Timeline(date(2026, 1, 1), 12)
    revenue = np.full(12, 100.0)
    late = contract_from({"rate": 0.2, "payment_lag": 6})
    assert present_value(late, revenue, revenue, months, 0.21) == pytest.approx(
        present_value(REVENUE, revenue, revenue, months, 0.21) / 1.1
    )
    same = break_even(profit(), REVENUE, revenue, months, discount_rate=0.1)
    apart = break_even(profit(), REVENUE, revenue, months, discount_rate=0.1, discount_rate_b=0.3)
    assert apart.low > same.low


def test_first_month_is_discounted_by_a_twelfth_of_a_year() -> None:
    value = present_value(REVENUE, R, R, ONE, 0.1)
    assert value == pytest.approx(200.0 / 1.1 ** (1 / 12))


def test_the_equivalent_rate_pays_the_same() -> None:
    assert equivalent_rate(profit(), REVENUE, R, 0.45 * R, ONE) == pytest.approx(0.275, rel=1e-12)
    assert equivalent_rate(REVENUE, profit(), R, 0.6 * R, ONE) == pytest.approx(0.5, rel=1e-12)
    with_floor = contract_from({"rate": 0.3, "annual_minimum": 100, "minimum_test": "period"})
    assert equivalent_rate(REVENUE, with_floor, R, 0 * R, ONE) == pytest.approx(0.2, rel=1e-12)
    assert equivalent_rate(profit(), REVENUE, R, 2 * R, ONE) == 0.0


@pytest.mark.parametrize("cost", [0.7, 1.0])
def test_no_rate_can_pay_more_than_the_base(cost: float) -> None:
    with pytest.raises(NoSolutionError, match="no rate from 0 to 1"):
        equivalent_rate(contract_from({"rate": 0.4}), profit(), R, cost * R, ONE)


def test_without_revenue_there_is_nothing_to_compare() -> None:
    with pytest.raises(NotApplicableError, match="no revenue"):
        break_even(profit(), REVENUE, 0 * R, ONE)
    with pytest.raises(InputError, match="discount_rate must be above -1"):
        present_value(REVENUE, R, R, ONE, -1.0)


def test_flat_deals_keep_their_order_at_every_revenue() -> None:
    found = revenue_break_even(profit(), REVENUE, R, 0.5 * R, ONE)
    assert (found.status, found.cheaper_above) == (Status.NONE, Cheaper.B)


def test_flat_deals_that_cost_the_same_do_so_at_every_revenue() -> None:
    found = revenue_break_even(profit(), REVENUE, R, 0.6 * R, ONE)
    assert (found.status, found.low, found.high) == (Status.INTERVAL, 0.0, math.inf)


def test_a_cap_makes_the_dearer_deal_the_cheaper_above_a_revenue() -> None:
    """At a cost ratio of 0.5 the profit share is a quarter of revenue; a fifth of revenue passes the cap at 750."""
    capped = profit(annual_cap=150.0)
    found = revenue_break_even(capped, REVENUE, R, 0.5 * R, ONE)
    assert found.status is Status.POINT
    assert found.low == pytest.approx(0.75, rel=1e-9)
    assert (found.cheaper_below, found.cheaper_above) == (Cheaper.B, Cheaper.A)


def test_tiers_that_begin_at_the_same_rate_cost_the_same_up_to_the_first_step() -> None:
    """Half of gross profit at a cost ratio of 0.6 is a fifth of revenue; above a base of 200 the rate falls."""
    tiered = profit(tiers="0:0.5; 200:0.25")
    found = revenue_break_even(tiered, REVENUE, R, 0.6 * R, ONE)
    assert found.status is Status.INTERVAL
    assert found.high == pytest.approx(0.5, rel=1e-6)
    assert found.cheaper_above is Cheaper.A


def test_without_revenue_there_is_nothing_to_scale() -> None:
    with pytest.raises(NotApplicableError, match="no revenue"):
        revenue_break_even(profit(), REVENUE, 0.0 * R, 0.0 * R, ONE)


@settings(max_examples=12, deadline=None)
@given(
    rate=st.floats(0.05, 1.0),
    cost_ratio=st.floats(0.0, 1.2),
    cap=st.floats(1.0, 400.0),
    minimum=st.floats(0.0, 300.0),
)
def test_at_the_revenue_found_both_deals_cost_the_same(
    rate: float, cost_ratio: float, cap: float, minimum: float
) -> None:
    deal = contract_from(
        {"rate": rate, "kind": "profit_share", "annual_cap": max(cap, minimum), "annual_minimum": minimum}
    )
    found = revenue_break_even(deal, REVENUE, R, cost_ratio * R, ONE)
    if found.status not in {Status.POINT, Status.INTERVAL}:
        return
    at = found.low * R
    costs = [float(present_value(one, at, cost_ratio * at, ONE)) for one in (deal, REVENUE)]
    assert costs[0] == pytest.approx(costs[1], rel=1e-8, abs=1e-6)
