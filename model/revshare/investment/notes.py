"""Convertible notes: the price they convert at, and what of the company they become (methods: investment)."""

from __future__ import annotations

from dataclasses import dataclass

from revshare.arrays import fraction
from revshare.bounds import quantity
from revshare.errors import InputError


@dataclass(frozen=True, slots=True)
class Conversion:
    """A note turned into shares in a priced round.

    Parameters
    ----------
    conversion_value
        Company value, before note and new money, at which the note converts.
    discount
        How much that lies below the round's price, as a fraction of it.
    note, investors, holders
        Ownership after the round of the note, the new money and the holders before; they sum to 1.
    """

    conversion_value: float
    discount: float
    note: float
    investors: float
    holders: float


def convert_note(
    principal: float, pre_money: float, new_money: float, discount: float = 0.0, cap: float | None = None
) -> Conversion:
    """Convert a note at the lower of the discounted price and the capped price.

    Parameters
    ----------
    principal
        Amount that converts, interest included, money.
    pre_money
        Value of the company before the new money, without the note's shares.
    new_money
        Money raised in the round.
    discount
        Fraction off the round's price, below 1.
    cap
        Highest value of the company, before new money, at which the note converts; None for no cap.

    Raises
    ------
    InputError
        If a value is negative or 0 where it divides, or the discount is no fraction below 1.
    """
    for name, amount in (("principal", principal), ("new_money", new_money)):
        quantity(name, amount)
    for name, value in (("pre_money", pre_money), ("cap", cap)):
        if value is not None and not value > 0.0:
            raise InputError(f"{name} must be above 0, got {value:g}")
    if fraction("discount", discount) == 1.0:
        raise InputError("discount must be below 1: at 1 the shares would cost nothing")
    value = min((1.0 - discount) * pre_money, pre_money if cap is None else cap)
    if not value > 0.0:
        raise InputError(f"pre_money is too small to convert at, got {pre_money:g}; enter it in whole money")
    # Shares in units of the company before the round: one share for all of pre_money.
    note, investors = principal / value, new_money / pre_money
    shares = 1.0 + note + investors
    return Conversion(value, 1.0 - value / pre_money, note / shares, investors / shares, 1.0 / shares)


def note_ownership(
    principal: float, pre_money: float, new_money: float, discount: float = 0.0, cap: float | None = None
) -> float:
    """Ownership after the round that a note becomes; see `convert_note`."""
    return convert_note(principal, pre_money, new_money, discount, cap).note
