"""Where two deals cost the same on the totals of one year, in closed form where there is one.

A year is taken alone: flat rates, tables, caps and minimums act on its totals, and the months do not matter.
For deals over many months see `compare` (methods: comparing deals).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract, Kind
from revshare.contracts.counters import TOLERANCE
from revshare.contracts.losses import Treatment
from revshare.contracts.minimum import Interval, Minimum, OverCap
from revshare.contracts.ramps import Ramp
from revshare.contracts.tiers import MARGINAL, STEP, Measure, Tiers, share_of_total
from revshare.errors import NotApplicableError
from revshare.meetings import BreakEven, Cheaper, Gap, Status, meetings

NO_REVENUE = "there is no revenue to compare the deals on; enter some"
TOP = 2.0
"""Highest cost ratio at which deals without a closed form are compared."""


@dataclass(frozen=True)
class YearTerms:
    """What a deal yields on the total of a year.

    Parameters
    ----------
    on_profit
        Whether gross profit is shared; else the base does not depend on the cost of inference.
    tiers
        Rates by amount, marginal or cliff; a flat rate is a table of one tier.
    cap, minimum
        The most and the least paid in the year, money; infinite and minus infinite without.
    shares_losses
        Whether a negative total earns the first rate.
    """

    on_profit: bool
    tiers: Tiers
    cap: float = math.inf
    minimum: float = -math.inf
    shares_losses: bool = False

    @classmethod
    def flat(cls, rate: float, *, on_profit: bool, shares_losses: bool = False) -> YearTerms:
        """A plain share."""
        return cls(on_profit, Tiers((0.0,), (rate,)), shares_losses=shares_losses)

    @property
    def marginal(self) -> bool:
        """Whether each rate applies to its own part of the total, so that nothing jumps."""
        return self.tiers.method in MARGINAL

    def share(self, base: FloatArray) -> FloatArray:
        """Share of a year's base, money; the cap acts before the minimum."""
        earned = share_of_total(base, self.tiers, signed=self.shares_losses)
        return np.maximum(np.minimum(earned, self.cap), self.minimum)

    def of_revenue(self, revenue: float, cost_ratio: FloatArray) -> FloatArray:
        """Share at each cost ratio, on the revenue or other base that the deal has at no cost."""
        return self.share(
            revenue * (1.0 - cost_ratio) if self.on_profit else np.full_like(cost_ratio, revenue)
        )

    @property
    def lowest(self) -> float:
        """What the deal yields however high the cost."""
        return self.minimum if self.shares_losses else float(self.share(np.zeros(1))[0])

    @cached_property
    def earned_at(self) -> FloatArray:
        """What a marginal table earns at each of its thresholds."""
        bands = zip(pairwise(self.tiers.thresholds), self.tiers.rates, strict=False)
        return np.cumsum([0.0, *((high - low) * float(rate) for (low, high), rate in bands)])

    def tiers_of(self, amount: float) -> tuple[int, int]:
        """The first and the last tier, counted from 0, in which a marginal table earns `amount`."""
        allowed = _allowed(amount)
        passed = (self.earned_at < amount - allowed, self.earned_at <= amount + allowed)
        first, last = (max(1, int(tiers.sum())) - 1 for tiers in passed)
        return first, last

    def bases(self, amount: float) -> tuple[float, float]:
        """The least and the most base whose marginal share is `amount`; one number but where a rate is 0."""
        first, last = self.tiers_of(amount)
        return self._base(amount, first), self._base(amount, last)

    def _base(self, amount: float, tier: int) -> float:
        rate = float(self.tiers.rates[tier])
        above = (amount - float(self.earned_at[tier])) / rate if rate else 0.0
        return self.tiers.thresholds[tier] + above


def decided_by_the_year(contract: Contract) -> bool:
    """Whether a year's totals decide what a contract yields.

    They do not where the months matter (ramps, steps, a cap per month, a minimum per month), or other years
    (lifetime caps and tiers, true-ups recouped later), or where revenue sets the rate of something else.
    """
    rate, caps = contract.rate, contract.caps
    by_table = table_settled(rate) if isinstance(rate, Tiers) else not isinstance(rate, Ramp)
    return by_table and minimum_settled(contract.minimum) and caps.period is None and caps.lifetime is None


def table_settled(table: Tiers) -> bool:
    """Whether a year's totals set the tier of a table."""
    return table.method not in STEP and table.measure is Measure.BASE and table.scope.year is not None


def minimum_settled(minimum: Minimum | None) -> bool:
    """Whether a year's totals say what a minimum adds in it."""
    return minimum is None or (minimum.test in {Interval.YEAR, Interval.QUARTER} and not minimum.recoupable)


