"""Tiers: a rate that depends on how much has been sold (order of operations, stage 5).

*Marginal*: each rate applies to the part of the total inside its own band. *Cliff*: one rate applies to
the whole total and changes when a threshold is passed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number, fraction
from revshare.contracts.counters import before, exceeded, high_water, increase, reached, running_total
from revshare.contracts.term import YearKind
from revshare.contracts.terms import check, key
from revshare.errors import InputError, TermsError
from revshare.inputs import Unit


class Method(StrEnum):
    """How a table of thresholds and rates turns a total into a share."""

    MARGINAL = "marginal"
    CLIFF_RETROACTIVE = "cliff_retroactive"
    CLIFF_RATCHET = "cliff_ratchet"
    STEP_OPEN = "step_open"
    STEP_CLOSE = "step_close"
    MARGINAL_RATCHET = "marginal_ratchet"


MARGINAL = frozenset({Method.MARGINAL, Method.MARGINAL_RATCHET})
RATCHET = frozenset({Method.CLIFF_RATCHET, Method.MARGINAL_RATCHET})
STEP = frozenset({Method.STEP_OPEN, Method.STEP_CLOSE})


class Scope(StrEnum):
    """The stretch over which the total is counted."""

    CONTRACT_YEAR = YearKind.CONTRACT.value
    CALENDAR_YEAR = YearKind.CALENDAR.value
    FISCAL_YEAR = YearKind.FISCAL.value
    PERIOD = "period"
    LIFETIME = "lifetime"

    @property
    def year(self) -> YearKind | None:
        """The year it counts by; None for a period or the whole life."""
        return None if self in {Scope.PERIOD, Scope.LIFETIME} else YearKind(self.value)


class Boundary(StrEnum):
    """Whether a cliff's next rate applies at its threshold or only above it."""

    REACH = "reach"
    EXCEED = "exceed"


class Measure(StrEnum):
    """What is counted against the thresholds."""

    BASE = "base"
    REVENUE = "revenue"


@dataclass(frozen=True, slots=True)
class Tiers:
    """A table of rates by cumulative amount.

    Parameters
    ----------
    thresholds
        Amounts from which each rate applies, the first 0, rising.
    rates
        Share of each tier as a fraction; a number, or an array ``(..., 1)`` of scenarios.
    method
        Marginal, cliff, or step; see `Method`. ``cliff_retroactive`` re-rates the whole total and may
        claw back; the ratchets never do; a step applies one rate to the period, that of its opening or
        its closing total.
    scope
        When the counted total starts again.
    boundary
        For cliffs and steps: whether a total at a threshold has reached it.
    measure
        ``revenue`` sets the rate by cumulative revenue and applies it to the base.
    prorate
        Whether thresholds shrink with a part year.

    Raises
    ------
    TermsError
        If thresholds do not rise from 0, a rate is no fraction, or there are not as many.
    """

    thresholds: tuple[float, ...]
    rates: tuple[Number, ...]
    method: Method = field(default=Method.MARGINAL, metadata=key("tier_method", "How tiers apply", Method))
    scope: Scope = field(
        default=Scope.CONTRACT_YEAR, metadata=key("tier_scope", "When the counted total starts again", Scope)
    )
    boundary: Boundary = field(
        default=Boundary.REACH,
        metadata=key("tier_boundary", "Whether a cliff applies at or above its threshold", Boundary),
    )
    measure: Measure = field(
        default=Measure.BASE, metadata=key("tier_measure", "What is counted against thresholds", Measure)
    )
    prorate: bool = field(
        default=False,
        metadata=key("prorate_thresholds", "Whether thresholds shrink with a part year", Unit.FLAG),
    )

    def __post_init__(self) -> None:
        check(self)
        if len(self.thresholds) != len(self.rates) or not self.rates:
            raise TermsError(
                f"tiers has {len(self.thresholds)} thresholds and {len(self.rates)} rates; "
                "give one rate per threshold"
            )
        if not np.isfinite(self.thresholds).all():
            raise TermsError("tiers has a threshold that is no number; the last tier needs no upper end")
        if self.thresholds[0] != 0:
            raise TermsError(
                f"tiers must start at threshold 0, got {self.thresholds[0]:g}; add 0 with its rate"
            )
        for low, high in pairwise(self.thresholds):
            if high <= low:
                raise TermsError(f"tiers must have rising thresholds, got {low:g} before {high:g}; sort them")
        for rate in self.rates:
            try:
                fraction("rate", rate)
            except InputError as fault:
                raise TermsError(f"tiers: {fault}") from None
        if self.measure is Measure.REVENUE and self.method not in MARGINAL | STEP:
            raise TermsError(
                f"tier_measure revenue does not go with tier_method {self.method}; "
                "use marginal, step_open or step_close"
            )


