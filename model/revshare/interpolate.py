"""Values between knots: on a line, in steps, or at constant growth; flat beyond them (methods: growth)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import reduce
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray, Number
from revshare.errors import InputError


class Method(StrEnum):
    """How a value moves between two knots."""

    LINEAR = "linear"
    STEP = "step"
    GEOMETRIC = "geometric"


def interpolate(
    knot_periods: Sequence[float],
    knot_values: Sequence[Number],
    periods: npt.ArrayLike,
    method: Method = Method.LINEAR,
) -> FloatArray:
    """Value in each period, shape ``(..., T)`` with the leading axes of the values.

    Parameters
    ----------
    knot_periods
        Periods of the knots, rising.
    knot_values
        Value at each knot; before the first and after the last it stays flat.
    periods
        Periods that are asked for, shape ``(T,)``.
    method
        ``linear``; ``step`` at each knot; ``geometric``, constant growth from knot to knot.

    Raises
    ------
    InputError
        If knots and values differ in number, knots do not rise, or growth would have to cross 0.
    """
    if len(knot_periods) != len(knot_values) or not len(knot_values):
        raise InputError(
            f"there are {len(knot_periods)} knot periods and {len(knot_values)} knot values; give one value per knot"
        )
    for first, second in pairwise(knot_periods):
        if not second > first:
            raise InputError(f"knot periods must rise, got {first:g} before {second:g}; sort them")
    if method is Method.GEOMETRIC:
        low = min(float(np.min(value)) for value in knot_values)
        if low <= 0.0:
            raise InputError(f"geometric needs knot values above 0, got {low:g}; use linear or step")
    weights = _weights(np.asarray(knot_periods, dtype=np.float64), np.asarray(periods), method)
    pairs = zip(knot_values, weights, strict=True)
    if method is Method.GEOMETRIC:
        return reduce(np.multiply, [np.power(value, weight) for value, weight in pairs])
    return reduce(np.add, [value * weight for value, weight in pairs])


def up_to(
    periods: int, knot_periods: Sequence[float], knot_values: Sequence[Number], method: Method
) -> FloatArray:
    """Values of the periods 1 to `periods`, as `interpolate` finds them."""
    return interpolate(knot_periods, knot_values, np.arange(1, periods + 1), method)


def _weights(knots: FloatArray, periods: FloatArray, method: Method) -> FloatArray:
    """How much each knot counts in each period: a hat around it, or the stretch to the next knot."""
    hats = np.eye(len(knots))
    if method is Method.STEP:
        return hats[:, np.maximum(np.searchsorted(knots, periods, side="right") - 1, 0)]
    return np.stack([np.interp(periods, knots, hat) for hat in hats])
