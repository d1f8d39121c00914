from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revshare.commitments.buckets import Commitment, Opening, Rollover
from revshare.commitments.termination import terminated
from revshare.errors import InputError


def test_the_fee_is_its_fraction_of_what_remains() -> None:
    usage = np.array([8.0, 4.0, 0.0, 0.0])
    end = terminated(usage, Commitment(np.array([10.0, 10.0, 20.0, 30.0]), termination_fee=0.5), 1)
    assert end.remaining.tolist() == [0, 6, 20, 30]
    assert float(end.fee) == 28
    assert end.paid.tolist() == [10, 4 + 28, 0, 0]


def test_banks_run_on_into_what_remains() -> None:
    usage = np.array([14.0, 0.0, 0.0])
    terms = Commitment(np.array([10.0, 10.0, 10.0]), Rollover.EXCESS, termination_fee=1.0)
    assert float(terminated(usage, terms, 1).fee) == 16
    left = Commitment(np.array([10.0, 10.0, 10.0]), Rollover.DEFER, termination_fee=1.0)
    assert float(terminated(np.array([4.0, 0.0, 0.0]), left, 1).fee) == 26


def test_a_term_owes_what_is_left_of_it() -> None:
    end = terminated(
        np.array([8.0, 0.0, 0.0]), Commitment(np.array([100.0]), Rollover.TERM, termination_fee=0.25), 1
    )
    assert float(end.fee) == 23
    assert end.paid.tolist() == [8, 23, 0]


def test_an_end_after_the_last_bucket_costs_nothing() -> None:
    end = terminated(np.array([8.0]), Commitment(np.array([10.0])), 1)
    assert float(end.fee) == 0
    assert end.paid.tolist() == [10]


def test_usage_after_the_end_is_refused() -> None:
    terms = Commitment(np.array([10.0, 10.0]))
    with pytest.raises(InputError, match="usage after the commitment ended in bucket 1 must be 0"):
        terminated(np.array([1.0, 1.0]), terms, 0)
    with pytest.raises(InputError, match="finished must be 0 to 2 buckets, got 3"):
        terminated(np.array([1.0, 1.0]), terms, 3)


@given(
    rows=st.lists(st.lists(st.floats(0, 50, width=32), min_size=2, max_size=2), min_size=1, max_size=4),
    form=st.sampled_from(Rollover),
)
def test_ending_never_costs_more_than_keeping_it_unused(rows: list[list[float]], form: Rollover) -> None:
    usage = np.array([[*row, 0.0, 0.0] for row in rows])
    fees = np.linspace(0, 1, len(rows))[:, np.newaxis]
    end = terminated(usage, Commitment(np.array([20.0, 30.0, 10.0, 40.0]), form, termination_fee=fees), 2)
    kept = end.settlement.paid.sum(axis=-1)
    assert (end.paid.sum(axis=-1) <= kept + 1e-9).all()
    np.testing.assert_allclose(end.fee, fees[:, 0] * end.remaining.sum(axis=-1), atol=1e-9)
    full = terminated(usage, Commitment(np.array([20.0, 30.0, 10.0, 40.0]), form), 2, Opening(used=1.0))
    np.testing.assert_allclose(full.paid.sum(axis=-1), full.settlement.paid.sum(axis=-1), atol=1e-9)
