from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.contracts.contract import contract_from
from revshare.contracts.minimum import Guaranteed, guaranteed
from revshare.contracts.waterfall import COLUMNS, Waterfall, waterfall
from revshare.timeline import Timeline

EARNED = st.lists(st.floats(0, 300, width=32), min_size=1, max_size=10)


def yearly(earned: list[float], floor: float, **options: Any) -> Guaranteed:
    """Each entry a year, each year tested."""
    every = np.ones(len(earned), dtype=np.bool_)
    return guaranteed(np.array(earned), np.array([floor]), every, every, **options)


def by_month(years: list[float]) -> list[float]:
    return np.repeat(np.array(years) / 12, 12).tolist()


@pytest.mark.parametrize(("proration", "key"), [("actual_days", "daily"), ("months", "monthly")])
def test_a_stub_year_takes_its_part_of_the_minimum(
    example: Callable[[str], dict[str, Any]], run: Callable[..., Waterfall], proration: str, key: str
) -> None:
    case = example("E12")
    terms = {
        "rate": 1.0,
        "start": case["inputs"]["start"],
        "annual_minimum": case["inputs"]["annual_minimum"],
        "minimum_year": "calendar_year",
        "proration": proration,
    }
    active = 11 / 30 + 8
    revenue = [0.0] * 3 + [70 / active] * 9
    result = run(terms, revenue)
    assert result.after_lifetime_cap.sum() == pytest.approx(70.0)
    assert result.true_up[-1] == pytest.approx(case["expected"][f"true_up_{key}"], rel=1e-12)
    assert result.true_up[:-1].tolist() == [0.0] * 11


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"proration": "full_period"}, 120 * 9 / 12),
        ({"proration": "none"}, 120.0),
        ({"prorate_minimum": False}, 120.0),
    ],
)
def test_a_stub_year_can_owe_more_than_its_days(
    run: Callable[..., Waterfall], terms: dict[str, object], expected: float
) -> None:
    stub = {
        "rate": 0.1,
        "start": "2026-04-20",
        "annual_minimum": 120,
        "minimum_year": "calendar_year",
        **terms,
    }
    assert run(stub, [0.0] * 12).true_up[-1] == pytest.approx(expected)


def test_true_ups_are_recouped_from_what_exceeds_the_minimum(
    example: Callable[[str], dict[str, Any]], run: Callable[..., Waterfall]
) -> None:
    case = example("E13")
    expected = case["expected"]
    earned = case["inputs"]["annual_earned"]
    result = yearly(earned, 100.0, recoupable=True)
    np.testing.assert_allclose(result.true_up, expected["true_up"], rtol=1e-12)
    np.testing.assert_allclose(earned + result.true_up - result.recouped, expected["paid"], rtol=1e-12)
    np.testing.assert_allclose(result.unrecouped, expected["unrecouped_balance"], atol=1e-12)
    plain = yearly(earned, 100.0)
    assert (earned + plain.true_up).sum() == pytest.approx(expected["total_paid_if_not_recoupable"])

    terms = {"rate": 1.0, "annual_minimum": 100, "minimum_recoupable": True}
    monthly = run(terms, by_month(earned))
    np.testing.assert_allclose(monthly.timeline.by_year(monthly.net_accrual), expected["paid"], rtol=1e-9)


def test_quarters_of_a_year_are_tested_cumulatively_and_credit_each_other(
    run: Callable[..., Waterfall],
) -> None:
    """Earned 10/10/10/170 against 100 pays 25/25/25/125."""
    earned = np.repeat([10.0, 10.0, 10.0, 170.0], 3) / 3
    result = run({"rate": 1.0, "annual_minimum": 100, "minimum_test": "quarter"}, earned.tolist())
    np.testing.assert_allclose(result.net_accrual.reshape(4, 3).sum(axis=1), [25, 25, 25, 125])
    np.testing.assert_allclose(result.true_up[2::3], [15, 15, 15, -45])


@pytest.mark.parametrize(("wins", "key"), [("minimum_wins", "minimum_wins"), ("cap_wins", "cap_wins")])
def test_a_minimum_above_the_cap_is_settled_by_the_clause(
    example: Callable[[str], dict[str, Any]], run: Callable[..., Waterfall], wins: str, key: str
) -> None:
    case = example("E50")
    terms = {"rate": 1.0, "annual_cap": 100, "annual_minimum": 150, "minimum_over_cap": wins}
    result = run(terms, by_month(case["inputs"]["earned"]))
    np.testing.assert_allclose(result.timeline.by_year(result.net_accrual), case["expected"][key], rtol=1e-9)


def test_true_ups_use_up_a_lifetime_cap_where_the_cap_wins(run: Callable[..., Waterfall]) -> None:
    """30 earned and 20 topped up leave 50 of 100 for the next year's 80."""
    terms = {"rate": 1.0, "lifetime_cap": 100, "annual_minimum": 50, "minimum_over_cap": "cap_wins"}
    result = run(terms, by_month([30.0, 80.0, 90.0]))
    years = result.timeline.by_year
    np.testing.assert_allclose(years(result.net_accrual), [50, 50, 0], atol=1e-9)
    np.testing.assert_allclose(years(result.true_up), [20, 0, 0], atol=1e-9)
    np.testing.assert_allclose(years(result.after_lifetime_cap), [30, 50, 0], atol=1e-9)


