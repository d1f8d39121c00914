"""Values between knots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from scipy.interpolate import interp1d

from revshare.errors import InputError
from revshare.interpolate import Method, interpolate, up_to

KNOTS = st.lists(st.integers(-5, 40), min_size=1, max_size=6, unique=True).map(sorted)


def test_the_worked_ramp(example: Callable[[str], dict[str, Any]]) -> None:
    knots, expected = example("E44")["inputs"]["knots"], example("E44")["expected"]
    months, rates = zip(*knots, strict=True)
    path = interpolate(months, rates, np.arange(1, 31))
    assert path[12] == pytest.approx(expected["rate_month_13"], rel=1e-12)
    assert path[17] == pytest.approx(expected["rate_month_18"], rel=1e-12)
    assert 100.0 * path[:24].sum() == pytest.approx(expected["total_24"], rel=1e-12)


def test_three_ways_from_100_to_400() -> None:
    periods = np.arange(0, 7)
    linear, step, geometric = (interpolate([1, 5], [100.0, 400.0], periods, way) for way in Method)
    np.testing.assert_allclose(linear, [100, 100, 175, 250, 325, 400, 400], rtol=1e-12)
    np.testing.assert_array_equal(step, [100, 100, 100, 100, 100, 400, 400])
    growth = 4.0**0.25
    np.testing.assert_allclose(geometric, [100, 100, 100 * growth, 200, 200 * growth, 400, 400], rtol=1e-12)


@given(knots=KNOTS, seed=st.integers(0, 2**32 - 1), method=st.sampled_from(list(Method)))
def test_every_way_goes_through_its_knots_and_is_flat_beyond(
    knots: list[int], seed: int, method: Method
) -> None:
    values = np.random.default_rng(seed).uniform(1.0, 100.0, len(knots)).tolist()
    at = [knots[0] - 1e6, *knots, knots[-1] + 1e6]
    expected = [values[0], *values, values[-1]]
    np.testing.assert_allclose(interpolate(knots, values, at, method), expected, rtol=1e-13)


@given(knots=KNOTS.filter(lambda knots: len(knots) > 1), seed=st.integers(0, 2**32 - 1))
def test_between_the_knots_it_is_that_of_scipy(knots: list[int], seed: int) -> None:
    values = np.random.default_rng(seed).uniform(1.0, 100.0, len(knots)).tolist()
    at = np.linspace(knots[0], knots[-1], 23)
    for method, kind in ((Method.LINEAR, "linear"), (Method.STEP, "previous")):
        np.testing.assert_allclose(
            interpolate(knots, values, at, method), interp1d(knots, values, kind)(at), rtol=1e-9
        )
    growing = np.exp(interp1d(knots, np.log(values))(at))
    np.testing.assert_allclose(interpolate(knots, values, at, Method.GEOMETRIC), growing, rtol=1e-9)


def test_values_of_several_scenarios_are_interpolated_at_once() -> None:
    first, last = np.array([[1.0], [2.0]]), np.array([[3.0], [8.0]])
    for method in Method:
        together = interpolate([1, 3], [first, last], np.arange(1, 4), method)
        np.testing.assert_array_equal(together[1], interpolate([1, 3], [2.0, 8.0], np.arange(1, 4), method))


@pytest.mark.parametrize(
    ("knots", "values", "method", "words"),
    [
        ([1, 2], [1.0], Method.LINEAR, "2 knot periods and 1 knot values"),
        ([], [], Method.LINEAR, "0 knot periods and 0 knot values"),
        ([2, 2], [1.0, 2.0], Method.STEP, "must rise, got 2 before 2"),
        ([1, 2], [1.0, 0.0], Method.GEOMETRIC, "knot values above 0, got 0; use linear"),
    ],
)
def test_knots_that_make_no_sense_are_refused(
    knots: list[int], values: list[float], method: Method, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        interpolate(knots, values, [1], method)


def test_periods_are_counted_from_1() -> None:
    np.testing.assert_array_equal(up_to(3, [1, 3], [10.0, 30.0], Method.LINEAR), [10.0, 20.0, 30.0])
