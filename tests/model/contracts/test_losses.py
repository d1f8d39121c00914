from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.arrays import FloatArray
from revshare.contracts.counters import never
from revshare.contracts.losses import Losses, LossReset, Treatment, after_losses
from revshare.errors import TermsError
from revshare.timeline import resets_every

BASES = st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=30).map(np.array)
FRACTIONS = st.sampled_from([0.0, 0.25, 0.8, 1.0])


def passed(base: FloatArray, losses: Losses) -> FloatArray:
    return after_losses(base, losses, never(base.shape[-1])).base


def by_vintage(
    base: list[float], limit: float, expiry: int | None, opening: float = 0.0
) -> tuple[list[float], list[float]]:
    """The clause month by month with a list of dated losses: the slow, obvious way."""
    bank = [(-1, opening)]
    let_through, closing = [], []
    for month, amount in enumerate(base):
        usable = limit * max(amount, 0.0)
        left = []
        for born, loss in bank:
            used = min(loss, usable)
            usable -= used
            left.append((born, loss - used))
        used_now = sum(loss for _, loss in bank) - sum(loss for _, loss in left)
        let_through.append(max(amount, 0.0) - used_now)
        left.append((month, max(-amount, 0.0)))
        bank = [(born, loss) for born, loss in left if expiry is None or month < born + expiry]
        closing.append(sum(loss for _, loss in bank))
    return let_through, closing


@pytest.mark.parametrize("treatment", ["floor_zero", "loss_share", "carryforward", "cumulative_true_up"])
def test_four_treatments_of_a_loss(example: Callable[[str], dict[str, Any]], treatment: str) -> None:
    case = example("E04")
    base = np.array(case["inputs"]["base_by_month"], dtype=np.float64)
    share = 0.5 * passed(base, Losses(Treatment(treatment)))
    np.testing.assert_allclose(share, case["expected"][treatment], rtol=1e-12)
    assert share.sum() == pytest.approx(case["expected"]["totals"][treatment], rel=1e-12)


def test_a_ratchet_keeps_the_high_water_mark_and_never_pays_back() -> None:
    base = np.array([20.0, -50.0, 30.0, -10.0, 60.0, 90.0])
    np.testing.assert_allclose(passed(base, Losses(Treatment.CUMULATIVE_RATCHET)), [20, 0, 0, 0, 30, 90])


def test_an_expiring_loss_is_usable_through_its_last_month_and_no_longer() -> None:
    """A loss of 50 in month 2 with one month to live: month 3 uses 30, the other 20 lapse."""
    base = np.array([20.0, -50.0, 30.0, -10.0, 60.0, 90.0])
    carried = after_losses(base, Losses(Treatment.CARRYFORWARD, expiry=1), never(6))
    np.testing.assert_allclose(carried.base, [20, 0, 0, 0, 50, 90])
    np.testing.assert_allclose(carried.bank, [0, 50, 0, 10, 0, 0])


def test_losses_absorb_at_most_the_stated_part_of_a_profit() -> None:
    base = np.array([20.0, -50.0, 30.0, -10.0, 60.0, 90.0])
    carried = after_losses(base, Losses(Treatment.CARRYFORWARD, limit=0.5), never(6))
    np.testing.assert_allclose(carried.base, [20, 0, 15, 0, 30, 75])
    np.testing.assert_allclose(carried.bank, [0, 50, 35, 45, 15, 0])


def test_the_bank_is_emptied_where_a_year_opens() -> None:
    base = np.array([-50.0, 10.0, 30.0, 20.0])
    resets = resets_every(2, 4)
    for losses in (Losses(Treatment.CARRYFORWARD), Losses(Treatment.CARRYFORWARD, limit=0.999999)):
        np.testing.assert_allclose(after_losses(base, losses, resets).base, [0, 0, 30, 20], atol=1e-4)


