"""What an investor holds in each of several outcomes, against what it has paid (methods: investment).

"It profits even if both falter" is a claim about the worst outcome, and is tested as one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from revshare.arrays import BoolArray, FloatArray, Number, flows, fraction
from revshare.bounds import quantity
from revshare.errors import InputError

_WHOLE = 1e-9


@dataclass(frozen=True, slots=True)
class Hedge:
    """A payoff over its outcomes, shape ``(...)`` each.

    Parameters
    ----------
    expected, worst
        Mean, and least over all outcomes listed however unlikely, money.
    standard_deviation
        Dispersion about the mean, money.
    expected_net, worst_net
        The same less the outlay.
    """

    expected: FloatArray
    worst: FloatArray
    standard_deviation: FloatArray
    expected_net: FloatArray
    worst_net: FloatArray

    @property
    def always_profits(self) -> BoolArray:
        """Whether even the worst outcome returns more than was paid."""
        return np.asarray(self.worst_net > 0.0)

    @property
    def variation(self) -> FloatArray:
        """Standard deviation over the mean; nan where the mean is 0."""
        mean = np.asarray(self.expected)
        none = np.full(mean.shape, np.nan)
        found: FloatArray = np.divide(self.standard_deviation, mean, out=none, where=mean != 0.0)
        return found


def hedge(payoffs: npt.ArrayLike, probabilities: npt.ArrayLike, outlay: Number = 0.0) -> Hedge:
    """Expected value, worst case and dispersion of a payoff by outcome.

    Parameters
    ----------
    payoffs
        Worth of everything held in each outcome, money, shape ``(..., outcomes)``.
    probabilities
        Chance of each outcome, shape ``(outcomes,)``; the outcomes exclude each other and sum to 1.
    outlay
        What was paid for it all, money, positive, shape ``(...)``.

    Raises
    ------
    InputError
        If payoffs and probabilities differ in number, the probabilities do not sum to 1, or the outlay is negative.
    """
    worth, chances = flows("payoffs", payoffs), flows("probabilities", probabilities)
    fraction("probabilities", chances)
    if worth.shape[-1] != chances.shape[-1]:
        raise InputError(
            f"payoffs has {worth.shape[-1]} outcomes and probabilities has {chances.shape[-1]}; "
            "give one probability per outcome"
        )
    total = float(chances.sum())
    if abs(total - 1.0) > _WHOLE:
        cure = "add the missing outcome" if total < 1.0 else "outcomes must exclude each other"
        raise InputError(f"probabilities must sum to 1, got {total:g}; {cure}")
    quantity("outlay", outlay, "scenario")
    expected, worst = np.asarray(worth @ chances), worth.min(axis=-1)
    deviation = np.sqrt((worth - expected[..., np.newaxis]) ** 2 @ chances)
    return Hedge(expected, worst, deviation, expected - outlay, worst - outlay)


def held(*parts: npt.ArrayLike) -> FloatArray:
    """Worth of all parts together by outcome: stakes, compute margin, shares of revenue.

    Raises
    ------
    InputError
        If the parts cover different numbers of outcomes.
    """
    series = [flows("payoff", part) for part in parts]
    if len({part.shape[-1] for part in series}) != 1:
        counts = ", ".join(str(part.shape[-1]) for part in series) or "none"
        raise InputError(f"all parts of a payoff must cover the same outcomes, got {counts}")
    total: FloatArray = np.sum(np.broadcast_arrays(*series), axis=0)
    return total
