"""One contract from revenue to the share before netting: stages 1 to 10 of the order of operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.contracts.advance import Recouped, recouped
from revshare.contracts.base import covered, deducted, pooled
from revshare.contracts.caps import Limit, capped
from revshare.contracts.contract import Kind
from revshare.contracts.counters import laid_by_month, nothing, running_total
from revshare.contracts.losses import Carried, Months, after_losses
from revshare.contracts.minimum import AtEnd, Guaranteed, OverCap, Running, guaranteed
from revshare.contracts.ramps import Ramp, ramped_rate
from revshare.contracts.regime import Flows, Regime
from revshare.contracts.schedule import Schedule, schedule
from revshare.contracts.tiers import Measure, Scope, Tiers, share_by_measure, tiered_share
from revshare.errors import TermsError

Limits: TypeAlias = tuple[Limit, Limit, Limit]
"""The caps per period, year and life."""


@dataclass(frozen=True, eq=False)
class Stages:
    """Every stage's series by piece of the grid, shape ``(..., P)``; the names are those of the waterfall.

    `by_clause` is the share after caps with the true-ups of a minimum, less what is recouped of them;
    `vintages` are the closing losses by age, `running` the test interval in progress, `limits` the caps
    per period, year and life.
    """

    revenue: FloatArray
    cost: FloatArray
    deducted: FloatArray
    base: FloatArray
    after_losses: FloatArray
    loss_bank: FloatArray
    share: FloatArray
    favoured: FloatArray
    after_period_cap: FloatArray
    after_annual_cap: FloatArray
    after_lifetime_cap: FloatArray
    true_up: FloatArray
    advance_recouped: FloatArray
    advance_balance: FloatArray
    minimum_recouped: FloatArray
    by_clause: FloatArray
    unrecouped: FloatArray
    vintages: FloatArray
    running: Running | None
    limits: Limits


def stages(regime: Regime, flows: Flows) -> Stages:
    """Run stages 1 to 10 over a stretch of pieces.

    Parameters
    ----------
    flows
        What flows in over the stretch.
    """
    eligible = _eligible(regime, flows)
    carried = _after_losses(regime, eligible.lines, flows.pools)
    earning, bank = carried.base, carried.bank
    if flows.pools is not None:
        earning, bank = earning.sum(axis=0), bank.sum(axis=0)
    share = _share(regime, eligible.revenue, earning)
    favoured = nothing(share.shape)
    if flows.favoured is not None:
        favoured = flows.favoured
        share = share + favoured
    settled = _adjusted(regime, _limits(regime, share))
    after_caps, topped, advance = settled.after_caps, settled.topped, settled.advance
    return Stages(
        revenue=eligible.revenue,
        cost=eligible.cost,
        deducted=eligible.deducted,
        base=eligible.base,
        after_losses=earning,
        loss_bank=bank,
        share=share,
        favoured=favoured,
        after_period_cap=after_caps[0],
        after_annual_cap=after_caps[1],
        after_lifetime_cap=after_caps[2],
        true_up=topped.true_up,
        advance_recouped=advance.recouped,
        advance_balance=advance.balance,
        minimum_recouped=topped.recouped,
        by_clause=_by_clause(regime, after_caps[-1], topped),
        unrecouped=topped.unrecouped,
        vintages=carried.vintages,
        running=topped.running if regime.contract.minimum else None,
        limits=settled.limits,
    )


class Eligible(NamedTuple):
    """Revenue, cost, deductions and base that a contract covers; `lines` keeps the bases of pools apart."""

    revenue: FloatArray
    cost: FloatArray
    deducted: FloatArray
    base: FloatArray
    lines: FloatArray


def _eligible(regime: Regime, flows: Flows) -> Eligible:
    """Stages 1 to 3: coverage, base, pooling."""
    contract = regime.contract
    revenue, cost = covered(flows.revenue, contract.coverage), covered(flows.cost, contract.coverage)
    taken = nothing(revenue.shape)
    lines = revenue
    if contract.kind is Kind.PROFIT_SHARE:
        lines = revenue - cost
    elif contract.kind is Kind.NET_REVENUE_SHARE:
        own = contract.deductions
        listed = (
            own.amount * regime.grid.weight[regime.pieces] if flows.deductions is None else flows.deductions
        )
        taken = deducted(revenue, listed, own.cap)
        lines = revenue - taken
    if flows.pools is None:
        lines = laid_by_month(lines)
        return Eligible(revenue, cost, taken, lines, lines)
    lines = laid_by_month(pooled(lines, flows.pools))
    return Eligible(revenue.sum(axis=0), cost.sum(axis=0), taken.sum(axis=0), lines.sum(axis=0), lines)


def _after_losses(regime: Regime, lines: FloatArray, pools: Sequence[str] | None) -> Carried:
    """Stage 4, pool by pool; a refund under a revenue share passes through."""
    losses = regime.contract.losses
    if losses is None:
        return Carried(lines, nothing(lines.shape), np.zeros(1))
    bank = regime.contract.opening.loss_bank
    if pools is not None and len(set(pools)) > 1 and np.ndim(bank) == 0 and bank:
        raise TermsError(
            f"opening_loss_bank is one amount for {len(set(pools))} pools; "
            "give an array of one amount per pool, shape (pools, 1)"
        )
    months = Months(regime.grid.monthly_resets[regime.pieces], regime.grid.monthly_closes[regime.pieces])
    return after_losses(lines, losses, regime.resets(losses.reset.year), bank, months)


def _share(regime: Regime, revenue: FloatArray, base: FloatArray) -> FloatArray:
    """Stage 5: flat rate, ramp or tiers."""
    contract, grid, opening = regime.contract, regime.grid, regime.contract.opening
    rate = contract.rate
    if isinstance(rate, Ramp):
        return base * ramped_rate(rate, grid.contract_month[regime.pieces])
    if not isinstance(rate, Tiers):
        return base * rate
    resets, counted = regime.resets(rate.scope.year), opening.base_year
    if rate.scope is Scope.PERIOD:
        resets, counted = grid.monthly_resets[regime.pieces], 0.0
    elif rate.scope is Scope.LIFETIME:
        counted = opening.base_life
    scale: Number = 1.0
    if rate.prorate and rate.scope.year:
        scale = grid.covered_fractions(rate.scope.year)[regime.pieces]
    if rate.measure is Measure.REVENUE:
        return share_by_measure(revenue, base, rate, resets, counted, scale=scale)
    signed = contract.losses is not None and contract.losses.signed
    return tiered_share(base, rate, resets, counted, scale=scale, signed=signed)


def _limits(regime: Regime, share: FloatArray) -> Limits:
    """Stages 7 and 8: the caps per period, year and life, each on what the one before leaves."""
    by_period = capped(share, regime.contract.caps.period, regime.grid.monthly_resets[regime.pieces])
    return by_period, *_long_limits(regime, by_period.paid)


def _long_limits(regime: Regime, share: FloatArray) -> tuple[Limit, Limit]:
    caps, opening = regime.contract.caps, regime.contract.opening
    annual = caps.annual
    if annual is not None and caps.prorate:
        annual = annual * regime.grid.covered_fractions(caps.year)[regime.pieces]
    by_year = capped(share, annual, regime.resets(caps.year), opening.paid_year)
    by_life = capped(by_year.paid, caps.lifetime, regime.resets(None), opening.paid_life)
    return by_year, by_life


class Adjusted(NamedTuple):
    """Shares after each cap, and what minimum and advance do to them."""

    limits: Limits
    after_caps: tuple[FloatArray, FloatArray, FloatArray]
    topped: Guaranteed
    advance: Recouped


def _adjusted(regime: Regime, limits: Limits) -> Adjusted:
    """Stages 9 and 10: minimum, advance, and the recoupment of both."""
    minimum, advance, opening = regime.contract.minimum, regime.contract.advance, regime.contract.opening
    after_caps = limits[0].paid, limits[1].paid, limits[2].paid
    paid = limits[-1].paid
    none = nothing(paid.shape)
    if minimum is None:
        kept = recouped(paid, advance) if advance else Recouped(none, none)
        still = none + opening.unrecouped if np.any(opening.unrecouped) else none
        return Adjusted(limits, after_caps, Guaranteed(none, none, still, Running()), kept)
    tests = schedule(regime.grid, minimum.test, minimum.year, minimum.prorate).part(regime.pieces)
    floors = minimum.amount * tests.due[tests.tests]
    if minimum.over_cap is OverCap.CAP_WINS:
        wanted = guaranteed(paid, floors, tests.tests, tests.closes, opening=opening.interval).true_up
        limits, floors = _under_caps(regime, limits, tests, floors, wanted)
        # Of what the caps let through, the share comes first; a credit of earlier true-ups is none of their doing.
        shares = (both.paid - np.minimum(wanted, 0.0) for both in limits[1:])
        year, life = (np.minimum(share, alone) for share, alone in zip(shares, after_caps[1:], strict=True))
        after_caps = after_caps[0], year, life
        paid = after_caps[-1]
    kept = recouped(paid, advance) if advance else Recouped(none, none)
    topped = guaranteed(
        paid,
        floors,
        tests.tests,
        tests.closes,
        recoupable=minimum.recoupable,
        refund=minimum.at_end is AtEnd.REFUNDED and bool(tests.ends.any()),
        keep_back=paid - kept.recouped if advance else None,
        opening=opening.interval,
        opening_unrecouped=opening.unrecouped,
    )
    return Adjusted(limits, after_caps, topped, kept)


def _by_clause(regime: Regime, after_caps: FloatArray, topped: Guaranteed) -> FloatArray:
    minimum = regime.contract.minimum
    if minimum is None:
        return after_caps
    share = after_caps + topped.true_up
    return share - topped.recouped if minimum.recoupable else share


def _under_caps(
    regime: Regime, limits: Limits, tests: Schedule, floors: FloatArray, wanted: FloatArray
) -> tuple[Limits, FloatArray]:
    """Let caps prevail over the minimum: cap share and true-up together, and lower the floor to what is left.

    Parameters
    ----------
    wanted
        The true-up that the share would get without caps over it, which the caps see with the share.
    """
    opened = regime.contract.opening.interval
    together = _long_limits(regime, limits[0].paid + wanted)
    allowed = running_total(together[-1].paid, np.roll(tests.closes, 1), opened.earned + opened.topped_up)[
        ..., tests.tests
    ]
    # A minimum asks for nothing back: where refunds outweigh the share, its floor is 0, not below.
    return (limits[0], *together), np.minimum(floors, np.maximum(allowed, 0.0))
