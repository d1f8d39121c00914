"""Compute in a case: the lab's bill, and what is used, paid and left of each commitment (methods: projection)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from revshare.arrays import BoolArray, FloatArray
from revshare.capital_checks import parties_of
from revshare.case import Case
from revshare.commitments.buckets import Commitment, Rollover, Settlement, settle
from revshare.commitments.capacity import capacity_cost
from revshare.commitments.periods import by_bucket, paid_by_period
from revshare.errors import InputError
from revshare.lines import Kind, Line, Projection, ratio_line
from revshare.timeline import Timeline


def buys_compute(case: Case) -> bool:
    """Whether a case says more of compute than what inference costs."""
    return bool(case.commitments) or any(item.compute for item in case.spending.values())


def bought_by_lab(case: Case) -> tuple[str, ...]:
    """Commitments of the lab itself."""
    return tuple(key for key, item in case.commitments.items() if not item.buyer)


def compute_bill(projection: Projection) -> Line:
    """Inference, and the part of each operating cost that buys compute; both must be projected already."""
    bill = projection["inference"]
    for key, item in projection.case.spending.items():
        if item.compute:
            bought = projection.monthly(f"spending.{key}.compute", item.compute)
            bill = bill + bought * projection[f"spending.{key}"]
    return Line("Compute bill: inference, and what operating cost buys of it", Kind.FLOW, bill)


def usage_of(projection: Projection, key: str) -> FloatArray:
    """What is bought under a commitment, money per month."""
    item, name = projection.case.commitments[key], f"commitments.{key}"
    if item.usage is not None:
        return projection.monthly(f"{name}.usage", item.usage) / 12.0
    if item.share_of_compute is None:
        raise InputError(f"{name} needs one of share_of_compute and usage: give the one that is known")
    return projection.monthly(f"{name}.share_of_compute", item.share_of_compute) * projection["compute_bill"]


def settlement_of(projection: Projection, key: str, usage: FloatArray) -> Settlement:
    """A commitment settled by calendar year.

    Parameters
    ----------
    usage
        What is bought under it, money per month.

    Raises
    ------
    InputError
        If a shortfall could be made up in part of a year.
    """
    used = by_bucket(usage, _opens(projection.case.timeline))
    years = projection.number(f"commitments.{key}.make_up_years")
    # Terms hold one number of years; where paths differ in it, each takes the settlement of its own.
    first, *others = (
        (number, settle(used, _terms(projection, key, float(number)))) for number in np.unique(years)
    )
    found = first[1]
    for number, one in others:
        found = Settlement(
            *(np.where(years == number, new, old) for new, old in zip(one, found, strict=True))
        )
    return found


def _terms(projection: Projection, key: str, make_up_years: float) -> Commitment:
    item, name = projection.case.commitments[key], f"commitments.{key}"
    if not make_up_years.is_integer():
        raise InputError(f"{name}.make_up_years must be whole years, got {make_up_years:g}")
    return Commitment(
        amounts=projection.yearly(f"{name}.annual", item.annual),
        rollover=Rollover(str(projection.values[f"{name}.rollover"])),
        rollover_limit=projection.number(f"{name}.rollover_limit"),
        make_up_years=int(make_up_years),
    )


def commitment_lines(projection: Projection, key: str, usage: FloatArray) -> Iterator[tuple[str, Line]]:
    """Lines of one commitment, which must be settled already; `usage` as for `settlement_of`."""
    case, item, settlement = projection.case, projection.case.commitments[key], projection.commitments[key]
    opens = _opens(case.timeline)
    paid = paid_by_period(usage, settlement, opens)
    committed = projection.monthly(f"commitments.{key}.annual", item.annual) / 12.0
    margin = projection.monthly(f"commitments.{key}.margin", item.margin) * paid
    seller = parties_of(case)[item.seller]
    left = _left(usage, settlement, opens)
    yield f"committed.{key}", Line(f"Committed: {item.label}", Kind.FLOW, committed)
    yield f"usage.{key}", Line(f"Used: {item.label}", Kind.FLOW, usage)
    yield (
        f"shortfall.{key}",
        Line(f"Paid beyond use, at the year's end: {item.label}", Kind.FLOW, paid - usage),
    )
    yield f"paid.{key}", Line(f"Paid: {item.label}", Kind.FLOW, paid)
    yield f"commitment_left.{key}", Line(f"Commitment left: {item.label}", Kind.STOCK, left)
    yield f"commitment_margin.{key}", Line(f"Margin of {seller}: {item.label}", Kind.FLOW, margin)


def commitment_totals(projection: Projection) -> Iterator[tuple[str, Line]]:
    """What the lab has committed in all, what it pays beyond use, and whether its revenue carries it."""
    keys = bought_by_lab(projection.case)
    committed = total_of(projection, "committed", keys)
    yield "committed", Line("Committed by the lab for compute", Kind.FLOW, committed)
    yield (
        "commitment_shortfall",
        Line("Compute the lab pays for beyond use", Kind.FLOW, total_of(projection, "shortfall", keys)),
    )
    label = "Commitments per dollar of revenue"
    yield "commitments_over_revenue", ratio_line(projection, label, "committed", "revenue")


def capacity_lines(projection: Projection) -> Iterator[tuple[str, Line]]:
    """Money for power that has a price; it tells the size of a deal and is no part of profit."""
    for key, item in projection.case.capacities.items():
        name = f"capacities.{key}"
        if projection.is_unused(f"{name}.cost"):
            continue
        annual = capacity_cost(
            projection.monthly(f"{name}.gigawatts", item.gigawatts),
            projection.number(f"{name}.cost"),
            projection.number(f"{name}.utilisation"),
        )
        label = f"{item.label} at its price; not part of profit"
        yield f"capacity.{key}", Line(label, Kind.FLOW, np.asarray(annual / 12.0))


def total_of(projection: Projection, what: str, keys: Sequence[str]) -> FloatArray:
    """Sum of one line over several commitments."""
    return sum((projection[f"{what}.{key}"] for key in keys), np.zeros(projection.case.timeline.months))


def _left(usage: FloatArray, settlement: Settlement, opens: BoolArray) -> FloatArray:
    """Commitment not yet drawn in each month's year, and what is open once the year is settled."""
    year = np.cumsum(opens) - 1
    before = np.cumsum(settlement.usage, axis=-1) - settlement.usage
    used = np.cumsum(usage, axis=-1) - before[..., year]
    available = (settlement.opening + settlement.committed)[..., year]
    left = np.maximum(available - used, 0.0)
    left[..., np.append(np.flatnonzero(opens)[1:], opens.size) - 1] = settlement.closing
    return left


def _opens(timeline: Timeline) -> BoolArray:
    """Months that open a year."""
    return np.array([day.month == 1 for day in timeline.dates])
