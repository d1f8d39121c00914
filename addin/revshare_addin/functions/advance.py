"""Money paid early (model: `revshare.contracts.advance`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.contracts.advance import Advance
from revshare.contracts.shares import paid_after_advance
from revshare_addin.arguments import OneNumber, Series, Zero
from revshare_addin.registry import cell_function


@cell_function("Partner share", methods="Advance", example=([200, 200, 200], 250, 0.6))
def RS_RECOUPED(
    share: Annotated[FloatArray, Series("Share per period, after caps")],
    advance: Annotated[float, OneNumber("Advance still to be recouped, money; 0 or more", least=0.0)],
    recoup_rate: Annotated[
        float,
        OneNumber(
            "Fraction of each share that recoups it; 1 if left off", zero=Zero.IS_REFUSED, fraction=True
        ),
    ] = 1.0,
) -> FloatArray:
    """Amount paid per period after an advance is recouped from it."""
    return paid_after_advance(share, Advance(advance, recoup_rate))
