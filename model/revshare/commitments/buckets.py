"""Commitments settled bucket by bucket: drawdown, shortfall, rollover and make-up (methods: compute commitments).

A bucket is a contract year, or whatever stretch has an amount of its own. Usage and commitment are at
contract price.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray, Number, flows
from revshare.bounds import quantity
from revshare.commitments.banks import Bank, drawn, held, opened, rolled
from revshare.contracts.terms import check, key
from revshare.errors import InputError, TermsError
from revshare.inputs import Unit


class Rollover(StrEnum):
    """What moves from one bucket to another."""

    NONE = "none"
    """Nothing: each bucket stands alone."""
    EXCESS = "excess"
    """Usage above the commitment counts toward a later one."""
    DEFER = "defer"
    """Commitment not used moves to the next bucket, once."""
    TERM = "term"
    """All buckets are one, tested at its end."""


@dataclass(frozen=True, slots=True, eq=False)
class Commitment:
    """A promise to buy, or to pay for what was not bought.

    Parameters
    ----------
    amounts
        Committed in each bucket, money at contract price, shape ``(..., buckets)``; for one term bucket the
        total alone will do.
    rollover
        What moves between buckets.
    rollover_limit
        Most that moves on, as a fraction of the commitment of the bucket it comes from; None for no limit.
        Not used by ``none`` and ``term``.
    rollover_years
        Buckets in which excess usage may still count; deferred commitment moves once whatever stands here.
    make_up_years
        Buckets in which a shortfall paid may still be used; 0 for no make-up.
    termination_fee
        Fraction of the remaining shortfall due if the commitment is ended early.
    dedicated
        Whether it buys identified capacity of its own, which may make it a lease: a mark for the reader, no
        amount depends on it.

    Raises
    ------
    InputError
        If an amount is missing.
    TermsError
        If a value is out of range.
    """

    amounts: FloatArray = field(metadata=key("commitment", "Committed per bucket", Unit.MONEY))
    rollover: Rollover = field(
        default=Rollover.NONE, metadata=key("rollover", "What moves between buckets", Rollover)
    )
    rollover_limit: Number | None = field(
        default=None,
        metadata=key("rollover_limit", "Most that moves on, fraction of its commitment", Unit.FRACTION),
    )
    rollover_years: int = field(
        default=1,
        metadata=key(
            "rollover_years", "Buckets in which excess may still count", Unit.NUMBER, limits=(1.0, np.inf)
        ),
    )
    make_up_years: int = field(
        default=0,
        metadata=key(
            "make_up_years",
            "Buckets in which a shortfall paid may be used",
            Unit.NUMBER,
            limits=(0.0, np.inf),
        ),
    )
    termination_fee: Number = field(
        default=1.0,
        metadata=key("termination_fee", "Fraction of remaining shortfall due on early end", Unit.FRACTION),
    )
    dedicated: bool = field(
        default=False, metadata=key("dedicated", "Whether it buys identified capacity", Unit.FLAG)
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "amounts", flows("commitment", self.amounts))
        check(self)
        for name in ("rollover_years", "make_up_years"):
            if getattr(self, name) != int(getattr(self, name)):
                raise TermsError(f"{name} must be whole years, got {getattr(self, name):g}")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a commitment already under way brings to its first bucket here.

    Parameters
    ----------
    used
        Used and paid in that bucket before, money.
    deferred
        Commitment deferred to it.
    excess
        Excess usage that may still count: one amount of the bucket before, or by bucket of origin, the oldest
        first, on the last axis.
    make_up
        Shortfalls paid that may still be used, likewise.
    """

    used: Number = field(default=0.0, metadata=key("opening_used", "Used in the first bucket", Unit.MONEY))
    deferred: Number = field(
        default=0.0, metadata=key("opening_deferred", "Commitment deferred to the first bucket", Unit.MONEY)
    )
    excess: Number = field(
        default=0.0, metadata=key("opening_excess", "Excess usage that may still count", Unit.MONEY)
    )
    make_up: Number = field(
        default=0.0, metadata=key("opening_make_up", "Shortfalls paid that may be used", Unit.MONEY)
    )

    def __post_init__(self) -> None:
        check(self)


NEW = Opening()


