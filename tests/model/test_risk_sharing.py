from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.arrays import FloatArray
from revshare.contracts.contract import contract_from
from revshare.errors import InputError, NotApplicableError
from revshare.headline import FlatDeal
from revshare.risk_sharing import cost_sensitivity, even_risk, floor_value, share_by_cost_ratio, spread
from revshare.timeline import Timeline

E19 = next(
    one
    for one in json.loads((Path(__file__).parents[1] / "examples.json").read_text(encoding="utf-8"))[
        "examples"
    ]
    if one["id"] == "E19"
)
ONE = Timeline(date(2026, 1, 1), 1)
R = np.array([1000.0])
PROFIT = contract_from({"kind": "profit_share", "rate": 0.5})
REVENUE = contract_from({"rate": 0.2})


def uniform(low: float, high: float, points: int = 40_000) -> FloatArray:
    """Midpoints of equal stretches: exact for a mean of straight lines that kink between them."""
    return low + (np.arange(points) + 0.5) / points * (high - low)


def test_a_profit_share_halves_the_labs_cost_risk() -> None:
    expected = E19["expected"]
    ratios = uniform(*E19["inputs"]["cost_ratio_uniform_a"])
    for contract, share, deviation in (
        (PROFIT, expected["expected_gp_share"], expected["sd_lab_margin_gp"]),
        (REVENUE, expected["expected_rev_share"], expected["sd_lab_margin_rev"]),
    ):
        paid = share_by_cost_ratio(contract, R, ratios, ONE)
        assert spread(paid).expected == pytest.approx(share, rel=1e-8)
        assert spread(1000 * (1 - ratios) - paid).standard_deviation == pytest.approx(deviation, rel=1e-8)


def test_the_floor_is_an_option_the_partner_holds() -> None:
    ratios = uniform(*E19["inputs"]["cost_ratio_uniform_b"])
    paid = spread(share_by_cost_ratio(PROFIT, R, ratios, ONE))
    assert paid.expected == pytest.approx(E19["expected"]["expected_share_with_floor"], rel=1e-8)
    worth = floor_value(PROFIT, R, ratios, ONE).mean()
    assert worth == pytest.approx(E19["expected"]["floor_option_value"], rel=1e-8)
    with pytest.raises(NotApplicableError, match="only a profit share has a floor"):
        floor_value(REVENUE, R, ratios, ONE)


def test_a_dollar_of_cost_moves_the_share_by_the_rate() -> None:
    assert cost_sensitivity(PROFIT, R, 0.6, ONE) == pytest.approx(-500.0)
    assert cost_sensitivity(REVENUE, R, 0.6, ONE) == 0.0


def test_a_spread_shows_both_tails() -> None:
    found = spread(np.arange(1.0, 101.0))
    assert (found.low, found.high) == pytest.approx((5.5, 95.5))
    weighted = spread([1.0, 2.0], [3.0, 1.0])
    assert weighted.expected == pytest.approx(1.25)
    assert weighted.standard_deviation == pytest.approx(np.sqrt(3) / 4)


@pytest.mark.parametrize("weights", [[1.0], [-1.0, 2.0], [0.0, 0.0]])
def test_weights_must_fit_the_outcomes(weights: list[float]) -> None:
    with pytest.raises(InputError, match="give one weight from 0 per outcome"):
        spread([1.0, 2.0], weights)


def test_a_range_of_cost_ratios_has_a_closed_form() -> None:
    """E19, per dollar of revenue."""
    expected = E19["expected"]
    half = FlatDeal("profit_share", 0.5, 1.0, floored=True)
    fifth = FlatDeal("revenue_share", 0.2, 1.0, floored=True)
    narrow, wide = E19["inputs"]["cost_ratio_uniform_a"], E19["inputs"]["cost_ratio_uniform_b"]
    for deal, share, deviation in (
        (half, expected["expected_gp_share"], expected["sd_lab_margin_gp"]),
        (fifth, expected["expected_rev_share"], expected["sd_lab_margin_rev"]),
    ):
        found = even_risk(deal, *narrow)
        assert 1000 * found.share == pytest.approx(share, rel=1e-8)
        assert 1000 * found.margin.standard_deviation == pytest.approx(deviation, rel=1e-8)
        assert found.floor == 0.0
    found = even_risk(half, *wide)
    assert 1000 * found.share == pytest.approx(expected["expected_share_with_floor"], rel=1e-8)
    assert 1000 * found.floor == pytest.approx(expected["floor_option_value"], rel=1e-8)
    shared = even_risk(FlatDeal("profit_share", 0.5, 1.0, floored=False), *wide)
    assert 1000 * shared.share == pytest.approx(expected["expected_share_without_floor"], rel=1e-8)


@given(
    kind=st.sampled_from(["profit_share", "revenue_share"]),
    rate=st.floats(0, 1),
    floored=st.booleans(),
    low=st.floats(0, 1.5),
    width=st.floats(0.01, 1),
)
def test_the_closed_form_is_the_mean_of_many_outcomes(
    kind: str, rate: float, *, floored: bool, low: float, width: float
) -> None:
    deal = FlatDeal(kind, rate, 1.0, floored=floored)
    ratios = uniform(low, low + width)
    paid = deal.per_dollar(ratios)
    found, many = even_risk(deal, low, low + width), spread(1 - ratios - paid)
    assert found.share == pytest.approx(float(paid.mean()), abs=1e-8)
    for name in ("expected", "standard_deviation", "low", "high"):
        assert getattr(found.margin, name) == pytest.approx(getattr(many, name), abs=1e-6)


def test_one_cost_ratio_is_no_risk_and_a_range_runs_upwards() -> None:
    found = even_risk(FlatDeal("profit_share", 0.5, 1.0, floored=True), 0.6, 0.6)
    assert (found.share, found.margin.standard_deviation) == pytest.approx((0.2, 0.0))
    with pytest.raises(InputError, match="exchange them"):
        even_risk(FlatDeal("profit_share", 0.5, 1.0, floored=True), 0.8, 0.4)
