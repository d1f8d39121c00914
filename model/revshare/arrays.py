"""The one array convention: float64, time on the last axis, scenarios or paths before it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from revshare.errors import InputError

FloatArray: TypeAlias = npt.NDArray[np.float64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
IntArray: TypeAlias = npt.NDArray[np.int64]

Number: TypeAlias = float | FloatArray
"""A scalar that stands for every period, or an array that broadcasts against ``(..., T)``."""


def flows(name: str, values: npt.ArrayLike) -> FloatArray:
    """Check a series that came from outside and answer it as float64.

    Parameters
    ----------
    name
        What the user calls the series; it leads the error message.
    values
        Numbers by period, shape ``(..., T)`` with at least one period.

    Raises
    ------
    InputError
        If a value is missing, infinite or no number, naming the first period concerned.
    """
    try:
        series = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{name} must be numbers, got {values!r:.60}") from None
    if series.ndim == 0 or series.shape[-1] == 0:
        raise InputError(f"{name} has no periods; give one number per period")
    bad = ~np.isfinite(series)
    if bad.any():
        period = int(np.argwhere(bad)[0][-1]) + 1
        raise InputError(f"{name} has no value in period {period}; enter 0 if none")
    return series


def same_length(**series: FloatArray) -> None:
    """Refuse series of one call that cover different numbers of periods; nothing is ever recycled."""
    lengths = {name: values.shape[-1] for name, values in series.items()}
    if len(set(lengths.values())) > 1:
        found = ", ".join(f"{name} has {count}" for name, count in lengths.items())
        raise InputError(f"series must cover the same periods: {found}")


def fraction(name: str, value: Number) -> Number:
    """Check a rate, share or probability: a fraction from 0 to 1.

    Raises
    ------
    InputError
        With the cure for the commonest slip, 15 entered for 15 %.
    """
    if isinstance(value, float) and 0.0 <= value <= 1.0:
        return value  # a cell asks this thousands of times
    numbers = np.asarray(value, dtype=np.float64)
    wrong = ~((numbers >= 0.0) & (numbers <= 1.0))
    if wrong.any():
        worst = float(numbers[wrong].flat[0])
        cure = f"; for {worst:g} % enter {worst / 100:g}" if 1.0 < worst <= 100.0 else ""
        raise InputError(f"{name} must be 0 to 1, got {worst:g}{cure}")
    return value


def ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part over whole; NaN where the whole is 0."""
    part, whole = np.broadcast_arrays(part, whole)
    nothing = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=nothing, where=whole != 0))


def part_of(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part of an amount that is never negative; NaN where there is none, or only what rounding leaves below 0."""
    part, whole = np.broadcast_arrays(part, whole)
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0.0))
