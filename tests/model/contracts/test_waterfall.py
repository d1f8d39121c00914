from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from revshare.contracts.contract import contract_from
from revshare.contracts.waterfall import COLUMNS, Waterfall, waterfall
from revshare.errors import InputError
from revshare.timeline import Timeline


def test_the_full_order_of_operations(
    example: Callable[[str], dict[str, Any]], run: Callable[..., Waterfall]
) -> None:
    case = example("E15")
    inputs, expected = case["inputs"], case["expected"]
    terms = {
        "kind": "profit_share",
        "tiers": inputs["tiers"],
        "annual_cap": inputs["annual_cap"],
        "annual_minimum": inputs["annual_minimum"],
        "advance": inputs["advance_opening"],
        "advance_rate": inputs["recoup_rate"],
        "payment_lag": inputs["payment_lag_months"],
    }
    reciprocal = np.full(12, inputs["reciprocal_annual"] / 12)
    result = run(terms, inputs["monthly_gross_profit"], reciprocal_share=reciprocal)
    np.testing.assert_allclose(result.share, expected["tiered"], rtol=1e-9)
    np.testing.assert_allclose(result.after_lifetime_cap, expected["capped"], rtol=1e-9)
    np.testing.assert_allclose(result.advance_recouped, expected["recouped"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(result.net_accrual, expected["net_accrual"], rtol=1e-9)
    np.testing.assert_allclose(result.cash, expected["net_cash_months_1_to_13"][:12], rtol=1e-9)
    assert result.payable[-1] == pytest.approx(expected["net_cash_months_1_to_13"][12])
    assert result.true_up.sum() == expected["true_up"]
    assert result.advance_balance[-1] == pytest.approx(expected["closing_advance"])
    assert result.net_accrual.sum() == pytest.approx(expected["annual_net"])


@pytest.mark.parametrize("row", range(9))
def test_the_headline_deals_side_by_side(
    example: Callable[[str], dict[str, Any]], run: Callable[..., Waterfall], row: int
) -> None:
    case = example("E01")
    point = case["expected"]["table"][row]
    cost = [1000.0 * point["c"]]
    profit = run({"kind": "profit_share", "rate": 0.5}, [1000.0], cost=cost)
    revenue = run({"rate": 0.2}, [1000.0], cost=cost)
    assert profit.net_accrual[0] == pytest.approx(point["share_gp"], abs=1e-9)
    assert revenue.net_accrual[0] == pytest.approx(point["share_rev"])
    assert 1000.0 - cost[0] - profit.net_accrual[0] == pytest.approx(point["lab_after_gp"], abs=1e-9)


def test_a_published_case_calibrates(
    example: Callable[[str], dict[str, Any]], run: Callable[..., Waterfall]
) -> None:
    case = example("E42")
    revenue, cost = [float(case["inputs"]["revenue"])], [float(case["inputs"]["inference_cost"])]
    assert run({"rate": 0.2}, revenue).share[0] == pytest.approx(case["expected"]["revenue_share"])
    profit = run({"kind": "profit_share", "rate": 0.5}, revenue, cost=cost)
    assert profit.share[0] == pytest.approx(case["expected"]["gp_share"])


def test_inactive_stages_share_one_array(run: Callable[..., Waterfall]) -> None:
    result = run({"rate": 0.2}, [10.0, 20.0])
    assert result.share is result.after_lifetime_cap
    assert result.share is result.cash
    assert result.base is result.revenue


def test_coverage_and_dates_limit_what_the_contract_sees(run: Callable[..., Waterfall]) -> None:
    terms = {"kind": "profit_share", "rate": 0.5, "coverage": 0.5, "start": "2026-01-16"}
    result = run(terms, [310.0, 100.0], cost=[155.0, 40.0])
    np.testing.assert_allclose(result.revenue, [80, 50])
    np.testing.assert_allclose(result.share, [20, 15])


def test_a_cap_resets_on_its_day_inside_a_month(run: Callable[..., Waterfall]) -> None:
    """The contract year turns on 16 March: 15 days find the old cap used up, 16 a new one."""
    terms = {"rate": 1.0, "annual_cap": 100, "start": "2025-03-16", "opening_paid_year": 90}
    result = run(terms, [31.0, 28.0, 31.0, 30.0])
    np.testing.assert_allclose(result.after_annual_cap, [10, 0, 16, 30])
    np.testing.assert_allclose(result.cap_room, [0, 0, 84, 54])


def test_two_counters_may_use_different_years(run: Callable[..., Waterfall]) -> None:
    terms = {
        "tiers": "0:0.5; 100:0.1",
        "tier_scope": "calendar_year",
        "annual_cap": 60,
        "cap_year": "fiscal_year",
        "fiscal_year_end": 2,
    }
    result = run(terms, [60.0] * 5, start=date(2025, 11, 1))
    np.testing.assert_allclose(result.share, [30, 22, 30, 22, 6])
    np.testing.assert_allclose(result.after_annual_cap, [30, 22, 8, 0, 6])


def test_a_profit_and_loss_account_may_accrue_at_the_expected_rate(run: Callable[..., Waterfall]) -> None:
    terms = {"tiers": "0:0.5; 600:0.1", "accrual": "expected_rate", "start": "2026-01-01"}
    result = run(terms, [100.0] * 12 + [50.0] * 12)
    np.testing.assert_allclose(result.expense[:12], 30.0)
    np.testing.assert_allclose(result.expense[12:], 25.0)
    assert result.expense.sum() == pytest.approx(result.share.sum())
    assert run({**terms, "accrual": "contractual"}, [100.0] * 12).expense[11] == pytest.approx(10.0)


def test_every_column_is_a_series_by_month(run: Callable[..., Waterfall]) -> None:
    result = run({"rate": 0.2, "start": "2026-01-16", "annual_cap": 10}, [10.0, 20.0, 30.0])
    for name in COLUMNS:
        assert result.column(name).shape == (3,)
    with pytest.raises(InputError, match="stage must be one of revenue, cost, base"):
        result.column("profit")


def test_a_series_must_cover_the_timeline() -> None:
    months = Timeline(date(2026, 1, 1), 3)
    with pytest.raises(InputError, match="cost has 2 months, the timeline 3"):
        waterfall(contract_from({"rate": 0.2}), np.ones(3), np.ones(2), months)


def test_the_example_of_the_docs_runs_over_a_stack_of_scenarios() -> None:
    contract = contract_from({"kind": "profit_share", "rate": np.array([[0.4], [0.5]]), "annual_cap": 25})
    result = waterfall(contract, np.full(3, 30.0), np.full(3, 10.0), Timeline(date(2026, 1, 1), 3))
    np.testing.assert_allclose(result.cash, [[8, 8, 8], [10, 10, 5]])
