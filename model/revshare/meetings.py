"""Where two deals cost the same: points, stretches and crossings along one scale."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import NotApplicableError

SAME = 1e-11
"""Two deals cost the same if they differ by less than this part of the dearer one."""

ROUNDING = 1e-9
SCAN = 1025
SECTIONS = 33


class Status(StrEnum):
    """How two deals meet."""

    NONE = "none"
    POINT = "point"
    INTERVAL = "interval"
    CROSSING = "crossing"


class Cheaper(StrEnum):
    """Which deal costs the lab less."""

    A = "a"
    B = "b"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where two deals cost the lab the same.

    Parameters
    ----------
    status
        ``none``; ``point``; ``interval`` where they agree over a stretch; ``crossing`` where a cliff
        makes the dearer deal the cheaper one without their ever being equal.
    low, high
        Ends of the stretch, equal for a point or crossing; `high` is infinite where the deals stay
        equal however high the cost, and both are nan if there is none.
    cheaper_below, cheaper_above
        The cheaper deal on either side.
    """

    status: Status
    low: float
    high: float
    cheaper_below: Cheaper
    cheaper_above: Cheaper

    @property
    def cost_ratio(self) -> float:
        """The cost ratio at which the deals turn from different to equal.

        Raises
        ------
        NotApplicableError
            If they never cost the same.
        """
        if self.status in {Status.NONE, Status.CROSSING}:
            raise NotApplicableError("the two deals never cost the same; see which is cheaper")
        return self.low if self.low > 0.0 or math.isinf(self.high) else self.high


class Gap(NamedTuple):
    """What two deals cost at some trial points."""

    a: FloatArray
    b: FloatArray

    @property
    def less(self) -> FloatArray:
        """Cost of `a` less cost of `b`."""
        return self.a - self.b

    @property
    def sign(self) -> FloatArray:
        """Sign of the gap, 0 where the deals agree but for rounding."""
        same = np.abs(self.less) <= SAME * np.maximum(np.abs(self.a), np.abs(self.b))
        return np.where(same, 0.0, np.sign(self.less))


def meetings(gap: Callable[[FloatArray], Gap], top: float) -> tuple[BreakEven, ...]:
    """Read the meetings of two deals off the sign of their gap, run by run."""
    scales = np.linspace(0.0, top, SCAN)
    signs = gap(scales).sign
    turns = np.flatnonzero(np.diff(signs))
    runs = [float(sign) for sign in signs[np.append(turns, SCAN - 1)]]
    if runs == [runs[0]] and runs[0]:
        return (BreakEven(Status.NONE, math.nan, math.nan, _cheaper(runs[0]), _cheaper(runs[0])),)
    edges = [(0.0, False), *(turn(gap, scales[at], scales[at + 1]) for at in turns), (math.inf, False)]
    signed = [0.0, *runs, 0.0]
    found = []
    for here, run in enumerate(runs):
        (low, _), (high, jumps) = edges[here], edges[here + 1]
        below, above = signed[here], signed[here + 2]
        if run == 0.0 and high - low <= ROUNDING * top:
            low = high = 0.5 * (low + high)
            found.append(BreakEven(Status.POINT, low, high, _cheaper(below), _cheaper(above)))
        elif run == 0.0:
            found.append(BreakEven(Status.INTERVAL, low, high, _cheaper(below), _cheaper(above)))
        elif above and here + 1 < len(runs):
            status = Status.CROSSING if jumps else Status.POINT
            found.append(BreakEven(status, high, high, _cheaper(run), _cheaper(above)))
    return tuple(found)


def turn(gap: Callable[[FloatArray], Gap], low: float, high: float) -> tuple[float, bool]:
    """Narrow down where the gap changes its sign or closes, and say whether it jumps there."""
    ends = np.array([low, high])
    at_ends = gap(ends)
    closes = not at_ends.sign.all()
    size = float(np.abs([at_ends.a, at_ends.b]).max())
    outside = int(at_ends.sign[0] == 0.0)
    first = at_ends.sign[0]
    beside = at_ends.less
    while ends[1] - ends[0] > 4 * np.spacing(ends[1]):
        points = np.linspace(ends[0], ends[1], SECTIONS)
        trial = gap(points)
        changed = (trial.sign if closes else np.sign(trial.less)) != first
        changed[0], changed[-1] = False, True  # as at the ends, though rounding may differ among more points
        turned = int(np.argmax(changed))
        ends, beside = points[turned - 1 : turned + 1], trial.less[turned - 1 : turned + 1]
    if closes:
        return _touching(gap, float(ends[1 - outside]), (low, high)[outside]), False
    return float(ends.mean()), bool(np.abs(beside).min() > ROUNDING * size)


def _touching(gap: Callable[[FloatArray], Gap], edge: float, away: float) -> float:
    """Where a closing gap reaches zero: the straight line through two points close by, free of rounding."""
    near = edge + (away - edge) * np.array([1e-4, 2e-4])
    first, second = gap(near).less
    if first == second:
        return edge
    line = float(near[0] - first * (near[1] - near[0]) / (second - first))
    return line if abs(line - edge) <= ROUNDING * max(1.0, abs(edge)) else edge


def _cheaper(sign: float) -> Cheaper:
    """Name the cheaper deal by the sign of a less b."""
    if sign == 0:
        return Cheaper.EQUAL
    return Cheaper.B if sign > 0 else Cheaper.A
