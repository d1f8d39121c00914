"""Every zero of a sum of discounted flows is found, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from revshare.arrays import FloatArray
from revshare.investment.roots import MOST, MOST_RATE, all_roots, sides, sign_changes, single_roots

TENTHS = st.lists(st.integers(1, 40), min_size=1, max_size=6, unique=True).map(
    lambda chosen: np.sort(np.array(chosen) / 10.0)
)
"""Values of 1 + rate, well apart: closer ones are lost when the flows themselves are rounded."""

NO_RATES = st.lists(st.tuples(st.floats(-2.0, 2.0), st.floats(0.3, 2.0)), max_size=2)
"""Pairs of zeros that are no rates, because they are not real."""


def rates_of(amounts: FloatArray) -> FloatArray:
    kept = amounts != 0.0
    return np.expm1(all_roots(amounts[kept], np.flatnonzero(kept).astype(np.float64)))


def with_rates(growths: Sequence[float] | FloatArray) -> FloatArray:
    """Flows whose values of 1 + rate are these."""
    return np.asarray(np.poly(growths), dtype=np.float64)


@settings(deadline=None)
@given(growths=TENTHS, others=NO_RATES, scale=st.floats(-6.0, 15.0), sign=st.sampled_from([-1.0, 1.0]))
def test_flows_made_of_known_rates_give_back_these_rates(
    growths: FloatArray, others: list[tuple[float, float]], scale: float, sign: float
) -> None:
    flows = with_rates(growths)
    for real, imaginary in others:
        flows = np.convolve(flows, [1.0, -2.0 * real, real**2 + imaginary**2])
    found = rates_of(sign * 10.0**scale * flows)
    np.testing.assert_allclose(found, growths - 1.0, atol=1e-6)


@settings(deadline=None)
@given(flows=st.lists(st.floats(-100.0, 100.0), min_size=2, max_size=15).map(np.array))
def test_there_are_as_many_rates_as_the_polynomial_has_positive_roots(flows: FloatArray) -> None:
    assume(np.abs(flows[[0, -1]]).min() > 1e-3)
    assume(sign_changes(flows) > 0)
    roots = np.roots(flows)
    off_axis = np.abs(roots.imag) / np.abs(roots)
    assume(not ((off_axis > 1e-12) & (off_axis < 1e-2)).any())
    expected = np.sort(roots[off_axis <= 1e-12].real)
    expected = expected[(expected > 1e-9) & (expected < MOST_RATE)]
    assume(expected.size < 2 or np.diff(np.log(expected)).min() > 1e-2)
    np.testing.assert_allclose(1.0 + rates_of(flows), expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("growths", "rates"),
    [
        ([1.1, 1.1], [0.1]),
        ([1.0, 1.0], [0.0]),
        ([1.0, 1.0, 1.0], [0.0]),
        ([1.2, 1.2, 1.2], [0.2]),
        ([0.5, 1.3, 1.3, 2.0], [-0.5, 0.3, 1.0]),
        ([1.0, 1.0, 1.5], [0.0, 0.5]),
    ],
)
def test_a_value_that_only_touches_zero_counts_once(growths: list[float], rates: list[float]) -> None:
    np.testing.assert_allclose(rates_of(with_rates(growths)), rates, atol=2e-5)


def test_a_rate_of_zero_is_exactly_zero() -> None:
    assert rates_of(np.array([-0.3, 0.1, 0.2])).tolist() == [0.0]
    assert rates_of(with_rates([1.0, 1.5])).tolist()[0] == 0.0
    assert rates_of(np.array([-1e15, 0.0, 1e15])).tolist() == [0.0]


@pytest.mark.parametrize("gap", [1e-2, 1e-4, 1e-6])
def test_rates_close_together_are_told_apart(gap: float) -> None:
    found = rates_of(with_rates([1.1 - gap, 1.1 + gap]))
    np.testing.assert_allclose(found, [0.1 - gap, 0.1 + gap], atol=1e-3 * gap)


def test_hundreds_of_changes_of_sign_are_solved() -> None:
    """Each zero parts values of opposite sign, and a fine scan sees no other."""
    flows = np.random.default_rng(7).normal(size=400)
    found = np.log1p(rates_of(flows))
    periods = np.arange(400)
    scan = np.linspace(-3.0, 3.0, 10_001)
    signs = np.array([np.sign(flows @ np.exp(-x * periods + min(0.0, x) * 399)) for x in scan])
    assert (signs[1:] * signs[:-1] < 0).sum() == (np.abs(found) < 3.0).sum() > 0


def test_a_change_of_sign_is_counted_over_periods_without_a_flow() -> None:
    rows = np.array(
        [[-1.0, 0.0, 0.0, 1.0], [0.0, 1.0, -1.0, 1.0], [0.0, 0.0, 0.0, 0.0], [1.0, 2.0, 0.0, 3.0]]
    )
    np.testing.assert_array_equal(sign_changes(rows), [1, 2, 0, 0])


def test_sides_are_the_last_flow_at_low_rates_and_the_first_at_high_ones() -> None:
    assert sides(np.array([-5.0, 1.0, 3.0]), np.arange(3.0)) == (1.0, -1.0)
    assert sides(np.array([-1.0, 1e7]), np.arange(2.0)) == (1.0, 1.0), "the rate lies above the highest"
    assert sides(np.array([-1.0, 1.0 + MOST_RATE]), np.arange(2.0))[1] == 0.0


@settings(deadline=None)
@given(
    paid=st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=5),
    back=st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=5),
    years=st.floats(0.01, 50.0),
)
def test_many_rows_at_once_are_as_one_by_one(paid: list[float], back: list[float], years: float) -> None:
    flows = np.array([*(-amount for amount in paid), *back])
    times = np.linspace(0.0, years, flows.size)
    together = single_roots(np.array([flows, -3.0 * flows, 1e9 * flows]), times)
    alone = all_roots(flows, times)
    assert alone.size <= 1
    if alone.size:
        assert alone[0] <= MOST
        np.testing.assert_allclose(together, alone[0], rtol=1e-9, atol=1e-12)
    else:
        assert np.isnan(together).all()
