from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from revshare.commitments.buckets import Commitment, settle
from revshare.commitments.provision import Recognition, expense

USED = np.array([8.0, 18.0, 16.0, 30.0, 25.0])
RAMP = np.array([10.0, 15.0, 20.0, 25.0, 30.0])


def test_a_shortfall_is_the_cost_of_the_bucket_that_falls_short() -> None:
    plain = expense(settle(USED, Commitment(RAMP)))
    assert plain.expense.tolist() == [10, 18, 20, 30, 30]
    assert not plain.provision.any()


def test_an_onerous_contract_accrues_what_it_expects() -> None:
    """2, 4 and 5 fall short: all 11 are cost at once, and the provision is used up as they are paid."""
    early = expense(settle(USED, Commitment(RAMP)), Recognition.WHEN_EXPECTED)
    assert early.expense.tolist() == [19, 18, 16, 30, 25]
    assert early.provision.tolist() == [9, 9, 5, 5, 0]


def test_make_up_that_will_be_used_is_not_expected_to_be_lost() -> None:
    settlement = settle(USED, Commitment(RAMP, make_up_years=1))
    early = expense(settlement, Recognition.WHEN_EXPECTED)
    assert early.provision.tolist() == [3, 5, 1, 5, 0]
    assert early.expense.sum() == settlement.paid.sum()


@given(rows=st.lists(st.lists(st.floats(0, 50), min_size=5, max_size=5), min_size=1, max_size=3))
def test_only_the_timing_differs(rows: list[list[float]]) -> None:
    settlement = settle(np.array(rows), Commitment(RAMP, make_up_years=2))
    early = expense(settlement, Recognition.WHEN_EXPECTED)
    np.testing.assert_allclose(early.expense.sum(axis=-1), settlement.paid.sum(axis=-1), atol=1e-9)
    assert (early.provision >= 0).all()
    opening = np.insert(early.provision[..., :-1], 0, 0.0, axis=-1)
    np.testing.assert_allclose(opening + early.expense - settlement.paid, early.provision, atol=1e-9)
