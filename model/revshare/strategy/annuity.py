"""A yearly amount for a present one, and back (methods: own or rent)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.bounds import above_zero
from revshare.errors import InputError


def annuity(discount_rate: Number, years: Number) -> FloatArray:
    """Present value of 1 at the end of each year.

    Parameters
    ----------
    discount_rate
        Annual effective rate as a fraction, above -1; at 0 the answer is `years`.
    years
        Number of years, above 0; a part year counts as the formula has it.

    Raises
    ------
    InputError
        If the rate is -1 or lower, or there are no years.
    """
    rate = np.asarray(discount_rate, dtype=np.float64)
    if (rate <= -1.0).any():
        raise InputError(f"discount_rate must be above -1, got {float(rate.min()):g}")
    term = above_zero("years", years)
    lost = -np.expm1(-term * np.log1p(rate))
    free = rate == 0.0
    return np.where(free, term, lost / np.where(free, 1.0, rate))


def capital_recovery_factor(discount_rate: Number, years: Number) -> FloatArray:
    """Yearly amount that pays back 1 with interest: ``r / (1 - (1 + r) ** -n)``, the inverse of `annuity`."""
    return 1.0 / annuity(discount_rate, years)
