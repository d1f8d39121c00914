"""How a cost ratio moves when unit cost and price fall at their own pace (methods: S-curves and cohorts)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.errors import InputError


def declining(start: Number, decline: Number, periods: int) -> FloatArray:
    """Price or unit cost by period, from `start` in the first and lower by `decline` in each that follows.

    Parameters
    ----------
    start
        Level of the first period, any unit.
    decline
        Fall per period as a fraction below 1; negative where it rises.
    periods
        Number of levels, at least 1.

    Returns
    -------
    FloatArray
        Shape ``(..., periods)``.

    Raises
    ------
    InputError
        If the decline is 1 or more, or there is no period.
    """
    return _path("decline", start, decline, periods)


def cost_ratio_path(start: Number, cost_decline: Number, price_decline: Number, periods: int) -> FloatArray:
    """Cost as a fraction of revenue by period: unit cost over price, each with its own decline per period.

    Usage drops out: it moves cost and revenue alike. Raises as `declining` does.
    """
    cost = _path("cost_decline", start, cost_decline, periods)
    return cost / _path("price_decline", 1.0, price_decline, periods)


def usage_revenue(units: FloatArray, price: FloatArray) -> FloatArray:
    """Revenue of what is charged by use: units × price per period."""
    return units * price


def _path(name: str, start: Number, decline: Number, periods: int) -> FloatArray:
    falls = np.asarray(decline, dtype=np.float64)
    if (falls >= 1.0).any():
        worst = float(falls.max())
        cure = f"; for {worst:g} % enter {worst / 100:g}" if worst > 1.0 else ""
        raise InputError(f"{name} must be below 1, got {worst:g}{cure}")
    if periods < 1:
        raise InputError(f"periods must be at least 1, got {periods}")
    levels: FloatArray = np.asarray(start)[..., None] * (1.0 - falls[..., None]) ** np.arange(periods)
    return levels
