"""Four dates that are often taken for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.arrays import FloatArray
from revshare.errors import InputError, NotApplicableError
from revshare.profitability import first_period, named, payback_period, peak_funding, peak_period

FLOWS = st.lists(st.floats(-100.0, 100.0), min_size=1, max_size=24).map(np.array)


def test_break_even_peak_and_payback_are_different_years(example: Callable[[str], dict[str, Any]]) -> None:
    case = example("E35")
    years, profit = case["inputs"]["years"], np.array(case["expected"]["operating_profit"])
    np.testing.assert_allclose(np.cumsum(profit), case["expected"]["cumulative"])
    assert years[int(first_period(profit))] == case["expected"]["first_profitable_year"]
    assert peak_funding(profit) == case["expected"]["peak_funding_need"]
    assert years[int(peak_period(profit))] == case["expected"]["peak_year"]
    assert np.isnan(payback_period(profit))
    assert case["expected"]["cumulative_payback_year"] is None


def test_what_is_not_reached_is_blank_and_never_the_end() -> None:
    loss = np.array([-1.0, -2.0, -3.0])
    assert np.isnan(first_period(loss))
    assert np.isnan(payback_period(loss))
    assert peak_period(loss) == 2.0
    gain = np.array([1.0, 2.0])
    assert np.isnan(payback_period(gain)), "nothing was ever to be paid back"
    assert np.isnan(peak_period(gain))
    assert peak_funding(gain) == 0.0


def test_sustained_means_that_many_in_a_row() -> None:
    profit = np.array([-1.0, 5.0, -1.0, 0.0, 2.0, 3.0])
    assert first_period(profit) == 1.0
    assert first_period(profit, 2) == 3.0
    assert first_period(profit, 3) == 3.0
    assert np.isnan(first_period(profit, 4))
    assert np.isnan(first_period(profit, 7))
    with pytest.raises(InputError, match="sustained must be at least 1"):
        first_period(profit, 0)


def test_payback_is_the_return_to_zero() -> None:
    assert payback_period(np.array([-10.0, 4.0, 6.0, -20.0])) == 2.0
    assert payback_period(np.array([5.0, -10.0, 2.0, 3.0])) == 3.0


def test_rounding_does_not_hide_a_return_to_zero() -> None:
    """Ten times a tenth: their sum falls short of 1 by a rounding error."""
    cash = np.array([-1.0, *[0.1] * 10])
    assert np.cumsum(cash)[-1] < 0.0
    assert payback_period(cash) == 10.0
    assert np.isnan(payback_period(np.cumsum([0.1, 0.2, -0.3])[-1:])), "nothing was ever below zero"


def test_periods_are_named_by_their_labels_or_counted_from_1() -> None:
    profit = np.array([[-1.0, 2.0], [3.0, 4.0], [-1.0, -2.0]])
    assert named(first_period(profit[0]), (2027, 2028), profit[0]) == [2028]
    assert named(first_period(profit[0]), None, profit[0]) == [2]
    assert named(first_period(profit), ("a", "b"), profit) == ["b", "a", pytest.approx(np.nan, nan_ok=True)]
    with pytest.raises(NotApplicableError, match="not reached within 2 periods"):
        named(first_period(profit[2]), None, profit[2])
    with pytest.raises(InputError, match="labels has 3 labels for 2 periods; give one per period"):
        named(first_period(profit[0]), (1, 2, 3), profit[0])


@given(
    flows=st.lists(
        FLOWS.filter(lambda flow: flow.size >= 6).map(lambda flow: flow[:6]), min_size=2, max_size=4
    )
)
def test_several_at_once_are_as_one_by_one(flows: list[FloatArray]) -> None:
    together = np.array(flows)
    for figure in (first_period, payback_period, peak_funding, peak_period):
        np.testing.assert_array_equal(figure(together), [figure(flow) for flow in flows])


@given(flow=FLOWS)
def test_the_peak_need_is_what_keeps_cash_from_falling_below_zero(flow: FloatArray) -> None:
    need = float(peak_funding(flow))
    assert need >= 0.0
    assert (need + np.cumsum(flow)).min() >= -1e-9
    if need > 0.0:
        assert need + np.cumsum(flow)[int(peak_period(flow))] == pytest.approx(0.0, abs=1e-9)
