"""Commitments by month: buckets of months, and payments on months."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revshare.commitments.buckets import Commitment, Rollover, settle
from revshare.commitments.periods import by_bucket, paid_by_period, paid_every, settle_every
from revshare.errors import InputError
from revshare.timeline import resets_every

FLAGS = st.lists(st.booleans(), min_size=1, max_size=20).map(np.array)


def test_usage_is_paid_as_it_is_incurred_and_the_shortfall_in_the_last_month() -> None:
    usage = np.array([1.0, 2.0, 0.0, 4.0, 5.0, 6.0])
    terms = Commitment(np.array([10.0, 10.0]))
    assert paid_every(usage, terms, 3).tolist() == [1, 2, 7, 4, 5, 6]
    assert settle_every(usage, terms, 3).paid.tolist() == [10, 15]


def test_make_up_is_credited_in_the_last_month() -> None:
    usage = np.array([1.0, 2.0, 0.0, 4.0, 9.0, 0.0])
    terms = Commitment(np.array([10.0, 10.0]), make_up_years=1)
    assert paid_every(usage, terms, 3).tolist() == [1, 2, 7, 4, 9, -3]


def test_a_term_is_trued_up_in_its_last_month() -> None:
    usage = np.array([1.0, 2.0, 0.0, 4.0])
    for amounts in ([4.0, 6.0], [10.0]):
        terms = Commitment(np.array(amounts), Rollover.TERM)
        assert paid_every(usage, terms, 2).tolist() == [1, 2, 0, 7]


def test_an_unfinished_bucket_is_paid_as_used() -> None:
    usage = np.array([1.0, 2.0, 0.0, 4.0])
    assert paid_every(usage, Commitment(np.array([10.0, 10.0])), 3).tolist() == [1, 2, 7, 4]
    with pytest.raises(InputError, match="commitment has 1 amounts and usage fills 2 buckets"):
        paid_every(usage, Commitment(np.array([10.0])), 3)


def test_a_credit_is_netted_inside_its_bucket() -> None:
    usage = np.array([6.0, -2.0])
    assert paid_every(usage, Commitment(np.array([10.0])), 2).tolist() == [6, 4]


def test_buckets_may_open_where_a_contract_year_does() -> None:
    opens = np.array([True, False, True, False, False, True])
    usage = np.arange(1.0, 7.0)
    settlement = settle(by_bucket(usage, opens), Commitment(np.array([5.0, 5.0, 10.0])))
    assert settlement.usage.tolist() == [3, 12, 6]
    assert paid_by_period(usage, settlement, opens).tolist() == [1, 4, 3, 4, 5, 10]


@given(opens=FLAGS, rows=st.integers(1, 3), seed=st.integers(0, 2**16))
def test_months_sum_to_their_buckets_on_every_path(opens: np.ndarray, rows: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    usage = dice.uniform(0, 100, (rows, opens.size))
    buckets = 1 + int(opens[1:].sum())
    terms = Commitment(
        dice.uniform(0, 300, (rows, buckets)), Rollover.EXCESS, rollover_limit=0.5, make_up_years=2
    )
    settlement = settle(by_bucket(usage, opens), terms)
    paid = paid_by_period(usage, settlement, opens)
    np.testing.assert_allclose(by_bucket(paid, opens), settlement.paid, rtol=1e-12, atol=1e-9)
    alone = Commitment(terms.amounts[0], Rollover.EXCESS, rollover_limit=0.5, make_up_years=2)
    np.testing.assert_allclose(
        paid_by_period(usage[0], settle(by_bucket(usage[0], opens), alone), opens),
        paid[0],
        rtol=1e-12,
        atol=1e-9,
    )


def test_uncertain_commitments_give_a_path_each() -> None:
    usage = np.array([1.0, 2.0])
    terms = Commitment(np.array([[10.0], [2.0]]))
    assert paid_every(usage, terms, 2).tolist() == [[1, 9], [1, 2]]


def test_buckets_of_one_period_need_no_adding_up() -> None:
    usage = np.array([8.0, 18.0])
    assert by_bucket(usage, resets_every(1, 2)).tolist() == [8, 18]