class Settlement(NamedTuple):
    """A commitment settled: every column by bucket, money, shape ``(..., buckets)``, never negative but `paid`.

    Three balances run on from bucket to bucket::

        opening + committed - drawdown - excess_applied - shortfall = closing
        excess_opening + excess_earned - excess_applied - excess_lapsed = excess_bank
        make_up_opening + make_up_earned - make_up_used - make_up_lapsed = make_up_bank

    Parameters
    ----------
    usage
        Bought in the bucket.
    counted
        Usage that counts: `usage`, and what the first bucket had used before.
    commitment
        As agreed for the bucket.
    opening
        Commitment open from before: deferred, or of the term.
    committed
        Commitment that becomes open: `commitment`, but a term's total all at once.
    drawdown
        Commitment met by the bucket's usage.
    overage
        Usage above it; drawdown + overage = counted.
    excess_opening, excess_earned, excess_applied, excess_lapsed, excess_bank
        Excess usage kept for later: brought in, added, applied to this bucket, lapsed, closing.
    shortfall
        Commitment paid for without use.
    deferred
        Commitment moved to the next bucket.
    closing
        Commitment open at the end: deferred, or of a bucket not yet tested.
    make_up_opening, make_up_earned, make_up_used, make_up_lapsed, make_up_bank
        Shortfalls paid that later overage may use up: brought in, added, used, lapsed, closing.
    paid
        usage + shortfall - make_up_used. Below 0 only where the first bucket had paid in advance of a credit.
    """

    usage: FloatArray
    counted: FloatArray
    commitment: FloatArray
    opening: FloatArray
    committed: FloatArray
    drawdown: FloatArray
    overage: FloatArray
    excess_opening: FloatArray
    excess_earned: FloatArray
    excess_applied: FloatArray
    excess_lapsed: FloatArray
    excess_bank: FloatArray
    shortfall: FloatArray
    deferred: FloatArray
    closing: FloatArray
    make_up_opening: FloatArray
    make_up_earned: FloatArray
    make_up_used: FloatArray
    make_up_lapsed: FloatArray
    make_up_bank: FloatArray
    paid: FloatArray

    @property
    def rollover_bank(self) -> FloatArray:
        """What moves on to the next bucket: excess usage, or deferred commitment."""
        return self.excess_bank + self.deferred

    @property
    def settled(self) -> FloatArray:
        """Paid beyond usage when the bucket is tested: the shortfall, less make-up used."""
        return self.shortfall - self.make_up_used

    def table(self) -> dict[str, FloatArray]:
        """The columns that tell the story, by name."""
        names = ("usage", "commitment", "drawdown", "overage", "shortfall", "paid")
        columns: dict[str, FloatArray] = {name: getattr(self, name) for name in names}
        return columns | {"rollover_bank": self.rollover_bank, "make_up_bank": self.make_up_bank}


def settle(
    usage: FloatArray, terms: Commitment, opening: Opening = NEW, *, finished: bool = True
) -> Settlement:
    """Settle a commitment bucket by bucket.

    A bucket's own usage counts first; deferred commitment is met before the bucket's own. At the bucket's
    end excess usage of earlier buckets is applied to what is left, what may be deferred is, and the rest is
    the shortfall. Make-up is used by overage, and overage so used is not kept as excess.

    Parameters
    ----------
    usage
        Eligible usage at contract price, money per bucket, shape ``(..., buckets)``.
    opening
        Balances brought in; each a number, or of shape ``(..., 1)``.
    finished
        Whether the last bucket has ended. One that has not is not tested: no shortfall, nothing kept or lapsed.

    Raises
    ------
    InputError
        If a bucket's usage is negative, or there is not one amount per bucket.
    """
    buckets = usage.shape[-1]
    quantity("usage", usage, "bucket")
    agreed, committed = _amounts(terms, buckets)
    keepable, deferrable = _limits(terms, agreed)
    excess_years = int(terms.rollover_years) if terms.rollover is Rollover.EXCESS else 0
    excess = opened("opening_excess", opening.excess, excess_years, buckets)
    make_up = opened("opening_make_up", opening.make_up, int(terms.make_up_years), buckets)
    paths = np.broadcast_shapes(
        *(amounts.shape[:-1] for amounts in (usage, committed, keepable, deferrable)),
        *(np.shape(balance)[:-1] for balance in (opening.used, opening.deferred)),
        *(np.shape(amount) for amount in (*excess, *make_up)),
    )
    counted = np.array(np.broadcast_to(usage, (*paths, buckets)))
    counted[..., :1] += opening.used
    balances = _Balances(np.broadcast_to(opening.deferred, (*paths, 1))[..., 0], excess, make_up)
    rows: list[dict[str, Number]] = []
    for bucket in range(buckets):
        last = bucket == buckets - 1
        tested = finished if last else terms.rollover is not Rollover.TERM
        limits = (keepable[..., bucket], deferrable[..., bucket]) if tested else None
        row, balances = _bucket(balances, counted[..., bucket], committed[..., bucket], limits)
        rows.append(row)

    def column(name: str) -> FloatArray:
        return np.stack([np.broadcast_to(row.get(name, 0.0), paths) for row in rows], axis=-1)

    worked_out = {name: column(name) for name in Settlement._fields if name not in _GIVEN}
    return Settlement(
        usage=np.broadcast_to(usage, counted.shape),
        counted=counted,
        commitment=np.broadcast_to(agreed, counted.shape),
        committed=np.broadcast_to(committed, counted.shape),
        paid=usage + worked_out["shortfall"] - worked_out["make_up_used"],
        **worked_out,
    )


