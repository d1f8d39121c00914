from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.contracts.base import covered, deducted, partner_income, pooled
from revshare.contracts.waterfall import Waterfall
from revshare.errors import InputError, TermsError


@pytest.mark.parametrize(("pools", "key"), [(("A", "B", "C"), "separate"), (("all",) * 3, "pooled")])
def test_channels_of_one_pool_share_a_floor(
    example: Callable[[str], dict[str, Any]], run: Callable[..., Waterfall], pools: tuple[str, ...], key: str
) -> None:
    case = example("E47")
    profit = np.array(list(case["inputs"]["gross_profit_by_channel"].values()), dtype=np.float64)[
        :, np.newaxis
    ]
    result = run({"kind": "profit_share", "rate": 0.5}, profit.tolist(), pools=pools)
    assert result.share.sum() == pytest.approx(case["expected"][key], rel=1e-12)
    assert result.base.sum() == pytest.approx(250.0)


@given(
    lines=st.lists(st.lists(st.floats(-100, 100), min_size=3, max_size=3), min_size=4, max_size=4),
    pools=st.lists(st.sampled_from("ab"), min_size=4, max_size=4),
)
def test_pooling_never_raises_the_share(lines: list[list[float]], pools: list[str]) -> None:
    bases = np.array(lines)
    together = np.maximum(pooled(bases, pools), 0.0).sum()
    assert together <= np.maximum(bases, 0.0).sum() + 1e-9
    np.testing.assert_allclose(pooled(bases, pools).sum(axis=0), bases.sum(axis=0), atol=1e-9)


def test_each_channel_needs_a_pool() -> None:
    with pytest.raises(InputError, match="3 channels and 2 pool names"):
        pooled(np.zeros((3, 2)), ("a", "b"))


def test_one_opening_bank_cannot_serve_two_pools(run: Callable[..., Waterfall]) -> None:
    with pytest.raises(TermsError, match="opening_loss_bank"):
        run(
            {"kind": "profit_share", "rate": 0.5, "losses": "carryforward", "opening_loss_bank": 5},
            [[1.0], [2.0]],
            pools=("a", "b"),
        )


def test_full_coverage_hands_the_series_through() -> None:
    flow = np.ones(3)
    assert covered(flow, 1.0) is flow
    np.testing.assert_allclose(covered(flow, np.array([[0.5], [1.0]])), [[0.5] * 3, [1.0] * 3])


def test_deductions_stop_at_their_cap_and_never_deepen_a_refund() -> None:
    revenue = np.array([100.0, 10.0, -20.0])
    np.testing.assert_allclose(deducted(revenue, 8.0, None), [8, 8, 8])
    np.testing.assert_allclose(deducted(revenue, 8.0, 0.1), [8, 1, 0])


def test_a_net_revenue_share_takes_deductions_off_first(run: Callable[..., Waterfall]) -> None:
    terms = {"kind": "net_revenue_share", "rate": 0.2, "deductions": 30, "deduction_cap": 0.25}
    result = run(terms, [200.0, 100.0])
    np.testing.assert_allclose(result.base, [170, 75])
    by_series = run(
        {"kind": "net_revenue_share", "rate": 0.2}, [200.0, 100.0], deductions=np.array([50.0, 0.0])
    )
    np.testing.assert_allclose(by_series.share, [30, 20])


def test_deductions_run_only_while_the_contract_does(run: Callable[..., Waterfall]) -> None:
    terms = {"kind": "net_revenue_share", "rate": 0.2, "deductions": 30, "start": "2026-01-16"}
    assert run(terms, [310.0]).base[0] == pytest.approx((310 - 30) * 16 / 31)


def test_a_partner_that_sells_the_compute_gains_from_its_price(
    example: Callable[[str], dict[str, Any]],
) -> None:
    case = example("E49")
    inputs = case["inputs"]
    own = np.array([inputs["cost_ratio"] * (1 - inputs["partner_compute_margin"])])
    for row in case["expected"]["rows"]:
        cost = np.array([inputs["cost_ratio"] * (1 + row["markup"])])
        profit_share = inputs["gp_share_rate"] * (1 - cost)
        revenue_share = np.array([inputs["revenue_share_rate"]])
        assert cost[0] == pytest.approx(row["cost_ratio"])
        assert partner_income(profit_share, cost, own)[0] == pytest.approx(row["gp_deal"], rel=1e-9)
        assert partner_income(revenue_share, cost, own)[0] == pytest.approx(row["rev_deal"], rel=1e-9)
