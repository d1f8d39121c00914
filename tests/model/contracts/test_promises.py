"""What every contract promises, over random contracts and series, alone and stacked."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.arrays import FloatArray
from revshare.contracts.contract import contract_from
from revshare.contracts.waterfall import COLUMNS, waterfall
from revshare.timeline import Timeline

MONTHS = Timeline(date(2026, 3, 1), 20)
YEARS = st.sampled_from(["contract_year", "calendar_year", "fiscal_year"])


def series(low: float, high: float, rows: int) -> st.SearchStrategy[FloatArray]:
    one = st.lists(st.floats(low, high, width=32), min_size=20, max_size=20)
    return st.lists(one, min_size=rows, max_size=rows).map(lambda found: np.array(found, dtype=np.float64))


@st.composite
def terms(draw: st.DrawFn) -> dict[str, object]:
    """Any contract a terms block can state."""

    def sometimes(**options: st.SearchStrategy[Any]) -> dict[str, object]:
        return {name: draw(values) for name, values in options.items() if draw(st.booleans())}

    chosen: dict[str, object] = {"kind": draw(st.sampled_from(["revenue_share", "profit_share"]))}
    match draw(st.sampled_from(["rate", "tiers", "ramp"])):
        case "rate":
            chosen["rate"] = draw(st.floats(0, 1))
        case "ramp":
            chosen |= {"ramp": "3:0.5; 9:0.2", "ramp_method": draw(st.sampled_from(["linear", "step"]))}
        case _:
            methods = ["marginal", "cliff_retroactive", "cliff_ratchet", "step_open", "step_close"]
            scopes = ["contract_year", "calendar_year", "fiscal_year", "period", "lifetime"]
            chosen |= {"tiers": "0:0.5; 100:0.35; 300:0.1", "tier_method": draw(st.sampled_from(methods))}
            chosen["tier_scope"] = draw(st.sampled_from(scopes))
    if chosen["kind"] == "profit_share":
        treatments = ["floor_zero", "loss_share", "carryforward", "cumulative_true_up", "cumulative_ratchet"]
        chosen["losses"] = draw(st.sampled_from(treatments))
        if chosen["losses"] == "carryforward":
            chosen |= sometimes(loss_limit=st.just(0.8), loss_expiry=st.integers(1, 6))
    chosen |= sometimes(
        period_cap=st.floats(0, 60),
        annual_cap=st.floats(0, 300),
        lifetime_cap=st.floats(0, 500),
        cap_year=YEARS,
        annual_minimum=st.floats(0, 200),
        minimum_test=st.sampled_from(["year", "quarter", "period", "term"]),
        minimum_year=YEARS,
        minimum_recoupable=st.booleans(),
        minimum_over_cap=st.sampled_from(["minimum_wins", "cap_wins"]),
        advance=st.floats(0, 200),
        advance_rate=st.floats(0, 1),
        coverage=st.floats(0, 1),
        start=st.dates(date(2025, 1, 1), date(2026, 9, 30)),
        end=st.dates(date(2026, 10, 1), date(2028, 1, 1)),
        proration=st.sampled_from(["actual_days", "months", "full_period", "none"]),
        fiscal_year_end=st.integers(1, 12),
        withholding=st.floats(0, 0.5),
        payment_lag=st.sampled_from([0.0, 0.5, 1.0, 2.5]),
        collector=st.sampled_from(["lab", "partner"]),
    )
    return chosen


@settings(max_examples=200)
@given(block=terms(), revenue=series(-20, 100, 1), cost=series(0, 90, 1))
def test_every_contract_keeps_its_promises(
    block: dict[str, object], revenue: FloatArray, cost: FloatArray
) -> None:
    contract = contract_from(block)
    result = waterfall(contract, revenue[0], cost[0], MONTHS)

    for name in COLUMNS:
        assert not np.isnan(result.column(name)).any(), name
    for balance in ("loss_bank", "advance_balance", "unrecouped", "cap_room"):
        assert (result.column(balance) >= -1e-9).all(), balance

    # limits: a cap only takes away, and no counter year pays more than its cap
    assert (result.after_lifetime_cap <= result.share + 1e-9).all()
    if contract.caps.lifetime is not None:
        assert np.cumsum(result.after_lifetime_cap).max() <= contract.caps.lifetime + 1e-9
    if contract.caps.period is not None:
        assert (result.after_period_cap <= contract.caps.period + 1e-9).all()

    # advance: what is kept back is what the balance loses
    advance = contract.advance.amount if contract.advance else 0.0
    np.testing.assert_allclose(
        np.cumsum(result.advance_recouped) + result.advance_balance, advance, atol=1e-7
    )

    # minimum: a recoupable true-up is owed until it is kept back
    if contract.minimum and contract.minimum.recoupable:
        owed = np.cumsum(result.true_up - result.minimum_recouped)
        np.testing.assert_allclose(owed, result.unrecouped, atol=1e-7)

    # cash: settlement loses nothing
    np.testing.assert_allclose(np.cumsum(result.cash) + result.payable, np.cumsum(result.settled), atol=1e-7)
    steps = result.after_lifetime_cap + result.true_up - result.advance_recouped - result.minimum_recouped
    np.testing.assert_allclose(result.due, steps, atol=1e-9)


@settings(max_examples=100)
@given(block=terms(), revenue=series(-20, 100, 3), cost=series(0, 90, 3))
def test_stacked_scenarios_equal_one_by_one(
    block: dict[str, object], revenue: FloatArray, cost: FloatArray
) -> None:
    contract = contract_from(block)
    stack = waterfall(contract, revenue, cost, MONTHS)
    for row in range(3):
        alone = waterfall(contract, revenue[row], cost[row], MONTHS)
        for name in COLUMNS:
            both = np.broadcast_to(stack.column(name), revenue.shape)[row]
            np.testing.assert_allclose(both, alone.column(name), rtol=1e-12, atol=1e-10, err_msg=name)


@settings(max_examples=60)
@given(block=terms(), revenue=series(0, 100, 1), cost=series(0, 90, 1), k=st.sampled_from([1e-3, 1e3]))
def test_the_unit_of_money_does_not_matter(
    block: dict[str, object], revenue: FloatArray, cost: FloatArray, k: float
) -> None:
    money = {"period_cap", "annual_cap", "lifetime_cap", "annual_minimum", "advance"}
    scaled = {name: value * k if name in money else value for name, value in block.items()}  # type: ignore[operator]
    if "tiers" in scaled:
        scaled["tiers"] = [(0.0, 0.5), (100.0 * k, 0.35), (300.0 * k, 0.1)]
    plain = waterfall(contract_from(block), revenue[0], cost[0], MONTHS)
    other = waterfall(contract_from(scaled), revenue[0] * k, cost[0] * k, MONTHS)
    np.testing.assert_allclose(other.due.sum(), plain.due.sum() * k, rtol=1e-7, atol=1e-6 * k)


@settings(max_examples=60)
@given(block=terms(), revenue=series(0, 100, 1))
def test_nothing_sold_is_nothing_shared(block: dict[str, object], revenue: FloatArray) -> None:
    result = waterfall(contract_from(block), 0.0 * revenue[0], 0.0 * revenue[0], MONTHS)
    assert (result.share == 0.0).all()


@settings(max_examples=60)
@given(revenue=series(0, 100, 1), cost=series(0, 150, 1), rate=st.floats(0, 1))
def test_lab_and_partner_share_the_base_between_them(
    revenue: FloatArray, cost: FloatArray, rate: float
) -> None:
    block: dict[str, object] = {"kind": "profit_share", "rate": rate, "losses": "loss_share"}
    result = waterfall(contract_from(block), revenue[0], cost[0], MONTHS)
    lab = revenue[0] - cost[0] - result.share
    np.testing.assert_allclose(lab, (1 - rate) * result.base, atol=1e-9)
    assert lab.sum() + result.share.sum() == pytest.approx(result.base.sum(), abs=1e-9)
