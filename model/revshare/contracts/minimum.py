"""Minimum guarantee: a floor under the share, tested at dates (order of operations, stages 9 and 10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from revshare.arrays import BoolArray, FloatArray, IntArray, Number
from revshare.contracts.counters import beside, nothing
from revshare.contracts.term import YearKind
from revshare.contracts.terms import check, key
from revshare.inputs import Unit


class Interval(StrEnum):
    """When a minimum is tested."""

    YEAR = "year"
    QUARTER = "quarter"
    PERIOD = "period"
    TERM = "term"


class OverCap(StrEnum):
    """Which clause prevails where the minimum lies above a cap."""

    MINIMUM_WINS = "minimum_wins"
    CAP_WINS = "cap_wins"


class AtEnd(StrEnum):
    """What becomes of true-ups not yet recouped when the contract ends."""

    LOST = "lost"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Minimum:
    """A guaranteed amount per test interval.

    Parameters
    ----------
    amount
        Money per test interval; for quarterly tests the year's amount, tested cumulatively.
    test
        When it is tested. An unfinished interval is not tested.
    year
        The year it counts by.
    prorate
        Whether it shrinks with a part year.
    recoupable
        Whether a true-up is recouped from later shares above the minimum.
    over_cap
        Which prevails where it lies above a cap.
    at_end
        What becomes of true-ups not recouped at the contract's end.
    """

    amount: Number = field(metadata=key("annual_minimum", "Least paid per test interval", Unit.MONEY))
    test: Interval = field(
        default=Interval.YEAR, metadata=key("minimum_test", "When the minimum is tested", Interval)
    )
    year: YearKind = field(
        default=YearKind.CONTRACT, metadata=key("minimum_year", "The year the minimum counts by", YearKind)
    )
    prorate: bool = field(
        default=True,
        metadata=key("prorate_minimum", "Whether the minimum shrinks with a part year", Unit.FLAG),
    )
    recoupable: bool = field(
        default=False, metadata=key("minimum_recoupable", "Whether true-ups are recouped later", Unit.FLAG)
    )
    over_cap: OverCap = field(
        default=OverCap.MINIMUM_WINS,
        metadata=key("minimum_over_cap", "Which prevails above the cap", OverCap),
    )
    at_end: AtEnd = field(
        default=AtEnd.LOST, metadata=key("minimum_at_end", "True-ups not recouped at the end", AtEnd)
    )

    def __post_init__(self) -> None:
        check(self)


class Guaranteed(NamedTuple):
    """What a minimum adds, what is later recouped, and what is still to be recouped.

    Parameters
    ----------
    true_up
        Paid on top of the share in test periods, shape ``(..., T)``; negative where a later quarter
        credits an earlier one of its year.
    recouped
        Kept back from later shares, positive.
    unrecouped
        Balance at the end of each period.
    """

    true_up: FloatArray
    recouped: FloatArray
    unrecouped: FloatArray


def guaranteed(
    earned: FloatArray,
    floors: FloatArray,
    tests: BoolArray,
    closes: BoolArray,
    *,
    recoupable: bool = False,
    refund: bool = False,
    keep_back: FloatArray | None = None,
    opening_earned: Number = 0.0,
    opening_unrecouped: Number = 0.0,
    opening_topped_up: Number = 0.0,
) -> Guaranteed:
    """True-ups to a minimum, and their recoupment.

    At a test the partner has received the most of what it earned since the interval opened, the floor,
    and what it had been topped up to before. A recoupable true-up is kept back at later closings from
    what was earned above the floor.

    Parameters
    ----------
    earned
        Share after caps, money per period, shape ``(..., T)``.
    floors
        Cumulative floor of the interval at each test, shape ``(..., tests)`` or ``(..., 1)``.
    tests
        True in the last period of each stretch that is tested, shape ``(T,)``.
    closes
        True where a test also closes its interval, after which earning is counted anew.
    refund
        Whether what is not recouped is paid back at the last test.
    keep_back
        Share left in each period from which true-ups may be recouped (after advances); `earned` if
        left out.
    opening_earned, opening_unrecouped, opening_topped_up
        Earned, still to be recouped, and topped up in the interval before the first period.
    """
    when = np.flatnonzero(tests)
    floor: Number = floors[..., :1] if when.size and floors.ndim > 1 else 0.0
    shape = beside(earned, floor, opening_earned, opening_unrecouped, opening_topped_up).shape
    if not when.size:
        none = nothing(shape)
        return Guaranteed(none, none, _constant(opening_unrecouped, shape))
    floors = np.broadcast_to(floors, (*floors.shape[:-1], when.size))
    sums = _sums(earned, when)
    true_up = np.zeros(shape, order="F")
    if not recoupable and closes[when].all() and not np.any(opening_topped_up):
        first = np.arange(when.size) == 0
        true_up[..., when] = np.maximum(floors - sums - first * np.asarray(opening_earned), 0.0)
        return Guaranteed(true_up, nothing(shape), _constant(opening_unrecouped, shape))

    recouped = np.zeros(shape)
    unrecouped = np.zeros(shape)
    left = np.zeros(shape[:-1])
    counted = left + _flat(opening_earned)
    topped = left + _flat(opening_topped_up)
    owed = left + _flat(opening_unrecouped)
    paid = np.where(topped != 0.0, counted + topped, 0.0)
    kept = None if keep_back is None else _sums(keep_back, when)
    opened = 0
    for test, last in enumerate(when.tolist()):
        unrecouped[..., opened:last] = owed[..., np.newaxis]
        opened = last + 1
        counted = counted + sums[..., test]
        floor = floors[..., test]
        paid = np.maximum(np.maximum(counted, floor), paid)
        true_up[..., last] = paid - counted - topped
        if recoupable:
            earlier = np.maximum(owed - topped, 0.0)
            owed = owed + true_up[..., last]
            if kept is not None:
                left = left + kept[..., test]
            if closes[last]:
                above = np.maximum(counted - floor, 0.0)
                above = above if kept is None else np.clip(left, 0.0, above)
                recouped[..., last] = np.minimum(earlier, above)
                owed = owed - recouped[..., last]
        topped = paid - counted
        if closes[last]:
            counted = topped = paid = left = np.zeros(shape[:-1])
        unrecouped[..., last] = owed
    if recoupable and refund:
        recouped[..., last] += owed
        owed = unrecouped[..., last] = np.zeros_like(owed)
    unrecouped[..., opened:] = owed[..., np.newaxis]
    return Guaranteed(true_up, recouped, unrecouped)


def _sums(flow: FloatArray, when: IntArray) -> FloatArray:
    """Sum of a flow over the stretch that ends in each of some periods, shape ``(..., stretches)``."""
    starts = np.append(0, when[:-1] + 1)
    if flow.ndim == 1:
        return np.add.reduceat(flow[: when[-1] + 1], starts)
    pairs = zip(starts.tolist(), when.tolist(), strict=True)
    return np.stack([flow[..., first : last + 1].sum(axis=-1) for first, last in pairs], axis=-1)


def _flat(opening: Number) -> Number:
    """An opening balance without its time axis."""
    return opening[..., 0] if isinstance(opening, np.ndarray) and opening.ndim else opening


def _constant(balance: Number, shape: tuple[int, ...]) -> FloatArray:
    return np.broadcast_to(balance, shape) if np.any(balance) else nothing(shape)
