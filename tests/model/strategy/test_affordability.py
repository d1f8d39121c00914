"""Whether a lab can carry what it has promised."""

from __future__ import annotations

import numpy as np
import pytest

from revshare.errors import InputError
from revshare.profitability import peak_funding
from revshare.strategy.affordability import burn_per_revenue, commitments_per_revenue, revenue_needed

CASH = np.array([-1620.0, -1981.0, -1800.0, -480.0, 1920.0])
REVENUE = np.array([1000.0, 2600.0, 6000.0, 12000.0, 20000.0])


def test_burn_is_set_against_the_revenue_it_has_reached() -> None:
    found = burn_per_revenue(CASH, REVENUE)
    np.testing.assert_allclose(
        found, [1.62, 3601 / 2600, 5401 / 6000, 5881 / 12000, 3961 / 20000], rtol=1e-12
    )
    assert (found * REVENUE).max() == pytest.approx(float(peak_funding(CASH)), rel=1e-12)


def test_a_lab_that_has_never_burned_has_burned_nothing() -> None:
    np.testing.assert_array_equal(
        burn_per_revenue(np.array([5.0, -3.0]), np.array([1.0, 0.0])), [0.0, np.nan]
    )


def test_the_revenue_at_which_commitments_take_a_quarter() -> None:
    due = np.array([500.0, 4000.0])
    needed = revenue_needed(due, 0.25)
    np.testing.assert_array_equal(needed, [2000.0, 16000.0])
    np.testing.assert_array_equal(commitments_per_revenue(due, needed), [0.25, 0.25])


def test_figures_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="for 25 % enter"):
        revenue_needed(100.0, 25.0)
    with pytest.raises(InputError, match="share_of_revenue must be above 0"):
        revenue_needed(100.0, 0.0)
    with pytest.raises(InputError, match="must cover the same periods"):
        burn_per_revenue(CASH, REVENUE[:3])
