"""Dilution of a stake (model: `revshare.investment.stakes`)."""

from collections.abc import Sequence
from typing import Annotated

from revshare.arrays import FloatArray
from revshare.investment.stakes import dilute
from revshare_addin.arguments import OneNumber, Series, Values
from revshare_addin.registry import cell_function


@cell_function("Investment", methods="Investment", example=(0.2, [0.1, 0.15], 2))
def RS_DILUTE(
    ownership: Annotated[float, OneNumber("Part held before the first round, as a fraction", fraction=True)],
    dilutions: Annotated[
        FloatArray,
        Series("New shares of each round as a fraction of all shares after it", one=True),
    ],
    pro_rata_rounds: Annotated[
        Sequence[float] | None,
        Values("Rounds, counted from 1, in which the holder keeps its part by buying; none if left off"),
    ] = None,
) -> FloatArray:
    """Ownership before the first round and after each."""
    return dilute(ownership, dilutions, pro_rata_rounds)
