from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
from hypothesis import given

from revshare.arrays import BoolArray
from revshare.contracts.counters import (
    before,
    by_month,
    exceeded,
    high_water,
    increase,
    laid_by_month,
    nothing,
    of_months,
    reached,
    running_total,
)

FLOWS = st.lists(st.lists(st.floats(-50, 50), min_size=7, max_size=7), min_size=1, max_size=3)
FLAGS = st.lists(st.booleans(), min_size=7, max_size=7).map(np.array)


def test_a_counter_starts_again_at_each_reset() -> None:
    flow, resets = np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, False, True, False])
    np.testing.assert_allclose(running_total(flow, resets, 10.0), [11, 13, 3, 7])
    np.testing.assert_allclose(before(running_total(flow, resets, 10.0), resets, 10.0), [10, 11, 0, 3])
    np.testing.assert_allclose(increase(running_total(flow, resets, 10.0), resets, 10.0), flow)
    np.testing.assert_allclose(high_water(np.array([-1.0, 2.0, -3.0, -1.0]), resets), [0, 2, 0, 0])
    np.testing.assert_allclose(high_water(np.array([-1.0, 2.0, -3.0, -1.0]), resets, 5.0), [5, 5, 0, 0])


@given(rows=FLOWS, resets=FLAGS)
def test_stacks_laid_either_way_count_like_single_series(rows: list[list[float]], resets: BoolArray) -> None:
    plain = np.array(rows)
    for stack in (plain, laid_by_month(plain)):
        for row, flow in enumerate(plain):
            np.testing.assert_allclose(
                running_total(stack, resets)[row], running_total(flow, resets), atol=1e-12
            )
            np.testing.assert_allclose(high_water(stack, resets)[row], high_water(flow, resets), atol=1e-12)
    np.testing.assert_array_equal(of_months(by_month(plain)), plain)


def test_doubt_is_decided_for_reached() -> None:
    amounts = np.array([100.0 - 1e-8, 100.0, 100.0 + 1e-8, 100.1])
    assert reached(amounts, 100.0).tolist() == [True, True, True, True]
    assert exceeded(amounts, 100.0).tolist() == [False, False, False, True]


def test_nothing_takes_no_memory() -> None:
    assert nothing((1000, 120)).strides == (0, 0)
    assert nothing((2, 3)).sum() == 0.0