@given(
    earned=st.lists(st.floats(-60, 120), min_size=24, max_size=24),
    tested=st.sampled_from(["year", "quarter", "period"]),
)
def test_which_clause_prevails_is_all_the_same_under_a_cap_that_never_binds(
    earned: list[float], tested: str
) -> None:
    terms = {"rate": 0.5, "annual_minimum": 120, "minimum_test": tested, "minimum_recoupable": True}
    limits = {"annual_cap": 1e6, "lifetime_cap": 1e7, "advance": 50, "advance_rate": 0.5}
    months = Timeline(date(2026, 1, 1), 24)
    under, over = (
        waterfall(
            contract_from(terms | limits | {"minimum_over_cap": wins}), np.array(earned), np.zeros(24), months
        )
        for wins in ("cap_wins", "minimum_wins")
    )
    for name in COLUMNS:
        if name != "cap_room":
            np.testing.assert_allclose(under.column(name), over.column(name), atol=1e-8, err_msg=name)


@pytest.mark.parametrize("tested", ["year", "quarter"])
def test_a_minimum_under_a_cap_asks_for_nothing_back_where_refunds_outweigh_the_share(
    run: Callable[..., Waterfall], tested: str
) -> None:
    """19 given back before the model, and no room to earn more: the floor of 0 makes that good."""
    terms = {"rate": 1.0, "annual_cap": 0, "annual_minimum": 1, "minimum_over_cap": "cap_wins"}
    result = run(terms | {"minimum_test": tested, "opening_earned_year": -19.0}, [0.0] * 12)
    assert result.true_up.sum() == pytest.approx(19.0)


def test_an_unfinished_interval_is_not_tested(run: Callable[..., Waterfall]) -> None:
    assert run({"rate": 0.1, "annual_minimum": 120}, [0.0] * 18).true_up.sum() == 120.0


def test_a_contract_that_ends_early_is_tested_at_its_end(run: Callable[..., Waterfall]) -> None:
    terms = {"rate": 0.1, "annual_minimum": 365, "end": "2026-03-10"}
    result = run(terms, [0.0] * 12)
    assert result.true_up[2] == pytest.approx(31 + 28 + 10)
    assert result.true_up.sum() == pytest.approx(69)


def test_the_term_is_one_interval(run: Callable[..., Waterfall]) -> None:
    terms = {"rate": 1.0, "annual_minimum": 100, "minimum_test": "term", "end": "2027-06-30"}
    assert run(terms, [4.0] * 24).true_up[17] == pytest.approx(100 - 18 * 4)
    assert run(terms, [4.0] * 12).true_up.sum() == 0.0


def test_a_minimum_for_each_month(run: Callable[..., Waterfall]) -> None:
    result = run({"rate": 1.0, "annual_minimum": 10, "minimum_test": "period"}, [4.0, 12.0, 0.0])
    np.testing.assert_allclose(result.net_accrual, [10, 12, 10])


def test_what_is_not_recouped_at_the_end_is_lost_or_refunded(run: Callable[..., Waterfall]) -> None:
    terms = {"rate": 1.0, "annual_minimum": 120, "minimum_recoupable": True, "end": "2026-12-31"}
    assert run(terms, [5.0] * 12).net_accrual.sum() == pytest.approx(120)
    assert run({**terms, "minimum_at_end": "refunded"}, [5.0] * 12).net_accrual.sum() == pytest.approx(60)


def test_a_minimum_opens_with_what_was_earned_before_the_model(run: Callable[..., Waterfall]) -> None:
    terms = {
        "rate": 1.0,
        "annual_minimum": 100,
        "minimum_year": "calendar_year",
        "start": "2025-01-01",
        "opening_earned_year": 70,
    }
    result = run(terms, [2.0] * 6, start=date(2026, 7, 1))
    assert result.true_up[-1] == pytest.approx(100 - 70 - 12)


@given(earned=EARNED, floor=st.sampled_from([0.0, 60.0, 150.0]), recoupable=st.booleans())
def test_every_year_gets_its_minimum_and_the_rest_is_owed(
    earned: list[float], floor: float, recoupable: bool
) -> None:
    result = yearly(earned, floor, recoupable=recoupable)
    paid = np.array(earned) + result.true_up - result.recouped
    assert (paid >= floor - 1e-9).all()
    if recoupable:
        np.testing.assert_allclose(np.cumsum(paid), np.cumsum(earned) + result.unrecouped, atol=1e-9)
    assert (result.unrecouped >= -1e-9).all()


@given(stack=st.lists(st.lists(st.floats(-20, 60), min_size=12, max_size=12), min_size=2, max_size=3))
def test_stacked_series_and_uncertain_minimums_equal_one_by_one(stack: list[list[float]]) -> None:
    tests = np.arange(1, 13) % 3 == 0
    closes = np.arange(1, 13) % 6 == 0
    floors = np.array([[50.0, 100.0, 50.0, 100.0]]) * np.linspace(1, 2, len(stack))[:, np.newaxis]
    both = guaranteed(np.array(stack), floors, tests, closes, recoupable=True)
    for row, earned in enumerate(stack):
        alone = guaranteed(np.array(earned), floors[row], tests, closes, recoupable=True)
        for name in ("true_up", "recouped", "unrecouped"):
            np.testing.assert_allclose(getattr(both, name)[row], getattr(alone, name), atol=1e-12)