def year_terms(contract: Contract, part: float = 1.0) -> YearTerms:
    """The terms of a contract as they act on the totals of a year; `part` of it is covered.

    Losses of other years count for nothing here: unless losses are shared, a negative total earns nothing.
    """
    part = 1.0 if contract.term.proration.value == "none" else part
    rate, caps, minimum = contract.rate, contract.caps, contract.minimum
    cap = _amount(caps.annual, part if caps.prorate else 1.0, math.inf)
    least = _amount(minimum.amount, part if minimum.prorate else 1.0, 0.0) if minimum else -math.inf
    if minimum and minimum.over_cap is OverCap.CAP_WINS:
        least = min(least, cap)
    if isinstance(rate, Tiers):
        scale = part if rate.prorate and part else 1.0
        table = Tiers(
            tuple(scale * at for at in rate.thresholds), rate.rates, rate.method, boundary=rate.boundary
        )
    else:
        table = Tiers((0.0,), (float(np.asarray(rate)),))
    return YearTerms(contract.kind is Kind.PROFIT_SHARE, table, cap, least, shares_losses(contract))


def shares_losses(contract: Contract) -> bool:
    """Whether negative gross profit is shared rather than floored at zero."""
    return contract.losses is not None and contract.losses.treatment is Treatment.LOSS_SHARE


def _amount(value: object, part: float, default: float) -> float:
    return default if value is None else part * float(np.asarray(value))


def year_break_even(a: YearTerms, b: YearTerms, revenue_a: float, revenue_b: float) -> BreakEven:
    """Cost ratio at which two deals cost the lab the same on a year's totals.

    A marginal profit share against a revenue share has a closed form: the amount of the revenue share is
    turned back into the gross profit that earns it. Cliffs and two profit shares are solved.

    Parameters
    ----------
    revenue_a, revenue_b
        Base of each deal at no cost, money: covered revenue, less listed deductions.

    Raises
    ------
    NotApplicableError
        If neither deal has revenue.
    """
    if revenue_a <= 0.0 or revenue_b <= 0.0:
        raise NotApplicableError(NO_REVENUE)
    if a.on_profit and not b.on_profit and a.marginal:
        return _closed(a, revenue_a, float(b.share(np.array([revenue_b]))[0]), Cheaper.A, Cheaper.B)
    if b.on_profit and not a.on_profit and b.marginal:
        return _closed(b, revenue_b, float(a.share(np.array([revenue_a]))[0]), Cheaper.B, Cheaper.A)

    def gap(ratios: FloatArray) -> Gap:
        return Gap(a.of_revenue(revenue_a, ratios), b.of_revenue(revenue_b, ratios))

    return meetings(gap, TOP)[0]


def years_break_even(
    a: Sequence[YearTerms], b: YearTerms, revenues_a: FloatArray, revenues_b: FloatArray
) -> BreakEven:
    """Cost ratio, the same in every year, at which two deals cost the same over all years together.

    It is solved: a cap or minimum that binds in one year and not in another leaves no closed form. Years are added
    as they are, not discounted.

    Parameters
    ----------
    a
        The deal's terms in each year.
    revenues_a, revenues_b
        Base of each deal at no cost, money by year.

    Raises
    ------
    NotApplicableError
        If neither deal has revenue.
    """
    if min(revenues_a.sum(), revenues_b.sum()) <= 0.0:
        raise NotApplicableError(NO_REVENUE)

    def gap(ratios: FloatArray) -> Gap:
        pairs = zip(a, revenues_a, strict=True)
        mine = np.add.reduce([terms.of_revenue(float(one), ratios) for terms, one in pairs])
        return Gap(mine, np.add.reduce([b.of_revenue(float(one), ratios) for one in revenues_b]))

    return meetings(gap, TOP)[0]


def _closed(profit: YearTerms, revenue: float, amount: float, own: Cheaper, other: Cheaper) -> BreakEven:
    """Where a profit share costs a fixed amount; `own` and `other` name the two deals."""
    highest, lowest, allowed = float(profit.share(np.array([revenue]))[0]), profit.lowest, _allowed(amount)
    if amount > highest + allowed:
        return BreakEven(Status.NONE, math.nan, math.nan, own, own)
    if amount < lowest - allowed:
        return BreakEven(Status.NONE, math.nan, math.nan, other, other)
    least, most = profit.bases(amount)
    low = 0.0 if amount >= highest - allowed else 1.0 - most / revenue
    high = math.inf if amount <= lowest + allowed else 1.0 - least / revenue
    below = other if low > 0.0 else Cheaper.EQUAL
    if high - low <= TOLERANCE:
        return BreakEven(Status.POINT, low, low, below, own)
    return BreakEven(Status.INTERVAL, low, high, below, Cheaper.EQUAL if math.isinf(high) else own)


def kinks(terms: YearTerms, revenue: float) -> tuple[float, float]:
    """Cost ratios below which the cap holds and above which the minimum does; NaN where a year knows neither."""
    if not (terms.on_profit and terms.marginal and revenue > 0.0):
        return math.nan, math.nan
    highest = float(share_of_total(np.array([revenue]), terms.tiers)[0])
    return (
        1.0 - terms.bases(terms.cap)[0] / revenue if 0.0 < terms.cap < highest else math.nan,
        1.0 - terms.bases(terms.minimum)[1] / revenue if 0.0 < terms.minimum < highest else math.nan,
    )


def _allowed(amount: float) -> float:
    return TOLERANCE * max(1.0, abs(amount))
