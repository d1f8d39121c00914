"""Minimum guarantee: a floor under the share, tested at dates (order of operations, stages 9 and 10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from revshare.arrays import BoolArray, FloatArray, IntArray, Number
from revshare.contracts.counters import beside, high_water, increase, nothing, running_total
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


class Running(NamedTuple):
    """A test interval in progress, each balance a number or of shape ``(..., 1)``.

    Parameters
    ----------
    earned
        Earned since it opened.
    topped_up
        True-ups booked in it.
    tested
        Paid in it up to its last test.
    left
        Of what was earned, what advances have left to recoup true-ups from.
    """

    earned: Number = 0.0
    topped_up: Number = 0.0
    tested: Number = 0.0
    left: Number = 0.0


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
    running
        The interval in progress after the last period.
    """

    true_up: FloatArray
    recouped: FloatArray
    unrecouped: FloatArray
    running: Running


def guaranteed(
    earned: FloatArray,
    floors: FloatArray,
    tests: BoolArray,
    closes: BoolArray,
    *,
    recoupable: bool = False,
    refund: bool = False,
    keep_back: FloatArray | None = None,
    opening: Running | None = None,
    opening_unrecouped: Number = 0.0,
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
    opening, opening_unrecouped
        The interval in progress, and what is still to be recouped, before the first period.
    """
    opening = opening or Running()
    when = np.flatnonzero(tests)
    uncertain: Number = floors[..., :1] if when.size and floors.ndim > 1 else 0.0
    shape = beside(earned, uncertain, opening_unrecouped, *opening).shape
    opens = np.roll(closes[when], 1)
    sums = _sums(earned, when)
    true_up = np.zeros(shape, order="F")
    if not when.size or (closes[when].all() and not (np.any(opening.topped_up) or np.any(opening.tested))):
        counted = sums + (np.arange(when.size) == 0) * np.asarray(opening.earned)
        paid = np.maximum(counted, floors)
        true_up[..., when] = paid - counted
    else:
        counted = running_total(sums, opens, opening.earned)
        paid = high_water(np.maximum(counted, floors), opens, opening.tested)
        true_up[..., when] = increase(paid - counted, opens, opening.topped_up)
    kept = earned if keep_back is None else keep_back
    left = counted if keep_back is None else running_total(_sums(kept, when), opens, opening.left)
    running = _in_progress(opening, (counted, paid - counted, paid, left), (earned, kept), when, closes)
    if not recoupable:
        owed = np.broadcast_to(opening_unrecouped, shape) if np.any(opening_unrecouped) else nothing(shape)
        return Guaranteed(true_up, nothing(shape), owed, running)
    above = np.minimum(np.maximum(counted - floors, 0.0), np.maximum(left, 0.0))
    recouped = np.zeros(shape)
    recouped[..., when] = _recouped(
        paid - counted, above, closes[when], opening_unrecouped - opening.topped_up
    )
    unrecouped = opening_unrecouped + np.cumsum(true_up - recouped, axis=-1)
    if refund:
        recouped[..., when[-1]] += unrecouped[..., when[-1]]
        unrecouped[..., when[-1] :] = 0.0
    return Guaranteed(true_up, recouped, unrecouped, running)


def _recouped(topped: FloatArray, above: FloatArray, closes: BoolArray, owed: Number) -> FloatArray:
    """Keep back, at each closing, what is owed from earlier intervals out of what was earned above the floor.

    Parameters
    ----------
    topped, above
        At each test, what the interval was topped up by and what it earned above its floor.
    owed
        Owed from intervals closed before.
    """
    kept = np.zeros(beside(topped, owed).shape)
    owed = np.zeros(kept.shape[:-1]) + _flat(owed)
    for test in np.flatnonzero(closes).tolist():
        kept[..., test] = np.minimum(owed, above[..., test])
        owed = owed - kept[..., test] + topped[..., test]
    return kept


def _in_progress(
    opening: Running,
    at_tests: tuple[FloatArray, ...],
    flows: tuple[FloatArray, FloatArray],
    when: IntArray,
    closes: BoolArray,
) -> Running:
    """The test interval in progress after the last period."""
    if not when.size:
        earned, topped, tested, left = opening
    elif closes[when[-1]]:
        earned, topped, tested, left = Running()
    else:
        earned, topped, tested, left = (balance[..., -1:] for balance in at_tests)
    since = when[-1] + 1 if when.size else 0
    rests = [flow[..., since:].sum(axis=-1, keepdims=True) for flow in flows]
    return Running(earned + rests[0], topped, tested, left + rests[1])


def _sums(flow: FloatArray, when: IntArray) -> FloatArray:
    """Sum of a flow over the stretch that ends in each of some periods, shape ``(..., stretches)``."""
    if not when.size:
        return np.zeros((*flow.shape[:-1], 0))
    starts = np.append(0, when[:-1] + 1)
    if flow.ndim == 1:
        return np.add.reduceat(flow[: when[-1] + 1], starts)
    pairs = zip(starts.tolist(), when.tolist(), strict=True)
    return np.stack([flow[..., first : last + 1].sum(axis=-1) for first, last in pairs], axis=-1)


def _flat(opening: Number) -> Number:
    """An opening balance without its time axis."""
    return opening[..., 0] if isinstance(opening, np.ndarray) and opening.ndim else opening
