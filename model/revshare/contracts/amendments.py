"""Amendments and events: what changes a contract on a date, and what its counters carry over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import reduce

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number
from revshare.contracts.advance import Advance
from revshare.contracts.caps import Limit
from revshare.contracts.contract import Contract, Opening
from revshare.contracts.regime import Flows, Regime
from revshare.contracts.schedule import schedule
from revshare.contracts.stages import Stages, stages
from revshare.contracts.term import ONE_DAY
from revshare.contracts.tiers import Measure, Tiers
from revshare.errors import TermsError
from revshare.timeline import Timeline


class Status(StrEnum):
    """Where an amendment stands."""

    PROPOSED = "Proposed"
    PENDING = "Pending"
    ACTIVE = "Active"
    EXHAUSTED = "Exhausted"
    EXPIRED = "Expired"
    CANCELED = "Canceled"
    SUPERSEDED = "Superseded"

    @property
    def took_effect(self) -> bool:
        """Whether the terms were ever in force from their effective date on."""
        return self not in {Status.PROPOSED, Status.PENDING, Status.CANCELED}


@dataclass(frozen=True)
class Amendment:
    """New terms from a day on.

    Parameters
    ----------
    effective
        First day of the new terms.
    contract
        The contract as amended; usually ``dataclasses.replace`` of the one before. Its contract years
        count from its own start. Its `advance` is the one before, raised by what is advanced anew.
    status
        Proposed, pending and cancelled amendments change nothing.
    carry
        Whether counters and balances carry over; if not, the amended contract's own opening balances
        apply.
    """

    effective: date
    contract: Contract
    status: Status = Status.ACTIVE
    carry: bool = True


def ended(contract: Contract, event: date | None) -> Contract:
    """The contract if an event stops it: nothing accrues from that day on; caps and recoupment stand.

    Parameters
    ----------
    event
        The day of the event in this scenario; None if it does not come.
    """
    if event is None or (contract.term.end and contract.term.end < event):
        return contract
    if contract.term.start and event <= contract.term.start:
        raise TermsError(
            f"an event on {event.isoformat()} lies before the contract starts; leave the contract out"
        )
    return replace(contract, term=replace(contract.term, end=event - ONE_DAY))


def regimes(contract: Contract, amendments: Sequence[Amendment], timeline: Timeline) -> list[Regime]:
    """The terms in force over the model, in order, on one common grid.

    Raises
    ------
    TermsError
        If two amendments take effect on one day.
    """
    in_force = sorted((a for a in amendments if a.status.took_effect), key=lambda a: a.effective)
    days = [amendment.effective for amendment in in_force]
    for day in days:
        if days.count(day) > 1:
            raise TermsError(f"two amendments take effect on {day.isoformat()}; merge them or move one")
    every = [contract, *(amendment.contract for amendment in in_force)]
    grids = [terms.grid(timeline) for terms in every]
    if not in_force:
        return [Regime(contract, grids[0])]
    cuts = tuple(sorted({*days, *(day for one in grids for day in one.firsts)}))
    grids = [terms.grid(timeline, cuts) for terms in every]
    starts = [0, *(grids[0].piece_of(day) for day in days), len(grids[0].firsts)]
    carries = [True, *(amendment.carry for amendment in in_force)]
    return [
        Regime(terms, one, slice(first, stop), carry)
        for terms, one, first, stop, carry in zip(every, grids, starts, starts[1:], carries, strict=False)
        if first < stop
    ]


def run(terms: Sequence[Regime], flows: Sequence[Flows]) -> Stages:
    """Stages 1 to 10 over all regimes, counters carried from one to the next.

    Parameters
    ----------
    flows
        What flows in under each regime, over the whole grid.
    """
    parts: list[Stages] = []
    history: History | None = None
    for regime, flow in zip(terms, flows, strict=True):
        if len(terms) == 1:
            return stages(regime, flow)
        contract = history.carried_to(regime) if history and regime.carry else regime.contract
        part = stages(replace(regime, contract=contract), flow.part(regime.pieces))
        if history and regime.carry:
            history = replace(history, contract=regime.contract, done=_joined(history.done, part))
        else:
            history = History(regime.contract, regime.contract.opening, regime.pieces.start, part)
        parts.append(part)
    return reduce(_joined, parts)


@dataclass(frozen=True, eq=False)
class History:
    """What has run since the counters were last set.

    Parameters
    ----------
    contract
        The latest terms as agreed.
    opening
        Balances when the counters were set.
    first
        The piece on which that was.
    done
        The stages since.
    """

    contract: Contract
    opening: Opening
    first: int
    done: Stages

    def carried_to(self, regime: Regime) -> Contract:
        """Set the balances that the history leaves into the amended contract."""
        contract, done, opening = regime.contract, self.done, self.opening
        paid, earned = done.after_lifetime_cap, opening.earned_year
        _, by_year, by_life = (limit.paid for limit in done.limits)
        measure, year = done.after_losses, None
        if isinstance(contract.rate, Tiers):
            measure = done.revenue if contract.rate.measure is Measure.REVENUE else measure
            year = contract.rate.scope.year
        if contract.minimum and done.running is None:
            minimum = contract.minimum
            closes = schedule(regime.grid, minimum.test, minimum.year, minimum.prorate).closes
            earned = self._since_reset(paid, np.roll(closes, 1), regime, earned)
        carried = Opening(
            base_year=self._since_reset(measure, regime.grid.resets(year), regime, opening.base_year),
            base_life=opening.base_life + measure.sum(axis=-1, keepdims=True),
            paid_year=self._since_reset(
                by_year, regime.grid.resets(contract.caps.year), regime, opening.paid_year
            ),
            paid_life=opening.paid_life + by_life.sum(axis=-1, keepdims=True),
            earned_year=earned,
            running=done.running,
            loss_bank=done.vintages,
            unrecouped=done.unrecouped[..., -1:],
        )
        return replace(contract, opening=carried, advance=self._advance(contract.advance))

    def _since_reset(self, flow: FloatArray, resets: BoolArray, regime: Regime, opening: Number) -> Number:
        """Counter just before the regime: what has flowed since its last reset."""
        at = regime.pieces.start
        if resets[at]:
            return 0.0
        marks = np.flatnonzero(resets[self.first + 1 : at]) + 1
        last = int(marks[-1]) if marks.size else 0
        total: FloatArray = flow[..., last:].sum(axis=-1, keepdims=True)
        return total if marks.size else total + opening

    def _advance(self, agreed: Advance | None) -> Advance | None:
        """What is left of the advance, and what the amendment advances on top."""
        if agreed is None or self.contract.advance is None:
            return agreed
        added = agreed.amount - self.contract.advance.amount
        return replace(agreed, amount=np.maximum(self.done.advance_balance[..., -1:] + added, 0.0))


def _joined(first: Stages, second: Stages) -> Stages:
    """Two stretches of stages, one after the other."""
    series = {
        part.name: _end_to_end(getattr(first, part.name), getattr(second, part.name))
        for part in fields(Stages)
        if part.name not in {"limits", "vintages", "running"}
    }
    limits = [_joined_limit(a, b) for a, b in zip(first.limits, second.limits, strict=True)]
    return Stages(
        **series, vintages=second.vintages, running=second.running, limits=(limits[0], limits[1], limits[2])
    )


def _joined_limit(first: Limit, second: Limit) -> Limit:
    """Join two caps; new terms open a stretch of their own."""
    resets = np.append(first.resets, second.resets)
    resets[len(first.resets)] = True
    return Limit(
        _end_to_end(first.share, second.share),
        _end_to_end(first.paid, second.paid),
        _end_to_end(first.fresh, second.fresh),
        resets,
    )


def _end_to_end(first: FloatArray, second: FloatArray) -> FloatArray:
    shape = np.broadcast_shapes(first.shape[:-1], second.shape[:-1])
    return np.concatenate(
        [np.broadcast_to(part, (*shape, part.shape[-1])) for part in (first, second)], axis=-1
    )
