"""What may happen in a year of a projected case (methods: risk)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number
from revshare.contracts.waterfall import Waterfall
from revshare.lines import Projection

PROFIT = "profit"
ROUNDING = 1e-9
"""Fraction of a commitment, or of a minimum, below which what is missing to it is none."""


def events(projection: Projection) -> dict[str, BoolArray]:
    """Whether each event happens in each year, shape ``(..., years)``, by its name.

    ``profit``: the lab's operating profit is above 0. ``shortfall.KEY``: a commitment is paid beyond its use.
    ``cap.KEY``, ``minimum.KEY``: a cap takes from a partner's share, or its minimum adds to it.
    """
    found = {PROFIT: projection.by_year("operating_profit") > 0.0}
    for key, settled in projection.commitments.items():
        found[f"shortfall.{key}"] = _counts(settled.shortfall, settled.commitment)
    by_year = projection.case.timeline.by_year
    for key, flow in projection.waterfalls.items():
        contract = projection.contracts[key]
        caps = contract.caps
        if any(cap is not None for cap in (caps.period, caps.annual, caps.lifetime)):
            found[f"cap.{key}"] = by_year(_capped(flow)) > 0.0
        if contract.minimum:
            topped_up = _counts(flow.true_up, contract.minimum.amount)
            found[f"minimum.{key}"] = by_year(topped_up.astype(float)) > 0.0
    return found


def event_labels(projection: Projection) -> dict[str, str]:
    """Each event of a case in words."""
    case = projection.case
    labels = {PROFIT: "operating profit above 0"}
    labels |= {f"shortfall.{key}": f"{item.label}: paid beyond use" for key, item in case.commitments.items()}
    for key, partner in case.partners.items():
        labels[f"cap.{key}"] = f"a cap holds down the share of {partner.label}"
        labels[f"minimum.{key}"] = f"the minimum adds to the share of {partner.label}"
    return labels


def _counts(missing: FloatArray, promised: Number) -> BoolArray:
    """Whether what is missing to a promised amount is more than rounding."""
    return np.asarray(missing > ROUNDING * np.maximum(1.0, promised))


def _capped(flow: Waterfall) -> FloatArray:
    """Months in which some cap takes away from the share."""
    period, year, life = (limit.binding for limit in flow.limits)
    return flow.grid.gather((period | year | life).astype(float))
