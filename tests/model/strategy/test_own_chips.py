"""Chips of one's own."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.errors import InputError, NotApplicableError
from revshare.strategy.own_chips import Chips, break_even_adoption, cost_ratio_with, value


def test_the_cost_ratio_falls_by_adoption_times_saving() -> None:
    assert cost_ratio_with(Chips(0.3, 0.0), 0.6, 0.5) == pytest.approx(0.6 * 0.85, rel=1e-12)
    np.testing.assert_allclose(
        cost_ratio_with(Chips(0.3, 0.0), 0.6, np.array([0.0, 1.0])), [0.6, 0.42], rtol=1e-12
    )


def test_the_saving_is_set_against_the_migration() -> None:
    chips = Chips(0.3, 100.0)
    assert value(chips, 400.0, 0.5, 2, 0.0) == pytest.approx(2 * 60.0 - 100.0, rel=1e-12)
    assert break_even_adoption(chips, 400.0, 2, 0.0) == pytest.approx(100.0 / 240.0, rel=1e-12)


@given(
    saving=st.floats(0.1, 1.0),
    cost=st.floats(0.0, 50.0),
    years=st.integers(1, 8),
    rate=st.just(0.0) | st.floats(1e-9, 0.3),
)
def test_at_the_break_even_adoption_nothing_is_gained(
    saving: float, cost: float, years: int, rate: float
) -> None:
    chips = Chips(saving, cost)
    needed = float(break_even_adoption(chips, 1000.0, years, rate))
    assert value(chips, 1000.0, needed, years, rate) == pytest.approx(0.0, abs=1e-9)


def test_chips_that_save_too_little_never_pay() -> None:
    with pytest.raises(NotApplicableError, match="own chips never pay"):
        break_even_adoption(Chips(0.1, 1000.0), 100.0, 2, 0.1)


def test_figures_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="for 30 % enter"):
        Chips(30.0, 0.0)
    with pytest.raises(InputError, match="migration_cost must be 0 or more"):
        Chips(0.3, -1.0)
    with pytest.raises(InputError, match="saving must be above 0"):
        break_even_adoption(Chips(0.0, 1.0), 100.0, 2, 0.1)