@given(
    base=BASES, limit=FRACTIONS, expiry=st.sampled_from([None, 1, 2, 5]), opening=st.sampled_from([0.0, 40.0])
)
def test_carry_forward_agrees_with_a_list_of_dated_losses(
    base: FloatArray, limit: float, expiry: int | None, opening: float
) -> None:
    losses = Losses(Treatment.CARRYFORWARD, limit=limit, expiry=expiry)
    carried = after_losses(base, losses, never(base.size), opening)
    let_through, bank = by_vintage(base.tolist(), limit, expiry, opening)
    np.testing.assert_allclose(carried.base, let_through, atol=1e-9)
    np.testing.assert_allclose(carried.bank, bank, atol=1e-9)


@given(base=BASES, cut=st.integers(0, 30), expiry=st.sampled_from([None, 1, 3]))
def test_carrying_the_bank_by_age_splits_the_run_without_a_trace(
    base: FloatArray, cut: int, expiry: int | None
) -> None:
    cut = min(cut, base.size - 1)
    losses = Losses(Treatment.CARRYFORWARD, limit=0.8, expiry=expiry)
    whole = after_losses(base, losses, never(base.size))
    if cut == 0:
        return
    first = after_losses(base[:cut], losses, never(cut))
    second = after_losses(base[cut:], losses, never(base.size - cut), first.vintages)
    np.testing.assert_allclose(np.append(first.base, second.base), whole.base, atol=1e-9)
    np.testing.assert_allclose(np.append(first.bank, second.bank), whole.bank, atol=1e-9)


@given(base=BASES)
def test_carry_forward_pays_on_the_highest_cumulative_profit(base: FloatArray) -> None:
    total = passed(base, Losses(Treatment.CARRYFORWARD)).sum()
    assert total == pytest.approx(max(0.0, np.cumsum(base).max()), abs=1e-9)


@given(base=BASES)
def test_the_treatments_are_ordered_in_total(base: FloatArray) -> None:
    order = ("loss_share", "cumulative_true_up", "carryforward", "floor_zero")
    totals = [passed(base, Losses(Treatment(name))).sum() for name in order]
    assert all(low <= high + 1e-9 for low, high in pairwise(totals))


@given(base=BASES)
def test_the_bank_is_the_gap_to_the_high_water_mark(base: FloatArray) -> None:
    carried = after_losses(base, Losses(Treatment.CARRYFORWARD), never(base.size))
    level = np.cumsum(base)
    np.testing.assert_allclose(carried.bank, np.maximum(np.maximum.accumulate(level), 0.0) - level, atol=1e-9)
    assert (carried.bank >= 0).all()


@given(
    bases=st.lists(st.lists(st.floats(-100, 100), min_size=8, max_size=8), min_size=2, max_size=4),
    treatment=st.sampled_from(list(Treatment)),
)
def test_stacked_series_equal_one_by_one(bases: list[list[float]], treatment: Treatment) -> None:
    carrying = treatment is Treatment.CARRYFORWARD
    for losses in (Losses(treatment), Losses(treatment, expiry=3 if carrying else None)):
        stack = after_losses(np.array(bases), losses, resets_every(5, 8))
        for row, base in enumerate(bases):
            alone = after_losses(np.array(base), losses, resets_every(5, 8))
            np.testing.assert_allclose(stack.base[row], alone.base, atol=1e-12)
            np.testing.assert_allclose(stack.bank[row], alone.bank, atol=1e-12)


def test_an_uncertain_limit_is_a_leading_axis() -> None:
    base = np.array([-50.0, 30.0, 60.0])
    stack = after_losses(base, Losses(Treatment.CARRYFORWARD, limit=np.array([[1.0], [0.5]])), never(3))
    np.testing.assert_allclose(stack.base, [[0, 0, 40], [0, 15, 30]])


def test_a_limit_on_losses_that_are_not_carried_is_refused() -> None:
    with pytest.raises(TermsError, match="loss_limit and loss_expiry apply to carryforward only"):
        Losses(Treatment.FLOOR_ZERO, expiry=12)


def test_a_plain_year_is_the_contract_year() -> None:
    assert LossReset.YEAR.year is LossReset.CONTRACT_YEAR.year
    assert LossReset.NEVER.year is None
