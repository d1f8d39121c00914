"""Series by longer periods."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.errors import InputError
from revshare.rollup import Total, rollup

MONTHS = np.arange(1.0, 8.0)


def test_an_unfinished_quarter_is_totalled_as_it_is() -> None:
    np.testing.assert_array_equal(rollup(MONTHS, 3), [6.0, 15.0, 7.0])
    np.testing.assert_array_equal(rollup(MONTHS, 3, Total.LAST), [3.0, 6.0, 7.0])
    np.testing.assert_array_equal(rollup(MONTHS, 3, Total.MEAN), [2.0, 5.0, 7.0])


def test_a_group_longer_than_the_series_holds_all_of_it() -> None:
    np.testing.assert_array_equal(rollup(MONTHS, 12), [28.0])


def test_several_series_are_as_one_by_one() -> None:
    both = np.array([MONTHS, MONTHS[::-1]])
    for kind in Total:
        np.testing.assert_array_equal(rollup(both, 2, kind)[1], rollup(MONTHS[::-1], 2, kind))


@given(series=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40).map(np.array), every=st.integers(1, 15))
def test_sums_lose_nothing_and_the_last_value_stays_the_last(series: np.ndarray, every: int) -> None:
    assert rollup(series, every).sum() == pytest.approx(series.sum(), rel=1e-9, abs=1e-6)
    assert rollup(series, every, Total.LAST)[-1] == series[-1]
    assert rollup(series, every, Total.MEAN).size == -(-series.size // every)


def test_groups_of_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="every must be at least 1 period, got 0"):
        rollup(MONTHS, 0)
