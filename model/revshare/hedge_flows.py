"""What an investor of a case holds in each outcome, against what it has paid (methods: projection)."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import InputError
from revshare.investment.hedge import Hedge, hedge, held
from revshare.lines import Projection


def payoffs_of(projection: Projection, key: str, holding: str) -> FloatArray:
    """What one holding is worth in each outcome, money, shape ``(..., outcomes)``."""
    return projection.numbers(
        f"hedges.{key}.holdings.{holding}.payoff.{outcome}"
        for outcome in projection.case.hedges[key].outcomes
    )


def hedge_of(projection: Projection, key: str) -> Hedge:
    """Expected value, worst case and dispersion of all that is held; each of shape ``(...)``.

    Raises
    ------
    InputError
        If the probabilities of the outcomes do not sum to 1.
    """
    found, name = projection.case.hedges[key], f"hedges.{key}"
    payoffs = held(*(payoffs_of(projection, key, holding) for holding in found.holdings))
    chances = projection.numbers(f"{name}.outcomes.{outcome}.probability" for outcome in found.outcomes)
    outlay = projection.numbers(f"{name}.outlay.{paid}" for paid in found.outlay).sum(axis=-1)
    if chances.ndim == 1:
        return _hedge(name, payoffs, chances, outlay)
    lead = np.broadcast_shapes(payoffs.shape[:-1], chances.shape[:-1], outlay.shape)
    rows = [
        _hedge(name, worth, chance, paid)
        for worth, chance, paid in zip(
            np.broadcast_to(payoffs, (*lead, payoffs.shape[-1])),
            np.broadcast_to(chances, (*lead, chances.shape[-1])),
            np.broadcast_to(outlay, lead),
            strict=True,
        )
    ]
    return Hedge(*(np.stack([getattr(row, part.name) for row in rows]) for part in fields(Hedge)))


def _hedge(name: str, payoffs: FloatArray, chances: FloatArray, outlay: FloatArray) -> Hedge:
    try:
        return hedge(payoffs, chances, outlay)
    except InputError as fault:
        raise InputError(f"{name}.outcomes {fault}") from None