def share_of_total(
    total: FloatArray, tiers: Tiers, scale: Number = 1.0, *, signed: bool = False
) -> FloatArray:
    """Share of one total under the table: marginal ``F(x)`` or cliff ``rate(x) x``.

    Parameters
    ----------
    total
        Cumulative amount.
    scale
        Factor on every threshold, for a prorated part year.
    signed
        Whether a negative total earns the first rate (a partner that shares losses); else it earns 0.
    """
    positive = total if signed else np.maximum(total, 0.0)
    if tiers.method not in MARGINAL:
        return positive * rate_at(total, tiers, scale)
    share = positive * tiers.rates[0]
    for threshold, (low, high) in zip(tiers.thresholds[1:], pairwise(tiers.rates), strict=True):
        above = total - threshold * scale
        np.maximum(above, 0.0, out=above)
        share = _added(share, above, high - low)
    return share


def _added(share: FloatArray, above: FloatArray, step: Number) -> FloatArray:
    """Add a step in rate on what lies above its threshold, in place where the shapes allow."""
    if isinstance(step, np.ndarray):
        return share + above * step
    above *= step
    share += above
    return share


def rate_at(total: FloatArray, tiers: Tiers, scale: Number = 1.0) -> FloatArray:
    """Rate of the tier in which a total lies."""
    passes = reached if tiers.boundary is Boundary.REACH else exceeded
    rate = np.zeros(total.shape) + tiers.rates[0]
    for threshold, (low, high) in zip(tiers.thresholds[1:], pairwise(tiers.rates), strict=True):
        rate = rate + np.where(passes(total, threshold * scale), high - low, 0.0)
    return rate


def tiered_share(
    base: FloatArray,
    tiers: Tiers,
    resets: BoolArray,
    opening: Number = 0.0,
    *,
    scale: Number = 1.0,
    signed: bool = False,
) -> FloatArray:
    """Share per period of a table on the cumulative base; months sum to the year.

    Parameters
    ----------
    base
        Base after losses, money per period, shape ``(..., T)``.
    resets
        True in each period at whose start the total is counted anew, shape ``(T,)``.
    opening
        Total counted before the first period.
    scale
        Factor on the thresholds, a number or one per period, constant between resets.
    signed
        Whether a negative total earns the first rate.

    Returns
    -------
    FloatArray
        Positive when the lab pays. A refund reverses the last increments first.
    """
    total = running_total(base, resets, opening)
    if tiers.method is Method.STEP_OPEN:
        return rate_at(before(total, resets, opening), tiers, scale) * base
    if tiers.method is Method.STEP_CLOSE:
        return rate_at(total, tiers, scale) * base
    due = share_of_total(total, tiers, scale, signed=signed)
    at_start = np.atleast_1d(np.asarray(opening, dtype=np.float64))
    first_scale = np.asarray(scale)[..., :1] if np.ndim(scale) else scale
    already = share_of_total(at_start, tiers, first_scale, signed=signed) if np.any(at_start) else 0.0
    if tiers.method in RATCHET:
        due = high_water(due, resets, already)
    return increase(due, resets, already)


def share_by_measure(
    measure: FloatArray,
    base: FloatArray,
    tiers: Tiers,
    resets: BoolArray,
    opening: Number = 0.0,
    *,
    scale: Number = 1.0,
) -> FloatArray:
    """Share of a base at the rate that a cumulative measure, such as revenue, sets.

    The period's rate is the blend of the tiers its measure passed through, ``(F(Q_t) - F(Q_{t-1})) / R_t``;
    in a period without measure it is the rate at the opening total.

    Parameters
    ----------
    measure
        What is counted against the thresholds, money per period, shape ``(..., T)``.
    base
        What the rate applies to.
    opening
        Measure counted before the first period.
    """
    total = running_total(measure, resets, opening)
    at_open = rate_at(before(total, resets, opening), tiers, scale)
    if tiers.method is Method.STEP_OPEN:
        return at_open * base
    if tiers.method is Method.STEP_CLOSE:
        return rate_at(total, tiers, scale) * base
    earned = tiered_share(measure, tiers, resets, opening, scale=scale)
    blended = np.divide(earned, measure, out=at_open, where=measure != 0.0)
    return blended * base


def dead_zones(tiers: Tiers) -> tuple[tuple[float, float], ...]:
    """Stretches above a falling cliff in which more base earns less than at the threshold.

    Returns
    -------
    tuple of pairs
        From each threshold with a lower rate to the base at which the share has caught up; infinite
        where the next rate is 0.
    """
    zones = []
    for threshold, (high, low) in zip(tiers.thresholds[1:], pairwise(map(float, tiers.rates)), strict=True):
        if low < high:
            zones.append((threshold, threshold * high / low if low else float("inf")))
    return tuple(zones)
