"""Cohorts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.cohorts import cohort_revenue
from revshare.errors import InputError

AMOUNTS = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=30).map(np.array)


def test_net_expansion_as_in_the_worked_example(example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E31")["inputs"], example("E31")["expected"]
    new = np.full(given_["months"], given_["new_mrr"])
    monthly = cohort_revenue(new, given_["monthly_net_retention"])
    assert monthly[-1] == pytest.approx(expected["mrr_month_24"], rel=1e-12)
    assert 12.0 * monthly[-1] == pytest.approx(expected["arr_month_24"], rel=1e-12)
    assert monthly.sum() == pytest.approx(expected["recognised_24_months"], rel=1e-12)


@given(amount=st.floats(0.1, 1e6), retention=st.floats(0.5, 1.1), periods=st.integers(1, 60))
def test_equal_cohorts_follow_the_closed_form(amount: float, retention: float, periods: int) -> None:
    found = cohort_revenue(np.full(periods, amount), retention)[-1]
    closed = amount * (np.polynomial.Polynomial(np.ones(periods))(retention))
    assert found == pytest.approx(closed, rel=1e-10)


def test_those_who_all_stay_add_up_and_those_who_all_leave_do_not() -> None:
    new = np.array([10.0, 0.0, 5.0])
    np.testing.assert_array_equal(cohort_revenue(new, 1.0), [10.0, 10.0, 15.0])
    np.testing.assert_array_equal(cohort_revenue(new, 0.0), new)


@given(new=AMOUNTS, seed=st.integers(0, 2**32 - 1))
def test_a_survival_curve_is_a_convolution(new: Any, seed: int) -> None:
    curve = np.concatenate([[1.0], np.random.default_rng(seed).random(new.size - 1)])
    np.testing.assert_allclose(
        cohort_revenue(new, curve), np.convolve(new, curve)[: new.size], rtol=1e-9, atol=1e-6
    )


@given(new=AMOUNTS, retention=st.floats(0.0, 1.2))
def test_a_number_is_the_survival_curve_of_its_powers(new: Any, retention: float) -> None:
    curve = retention ** np.arange(new.size)
    np.testing.assert_array_equal(cohort_revenue(new, retention), cohort_revenue(new, curve))


def test_segments_are_as_one_by_one() -> None:
    new = np.array([[10.0, 20.0, 30.0], [1.0, 1.0, 1.0]])
    curves = np.array([[1.0, 0.5, 0.2], [1.0, 1.1, 1.2]])
    together = cohort_revenue(new, curves)
    for row in (0, 1):
        np.testing.assert_array_equal(together[row], cohort_revenue(new[row], curves[row]))


@pytest.mark.parametrize(
    ("retention", "words"),
    [
        (-0.1, r"retention must be 0 or more, got -0\.1"),
        (np.array([0.95, 0.9, 0.8]), r"must begin with 1, what a new cohort starts with, got 0\.95"),
        (np.array([1.0, 0.9]), "must cover the same periods: new_amounts has 3, retention has 2"),
    ],
)
def test_retention_that_makes_no_sense_is_refused(retention: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        cohort_revenue(np.ones(3), retention)
