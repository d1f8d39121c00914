"""How an investor shows its stake."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.arrays import FloatArray
from revshare.errors import InputError
from revshare.investment.books import Books, carry

PAID = st.lists(st.floats(0.0, 50.0) | st.just(0.0), min_size=8, max_size=8).map(np.array)
RESULTS = st.lists(st.floats(-100.0, 100.0), min_size=8, max_size=8).map(np.array)


def test_losses_stay_off_the_books_only_at_cost() -> None:
    """10 paid for 40 % of a lab that loses 10, 10, 10 and then earns 5, 5, 20."""
    paid, result = [10.0, 0.0, 0.0, 0.0, 0.0, 0.0], [-10.0, -10.0, -10.0, 5.0, 5.0, 20.0]
    np.testing.assert_allclose(carry(Books.COST, paid).income, 0.0)
    np.testing.assert_allclose(carry(Books.COST, paid).carrying, 10.0)
    equity = carry(Books.EQUITY_METHOD, paid, ownership=0.4, result=result)
    np.testing.assert_allclose(equity.income, [-4.0, -4.0, -2.0, 0.0, 2.0, 8.0])
    np.testing.assert_allclose(equity.carrying, [6.0, 2.0, 0.0, 0.0, 2.0, 10.0])
    np.testing.assert_allclose(equity.unrecognised, [0.0, 0.0, 2.0, 0.0, 0.0, 0.0])


def test_fair_value_changes_are_income() -> None:
    found = carry(Books.FAIR_VALUE, [10.0, 0.0, 5.0], fair_value=[10.0, 30.0, 32.0])
    np.testing.assert_allclose(found.income, [0.0, 20.0, -3.0])
    np.testing.assert_allclose(found.carrying, [10.0, 30.0, 32.0])


def test_new_money_takes_up_old_losses_only_if_it_was_paid_for_them() -> None:
    paid, result = [10.0, 0.0, 8.0, 0.0], [-15.0, 0.0, 0.0, 2.0]
    fresh = carry(Books.EQUITY_METHOD, paid, ownership=1.0, result=result)
    np.testing.assert_allclose(fresh.carrying, [0.0, 0.0, 8.0, 8.0])
    np.testing.assert_allclose(fresh.unrecognised, [5.0, 5.0, 5.0, 3.0])
    funding = carry(Books.EQUITY_METHOD, paid, ownership=1.0, result=result, funds_earlier_losses=True)
    np.testing.assert_allclose(funding.income, [-10.0, 0.0, -5.0, 2.0])
    np.testing.assert_allclose(funding.carrying, [0.0, 0.0, 3.0, 5.0])
    np.testing.assert_allclose(funding.unrecognised, [5.0, 5.0, 0.0, 0.0])


@settings(deadline=None)
@given(paid=PAID, result=RESULTS, ownership=st.floats(0.0, 1.0), funds=st.booleans())
def test_the_equity_method_never_falls_below_zero_and_loses_no_result(
    paid: FloatArray, result: FloatArray, ownership: float, funds: bool
) -> None:
    found = carry(Books.EQUITY_METHOD, paid, ownership=ownership, result=result, funds_earlier_losses=funds)
    assert (found.carrying >= -1e-9).all()
    assert (found.unrecognised >= -1e-9).all()
    np.testing.assert_allclose(
        found.carrying - found.unrecognised, np.cumsum(paid + ownership * result), atol=1e-9
    )
    if funds:
        np.testing.assert_allclose(found.carrying * found.unrecognised, 0.0, atol=1e-6)
    both = carry(
        Books.EQUITY_METHOD,
        np.stack([paid, paid]),
        ownership=ownership,
        result=np.stack([result, -result]),
        funds_earlier_losses=funds,
    )
    np.testing.assert_allclose(both.carrying[0], found.carrying, atol=1e-9)


@settings(deadline=None)
@given(paid=PAID, value=PAID)
def test_in_all_books_the_carrying_amount_is_what_came_in(paid: FloatArray, value: FloatArray) -> None:
    for found in (
        carry(Books.COST, paid),
        carry(Books.FAIR_VALUE, paid, fair_value=value),
        carry(Books.EQUITY_METHOD, paid, ownership=0.3, result=-value),
    ):
        np.testing.assert_allclose(found.carrying, np.cumsum(found.bought + found.income), atol=1e-9)


def test_books_that_lack_a_series_say_which() -> None:
    with pytest.raises(InputError, match="fair_value is missing"):
        carry(Books.FAIR_VALUE, [1.0])
    with pytest.raises(InputError, match="ownership or result is missing"):
        carry(Books.EQUITY_METHOD, [1.0], ownership=0.4)
    with pytest.raises(InputError, match=r"for 40 % enter 0[.]4"):
        carry(Books.EQUITY_METHOD, [1.0], ownership=40.0, result=[1.0])
    with pytest.raises(InputError, match="series must cover the same periods"):
        carry(Books.EQUITY_METHOD, [1.0], ownership=0.4, result=[1.0, 2.0])
    with pytest.raises(InputError, match="bought must be 0 or more, got -1"):
        carry(Books.COST, [-1.0])
