"""Losses: what a month of negative gross profit does to the share (order of operations, stage 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number
from revshare.contracts.counters import before, high_water, increase, nothing, of_months, running_total
from revshare.contracts.term import YearKind
from revshare.contracts.terms import check, key
from revshare.errors import TermsError
from revshare.inputs import Unit


class Treatment(StrEnum):
    """Who bears a loss."""

    FLOOR_ZERO = "floor_zero"
    LOSS_SHARE = "loss_share"
    CARRYFORWARD = "carryforward"
    CUMULATIVE_TRUE_UP = "cumulative_true_up"
    CUMULATIVE_RATCHET = "cumulative_ratchet"


class LossReset(StrEnum):
    """When losses carried forward are forgotten."""

    NEVER = "never"
    YEAR = "year"
    CONTRACT_YEAR = YearKind.CONTRACT.value
    CALENDAR_YEAR = YearKind.CALENDAR.value
    FISCAL_YEAR = YearKind.FISCAL.value

    @property
    def year(self) -> YearKind | None:
        """The year at whose start the bank is emptied; a plain "year" is the contract's own."""
        if self is LossReset.NEVER:
            return None
        return YearKind.CONTRACT if self is LossReset.YEAR else YearKind(self.value)


@dataclass(frozen=True, slots=True)
class Losses:
    """How a gross-profit share treats losses.

    Parameters
    ----------
    treatment
        ``floor_zero``: a loss is ignored. ``loss_share``: the partner bears its rate of a loss in the
        period. ``carryforward``: losses are banked and absorb later profits. ``cumulative_true_up``: the
        share follows cumulative profit and may be paid back. ``cumulative_ratchet``: the same, never
        paid back.
    limit
        Fraction of a period's profit that banked losses may absorb.
    expiry
        Months a banked loss stays usable after the month it arose; None for ever.
    reset
        Whether the bank is emptied at the start of a year.
    """

    treatment: Treatment = field(
        default=Treatment.FLOOR_ZERO, metadata=key("losses", "Treatment of negative gross profit", Treatment)
    )
    limit: Number = field(
        default=1.0, metadata=key("loss_limit", "Fraction of a profit that losses may absorb", Unit.FRACTION)
    )
    expiry: float | None = field(
        default=None,
        metadata=key("loss_expiry", "Months a loss stays usable", Unit.MONTHS, limits=(1.0, float("inf"))),
    )
    reset: LossReset = field(
        default=LossReset.NEVER, metadata=key("loss_reset", "When carried losses are forgotten", LossReset)
    )

    def __post_init__(self) -> None:
        check(self)
        if self.limited and self.treatment is not Treatment.CARRYFORWARD:
            raise TermsError(
                f"loss_limit and loss_expiry apply to carryforward only, and losses is {self.treatment}; "
                "leave them out or set losses to carryforward"
            )
        if self.expiry is not None and self.expiry != int(self.expiry):
            raise TermsError(f"loss_expiry must be whole months, got {self.expiry:g}")

    @property
    def limited(self) -> bool:
        """Whether carried losses lapse, or may absorb only a part of a profit."""
        return self.expiry is not None or bool(np.any(self.limit != 1.0))

    @property
    def signed(self) -> bool:
        """Whether a negative cumulative base earns a negative share."""
        return self.treatment is Treatment.LOSS_SHARE


class Months(NamedTuple):
    """Flags of the pieces that open and that close a month, shape ``(P,)``."""

    opens: BoolArray
    closes: BoolArray


class Carried(NamedTuple):
    """The base that earns a share, and the losses still to be recovered.

    Parameters
    ----------
    base
        Base after losses, money per period, shape ``(..., T)``.
    bank
        Losses carried at the end of each period, never negative.
    vintages
        Losses in the closing bank by age, oldest first, shape ``(..., n)``.
    """

    base: FloatArray
    bank: FloatArray
    vintages: FloatArray


