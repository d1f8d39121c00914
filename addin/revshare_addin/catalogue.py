"""Every cell function by name, in the order of the catalogue."""

from __future__ import annotations

from revshare_addin.functions import (
    advance,
    allocation,
    buckets,
    capacity,
    caps,
    case_lines,
    circular,
    cohorts,
    compare,
    cost_path,
    diffusion,
    discount,
    facts,
    favoured,
    growth,
    hedge,
    interpolate,
    losses,
    margin,
    minimum,
    notes,
    own_or_rent,
    payment,
    preference,
    prepayment,
    profitability,
    rates_of_return,
    reciprocal,
    returns,
    risk,
    rollup,
    shares,
    stakes,
    switching,
    tiers,
    timeline,
    version,
    waterfall,
)
from revshare_addin.registry import CellFunction

_MODULES = (
    *(growth, interpolate, diffusion, rollup, timeline, cohorts, cost_path),
    *(shares, losses, tiers, caps, minimum, advance, favoured, reciprocal, payment, waterfall, compare),
    margin,
    *(buckets, discount, prepayment, allocation, capacity),
    *(circular, returns, rates_of_return, stakes, notes, preference, hedge),
    *(own_or_rent, profitability, switching),
    *(case_lines, risk),
    *(facts, version),
)

FUNCTIONS: dict[str, CellFunction] = {
    function.name: function
    for module in _MODULES
    for function in vars(module).values()
    if isinstance(function, CellFunction)
}
