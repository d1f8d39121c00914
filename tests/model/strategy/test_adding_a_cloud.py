"""A further cloud."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.errors import InputError, NotApplicableError
from revshare.strategy.adding_a_cloud import NewCloud, break_even_incrementality, gain


def test_what_is_gained_and_what_is_taken_from_the_old_clouds() -> None:
    """Of 1,000, 400 are new at 20 %; 600 would have earned 35 % elsewhere; entry costs 10."""
    cloud = NewCloud(1000.0, 0.2, 0.35, 10.0)
    assert gain(cloud, 0.4) == pytest.approx(400 * 0.2 - 600 * 0.15 - 10.0, rel=1e-12)
    assert break_even_incrementality(cloud) == pytest.approx((150.0 + 10.0) / 350.0, rel=1e-12)


@given(
    revenue=st.floats(10.0, 1e6),
    margin=st.floats(0.05, 0.9),
    old_margin=st.floats(0.05, 0.9),
    fixed=st.floats(0.0, 0.4),
)
def test_at_the_break_even_nothing_is_gained(
    revenue: float, margin: float, old_margin: float, fixed: float
) -> None:
    cloud = NewCloud(np.array([revenue]), margin, old_margin, fixed * margin * revenue)
    needed = break_even_incrementality(cloud)[0]
    if needed > 0.0:
        assert gain(cloud, needed)[0] == pytest.approx(0.0, abs=1e-9 * revenue)
    else:
        assert gain(cloud, 0.0)[0] >= -1e-9 * revenue


def test_a_cloud_that_keeps_more_of_a_dollar_pays_in_any_case() -> None:
    assert break_even_incrementality(NewCloud(100.0, 0.5, 0.4)) == 0.0


def test_a_cloud_that_loses_money_never_pays() -> None:
    with pytest.raises(NotApplicableError, match="a further cloud never pays"):
        break_even_incrementality(NewCloud(100.0, -0.1, 0.4))
    with pytest.raises(NotApplicableError, match="old_margin is not above 0"):
        break_even_incrementality(NewCloud(100.0, 0.1, 0.0))
    with pytest.raises(NotApplicableError, match="revenue is 0"):
        break_even_incrementality(NewCloud(0.0, 0.1, 0.2))


def test_figures_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="old_margin must be 1 or less, got 35"):
        NewCloud(100.0, 0.2, 35.0)
    with pytest.raises(InputError, match="revenue must be 0 or more"):
        NewCloud(-100.0, 0.2, 0.3)
    with pytest.raises(InputError, match="for 40 % enter"):
        gain(NewCloud(100.0, 0.2, 0.3), 40.0)
