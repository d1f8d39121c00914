"""The order of operations: one contract from revenue to cash, every stage kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from revshare.arrays import FloatArray, IntArray, Number
from revshare.contracts.amendments import Amendment, regimes, run
from revshare.contracts.contract import Accrual, Contract
from revshare.contracts.counters import nothing
from revshare.contracts.grid import Grid
from revshare.contracts.payment import Collector, CostBearer, cash, withheld
from revshare.contracts.regime import Flows
from revshare.contracts.stages import Stages
from revshare.cures import meant
from revshare.errors import InputError
from revshare.timeline import Timeline, fiscal_year

COLUMNS = (
    "revenue",
    "cost",
    "base",
    "after_losses",
    "share",
    "after_period_cap",
    "after_annual_cap",
    "after_lifetime_cap",
    "true_up",
    "advance_recouped",
    "minimum_recouped",
    "reciprocal",
    "withheld",
    "net_accrual",
    "cash",
    "payable",
    "cap_room",
    "loss_bank",
    "advance_balance",
    "unrecouped",
)
"""The monthly series of a waterfall, in the order of operations; balances last."""


Contracts: TypeAlias = tuple[tuple[Contract, slice], ...]
BALANCES = frozenset({"loss_bank", "advance_balance", "unrecouped"})


@dataclass(frozen=True, eq=False)
class Waterfall(Stages):
    """Every stage of one contract by month, shape ``(..., T)``.

    Flows are positive when the lab pays the partner; what is recouped, netted or withheld is positive
    and reduces what is paid. Balances are those at the end of the month.

    Parameters
    ----------
    timeline
        The months.
    grid, by_piece
        The pieces of months, and the stages on them; `limits` report by piece.
    contracts
        Terms in force at the end of each month, in order, with the months they hold.
    reciprocal
        The partner's share owed to the lab.
    due
        What the lab owes the partner after true-ups, recoupment and netting, before tax.
    withheld
        Tax withheld from payments.
    net_accrual
        What the month's clause settles: what is due, less tax where the lab pays it.
    settled
        What changes hands: the net accrual, or what a collecting partner remits.
    cash
        What is paid in the month.
    """

    timeline: Timeline
    grid: Grid
    by_piece: Stages
    contracts: Contracts
    reciprocal: FloatArray
    due: FloatArray
    withheld: FloatArray
    net_accrual: FloatArray
    settled: FloatArray
    cash: FloatArray

    @cached_property
    def payable(self) -> FloatArray:
        """Balance still to be paid at the end of each month: opening + settled - cash."""
        opening = self.contracts[0][0].opening.payable
        if self.cash is self.settled:
            return nothing(self.settled.shape)
        return opening + np.cumsum(self.settled - self.cash, axis=-1)

    @cached_property
    def cap_room(self) -> FloatArray:
        """Room left at the end of each month under the tighter of the annual and the lifetime cap.

        The cap per month where it is the only one; infinite without caps.
        """
        period, year, life = (self.grid.closing(limit.room) for limit in self.limits)
        room = np.minimum(year, life)
        return np.where(np.isinf(room), period, room)

    @cached_property
    def expense(self) -> FloatArray:
        """Share in the profit and loss account, before netting, tax and the recoupment of advances.

        As the clause yields it, or, if the contract accrues at the expected rate, the fiscal year's share
        spread over the year's base.
        """
        contract = self.contracts[0][0]
        if contract.accrual is Accrual.CONTRACTUAL:
            return self.by_clause
        end = int(contract.term.fiscal_year_end)
        years = np.array([fiscal_year(day, end) for day in self.timeline.dates])
        return at_expected_rate(self.by_clause, self.base, years)

    def column(self, name: str) -> FloatArray:
        """One stage's series by its name.

        Raises
        ------
        InputError
            If there is no stage of that name, listing those there are.
        """
        if name not in COLUMNS:
            hint = meant(name, COLUMNS)
            raise InputError(f'stage must be one of {", ".join(COLUMNS)}, got "{name}"{hint}')
        series: FloatArray = getattr(self, name)
        return series


def waterfall(
    contract: Contract,
    revenue: FloatArray,
    cost: FloatArray,
    timeline: Timeline,
    *,
    reciprocal_share: FloatArray | None = None,
    deductions: FloatArray | None = None,
    favoured: FloatArray | None = None,
    pools: Sequence[str] | None = None,
    amendments: Sequence[Amendment] = (),
) -> Waterfall:
    """Run a contract through the order of operations.

    Parameters
    ----------
    revenue, cost
        Money per month, shape ``(..., T)``; with `pools`, ``(channels, ..., T)``.
    timeline
        The ``T`` months.
    reciprocal_share
        What the partner owes the lab on its own revenue, money per month.
    deductions
        Listed deductions of a net revenue share by month; the contract's own amount if left out.
    favoured
        Extra share that a most-favoured clause yields, money per month.
    pools
        Pool of each channel: channels of one pool share a floor under losses.
    amendments
        Later terms by effective date.

    Raises
    ------
    InputError
        If a series does not cover the timeline's months.
    """
    given = {"revenue": revenue, "cost": cost, "reciprocal_share": reciprocal_share, "deductions": deductions}
    for name, series in {**given, "favoured": favoured}.items():
        if series is not None and series.shape[-1] != timeline.months:
            raise InputError(
                f"{name} has {series.shape[-1]} months, the timeline {timeline.months}; give one per month"
            )
    terms = regimes(contract, amendments, timeline)
    flows = [
        Flows.on(regime.grid, revenue, cost, deductions=deductions, favoured=favoured, pools=pools)
        for regime in terms
    ]
    by_piece = run(terms, flows)
    owed = _by_month(by_piece, terms[0].grid)
    contracts = tuple((regime.contract, regime.grid.months_of(regime.pieces)) for regime in terms)
    paid = _settled(owed, contracts, reciprocal_share)
    return Waterfall(
        **{**owed, **paid}, timeline=timeline, grid=terms[0].grid, by_piece=by_piece, contracts=contracts
    )


def _by_month(by_piece: Stages, grid: Grid) -> dict[str, Any]:
    """Stages by month: flows summed, balances at the close; limits stay by piece."""
    series = {part.name: getattr(by_piece, part.name) for part in fields(Stages)}
    if grid.uncut:
        return series
    for name in series.keys() - {"limits", "vintages", "running"}:
        to_months = grid.closing if name in BALANCES else grid.gather
        series[name] = to_months(series[name])
    return series


def _settled(
    owed: Mapping[str, FloatArray], contracts: Contracts, reciprocal: FloatArray | None
) -> dict[str, FloatArray]:
    """Stages 11 to 13: netting, withholding tax and payment terms."""
    due = owed["by_clause"]
    if any(contract.advance for contract, _ in contracts):
        due = due - owed["advance_recouped"]
    if reciprocal is None:
        reciprocal = nothing(due.shape)
    else:
        due = due - reciprocal
    opening = contracts[0][0].opening.payable
    parts = [
        _paid(contract, due, owed, months if len(contracts) > 1 else None, 0.0 if turn else opening)
        for turn, (contract, months) in enumerate(contracts)
    ]
    paid = {name: _total([part[name] for part in parts]) for name in parts[0]}
    return {"reciprocal": np.broadcast_to(reciprocal, due.shape), "due": due, **paid}


def _paid(
    contract: Contract, due: FloatArray, owed: Mapping[str, FloatArray], months: slice | None, opening: Number
) -> dict[str, FloatArray]:
    """What one contract's payment terms make of the months that it holds; zero in the others."""
    terms = contract.payment
    due = _only(due, months)
    gross = due
    if terms.collector is Collector.PARTNER:
        kept_back = owed["deducted"] + (owed["cost"] if terms.cost_bearer is CostBearer.PARTNER else 0.0)
        gross = _only(owed["revenue"] - kept_back, months) - due
    tax = withheld(gross, terms.withholding) if np.any(terms.withholding) else nothing(due.shape)
    settled = gross - tax if np.any(terms.withholding) else gross
    net_accrual = settled if terms.collector is Collector.LAB else due
    paid = cash(settled, terms.lag, opening)
    return {"withheld": tax, "net_accrual": net_accrual, "settled": settled, "cash": paid}


def _only(flow: FloatArray, months: slice | None) -> FloatArray:
    if months is None:
        return flow
    part = np.zeros(flow.shape)
    part[..., months] = flow[..., months]
    return part


def _total(parts: Sequence[FloatArray]) -> FloatArray:
    return parts[0] if len(parts) == 1 else np.asarray(sum(parts))


def at_expected_rate(due: FloatArray, base: FloatArray, years: IntArray) -> FloatArray:
    """Spread each year's share over its months in proportion to the base.

    A year whose base is not positive keeps its months as they are.

    Parameters
    ----------
    due, base
        Money per month, shape ``(..., T)``.
    years
        Label of the year of each month, shape ``(T,)``.
    """
    starts = np.flatnonzero(np.diff(years, prepend=years[0] - 1))
    lengths = np.diff(np.append(starts, len(years)))
    totals = (np.repeat(np.add.reduceat(flow, starts, axis=-1), lengths, axis=-1) for flow in (due, base))
    share, over = totals
    rate = np.divide(share, over, out=np.zeros(share.shape), where=over > 0.0)
    return np.where(over > 0.0, rate * base, due)
