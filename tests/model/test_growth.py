"""Growth, and annual totals on their months."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.arrays import FloatArray
from revshare.errors import InputError
from revshare.growth import cagr, fade, grow, run_rate, spread_with_gaps, spread_year, spread_years

TOTALS = st.lists(st.floats(1.0, 20.0), min_size=2, max_size=7).map(
    lambda factors: np.cumprod(factors) * 100.0
)
"""Years that grow up to twenty-fold."""
UPS_AND_DOWNS = st.lists(st.floats(10.0, 500.0), min_size=2, max_size=7).map(np.array)


def bends(months: FloatArray) -> FloatArray:
    """Changes of monthly growth: second differences of the logarithm."""
    return np.diff(np.log(months), n=2)


def test_growth_of_662_per_cent_within_its_year(example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E29")["inputs"], example("E29")["expected"]
    months = spread_year(given_["current_year"], given_["growth_stated"])
    assert months.sum() == pytest.approx(given_["current_year"], rel=1e-12)
    assert months[0] == pytest.approx(expected["january"], rel=1e-9)
    assert months[-1] == pytest.approx(expected["december"], rel=1e-9)
    assert months[1] / months[0] - 1.0 == pytest.approx(expected["monthly_growth"], rel=1e-9)
    assert run_rate(months)[-1] == pytest.approx(expected["december_run_rate"], rel=1e-9)
    ratio = run_rate(months)[-1] / months.sum()
    assert ratio == pytest.approx(expected["run_rate_over_recognised"], rel=1e-9)


def test_growth_by_is_not_growth_to(example: Callable[[str], dict[str, Any]]) -> None:
    """A growth of 662 % is a factor of 7.62; the figures as printed give 663 % and 3,901."""
    given_, expected = example("E29")["inputs"], example("E29")["expected"]
    before, now, growth = given_["prior_year_stated"], given_["current_year"], given_["growth_stated"]
    assert grow(before, growth, 2)[-1] == pytest.approx(expected["current_from_stated_growth"], rel=1e-12)
    assert cagr(before, now, 1.0) == pytest.approx(expected["growth_from_stated_values"], rel=1e-12)
    assert now / grow(1.0, growth, 2)[-1] == pytest.approx(expected["prior_year_implied"], rel=1e-12)


def test_the_year_alone_breaks_at_january_and_the_joint_path_does_not() -> None:
    """E29's months end at 700; a 2026 that doubles, spread alone, would begin at 465."""
    alone = spread_year(7814.0, 1.0)[0]
    assert alone == pytest.approx(465.0, abs=0.5)
    months = spread_years([512.0, 3907.0, 7814.0])
    assert months[24] > months[23]


def test_growth_compounds_by_the_month() -> None:
    np.testing.assert_allclose(grow(100.0, 0.21, 3, 2), [100.0, 110.0, 121.0], rtol=1e-12)
    np.testing.assert_allclose(grow(100.0, [9.9, 0.1, -0.5], 3), [100.0, 110.0, 55.0], rtol=1e-12)


def test_growth_of_several_starts_is_as_one_by_one() -> None:
    starts = np.array([100.0, 250.0])
    together = grow(starts, np.array([[0.1], [0.2]]), 4)
    for row, (start, growth) in enumerate(zip(starts, (0.1, 0.2), strict=True)):
        np.testing.assert_allclose(together[row], grow(start, growth, 4), rtol=1e-14)


def test_one_total_alone_is_even() -> None:
    np.testing.assert_array_equal(spread_years([120.0]), np.full(12, 10.0))


def test_a_path_once_given_away_is_not_changed_by_its_owner() -> None:
    mine = spread_years([100.0, 200.0])
    mine[:] = 0.0
    assert spread_years([100.0, 200.0]).sum() == pytest.approx(300.0)


def test_equal_totals_are_even() -> None:
    np.testing.assert_allclose(spread_years([120.0] * 4), 10.0, rtol=1e-12)


@given(first=st.floats(1.0, 1e6), factor=st.floats(0.05, 30.0))
def test_two_totals_give_constant_growth(first: float, factor: float) -> None:
    months = spread_years([first, first * factor])
    np.testing.assert_allclose(months[1:] / months[:-1], factor ** (1 / 12), rtol=1e-7)


@given(totals=TOTALS | UPS_AND_DOWNS)
def test_every_total_is_hit_by_positive_months(totals: FloatArray) -> None:
    months = spread_years(totals)
    assert (months > 0).all()
    np.testing.assert_allclose(months.reshape(-1, 12).sum(axis=1), totals, rtol=1e-12)


@given(totals=TOTALS | UPS_AND_DOWNS, unit=st.sampled_from([1e-6, 1e-3, 7.0, 1e6]))
def test_the_unit_of_money_does_not_matter(totals: FloatArray, unit: float) -> None:
    np.testing.assert_allclose(spread_years(totals * unit), unit * spread_years(totals), rtol=1e-9)


