"""A contract: its terms composed, and the keys by which a terms block or case file states them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar, cast

import numpy as np

from revshare.arrays import Number
from revshare.contracts.advance import Advance
from revshare.contracts.base import Deductions
from revshare.contracts.caps import Caps
from revshare.contracts.grid import Grid, grid
from revshare.contracts.losses import Losses
from revshare.contracts.minimum import Interval, Minimum, Running
from revshare.contracts.payment import Payment
from revshare.contracts.ramps import Ramp
from revshare.contracts.term import Calendar, Term, YearKind
from revshare.contracts.terms import ANY, Key, check, key, key_of, keys_of, read
from revshare.contracts.tiers import Tiers
from revshare.errors import TermsError
from revshare.inputs import Unit
from revshare.timeline import Timeline

NO_RATE = "rate is missing; give rate, tiers or ramp"


class Kind(StrEnum):
    """What is shared."""

    REVENUE_SHARE = "revenue_share"
    PROFIT_SHARE = "profit_share"
    NET_REVENUE_SHARE = "net_revenue_share"


class Accrual(StrEnum):
    """How the share is accrued in the profit and loss account."""

    CONTRACTUAL = "contractual"
    EXPECTED_RATE = "expected_rate"


@dataclass(frozen=True, slots=True)
class Opening:
    """Balances at the model's start; each counts until its own counter resets.

    Parameters
    ----------
    base_year, base_life
        Base (or measure) already counted against tiers in the running year, and ever.
    paid_year, paid_life
        Paid under the annual and the lifetime cap.
    earned_year
        Earned since the last test of the minimum.
    true_up_year
        Topped up to the minimum in the running year.
    running
        The test interval in progress, where more is known of it than `earned_year` and `true_up_year`.
    loss_bank
        Losses carried: one amount, or by month of origin, oldest first, shape ``(..., n)``.
    unrecouped
        True-ups still to be recouped.
    payable
        Accrued and not yet paid.
    """

    base_year: Number = field(
        default=0.0,
        metadata=key("opening_base_year", "Base counted this year at the start", Unit.MONEY, limits=ANY),
    )
    base_life: Number = field(
        default=0.0,
        metadata=key("opening_base_life", "Base counted ever at the start", Unit.MONEY, limits=ANY),
    )
    paid_year: Number = field(
        default=0.0, metadata=key("opening_paid_year", "Paid this year at the start", Unit.MONEY, limits=ANY)
    )
    paid_life: Number = field(
        default=0.0, metadata=key("opening_paid_life", "Paid ever at the start", Unit.MONEY, limits=ANY)
    )
    earned_year: Number = field(
        default=0.0,
        metadata=key(
            "opening_earned_year", "Earned since the last test of the minimum", Unit.MONEY, limits=ANY
        ),
    )
    true_up_year: Number = field(
        default=0.0, metadata=key("opening_true_up_year", "Topped up this year at the start", Unit.MONEY)
    )
    loss_bank: Number = field(
        default=0.0, metadata=key("opening_loss_bank", "Losses carried at the start", Unit.MONEY)
    )
    unrecouped: Number = field(
        default=0.0, metadata=key("opening_unrecouped", "True-ups to recoup at the start", Unit.MONEY)
    )
    payable: Number = field(
        default=0.0,
        metadata=key("opening_payable", "Accrued and not paid at the start", Unit.MONEY, limits=ANY),
    )

    running: Running | None = None

    def __post_init__(self) -> None:
        check(self)

    @property
    def interval(self) -> Running:
        """The test interval in progress; as far as true-ups were paid, a test has passed."""
        topped = np.asarray(self.true_up_year, dtype=np.float64)
        tested = np.where(topped > 0.0, self.earned_year + topped, 0.0) if topped.any() else 0.0
        return self.running or Running(self.earned_year, self.true_up_year, tested, self.earned_year)


@dataclass(frozen=True)
class Contract:
    """A share contract between a lab and a partner.

    Parameters
    ----------
    rate
        A flat rate as a fraction, `Tiers`, or a `Ramp`.
    kind
        What is shared: revenue, revenue less cost, or revenue less listed deductions.
    coverage
        Fraction of the given revenue and cost that the contract covers.
    losses
        Treatment of negative gross profit; profit shares only, where the default floors it at zero.
    accrual
        Profit-and-loss accrual: as the clause yields, or at the year's expected rate.

    Raises
    ------
    TermsError
        If terms contradict each other.
    """

    rate: Number | Tiers | Ramp
    kind: Kind = field(default=Kind.REVENUE_SHARE, metadata=key("kind", "What is shared", Kind))
    coverage: Number = field(
        default=1.0, metadata=key("coverage", "Fraction of the revenue covered", Unit.FRACTION)
    )
    accrual: Accrual = field(
        default=Accrual.CONTRACTUAL, metadata=key("accrual", "Profit-and-loss accrual", Accrual)
    )
    losses: Losses | None = None
    deductions: Deductions = field(default=Deductions())
    caps: Caps = field(default=Caps())
    minimum: Minimum | None = None
    advance: Advance | None = None
    term: Term = field(default=Term())
    payment: Payment = field(default=Payment())
    opening: Opening = field(default=Opening())

    def __post_init__(self) -> None:
        check(self)
        if self.rate is None:
            raise TermsError(NO_RATE)
        if not isinstance(self.rate, (Tiers, Ramp)):
            check(_FlatRate(self.rate))
        if self.kind is Kind.PROFIT_SHARE:
            object.__setattr__(self, "losses", self.losses or Losses())
        elif self.losses is not None:
            raise TermsError(
                "losses apply to profit shares only; leave them out (a refund passes through) "
                "or set kind to profit_share"
            )
        if self.kind is not Kind.NET_REVENUE_SHARE and np.any(self.deductions.amount):
            raise TermsError("deductions apply to net revenue shares only; set kind to net_revenue_share")

    @property
    def cut_every(self) -> int:
        """Contract months between changes of terms: 12, 3 or 1; 0 where nothing follows contract months."""
        if isinstance(self.rate, Ramp):
            return 1
        own = YearKind.CONTRACT
        if self.minimum and self.minimum.year is own and self.minimum.test is Interval.QUARTER:
            return 3
        years = (
            self.rate.scope.year if isinstance(self.rate, Tiers) else None,
            self.caps.year if self.caps.annual is not None else None,
            self.losses.reset.year if self.losses else None,
            self.minimum.year if self.minimum and self.minimum.test is Interval.YEAR else None,
        )
        return 12 if own in years else 0

    def grid(self, timeline: Timeline, cuts: tuple[date, ...] = ()) -> Grid:
        """Cut a timeline where the terms change inside a month, and on further days."""
        return grid(timeline, Calendar.of(self.term, timeline.start), self.cut_every, cuts)


@dataclass(frozen=True)
class _FlatRate:
    """The keys of the rate itself."""

    rate: Number | None = field(
        default=None, metadata=key("rate", "Share as a fraction; or give tiers or a ramp", Unit.FRACTION)
    )
    tiers: object = field(
        default=None, metadata=key("tiers", "Rates by threshold, such as 0:0.5; 300:0.4", Unit.TEXT)
    )
    ramp: object = field(
        default=None, metadata=key("ramp", "Rates by contract month, such as 12:0.5; 24:0.4", Unit.TEXT)
    )


PARTS = (_FlatRate, Tiers, Ramp, Losses, Deductions, Caps, Minimum, Advance, Term, Payment, Opening)
"""Where the terms of a contract live, besides the contract itself."""


def _keys() -> Iterator[Key]:
    yield from keys_of(Contract)
    for part in PARTS:
        yield from keys_of(part)


KEYS: Mapping[str, Key] = {key.name: key for key in _keys()}
"""Every key of a terms block with its meaning, unit, default, words and limits."""

_Part = TypeVar("_Part")
Pairs: TypeAlias = tuple[tuple[float, ...], tuple[Number, ...]]


def contract_from(terms: Mapping[str, object]) -> Contract:
    """Build a contract from the flat keys of a terms block.

    Parameters
    ----------
    terms
        Plain values by key: numbers, words, dates, TRUE or FALSE; `tiers` and `ramp` as text such as
        ``0:0.5; 300:0.4`` or as pairs. A number may be an array ``(..., 1)`` of scenarios. A key left
        out takes its default.

    Raises
    ------
    TermsError
        Naming the key, the value found and the cure.
    """
    for name in terms:
        if name not in KEYS:
            near = get_close_matches(str(name), KEYS, n=1)
            cure = f'did you mean "{near[0]}"?' if near else f"the keys are {', '.join(KEYS)}"
            raise TermsError(f'unknown key "{name}"; {cure}')
    values = {name: read(KEYS[name], value) for name, value in terms.items()}
    return Contract(
        rate=_rate(values),
        losses=_part(Losses, values) if any(key.name in values for key in keys_of(Losses)) else None,
        deductions=_part(Deductions, values),
        caps=_part(Caps, values),
        minimum=_part(Minimum, values) if "annual_minimum" in values else None,
        advance=_part(Advance, values) if "advance" in values else None,
        term=_part(Term, values),
        payment=_part(Payment, values),
        opening=_part(Opening, values),
        **_given(Contract, values),
    )


def _given(part: type, values: Mapping[str, object]) -> dict[str, Any]:
    """Keyword arguments of a terms dataclass for the keys that are given."""
    keyed = ((field.name, key_of(field)) for field in fields(part))
    return {name: values[key.name] for name, key in keyed if key and key.name in values}


def _part(part: type[_Part], values: Mapping[str, object]) -> _Part:
    return part(**_given(part, values))


def _rate(values: Mapping[str, object]) -> Number | Tiers | Ramp:
    given = [name for name in ("rate", "tiers", "ramp") if name in values]
    if not given:
        raise TermsError(NO_RATE)
    if len(given) > 1:
        raise TermsError(f"{' and '.join(given)} contradict each other; keep one")
    match given[0]:
        case "tiers":
            thresholds, rates = read_pairs("tiers", "threshold", values["tiers"])
            return Tiers(thresholds, rates, **_given(Tiers, values))
        case "ramp":
            months, rates = read_pairs("ramp", "month", values["ramp"])
            return Ramp(months, rates, **_given(Ramp, values))
    return cast("Number", values["rate"])  # checked when the contract is born


def read_pairs(name: str, first: str, value: object) -> Pairs:
    """Read ``0:0.5; 300:0.4``, or a sequence of pairs, into two columns.

    Raises
    ------
    TermsError
        If there are no pairs of numbers; `first` is the word for the left one.
    """
    cure = f"write {first}:rate pairs such as 0:0.5; 300:0.4"
    found = f'"{value:.60}"' if isinstance(value, str) else f"{value!r:.60}"
    if isinstance(value, str):
        value = [pair.split(":") for pair in value.split(";") if pair.strip()]
    if not isinstance(value, Iterable):
        raise TermsError(f"{name} must be {first}:rate pairs, got {found}; {cure}")
    try:
        pairs = [(float(left), rate if isinstance(rate, np.ndarray) else float(rate)) for left, rate in value]
    except (TypeError, ValueError):
        raise TermsError(f"{name} must be {first}:rate pairs, got {found}; {cure}") from None
    if not pairs:
        raise TermsError(f"{name} has no pairs; {cure}")
    return tuple(left for left, _ in pairs), tuple(rate for _, rate in pairs)
