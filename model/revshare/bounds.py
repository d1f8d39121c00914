"""Amounts that must not be negative, and fractions of which a plan may need more than there is."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.errors import InputError, NotApplicableError


def above_zero(name: str, value: Number) -> FloatArray:
    """Check a number or series that must be above 0."""
    numbers = np.asarray(value, dtype=np.float64)
    if (numbers <= 0.0).any():
        raise InputError(f"{name} must be above 0, got {float(numbers.min()):g}")
    return numbers


def not_negative(name: str, value: Number) -> FloatArray:
    """Check a number or series that must be 0 or more."""
    numbers = np.asarray(value, dtype=np.float64)
    if (numbers < 0.0).any():
        raise InputError(f"{name} must be 0 or more, got {float(numbers.min()):g}")
    return numbers


def quantity(name: str, value: Number, place: str = "period") -> Number:
    """Check an amount, price or quantity that cannot be negative.

    Parameters
    ----------
    name
        What the user calls it; it leads the error message.
    value
        A number, or an array with periods, buckets or clouds on the last axis.
    place
        What the last axis counts, for the message.

    Raises
    ------
    InputError
        If a number is missing or negative, naming the first place concerned.
    """
    numbers = np.asarray(value, dtype=np.float64)
    wrong = ~(numbers >= 0.0)
    if wrong.any():
        at = np.argwhere(wrong)[0]
        found = float(numbers[tuple(at)])
        where = f" in {place} {int(at[-1]) + 1}" if numbers.ndim and numbers.shape[-1] > 1 else ""
        if np.isnan(found):
            raise InputError(f"{name} has no value{where}; enter 0 if none")
        raise InputError(f"{name} must be 0 or more, got {found:g}{where}; enter it without a minus sign")
    return value


def attainable(needed: FloatArray, never: str) -> FloatArray:
    """Answer a needed fraction; NaN in a series, and an error for a single one, where it is above 1.

    Raises
    ------
    NotApplicableError
        That says `never` and what it would take.
    """
    if needed.ndim == 0 and needed > 1.0:
        raise NotApplicableError(f"{never}: it would take a fraction of {float(needed):.4g}, and 1 is all")
    return np.where(needed > 1.0, np.nan, needed)
