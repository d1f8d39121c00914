"""Credits, investment in kind, and access."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.arrays import FloatArray
from revshare.errors import InputError
from revshare.investment.bundle import InKind, access_value, burn_credits

AMOUNTS = st.lists(st.floats(0.0, 100.0) | st.just(0.0), min_size=8, max_size=8).map(np.array)


def by_grant(granted: FloatArray, usage: FloatArray, expiry: int | None, opening: float) -> list[FloatArray]:
    """The same account kept grant by grant: an independent answer."""
    left = [(0, opening)]
    burned, expired, closing = (np.zeros(len(granted)) for _ in range(3))
    for period, (given_, used) in enumerate(zip(granted, usage, strict=True)):
        left.append((period, float(given_)))
        need = float(used)
        for place, (born, amount) in enumerate(left):
            take = min(amount, need)
            left[place] = (born, amount - take)
            need -= take
        burned[period] = used - need
        if expiry is not None:
            expired[period] = sum(amount for born, amount in left if born <= period - expiry)
            left = [(born, amount) for born, amount in left if born > period - expiry]
        closing[period] = sum(amount for _, amount in left)
    return [burned, expired, closing]


def test_credits_are_burned_oldest_first_and_lapse() -> None:
    """12 granted, used at 3 a month, and lapsing after the third month; another 6 in the third month."""
    found = burn_credits([12.0, 0.0, 6.0, 0.0, 0.0], [3.0, 3.0, 3.0, 3.0, 7.0], expiry=2)
    np.testing.assert_allclose(found.burned, [3.0, 3.0, 3.0, 3.0, 3.0])
    np.testing.assert_allclose(found.expired, [0.0, 0.0, 3.0, 0.0, 0.0])
    np.testing.assert_allclose(found.closing, [9.0, 6.0, 6.0, 3.0, 0.0])
    np.testing.assert_allclose(found.paid, [0.0, 0.0, 0.0, 0.0, 4.0])


def test_credits_of_their_own_period_alone() -> None:
    found = burn_credits([5.0, 5.0], [2.0, 9.0], expiry=0)
    np.testing.assert_allclose(found.burned, [2.0, 5.0])
    np.testing.assert_allclose(found.expired, [3.0, 0.0])


@settings(deadline=None)
@given(granted=AMOUNTS, usage=AMOUNTS, expiry=st.none() | st.integers(0, 9), opening=st.floats(0.0, 50.0))
def test_the_account_is_what_keeping_every_grant_apart_gives(
    granted: FloatArray, usage: FloatArray, expiry: int | None, opening: float
) -> None:
    found = burn_credits(granted, usage, expiry, opening)
    for series, expected in zip(
        (found.burned, found.expired, found.closing), by_grant(granted, usage, expiry, opening), strict=True
    ):
        np.testing.assert_allclose(series, expected, atol=1e-9)
    before = np.append(opening, found.closing[:-1])
    np.testing.assert_allclose(
        before + found.granted - found.burned - found.expired, found.closing, atol=1e-9
    )
    np.testing.assert_allclose(found.burned + found.paid, usage, atol=1e-9)
    together = burn_credits(np.stack([granted, usage]), usage, expiry, opening)
    np.testing.assert_allclose(together.closing[0], found.closing)


@pytest.mark.parametrize(
    ("granted", "usage", "expiry", "opening", "words"),
    [
        ([-1.0], [1.0], None, 0.0, "granted must be 0 or more, got -1"),
        ([1.0], [-1.0], None, 0.0, "usage must be 0 or more, got -1"),
        ([1.0], [1.0], None, -2.0, "opening must be 0 or more, got -2"),
        ([1.0], [1.0], -1, 0.0, "expiry must be 0 or more periods, got -1"),
        ([1.0], [1.0, 2.0], None, 0.0, "series must cover the same periods"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(
    granted: list[float], usage: list[float], expiry: int | None, opening: float, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        burn_credits(granted, usage, expiry, opening)


def test_what_is_paid_in_kind_shows_its_stated_value_beside_what_it_is_worth_and_costs() -> None:
    chips = InKind(stated_value=10.0, market_value=8.0, cost=3.0)
    assert chips.overstatement == 2.0
    assert chips.margin == 7.0
    with pytest.raises(InputError, match="cost must be 0 or more, got -1"):
        InKind(1.0, 1.0, -1.0)


def test_access_is_worth_the_demand_that_would_go_unmet() -> None:
    np.testing.assert_allclose(
        access_value(np.array([80.0, 120.0, 200.0]), 100.0, 50.0, 0.4), [0.0, 8.0, 20.0]
    )
    with pytest.raises(InputError, match="units_unlocked must be 0 or more, got -5"):
        access_value(100.0, 80.0, -5.0, 0.4)
