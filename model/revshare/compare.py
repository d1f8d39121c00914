"""Comparing deals by what they cost the lab: break-even cost ratios and equivalent rates."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from revshare.arrays import FloatArray, fraction
from revshare.contracts.contract import Contract
from revshare.contracts.payment import parts_paid_later
from revshare.contracts.waterfall import waterfall
from revshare.errors import InputError, NoSolutionError, NotApplicableError
from revshare.meetings import BreakEven, Gap, Status, meetings, turn
from revshare.timeline import Timeline

MOST_REVENUE, NOTHING = 10.0, 1e-6
"""Highest multiple of the revenue at which deals are compared, and the multiple below which there is none."""


ROUNDING = 1e-9
"""Two takes this close, relative to them, are the same: equal rates meet where inference costs nothing."""


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
    if most < other * (1.0 - ROUNDING) or most == 0.0:
        raise NotApplicableError(
            "the profit share costs the lab less at every cost ratio; there is no break-even"
        )
    return max(0.0, 1.0 - other / most)


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
    parts = parts_paid_later(contract.payment.lag)
    delay = sum(part * float(np.power(1.0 + discount_rate, -late / 12)) for late, part in parts)
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

    return meetings(gap, top)


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
    return turn(gap, 0.0, 1.0)[0]


def revenue_break_even(
    a: Contract, b: Contract, revenue: FloatArray, cost: FloatArray, timeline: Timeline
) -> BreakEven:
    """Find the multiple of all revenue, with cost in proportion, at which two deals cost the lab the same.

    Flat shares keep their order at any revenue; tiers, caps, minimums and fixed amounts turn it. Nothing costs the
    same as nothing, so a multiple of 0 does not count. Of several multiples up to 10, the lowest.

    Parameters
    ----------
    revenue, cost
        Money per month, shape ``(T,)``.

    Raises
    ------
    NotApplicableError
        If there is no revenue.
    """
    if not (revenue > 0.0).any():
        raise NotApplicableError("there is no revenue to compare the deals on; enter some")

    def gap(multiples: FloatArray) -> Gap:
        streams = (multiples[:, np.newaxis] * revenue, multiples[:, np.newaxis] * cost)
        return Gap(*(present_value(deal, *streams, timeline) for deal in (a, b)))

    at_nothing, *others = meetings(gap, MOST_REVENUE)
    if at_nothing.status is not Status.POINT or at_nothing.high > NOTHING:
        return at_nothing
    always = at_nothing.cheaper_above
    return others[0] if others else BreakEven(Status.NONE, math.nan, math.nan, always, always)
