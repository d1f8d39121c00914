from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.contracts.advance import Advance, recouped
from revshare.contracts.waterfall import Waterfall
from revshare.errors import TermsError


def test_an_advance_is_kept_back_from_the_shares(example: Callable[[str], dict[str, Any]]) -> None:
    case = example("E14")
    earned = np.array(case["inputs"]["annual_earned"], dtype=np.float64)
    result = recouped(earned, Advance(500.0, 0.6))
    np.testing.assert_allclose(earned - result.recouped, case["expected"]["net_paid"], rtol=1e-12)
    np.testing.assert_allclose(result.balance, case["expected"]["unrecouped"], atol=1e-12)
    total = 500.0 + (earned - result.recouped).sum()
    assert total == pytest.approx(case["expected"]["cash_total_including_advance"])


def test_a_negative_share_adds_nothing_to_the_advance() -> None:
    result = recouped(np.array([100.0, -50.0, 100.0]), Advance(150.0))
    np.testing.assert_allclose(result.recouped, [100, 0, 50])
    np.testing.assert_allclose(result.balance, [50, 50, 0])


def test_an_advance_is_recouped_before_true_ups(run: Callable[..., Waterfall]) -> None:
    """Year 2 earns 130 and the advance takes all: nothing is left from which to keep back a true-up."""
    terms = {
        "rate": 1.0,
        "annual_minimum": 120,
        "minimum_recoupable": True,
        "advance": 230,
        "advance_rate": 1.0,
    }
    result = run(terms, [5.0] * 12 + [13.0] * 12 + [15.0] * 12)
    years = result.timeline.by_year
    np.testing.assert_allclose(years(result.true_up), [60, 0, 0])
    np.testing.assert_allclose(years(result.advance_recouped), [60, 156, 14])
    np.testing.assert_allclose(years(result.minimum_recouped), [0, 0, 60])


@given(
    share=st.lists(st.floats(-50, 100), min_size=1, max_size=20),
    amount=st.floats(0, 800),
    rate=st.floats(0, 1),
)
def test_advance_and_payments_equal_what_was_earned_and_what_is_open(
    share: list[float], amount: float, rate: float
) -> None:
    result = recouped(np.array(share), Advance(amount, rate))
    paid = np.cumsum(share - result.recouped)
    np.testing.assert_allclose(amount + paid, np.cumsum(share) + result.balance, atol=1e-9)
    assert (result.recouped >= 0).all()
    assert (result.balance >= 0).all()


def test_an_uncertain_advance_is_a_leading_axis() -> None:
    result = recouped(np.array([60.0, 60.0]), Advance(np.array([[50.0], [100.0]])))
    np.testing.assert_allclose(result.balance, [[0, 0], [40, 0]])


def test_a_negative_advance_is_refused() -> None:
    with pytest.raises(TermsError, match="advance must be 0 or more, got -1"):
        Advance(-1.0)
