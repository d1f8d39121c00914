"""Levels and what is added to them."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
from hypothesis import given

from revshare.levels import change


def test_the_first_period_adds_what_lies_above_the_opening_level() -> None:
    np.testing.assert_array_equal(change(np.array([10.0, 30.0, 25.0])), [10.0, 20.0, -5.0])
    np.testing.assert_array_equal(change(np.array([10.0, 30.0]), 4.0), [6.0, 20.0])


def test_several_levels_have_their_own_openings() -> None:
    levels = np.array([[1.0, 2.0], [5.0, 5.0]])
    np.testing.assert_array_equal(change(levels, np.array([0.0, 5.0])), [[1.0, 1.0], [0.0, 0.0]])


@given(levels=st.lists(st.integers(-1000, 1000), min_size=1), opening=st.integers(-1000, 1000))
def test_changes_add_up_to_the_levels(levels: list[int], opening: int) -> None:
    added = change(np.array(levels, dtype=np.float64), float(opening))
    np.testing.assert_array_equal(opening + np.cumsum(added), levels)
