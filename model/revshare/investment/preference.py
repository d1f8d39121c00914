"""Non-participating preferred shares: the preference, or the stake if it is worth more (methods: investment)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray, Number, flows, fraction
from revshare.bounds import quantity
from revshare.errors import NotApplicableError


def exit_value(
    exit_values: npt.ArrayLike, invested: Number, ownership: Number, preference_multiple: Number = 1.0
) -> FloatArray:
    """What the holder gets at each exit value: min(value, max(preference, ownership × value)).

    Parameters
    ----------
    exit_values
        Equity value of the company at exit, money, 0 or more, shape ``(..., T)``.
    invested
        Money put in; the preference is a multiple of it.
    ownership
        Fraction held if converted.
    preference_multiple
        Preference over invested; 1 gives the money back first, 0 is ordinary shares.

    Raises
    ------
    InputError
        If a value is negative or the ownership no fraction.
    """
    values = flows("exit_values", exit_values)
    fraction("ownership", ownership)
    for name, amount in (
        ("exit_values", values),
        ("invested", invested),
        ("preference_multiple", preference_multiple),
    ):
        quantity(name, amount, "scenario")
    preference = np.asarray(invested, dtype=np.float64) * preference_multiple
    return np.minimum(values, np.maximum(preference, np.asarray(ownership) * values))


def conversion_value(invested: float, ownership: float, preference_multiple: float = 1.0) -> float:
    """Exit value from which converting pays more than the preference.

    Raises
    ------
    InputError
        If the ownership is no fraction.
    NotApplicableError
        If it is 0: converting never pays.
    """
    if fraction("ownership", ownership) == 0.0:
        raise NotApplicableError("ownership is 0, so converting never pays")
    return invested * preference_multiple / ownership
