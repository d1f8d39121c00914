"""Every cell function by name, in the order of the catalogue."""

from __future__ import annotations

from revshare_addin.functions import (
    advance,
    caps,
    compare,
    favoured,
    growth,
    losses,
    minimum,
    payment,
    reciprocal,
    shares,
    tiers,
    waterfall,
)
from revshare_addin.registry import CellFunction

_MODULES = (
    growth,
    *(shares, losses, tiers, caps, minimum, advance, favoured, reciprocal, payment, waterfall, compare),
)

FUNCTIONS: dict[str, CellFunction] = {
    function.name: function
    for module in _MODULES
    for function in vars(module).values()
    if isinstance(function, CellFunction)
}
