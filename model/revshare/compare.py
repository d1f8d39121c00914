"""Comparing deals: break-even cost ratios, equivalent rates, and who carries the risk."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray, fraction
from revshare.contracts.contract import Contract
from revshare.contracts.payment import lag_kernel
from revshare.contracts.waterfall import waterfall
from revshare.errors import InputError, NoSolutionError, NotApplicableError
from revshare.timeline import Timeline

SAME = 1e-11
"""Two deals cost the same if they differ by less than this part of the dearer one."""

ROUNDING = 1e-9
SCAN = 1025
SECTIONS = 33


def headline_break_even(
    profit_rate: float, revenue_rate: float, profit_coverage: float = 1.0, revenue_coverage: float = 1.0
) -> float:
    """Cost ratio at which a gross-profit share and a revenue share cost the lab the same.

    ``c = 1 - revenue_rate * revenue_coverage / (profit_rate * profit_coverage)``. Below it the profit
    share is dearer for the lab, above it the revenue share.

    Parameters
    ----------
    profit_rate, revenue_rate
        Rates as fractions.
    profit_coverage, revenue_coverage
        Fraction of the company's revenue that each deal covers.

    Raises
    ------
    NotApplicableError
        If the profit share costs less at every cost ratio.
    """
    for name, value in (
        ("profit_rate", profit_rate),
        ("revenue_rate", revenue_rate),
        ("profit_coverage", profit_coverage),
        ("revenue_coverage", revenue_coverage),
    ):
        fraction(name, value)
    most = profit_rate * profit_coverage
    other = revenue_rate * revenue_coverage
    if most < other or most == 0.0:
        raise NotApplicableError(
            "the profit share costs the lab less at every cost ratio; there is no break-even"
        )
    return 1.0 - other / most


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


def present_value(
    contract: Contract, revenue: FloatArray, cost: FloatArray, timeline: Timeline, discount_rate: float = 0.0
) -> FloatArray:
    """Present value of what the lab owes under a contract, shape ``(...)``.

    Flows fall at month ends, the first one month after the model's start, and later by the payment
    terms; the rate is annual and effective.

    Parameters
    ----------
    revenue, cost
        Money per month, shape ``(..., T)``.

    Raises
    ------
    InputError
        If the discount rate is -100 % or below.
    """
    if not discount_rate > -1.0:
        raise InputError(f"discount_rate must be above -1, got {discount_rate:g}; for 10 % enter 0.1")
    due = waterfall(contract, revenue, cost, timeline).due
    months = np.arange(1, timeline.months + 1)
    lags = lag_kernel(contract.payment.lag)
    delay = float(lags @ (1.0 + discount_rate) ** (-np.arange(len(lags)) / 12))
    value: FloatArray = due @ ((1.0 + discount_rate) ** (-months / 12)) * delay
    return value


def break_even(
    a: Contract,
    b: Contract,
    revenue: FloatArray,
    timeline: Timeline,
    *,
    cost_path: FloatArray | None = None,
    discount_rate: float = 0.0,
    discount_rate_b: float | None = None,
) -> BreakEven:
    """Find the cost ratio at which two deals cost the lab the same in present value.

    Deals that agree at several separate cost ratios are reported at the lowest.

    Parameters
    ----------
    a, b
        The deals; each looks at its own `coverage` of the same revenue and cost.
    revenue
        Money per month, shape ``(T,)``.
    cost_path
        Cost per month that is scaled to find the answer, which is then that scale; `revenue` itself if
        left out, so that the answer is a cost ratio.
    discount_rate, discount_rate_b
        Annual effective rates for `a` and `b`; `b` takes that of `a` if left out.

    Raises
    ------
    NotApplicableError
        If there is no revenue, or no cost to scale.
    """
    return break_evens(
        a,
        b,
        revenue,
        timeline,
        cost_path=cost_path,
        discount_rate=discount_rate,
        discount_rate_b=discount_rate_b,
    )[0]


def break_evens(
    a: Contract,
    b: Contract,
    revenue: FloatArray,
    timeline: Timeline,
    *,
    cost_path: FloatArray | None = None,
    discount_rate: float = 0.0,
    discount_rate_b: float | None = None,
) -> tuple[BreakEven, ...]:
    """Every place where two deals cost the lab the same, in rising order; see `break_even`.

    The gap between the deals is scanned from no cost to twice the revenue of every month, and each
    change of sign or to equality is then narrowed down.
    """
    path = revenue if cost_path is None else cost_path
    earning = (revenue > 0.0) & (path > 0.0)
    if not earning.any():
        raise NotApplicableError("there is no revenue with a cost to compare the deals on; enter both")
    top = 2.0 * float(np.max(revenue[earning] / path[earning]))
    rates = (discount_rate, discount_rate if discount_rate_b is None else discount_rate_b)

    def gap(scales: FloatArray) -> Gap:
        cost = scales[:, np.newaxis] * path
        values = (
            present_value(deal, np.broadcast_to(revenue, cost.shape), cost, timeline, rate)
            for deal, rate in zip((a, b), rates, strict=True)
        )
        return Gap(*values)

    return _meetings(gap, top)


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


def _meetings(gap: Callable[[FloatArray], Gap], top: float) -> tuple[BreakEven, ...]:
    """Read the meetings of two deals off the sign of their gap, run by run."""
    scales = np.linspace(0.0, top, SCAN)
    signs = gap(scales).sign
    turns = np.flatnonzero(np.diff(signs))
    runs = [float(sign) for sign in signs[np.append(turns, SCAN - 1)]]
    if runs == [runs[0]] and runs[0]:
        return (BreakEven(Status.NONE, math.nan, math.nan, _cheaper(runs[0]), _cheaper(runs[0])),)
    edges = [(0.0, False), *(_turn(gap, scales[at], scales[at + 1]) for at in turns), (math.inf, False)]
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


def _turn(gap: Callable[[FloatArray], Gap], low: float, high: float) -> tuple[float, bool]:
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
        turned = int(np.argmax((trial.sign if closes else np.sign(trial.less)) != first))
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


def equivalent_rate(
    a: Contract,
    b: Contract,
    revenue: FloatArray,
    cost: FloatArray,
    timeline: Timeline,
    *,
    discount_rate: float = 0.0,
) -> float:
    """Find the flat rate at which deal `b`, its other terms kept, costs the present value of deal `a`.

    Where a cap or minimum makes several rates cost the same, the lowest.

    Parameters
    ----------
    revenue, cost
        Money per month, shape ``(T,)``.

    Raises
    ------
    NoSolutionError
        If no rate from 0 to 1 does.
    """
    target = float(present_value(a, revenue, cost, timeline, discount_rate))

    def gap(rates: FloatArray) -> Gap:
        deal = replace(b, rate=rates[:, np.newaxis])
        return Gap(present_value(deal, revenue, cost, timeline, discount_rate), np.full(rates.shape, target))

    ends = gap(np.array([0.0, 1.0]))
    if ends.sign[0] == 0.0:
        return 0.0
    if ends.sign[0] > 0.0 or ends.sign[1] < 0.0:
        raise NoSolutionError(
            f"no rate from 0 to 1 makes deal b cost {target:g}: "
            f"it costs {ends.a[0]:g} at 0 and {ends.a[1]:g} at 1"
        )
    return _turn(gap, 0.0, 1.0)[0]
