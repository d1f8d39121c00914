"""The term of a contract: when it runs, what a part of a month or year counts, and which year it uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from revshare.contracts.terms import check, key
from revshare.errors import TermsError
from revshare.inputs import Unit
from revshare.timeline import add_months, months_between

ONE_DAY = timedelta(days=1)


class Proration(StrEnum):
    """What a part of a month or year counts."""

    ACTUAL_DAYS = "actual_days"
    MONTHS = "months"
    FULL_PERIOD = "full_period"
    NONE = "none"


class YearKind(StrEnum):
    """Whose year a counter runs by."""

    CONTRACT = "contract_year"
    CALENDAR = "calendar_year"
    FISCAL = "fiscal_year"


@dataclass(frozen=True, slots=True)
class Term:
    """When a contract runs.

    Parameters
    ----------
    start
        First covered day; None for the model's start. Contract years count from here.
    end
        Last covered day; None for open-ended.
    proration
        ``actual_days``: a part month or year counts by its days. ``months``: whole months of a part
        year count 1/12 each, part months by days. ``full_period``: a month touched counts whole.
        ``none``: nothing is prorated; a month touched counts whole and a part year like a full one.
    fiscal_year_end
        Last month of the fiscal year, 1 to 12.
    """

    start: date | None = field(default=None, metadata=key("start", "First covered day", Unit.DATE))
    end: date | None = field(default=None, metadata=key("end", "Last covered day", Unit.DATE))
    proration: Proration = field(
        default=Proration.ACTUAL_DAYS, metadata=key("proration", "What a part period counts", Proration)
    )
    fiscal_year_end: int = field(
        default=12,
        metadata=key("fiscal_year_end", "Last month of the fiscal year", Unit.NUMBER, limits=(1, 12)),
    )

    def __post_init__(self) -> None:
        check(self)
        if self.fiscal_year_end != int(self.fiscal_year_end):
            raise TermsError(f"fiscal_year_end must be a month 1 to 12, got {self.fiscal_year_end:g}")
        if self.start and self.end and self.end < self.start:
            raise TermsError(
                f"end {self.end.isoformat()} lies before start {self.start.isoformat()}; "
                "give the last covered day"
            )


@dataclass(frozen=True, slots=True)
class Calendar:
    """A term set on a model: its first and last day known.

    Parameters
    ----------
    start
        First covered day.
    stop
        Day after the last covered one; None if open-ended.
    """

    start: date
    stop: date | None
    proration: Proration
    fiscal_year_end: int

    @classmethod
    def of(cls, contract_term: Term, model_start: date) -> Calendar:
        """Set a term on a model that starts on `model_start`."""
        stop = contract_term.end and contract_term.end + ONE_DAY
        return cls(
            contract_term.start or model_start,
            stop,
            contract_term.proration,
            int(contract_term.fiscal_year_end),
        )

    def covers(self, day: date) -> bool:
        """Whether the contract runs on a day."""
        return self.start <= day and (self.stop is None or day < self.stop)

    def interval(self, kind: YearKind, day: date, months: int = 12) -> tuple[date, date]:
        """First day of the year (or the quarter, for 3 months) that holds `day`, and of the next one."""
        if kind is YearKind.CONTRACT:
            first = months_between(self.start, day) // months * months
            return add_months(self.start, first), add_months(self.start, first + months)
        opens = 1 if kind is YearKind.CALENDAR else self.fiscal_year_end % 12 + 1
        into = (day.month - opens) % 12 % months
        first_day = add_months(day.replace(day=1), -into)
        return first_day, add_months(first_day, months)

    def quarters(self, kind: YearKind, year: date) -> list[tuple[date, date]]:
        """The four quarters of the year that opens on a day, as `interval` answers them."""
        first = year
        spans = []
        for _ in range(4):
            spans.append(self.interval(kind, first, 3))
            first = spans[-1][1]
        return spans

    def covered_fraction(self, first: date, stop: date) -> float:
        """Fraction of the interval from `first` to before `stop` that counts, by the proration."""
        opens = max(first, self.start)
        closes = min(stop, self.stop) if self.stop else stop
        if closes <= opens:
            return 0.0
        if (opens, closes) == (first, stop) or self.proration is Proration.NONE:
            return 1.0
        if self.proration is Proration.ACTUAL_DAYS:
            return (closes - opens) / (stop - first)
        whole = self.proration is Proration.FULL_PERIOD
        return _months_of(opens, closes, whole=whole) / _months_of(first, stop, whole=whole)


def _months_of(first: date, stop: date, *, whole: bool) -> float:
    """Calendar months from `first` to before `stop`, part months by days or as whole ones."""
    total = 0.0
    month = first.replace(day=1)
    while month < stop:
        following = add_months(month, 1)
        part = (min(stop, following) - max(first, month)) / (following - month)
        total += 1.0 if whole else part
        month = following
    return total