@given(totals=TOTALS | UPS_AND_DOWNS)
def test_time_may_run_backwards(totals: FloatArray) -> None:
    np.testing.assert_allclose(spread_years(totals[::-1]), spread_years(totals)[::-1], rtol=1e-6)


@given(totals=TOTALS | UPS_AND_DOWNS, seed=st.integers(0, 2**32 - 1), size=st.sampled_from([1e-3, 0.1]))
def test_no_other_path_with_these_totals_is_smoother(totals: FloatArray, seed: int, size: float) -> None:
    months = spread_years(totals)
    other = months * np.exp(size * np.random.default_rng(seed).standard_normal(months.size))
    years = other.reshape(-1, 12)
    other = (years * (totals / years.sum(axis=1))[:, None]).ravel()
    assert (bends(other) ** 2).sum() >= (bends(months) ** 2).sum()


@given(totals=TOTALS | UPS_AND_DOWNS)
def test_january_bends_no_more_than_the_months_around_it(totals: FloatArray) -> None:
    """Growth changes in January as little as it does from month to month within the years."""
    found = np.abs(bends(spread_years(totals)))
    turn = np.zeros(found.size, dtype=bool)
    turn[10::12] = turn[11::12] = True
    assert found[turn].max(initial=0.0) <= 1.5 * found[~turn].max() + 1e-9


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ([100.0, 0.0], "must be above 0, got 0 in year 2"),
        ([-5.0], "must be above 0, got -5 in year 1"),
        ([1.0, float("nan")], "no value in period 2"),
        ([], "no periods"),
    ],
)
def test_totals_that_cannot_be_spread_are_refused(totals: list[float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        spread_years(totals)


@pytest.mark.parametrize("spread", [0.1, 1.0, 3.0])
def test_many_paths_spread_together_are_as_one_by_one(spread: float) -> None:
    """Also where they differ so much that they share no system."""
    noise = np.random.default_rng(4).standard_normal((60, 6))
    totals = np.array([500.0, 4000.0, 13000.0, 33000.0, 61000.0, 80000.0]) * np.exp(spread * noise)
    together = spread_with_gaps(totals)
    np.testing.assert_allclose(together.reshape(60, 6, 12).sum(axis=-1), totals, rtol=1e-12)
    for row, path in zip(totals[:12], together, strict=False):
        np.testing.assert_allclose(path, spread_years(row), rtol=1e-8)


def test_many_paths_with_years_of_nothing_are_spread_run_by_run() -> None:
    totals = np.tile([0.0, 120.0, 240.0], (20, 1))
    together = spread_with_gaps(totals)
    np.testing.assert_allclose(together[:, 12:], np.tile(spread_years([120.0, 240.0]), (20, 1)), rtol=1e-12)
    assert (together[:, :12] == 0).all()


def test_growth_fades_by_half_in_each_half_life() -> None:
    np.testing.assert_allclose(fade(2.0, 0.2, np.log(2.0), 4), [2.0, 1.1, 0.65, 0.425], rtol=1e-12)
    np.testing.assert_array_equal(fade(2.0, 0.2, 0.0, 3), [2.0, 2.0, 2.0])


@given(start=st.floats(-0.9, 9.0), end=st.floats(-0.9, 9.0), decay=st.floats(0.0, 50.0))
def test_fading_growth_begins_at_the_start_and_never_passes_the_end(
    start: float, end: float, decay: float
) -> None:
    path = fade(start, end, decay, 40)
    assert path[0] == pytest.approx(start, rel=1e-12, abs=1e-12)
    distance = np.abs(path - end)
    assert (np.diff(distance) <= 1e-12).all()
    assert ((path - end) * (start - end) >= -1e-12).all()


def test_growth_of_several_scenarios_fades_as_one_by_one() -> None:
    together = fade(np.array([2.0, 1.0]), np.array([0.2, 0.1]), np.array([0.5, 0.1]), 5)
    np.testing.assert_array_equal(together[1], fade(1.0, 0.1, 0.1, 5))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fade(1.0, 0.1, 0.5, 0), "periods must be at least 1"),
        (lambda: fade(1.0, 0.1, -0.5, 3), "decay must be 0 or more, got -0.5"),
        (lambda: grow(1.0, -1.0, 3), "above -1"),
        (lambda: grow(1.0, 0.1, 0), "periods must be at least 1"),
        (lambda: grow(1.0, [0.1, 0.2], 3), "2 values for 3 periods"),
        (lambda: grow(1.0, 0.1, 3, 0), "periods_per_year must be above 0"),
        (lambda: cagr(0.0, 5.0, 1.0), "both ends above 0"),
        (lambda: cagr(1.0, 5.0, 0.0), "years must be above 0"),
    ],
)
def test_growth_that_makes_no_sense_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()
