"""Investment against commitment (model: `revshare.investment.circular`)."""

from dataclasses import asdict
from typing import Annotated

from revshare.investment.circular import CircularDeal, circular_returns
from revshare_addin.arguments import Count, OneNumber
from revshare_addin.border import Pairs
from revshare_addin.registry import cell_function


@cell_function("Investment", methods="Investment", example=(5, 100, 10, 0.35, 0.1))
def RS_CIRCULAR(
    investment: Annotated[float, OneNumber("What the partner invests today")],
    commitment: Annotated[float, OneNumber("What the lab commits to spend with the partner, in all")],
    years: Annotated[int, Count("Years of the commitment, drawn evenly at each year's end")],
    compute_margin: Annotated[
        float, OneNumber("The partner's gross margin on that spending, as a fraction (0.35 is 35 %)")
    ],
    discount_rate: Annotated[float, OneNumber("The partner's annual effective rate, as a fraction")],
) -> Pairs:
    """Investment for a commitment as the partner sees it, with its shares worth nothing.

    Answers multiple, funded fraction, margin, payback, values, break-even margin and rate of return; #N/A for a
    figure there is not.
    """
    return Pairs(
        asdict(circular_returns(CircularDeal(investment, commitment, years, compute_margin, discount_rate)))
    )
