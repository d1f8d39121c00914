"""The one check every amount of compute passes: a number, 0 or more."""

from __future__ import annotations

import numpy as np

from revshare.arrays import Number
from revshare.errors import InputError


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
