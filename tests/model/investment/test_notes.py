"""Convertible notes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.errors import InputError
from revshare.investment.notes import convert_note, note_ownership

MONEY = st.floats(0.01, 1e6)


@pytest.mark.parametrize(
    ("discount", "cap", "price"), [(0.2, None, 8.0), (0.2, 60.0, 7.5), (0.2, 70.0, 8.0), (0.0, 90.0, 10.0)]
)
def test_a_note_converts_at_the_lower_of_two_prices(discount: float, cap: float | None, price: float) -> None:
    """Shares counted: 8 before the round at 10 each, 2 new ones for 20, and 12 of notes at their own price."""
    found = convert_note(12.0, 80.0, 20.0, discount, cap)
    shares = 8.0 + 2.0 + 12.0 / price
    assert found.note == pytest.approx(12.0 / price / shares, rel=1e-12)
    assert found.investors == pytest.approx(2.0 / shares, rel=1e-12)
    assert found.conversion_value == pytest.approx(8.0 * price, rel=1e-12)
    assert found.discount == pytest.approx(1.0 - price / 10.0, abs=1e-12)


@settings(deadline=None)
@given(principal=MONEY, pre_money=MONEY, new_money=MONEY, discount=st.floats(0.0, 0.9), cap=st.none() | MONEY)
def test_all_of_the_company_is_owned_and_a_better_price_gives_more(
    principal: float, pre_money: float, new_money: float, discount: float, cap: float | None
) -> None:
    found = convert_note(principal, pre_money, new_money, discount, cap)
    assert found.note + found.investors + found.holders == pytest.approx(1.0, rel=1e-12)
    assert found.note >= note_ownership(principal, pre_money, new_money) * (1.0 - 1e-12)
    at_the_rounds_price = found.note / found.investors * new_money
    assert at_the_rounds_price == pytest.approx(principal * pre_money / found.conversion_value, rel=1e-9)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ((-1.0, 80.0, 20.0), "principal must be 0 or more, got -1"),
        ((10.0, 0.0, 20.0), "pre_money must be above 0, got 0"),
        ((10.0, 80.0, -2.0), "new_money must be 0 or more, got -2"),
        ((10.0, 80.0, 20.0, 20.0), "discount must be 0 to 1, got 20; for 20 % enter 0.2"),
        ((10.0, 80.0, 20.0, 1.0), "discount must be below 1"),
        ((10.0, 80.0, 20.0, 0.2, 0.0), "cap must be above 0, got 0"),
        ((10.0, 5e-324, 20.0, 0.9, None), "pre_money is too small to convert at"),
    ],
)
def test_terms_that_make_no_note_are_refused(terms: tuple[Any, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        convert_note(*terms)
