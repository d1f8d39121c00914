"""How something new spreads: the levels of an S-curve (methods: S-curves and cohorts)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.bounds import not_negative
from revshare.errors import InputError


def logistic(times: Number, ceiling: Number, steepness: Number, midpoint: Number) -> FloatArray:
    """Level of a logistic S-curve, in the unit of `ceiling`.

    Parameters
    ----------
    times
        Points in time, any unit.
    ceiling
        Level that is approached and never passed.
    steepness
        Growth rate far below the ceiling, per unit of time; negative for a curve that falls.
    midpoint
        Time at which half of the ceiling is reached.
    """
    since = np.asarray(steepness) * (np.asarray(times, dtype=np.float64) - midpoint)
    level: FloatArray = ceiling * np.exp(-np.logaddexp(0.0, -since))
    return level


def bass(times: Number, market: Number, innovation: Number, imitation: Number) -> FloatArray:
    """Cumulative adopters of the Bass model; nobody has adopted before the launch at time 0.

    Parameters
    ----------
    times
        Time since the launch, in the unit of the two rates (years for annual rates).
    market
        Adopters in the end.
    innovation, imitation
        Fraction of those left who adopt per unit of time: of their own accord, above 0, and for each
        fraction of the market that has adopted before them, 0 or more.

    Raises
    ------
    InputError
        If one of the rates is out of range.
    """
    _check(innovation, imitation)
    since = np.maximum(np.asarray(times, dtype=np.float64), 0.0)
    both = np.asarray(innovation) + imitation
    adopted = -np.expm1(-both * since)
    return np.asarray(market * innovation * adopted / (innovation + imitation * np.exp(-both * since)))


def bass_rate(times: Number, market: Number, innovation: Number, imitation: Number) -> FloatArray:
    """Adopters per unit of time at a moment: the slope of `bass`, 0 before the launch."""
    adopted = bass(times, market, innovation, imitation)
    rate = (innovation + imitation * adopted / market) * (market - adopted)
    return np.where(np.asarray(times) < 0.0, 0.0, rate)


def bass_peak(innovation: Number, imitation: Number) -> FloatArray:
    """Time at which most adopt per unit of time; the launch where nobody imitates more than innovates."""
    _check(innovation, imitation)
    more = np.maximum(np.asarray(imitation, dtype=np.float64), innovation)
    return np.asarray(np.log(more / innovation) / (np.asarray(innovation) + imitation))


def _check(innovation: Number, imitation: Number) -> None:
    if np.any(np.asarray(innovation) <= 0.0):
        raise InputError(
            f"innovation must be above 0, got {np.min(innovation):g}; someone has to adopt first, "
            "or use the logistic curve"
        )
    not_negative("imitation", imitation)