_GIVEN = frozenset({"usage", "counted", "commitment", "committed", "paid"})


class _Balances(NamedTuple):
    """What one bucket leaves to the next: commitment open, excess kept, shortfalls paid."""

    commitment: Number
    excess: Bank
    make_up: Bank


def _bucket(
    balances: _Balances,
    counted: FloatArray,
    committed: FloatArray,
    limits: tuple[FloatArray, FloatArray] | None,
) -> tuple[dict[str, Number], _Balances]:
    """Settle one bucket: its columns, and the balances after it.

    Parameters
    ----------
    limits
        Most excess it may keep and most commitment it may defer; None if it is not tested.
    """
    opening, excess, make_up = balances
    drawdown = np.minimum(counted, opening + committed)
    unused, overage = opening + committed - drawdown, counted - drawdown
    row: dict[str, Number] = {
        "opening": opening,
        "drawdown": drawdown,
        "overage": overage,
        "excess_opening": held(excess),
        "make_up_opening": held(make_up),
    }
    closing: Number = unused
    if limits is not None:
        keepable, deferrable = limits
        excess, applied = drawn(excess, unused)
        make_up, made_up = drawn(make_up, overage)
        closing = np.minimum(unused - applied, deferrable)
        shortfall = unused - applied - closing
        earned = np.minimum(overage - made_up, keepable)
        excess, excess_lapsed = rolled(excess, earned)
        make_up, make_up_lapsed = rolled(make_up, shortfall)
        row |= {
            "excess_applied": applied,
            "excess_earned": earned,
            "excess_lapsed": excess_lapsed,
            "shortfall": shortfall,
            "deferred": closing,
            "make_up_used": made_up,
            "make_up_earned": shortfall if make_up else 0.0,
            "make_up_lapsed": make_up_lapsed,
        }
    row |= {"closing": closing, "excess_bank": held(excess), "make_up_bank": held(make_up)}
    return row, _Balances(closing, excess, make_up)


def _amounts(terms: Commitment, buckets: int) -> tuple[FloatArray, FloatArray]:
    """What is agreed for each bucket, and what becomes open in it: a term's total at once."""
    agreed = terms.amounts
    count = agreed.shape[-1]
    total_alone = terms.rollover is Rollover.TERM and count == 1
    if count != buckets and not total_alone:
        raise InputError(
            f"commitment has {count} amounts and usage fills {buckets} buckets; give one amount per bucket"
        )
    if terms.rollover is not Rollover.TERM:
        return agreed, agreed
    committed = np.zeros((*agreed.shape[:-1], buckets))
    committed[..., 0] = agreed.sum(axis=-1)
    return (committed if total_alone else agreed), committed


def _limits(terms: Commitment, agreed: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Most excess that is kept, and most commitment that is deferred, by bucket of origin."""
    none = np.zeros(agreed.shape)
    limit = np.inf if terms.rollover_limit is None else terms.rollover_limit
    most = np.full(agreed.shape, np.inf) if terms.rollover_limit is None else limit * agreed
    match terms.rollover:
        case Rollover.EXCESS:
            return most, none
        case Rollover.DEFER:
            # What was deferred to a bucket is met first, so only its own commitment can be left to move on.
            most = np.minimum(most, agreed)
            most[..., -1] = 0.0
            return none, most
    return none, none
