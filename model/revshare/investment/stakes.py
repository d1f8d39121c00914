"""Stakes in a company: tranches, what a price implies, dilution and value (methods: investment)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray, Number, fraction
from revshare.bounds import quantity
from revshare.errors import InputError, NotApplicableError
from revshare.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Tranche:
    """One payment of an investment; what is announced is not yet funded.

    Parameters
    ----------
    amount
        Announced, money; for "up to" the most.
    day
        When it is paid; None if nobody has said.
    probability
        Chance that it is paid: 1 once funded, less for "up to" or a condition.
    condition
        What must happen first, in words; empty for none.

    Raises
    ------
    InputError
        If the amount is negative or the probability no fraction.
    """

    amount: float
    day: date | None
    probability: float = 1.0
    condition: str = ""

    def __post_init__(self) -> None:
        quantity("amount of a tranche", self.amount)
        fraction("probability of a tranche", self.probability)


@dataclass(frozen=True, slots=True)
class Funding:
    """An investment by month, shape ``(T,)``, and what falls on none.

    Parameters
    ----------
    announced, expected
        Money by month of payment: in full, and weighted by the chance that it is paid.
    elsewhere
        Announced, with no date or one outside the months.
    """

    announced: FloatArray
    expected: FloatArray
    elsewhere: float


def funding(tranches: Sequence[Tranche], timeline: Timeline) -> Funding:
    """Lay tranches on the months in which they are paid."""
    announced, expected = np.zeros(timeline.months), np.zeros(timeline.months)
    elsewhere = 0.0
    for tranche in tranches:
        month = _month(tranche.day, timeline)
        if month is None:
            elsewhere += tranche.amount
        else:
            announced[month] += tranche.amount
            expected[month] += tranche.amount * tranche.probability
    return Funding(announced, expected, elsewhere)


def _month(day: date | None, timeline: Timeline) -> int | None:
    if day is None:
        return None
    month = (day.year - timeline.start.year) * 12 + day.month - timeline.start.month
    return month if 0 <= month < timeline.months else None


def post_money(investment: Number, ownership: Number) -> FloatArray:
    """Value of the whole company, new money included, at which an investment buys an ownership.

    Raises
    ------
    InputError
        If the ownership is no fraction.
    NotApplicableError
        If it is 0.
    """
    part = np.asarray(fraction("ownership", ownership), dtype=np.float64)
    if (part == 0.0).any():
        raise NotApplicableError("ownership is 0, so the price says nothing about the company's value")
    return np.asarray(investment, dtype=np.float64) / part


def dilute(
    ownership: Number, dilutions: npt.ArrayLike, pro_rata_rounds: npt.ArrayLike | None = None
) -> FloatArray:
    """Ownership before the first round and after each, shape ``(..., rounds + 1)``.

    Parameters
    ----------
    ownership
        Fraction held before the first round, shape ``(...)``.
    dilutions
        New shares of each round as a fraction of all shares after it, shape ``(..., rounds)``.
    pro_rata_rounds
        Rounds, counted from 1, in which the holder buys enough to keep its ownership.

    Raises
    ------
    InputError
        If a fraction lies outside 0 to 1, or there is no such round.
    """
    held = np.asarray(fraction("ownership", ownership), dtype=np.float64)
    given_up = np.array(fraction("dilutions", np.atleast_1d(np.asarray(dilutions, dtype=np.float64))))
    for number in np.atleast_1d(np.asarray([] if pro_rata_rounds is None else pro_rata_rounds, dtype=float)):
        if number != int(number) or not 1 <= number <= given_up.shape[-1]:
            raise InputError(
                f"pro_rata_rounds must be whole numbers from 1 to {given_up.shape[-1]}, got {number:g}"
            )
        given_up[..., int(number) - 1] = 0.0
    kept = np.cumprod(1.0 - given_up, axis=-1)
    start = np.ones((*kept.shape[:-1], 1))
    path: FloatArray = held[..., np.newaxis] * np.concatenate([start, kept], axis=-1)
    return path


def pro_rata_cheque(ownership: Number, raised: Number) -> FloatArray:
    """What keeping an ownership in a round costs: the same part of the money raised."""
    return np.asarray(fraction("ownership", ownership), dtype=np.float64) * raised


def stake_value(ownership: Number, equity_value: Number) -> FloatArray:
    """Value of a stake: ownership times the value of all equity, both as of the same day."""
    return np.asarray(fraction("ownership", ownership), dtype=np.float64) * equity_value
