"""What is possible in a contract but seldom meant: warnings for the checks sheet."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from revshare.contracts.contract import Contract
from revshare.contracts.counters import reached, running_total
from revshare.contracts.minimum import Interval
from revshare.contracts.schedule import schedule
from revshare.contracts.tiers import MARGINAL, STEP, Measure, Scope, Tiers, dead_zones
from revshare.contracts.waterfall import Waterfall
from revshare.timeline import Timeline


def warnings(
    contract: Contract, timeline: Timeline | None = None, result: Waterfall | None = None
) -> list[str]:
    """List what deserves a second look in a contract, in words with a cure.

    Parameters
    ----------
    timeline
        The model's months, to see what began before and what is never tested.
    result
        The contract's waterfall, to see what its flows never reach.
    """
    found = [*_of_terms(contract)]
    if timeline:
        found += _of_dates(contract, timeline)
    if result:
        found += _of_flows(contract, result)
    return found


def _of_terms(contract: Contract) -> Iterator[str]:
    caps, minimum, rate = contract.caps, contract.minimum, contract.rate
    if minimum and minimum.test in {Interval.YEAR, Interval.QUARTER} and caps.annual is not None:
        over = np.asarray(minimum.amount) > caps.annual
        if over.any():
            yield (
                f"annual_minimum {_shown(minimum.amount)} lies above annual_cap {_shown(caps.annual)}: what is "
                f"earned no longer matters and {minimum.over_cap} decides; lower one of them"
            )
    if (
        caps.annual is not None
        and caps.lifetime is not None
        and np.any(np.asarray(caps.annual) > caps.lifetime)
    ):
        yield (
            f"annual_cap {_shown(caps.annual)} lies above lifetime_cap {_shown(caps.lifetime)} "
            "and never binds; leave it out"
        )
    if isinstance(rate, Tiers) and rate.method not in MARGINAL | STEP:
        for low, high in dead_zones(rate):
            yield f"tiers fall at {low:g}: a base from {low:g} to {high:g} earns less than {low:g} does"


def _of_dates(contract: Contract, timeline: Timeline) -> Iterator[str]:
    start, opening, minimum = contract.term.start, contract.opening, contract.minimum
    if (
        contract.caps.lifetime is not None
        and start
        and start < timeline.start
        and not np.any(opening.paid_life)
    ):
        yield (
            f"lifetime_cap counts from {start.isoformat()}, before the model starts, "
            "with nothing paid so far; enter opening_paid_life"
        )
    lifetime = isinstance(contract.rate, Tiers) and contract.rate.scope is Scope.LIFETIME
    if lifetime and start and start < timeline.start and not np.any(opening.base_life):
        yield (
            f"lifetime tiers count from {start.isoformat()}, before the model starts, "
            "with nothing counted so far; enter opening_base_life"
        )
    if minimum and np.any(minimum.amount):
        tests = schedule(contract.grid(timeline), minimum.test, minimum.year, minimum.prorate).tests
        if not tests.any():
            yield "annual_minimum is never tested: the model ends before its first interval does; run it longer"


def _of_flows(contract: Contract, result: Waterfall) -> Iterator[str]:
    if (result.revenue < 0.0).any():
        yield "revenue is negative in some month: it is treated as a refund"
    rate = contract.rate
    if not isinstance(rate, Tiers) or rate.scope is Scope.PERIOD:
        return
    opening = contract.opening.base_life if rate.scope is Scope.LIFETIME else contract.opening.base_year
    counted = result.by_piece.revenue if rate.measure is Measure.REVENUE else result.by_piece.after_losses
    total = running_total(counted, contract.grid(result.timeline).resets(rate.scope.year), opening)
    for threshold in rate.thresholds[1:]:
        if not reached(total, threshold).any():
            yield f"tiers: threshold {threshold:g} is never reached; the most counted is {total.max():g}"
            break
    if (total < 0.0).any() and not (contract.losses and contract.losses.signed):
        yield "tiers: a refund after a reset takes the new year's total below 0, where it earns back nothing"


def _shown(amount: object) -> str:
    numbers = np.unique(np.asarray(amount))
    return f"{numbers[0]:g}" if numbers.size == 1 else f"{numbers[0]:g} to {numbers[-1]:g}"
