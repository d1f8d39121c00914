"""Amounts that must be positive, and fractions of which a plan may need more than there is."""

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
