"""What an investor holds in each outcome (model: `revshare.investment.hedge`)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

from revshare.investment.hedge import hedge
from revshare_addin.arguments import OneNumber, Values
from revshare_addin.border import Pairs
from revshare_addin.registry import cell_function


@cell_function("Investment", methods="Investment", example=([195, 115, 230, 37], [0.35, 0.3, 0.15, 0.2], 63))
def RS_HEDGE(
    payoffs: Annotated[Sequence[float], Values("Worth of all that is held in each outcome")],
    probabilities: Annotated[Sequence[float], Values("Chance of each outcome; they sum to 1", fraction=True)],
    outlay: Annotated[float, OneNumber("What was paid for it all, without a sign", least=0.0)],
) -> Pairs:
    """Expected, worst and dispersion of a payoff; it profits in every outcome if worst_net is above 0."""
    return Pairs(asdict(hedge(payoffs, probabilities, outlay)))
