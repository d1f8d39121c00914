from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revshare.commitments.prepayment import burn_down
from revshare.errors import InputError

USAGE = st.lists(st.floats(0, 100, width=32), min_size=1, max_size=12)


def test_breakage_changes_when_revenue_is_earned_and_not_how_much(
    example: Callable[[str], dict[str, Any]],
) -> None:
    case = example("E23")
    inputs, expected = case["inputs"], case["expected"]
    prepaid, usage = inputs["prepayment"], np.array(inputs["monthly_usage"], dtype=np.float64)
    proportional = burn_down(prepaid, usage, inputs["expected_breakage"])
    np.testing.assert_allclose(proportional.earned, expected["monthly_revenue_proportional"], rtol=1e-9)
    assert proportional.earned_on_lapse[-1] == pytest.approx(expected["revenue_on_lapse_proportional"])
    before_lapse = burn_down(prepaid, usage, inputs["expected_breakage"], lapses=False)
    assert before_lapse.liability[-1] == pytest.approx(expected["contract_liability_before_lapse"])
    assert before_lapse.asset[-1] == expected["lapsed_prepayment"]

    remote = burn_down(prepaid, usage)
    np.testing.assert_allclose(remote.earned, expected["monthly_revenue_if_remote_method"], rtol=1e-9)
    assert remote.earned_on_lapse[-1] == pytest.approx(expected["revenue_on_lapse_remote"])
    for books in (proportional, remote):
        np.testing.assert_allclose(books.balance, expected["customer_balance"], rtol=1e-12)
        assert books.lapsed[-1] == expected["lapsed_prepayment"]
        assert books.revenue.sum() == pytest.approx(prepaid, rel=1e-12)
        assert books.liability[-1] == 0
        assert books.asset[-1] == 0


def test_usage_beyond_the_prepayment_is_paid_for_separately() -> None:
    books = burn_down(100.0, np.array([60.0, 60.0, 10.0]))
    assert books.drawn.tolist() == [60, 40, 0]
    assert books.overage.tolist() == [0, 20, 10]
    assert books.revenue.tolist() == [60, 40, 0]


def test_more_use_than_expected_earns_no_more_than_was_paid() -> None:
    books = burn_down(100.0, np.array([60.0, 30.0, 10.0]), 0.2)
    np.testing.assert_allclose(books.revenue, [75, 25, 0])
    np.testing.assert_allclose(books.liability, [25, 0, 0])


def test_what_nobody_is_expected_to_use_has_no_pattern_of_use() -> None:
    with pytest.raises(InputError, match="expected_breakage must be below 1"):
        burn_down(100.0, np.array([1.0]), 1.0)
    with pytest.raises(InputError, match=r"expected_breakage must be 0 to 1, got 12; for 12 % enter 0.12"):
        burn_down(100.0, np.array([1.0]), 12.0)
    with pytest.raises(InputError, match="usage must be 0 or more, got -1 in period 2"):
        burn_down(100.0, np.array([1.0, -1.0]))


@given(
    rows=st.integers(1, 8).flatmap(
        lambda count: st.lists(st.lists(st.floats(0, 99), min_size=count, max_size=count), min_size=1)
    ),
    breakage=st.floats(0, 0.99),
    prepaid=st.floats(0, 400),
)
def test_all_that_is_prepaid_is_earned_and_nothing_is_owed_below_zero(
    rows: list[list[float]], breakage: float, prepaid: float
) -> None:
    books = burn_down(prepaid, np.array(rows), breakage)
    np.testing.assert_allclose(books.revenue.sum(axis=-1), prepaid, atol=1e-9)
    np.testing.assert_allclose((books.drawn + books.lapsed).sum(axis=-1), prepaid, atol=1e-9)
    np.testing.assert_allclose(prepaid - books.revenue.cumsum(axis=-1), books.liability, atol=1e-9)
    for balance in (books.liability, books.balance, books.overage, books.revenue):
        assert (balance >= 0).all()
    alone = burn_down(prepaid, np.array(rows[0]), breakage)
    for name in books._fields:
        np.testing.assert_allclose(getattr(books, name)[0], getattr(alone, name), atol=1e-9)
