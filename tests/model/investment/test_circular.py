"""Investment against commitment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.errors import InputError
from revshare.investment.circular import (
    CircularDeal,
    circular_flows,
    circular_returns,
    npv_including_equity,
)

FIVE_FOR_A_HUNDRED = CircularDeal(5.0, 100.0, 10, 0.35, 0.1)
SERIES = st.lists(st.floats(0.0, 1e6), min_size=6, max_size=6).map(np.array)


def test_five_against_a_hundred_over_ten_years(example: Callable[[str], dict[str, Any]]) -> None:
    case = example("E25")
    given_, expected = case["inputs"], case["expected"]
    deal = CircularDeal(
        given_["investment"],
        given_["commitment"],
        given_["years"],
        given_["compute_gross_margin"],
        given_["discount_rate"],
    )
    found = asdict(circular_returns(deal))
    others = expected.pop("other_multiples")
    assert found == pytest.approx(expected, rel=1e-9)
    for other, multiple in zip(given_["other_deals"], others, strict=True):
        terms = CircularDeal(other["investment"], other["commitment"], 10, 0.35, 0.1)
        assert circular_returns(terms).commitment_multiple == pytest.approx(multiple, rel=1e-12)


def test_at_the_break_even_margin_the_deal_is_worth_nothing() -> None:
    margin = circular_returns(FIVE_FOR_A_HUNDRED).break_even_margin
    found = circular_returns(CircularDeal(5.0, 100.0, 10, margin, 0.1))
    assert found.npv_excluding_equity == pytest.approx(0.0, abs=1e-12)
    assert found.irr_excluding_equity == pytest.approx(0.1, rel=1e-9)


def test_a_margin_too_thin_never_pays_back() -> None:
    thin = circular_returns(CircularDeal(50.0, 100.0, 10, 0.35, 0.1))
    assert np.isnan(thin.payback_years), "35 of margin in ten years do not return 50"
    assert thin.irr_excluding_equity < 0.0
    assert circular_returns(CircularDeal(35.0, 100.0, 10, 0.35, 0.1)).payback_years == pytest.approx(10.0)
    loss = circular_returns(CircularDeal(5.0, 100.0, 10, -0.1, 0.1))
    assert np.isnan(loss.payback_years)
    assert np.isnan(loss.irr_excluding_equity)
    assert loss.pv_margin < 0.0


def test_a_commitment_too_small_to_divide_by_has_no_break_even() -> None:
    assert np.isnan(circular_returns(CircularDeal(1.0, 5e-324, 1, 0.0, 1.0)).break_even_margin)


def test_equity_adds_what_it_is_worth_today() -> None:
    without = circular_returns(FIVE_FOR_A_HUNDRED).npv_excluding_equity
    assert npv_including_equity(FIVE_FOR_A_HUNDRED, 5.0, 0) == pytest.approx(without + 5.0, rel=1e-12)
    assert npv_including_equity(FIVE_FOR_A_HUNDRED, 12.1, 2) == pytest.approx(without + 10.0, rel=1e-12)
    with pytest.raises(InputError, match="year must be 0 or more, got -1"):
        npv_including_equity(FIVE_FOR_A_HUNDRED, 5.0, -1)


def test_money_for_shares_at_a_fair_price_is_no_discount_on_compute() -> None:
    assert FIVE_FOR_A_HUNDRED.cost_of_compute() == 100.0
    assert FIVE_FOR_A_HUNDRED.cost_of_compute(fair_value=4.2) == pytest.approx(99.2)
    assert FIVE_FOR_A_HUNDRED.cost_of_compute(fair_value=6.0) == pytest.approx(101.0)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ((0.0, 100.0, 10, 0.35, 0.1), "investment must be above 0, got 0"),
        ((5.0, -1.0, 10, 0.35, 0.1), "commitment must be above 0, got -1"),
        ((5.0, 100.0, 0, 0.35, 0.1), "years must be at least 1, got 0"),
        ((5.0, 100.0, 10, 35.0, 0.1), "compute_margin must be 1 or less, got 35; for 35 % enter 0.35"),
        ((5.0, 100.0, 10, float("nan"), 0.1), "compute_margin must be 1 or less, got nan"),
        ((5.0, 100.0, 10, 0.35, -1.0), "discount_rate must be above -1, got -1"),
    ],
)
def test_terms_that_make_no_deal_are_refused(terms: tuple[Any, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        CircularDeal(*terms)


def test_the_investors_money_comes_back_first() -> None:
    """5 invested in two parts and 20 a year bought: a quarter of the first year, 5 of 100 in the end."""
    flows = circular_flows([3.0, 2.0, 0.0, 0.0, 0.0], [20.0] * 5, 0.35)
    np.testing.assert_allclose(flows.own_share_of_revenue, [0.15, 0.125, 5 / 60, 5 / 80, 0.05])
    np.testing.assert_allclose(flows.backlog, [80.0, 60.0, 40.0, 20.0, 0.0])
    np.testing.assert_allclose(flows.own_share_of_backlog, [2 / 80, 0.0, 0.0, 0.0, np.nan])
    np.testing.assert_allclose(flows.investor_cumulative, [4.0, 9.0, 16.0, 23.0, 30.0])
    np.testing.assert_allclose(flows.lab_cumulative, [-17.0, -35.0, -55.0, -75.0, -95.0])


def test_before_any_revenue_there_is_no_share_of_it() -> None:
    flows = circular_flows([5.0, 0.0], [0.0, 4.0], 0.35)
    np.testing.assert_allclose(flows.own_share_of_revenue, [np.nan, 1.0])
    np.testing.assert_allclose(flows.own_share_of_backlog, [1.0, np.nan])


@settings(deadline=None)
@given(invested=SERIES, bought=SERIES, margin=st.floats(-1.0, 1.0))
def test_shares_are_fractions_and_cash_adds_up(invested: Any, bought: Any, margin: float) -> None:
    flows = circular_flows(np.stack([invested, bought]), bought, margin)
    for share in (flows.own_share_of_revenue, flows.own_share_of_backlog):
        assert ((share >= -1e-9) & (share <= 1.0 + 1e-9) | np.isnan(share)).all()
    cost = bought * (1.0 - margin)
    np.testing.assert_allclose(flows.investor_cash + flows.lab_cash, np.stack([-cost, -cost]), atol=1e-6)


@pytest.mark.parametrize(
    ("invested", "bought", "words"),
    [
        ([-5.0], [1.0], "investment must be 0 or more, got -5"),
        ([5.0], [-1.0], "revenue must be 0 or more, got -1"),
        ([5.0], [1.0, 2.0], "series must cover the same periods"),
    ],
)
def test_payments_that_make_no_sense_are_refused(
    invested: list[float], bought: list[float], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        circular_flows(invested, bought, 0.35)