def after_losses(
    base: FloatArray,
    losses: Losses,
    resets: BoolArray,
    opening: Number = 0.0,
    months: Months | None = None,
) -> Carried:
    """Share base after the treatment of losses.

    With cumulative base ``X``, a carry-forward without limits lets the base through as the rise of
    ``max(0, running maximum of X)``, a true-up as the rise of ``max(0, X)``.

    Parameters
    ----------
    base
        Revenue less cost per period, shape ``(..., T)``.
    resets
        True in each period at whose start the bank is emptied, shape ``(T,)``; all False if never.
    opening
        Losses carried at the start: one amount, taken as arisen just before the first period, or an
        array of shape ``(..., n)`` by month of origin, oldest first; where the first period continues a
        month, the newest is of that month.
    months
        Where months are cut into pieces: the pieces that open and close one; expiry counts months.
    """
    bank = opening if np.ndim(opening) == 0 else np.asarray(opening).sum(axis=-1, keepdims=True)
    match losses.treatment:
        case Treatment.FLOOR_ZERO:
            return _without_bank(np.maximum(base, 0.0))
        case Treatment.LOSS_SHARE:
            return _without_bank(base)
        case Treatment.CUMULATIVE_TRUE_UP:
            level = running_total(base, resets, -np.asarray(bank))
            return _carried(increase(np.maximum(level, 0.0), resets), np.maximum(-level, 0.0))
        case Treatment.CARRYFORWARD if losses.limited:
            return _limited(base, losses, resets, opening, months)
    level = running_total(base, resets, -np.asarray(bank))
    carried = high_water(level, resets) - level
    return _carried(np.maximum(base - before(carried, resets, bank), 0.0), carried)


def _without_bank(base: FloatArray) -> Carried:
    none = nothing(base.shape)
    return Carried(base, none, none[..., -1:])


def _carried(base: FloatArray, bank: FloatArray) -> Carried:
    return Carried(base, bank, bank[..., -1:])


def _limited(
    base: FloatArray, losses: Losses, resets: BoolArray, opening: Number, months: Months | None
) -> Carried:
    """Carry forward with a limit of use or an expiry, oldest losses first.

    Losses arisen and losses gone are two running totals; what arose `expiry` months ago and is not gone
    by the end of the month goes then. First in, first out needs no list of vintages.
    """
    vintages = np.atleast_1d(np.asarray(opening, dtype=np.float64))
    shape = np.broadcast_shapes(base.shape[:-1], vintages.shape[:-1], np.shape(losses.limit)[:-1])
    every = np.ones(base.shape[-1], dtype=np.bool_)
    opens, closes = months or Months(every, every)
    keep = base.shape[-1] + vintages.shape[-1] if losses.expiry is None else int(losses.expiry)
    limit = np.broadcast_to(losses.limit, (*shape, 1))[..., 0]

    closings = [
        *np.moveaxis(np.broadcast_to(np.cumsum(vintages, axis=-1), (*shape, vintages.shape[-1])), -1, 0)
    ]
    arisen = closings[-1] if opens[0] else closings.pop()
    gone = np.zeros(shape)
    passed: list[FloatArray] = []
    bank: list[FloatArray] = []
    for amount, opens_year, closes_month in zip(np.moveaxis(base, -1, 0), resets, closes, strict=True):
        if opens_year and passed:
            gone = arisen
        profit = np.maximum(amount, 0.0)
        used = np.minimum(arisen - gone, limit * profit)
        gone = gone + used
        arisen = arisen + (profit - amount)
        if closes_month:
            closings.append(arisen)
            if len(closings) > keep:
                gone = np.maximum(gone, closings[-1 - keep])
        passed.append(profit - used)
        bank.append(arisen - gone)
    left = closings[-keep:] if closes[-1] else [*closings[-keep:], arisen]
    usable = np.maximum(np.stack(left, axis=-1) - gone[..., np.newaxis], 0.0)
    return Carried(of_months(passed), of_months(bank), np.diff(usable, prepend=0.0, axis=-1))
