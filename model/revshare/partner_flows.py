"""What flows through a partner's contract in a case, with the clauses that tie it to something beside it."""

from __future__ import annotations

from datetime import date
from functools import partial

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Case, Favoured, Partner
from revshare.contracts.contract import Contract
from revshare.contracts.favoured import favoured_true_up
from revshare.contracts.payment import Collector, CostBearer
from revshare.contracts.waterfall import Waterfall, waterfall
from revshare.lines import Projection


def partner_waterfall(projection: Projection, key: str) -> Waterfall:
    """A partner's contract on what it covers; revenue, cost and what flows back must be projected already."""
    partner, contract = projection.case.partners[key], projection.contracts[key]
    revenue, cost, pools = _covered(projection, partner)
    back = projection[f"reciprocal.{key}"] if partner.reciprocal else None
    timeline = projection.case.timeline
    run = partial(waterfall, contract, revenue, cost, timeline, pools=pools, reciprocal_share=back)
    alone = run()
    if partner.favoured is None:
        return alone
    return run(favoured=favoured_due(projection, key, partner.favoured, alone))


def _covered(
    projection: Projection, partner: Partner
) -> tuple[FloatArray, FloatArray, tuple[str, ...] | None]:
    """Revenue and inference cost covered: one stream, or line by line with the pool of each."""
    both = ("revenue", "inference")
    if partner.pooling == "all":
        revenue, cost = (projection.through(what, partner.covers) for what in both)
        return revenue, cost, None
    lines = covered_lines(projection.case, partner)
    revenue, cost = (
        np.stack(np.broadcast_arrays(*(projection[f"{what}.{key}.{channel}"] for key, channel in lines)))
        for what in both
    )
    return revenue, cost, tuple(pool_of(partner, *line) for line in lines)


def favoured_due(projection: Projection, key: str, clause: Favoured, alone: Waterfall) -> FloatArray:
    """Extra share that lifts the partner's rate to the best compared, on the days the clause applies.

    Parameters
    ----------
    alone
        The waterfall without the clause.
    """
    base = alone.after_losses
    own = np.divide(alone.share, base, out=np.zeros(base.shape), where=base != 0)
    name = f"partners.{key}.favoured"
    others = [
        np.asarray(projection.values[f"{name}.rates.{other}"], dtype=np.float64) for other in clause.rates
    ]
    effective = projection.values[f"{name}.effective"]
    in_force = alone.grid.in_force_from(effective if isinstance(effective, date) else None)
    return favoured_true_up(base, own, others) * in_force


def covered_lines(case: Case, partner: Partner) -> list[tuple[str, str]]:
    """Product and channel of every line of revenue that a partner's contract covers."""
    return [
        (key, channel)
        for key, product in case.products.items()
        for channel in partner.covers
        if channel in product.channels
    ]


def pool_of(partner: Partner, product: str, channel: str) -> str:
    """The pool a line belongs to: lines of one pool share a floor under losses."""
    return {"product": product, "channel": channel}.get(partner.pooling, "all")


def cash_against_share(contract: Contract, flow: Waterfall) -> FloatArray:
    """What the lab's cash differs from the share it books, less what flows back.

    The share is paid later, or a partner that bills the customer remits later.
    """
    booked = flow.expense - flow.reciprocal
    if contract.payment.collector is Collector.LAB:
        return booked - flow.cash - flow.withheld
    kept_back = flow.cost if contract.payment.cost_bearer is CostBearer.PARTNER else 0.0
    return flow.cash - (flow.revenue - kept_back - booked)
