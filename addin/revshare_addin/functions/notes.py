"""Convertible notes (model: `revshare.investment.notes`)."""

from typing import Annotated

from revshare.investment.notes import note_ownership
from revshare_addin.arguments import OneNumber, Zero
from revshare_addin.registry import cell_function


@cell_function("Investment", methods="Investment", example=(10, 80, 20, 0.2, 60))
def RS_NOTE_OWNERSHIP(
    principal: Annotated[float, OneNumber("Amount that converts, interest included")],
    pre_money: Annotated[
        float, OneNumber("Value of the company before the new money, without the note's shares")
    ],
    new_money: Annotated[float, OneNumber("Money raised in the round")],
    discount: Annotated[
        float,
        OneNumber("Fraction off the round's price; 0 if left off", zero=Zero.IS_THE_DEFAULT, fraction=True),
    ] = 0.0,
    cap: Annotated[
        float | None,
        OneNumber(
            "Highest pre-money value at which the note converts; no cap if left off", zero=Zero.IS_REFUSED
        ),
    ] = None,
) -> float:
    """Ownership after the round that a note becomes, at the discounted or the capped price if that is lower."""
    return note_ownership(principal, pre_money, new_money, discount, cap)
