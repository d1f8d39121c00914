"""Payoff of non-participating preferred shares."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.errors import InputError, NotApplicableError
from revshare.investment.preference import conversion_value, exit_value

MONEY = st.floats(0.0, 1e6)


def test_the_holder_takes_all_then_its_money_then_its_part() -> None:
    """5 put in for 10 %: below 5 all of it, up to 50 the 5, beyond 50 a tenth."""
    np.testing.assert_allclose(exit_value([0.0, 3.0, 5.0, 20.0, 50.0, 100.0], 5.0, 0.1), [0, 3, 5, 5, 5, 10])
    np.testing.assert_allclose(exit_value([8.0, 20.0, 150.0], 5.0, 0.1, 2.0), [8, 10, 15])
    np.testing.assert_allclose(exit_value([8.0, 20.0], 5.0, 0.1, 0.0), [0.8, 2.0], err_msg="ordinary shares")
    assert conversion_value(5.0, 0.1) == pytest.approx(50.0)


@settings(deadline=None)
@given(value=MONEY, more=MONEY, invested=MONEY, ownership=st.floats(0.0, 1.0), multiple=st.floats(0.0, 3.0))
def test_the_payoff_rises_with_the_exit_and_never_exceeds_it(
    value: float, more: float, invested: float, ownership: float, multiple: float
) -> None:
    low, high = exit_value([value, value + more], invested, ownership, multiple)
    assert 0.0 <= low <= high
    assert ownership * value * (1.0 - 1e-12) <= low <= value
    assert high - low <= more * (1.0 + 1e-9) + 1e-6


def test_terms_by_scenario_are_taken_together() -> None:
    found = exit_value([[20.0, 100.0]] * 2, np.array([[5.0], [30.0]]), np.array([[0.1], [0.5]]))
    np.testing.assert_allclose(found, [[5.0, 10.0], [20.0, 50.0]])


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(InputError, match="exit_values must be 0 or more, got -1"):
        exit_value([-1.0], 5.0, 0.1)
    with pytest.raises(InputError, match="invested must be 0 or more, got -5"):
        exit_value([1.0], -5.0, 0.1)
    with pytest.raises(InputError, match="preference_multiple must be 0 or more, got -2"):
        exit_value([1.0], 5.0, 0.1, -2.0)
    with pytest.raises(InputError, match=r"ownership must be 0 to 1, got 1[.]1"):
        exit_value([1.0], 5.0, 1.1)
    with pytest.raises(NotApplicableError, match="converting never pays"):
        conversion_value(5.0, 0.0)
