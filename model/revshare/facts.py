"""What is publicly said about the deals, with its source; conflicts stand side by side.

Sources A to E are five public texts from 2024 to 2026 (``model/docs/sources.md``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from revshare.errors import InputError, NoSolutionError

SOURCE_DATES: Final = {"A": (2025, 11), "B": (0, 0), "C": (2025, 11), "D": (2026, 4), "E": (2024, 12)}
"""Year and month in which each text speaks; B gives none."""

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DEGREE: Final = re.compile(
    r" \((earlie(r|st)|latest|maximum|lower bound|approx|around|roughly|range( of)?|over|more than|up to)\)"
)
"""Words that say how exact a figure is or which of a series; they do not change what is measured."""


class Evidence(StrEnum):
    """What a statement rests on, the firmest first."""

    ACTUAL = "actual"
    ANNOUNCED = "announced"
    REPORTED = "reported"
    CLAIMED = "claimed"
    ESTIMATE = "estimate"
    PROJECTED = "projected"
    OPINION = "opinion"


EVIDENCE: Final = {
    "job-ads data": Evidence.ACTUAL,
    "announced": Evidence.ANNOUNCED,
    "reported": Evidence.REPORTED,
    "reported (The Information)": Evidence.REPORTED,
    "company report": Evidence.CLAIMED,
    "company claim": Evidence.CLAIMED,
    "estimate": Evidence.ESTIMATE,
    "industry estimate": Evidence.ESTIMATE,
    "Barclays estimate": Evidence.ESTIMATE,
    "expert interview (AlphaSense)": Evidence.ESTIMATE,
    "benchmark": Evidence.ESTIMATE,
    "derived by author": Evidence.ESTIMATE,
    "projection": Evidence.PROJECTED,
    "forecast": Evidence.PROJECTED,
    "company projection (reported)": Evidence.PROJECTED,
    "company plan (reported)": Evidence.PROJECTED,
    "reader comment - low reliability": Evidence.OPINION,
}
"""What the words of the texts amount to."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One public statement.

    Parameters
    ----------
    id
        ``F001`` and on; an input names the facts it rests on.
    subject, counterparty
        Whom it is about, and whom they deal with (may be empty).
    metric
        What is measured.
    value
        The number in `unit`, or None where the text gives words or a range only.
    value_text
        The value as the text puts it.
    low, high
        The range or the one bound the text gives ("over 13 billion" has a low); otherwise None.
    unit
        Fraction, USD million, calendar year, ...; shares are fractions (0.5 is 50 %).
    as_of
        Date or period in the text's words.
    basis
        What the statement rests on.
    basis_text
        The same in the words of the text.
    groups
        Conflicts it takes part in, ``("C01", "C12")``.
    note
        What to know before using it.
    source, source_line
        The text, A to E, and its line.
    """

    id: str
    subject: str
    counterparty: str
    metric: str
    value: float | None
    value_text: str
    low: float | None
    high: float | None
    unit: str
    as_of: str
    basis: Evidence
    basis_text: str
    groups: tuple[str, ...]
    note: str
    source: str
    source_line: int

    @property
    def measure(self) -> tuple[str, str, str, str]:
        """Whose, with whom, what, in which unit: all must agree before one fact may stand for another."""
        metric, unit = (DEGREE.sub("", words) for words in (self.metric, self.unit))
        return self.subject, self.counterparty, metric, unit

    @property
    def said(self) -> tuple[int, int, int, int]:
        """When it was said, for sorting: year and month of the text, then of the date it names, or 0."""
        return *SOURCE_DATES[self.source], *_year_and_month(self.as_of)


@dataclass(frozen=True, slots=True)
class Choice:
    """The value a rule selected, in the fact's unit, and the fact it came from."""

    value: float
    fact: Fact


class Rule(StrEnum):
    """How to choose among facts of one measure; there is no average."""

    LATEST = "latest"
    LOW = "low"
    HIGH = "high"


@cache
def load_facts() -> tuple[Fact, ...]:
    """Read all facts, in the order of their ids."""
    return tuple(_fact(row) for row in _rows("facts.csv"))


@cache
def groups() -> Mapping[str, str]:
    """Read the groups of conflicting statements: id, such as ``C01``, to what is at odds."""
    return MappingProxyType({row["group"]: row["title"] for row in _rows("conflicts.csv")})


def fact(name: str) -> Fact:
    """Look a fact up by its id, such as ``F001``.

    Raises
    ------
    InputError
        If there is none.
    """
    for one in load_facts():
        if one.id == name.strip().upper():
            return one
    raise InputError(
        f'there is no fact "{name}"; they run from F001 to {load_facts()[-1].id} (revshare facts)'
    )


def find(text: str) -> tuple[Fact, ...]:
    """Search facts for every word of `text`, whatever its case, in id, names, metric and note."""
    words = text.casefold().split()
    return tuple(
        one
        for one in load_facts()
        if all(
            word in f"{one.id} {one.subject} {one.counterparty} {one.metric} {one.note}".casefold()
            for word in words
        )
    )


def conflicts(group: str) -> tuple[Fact, ...]:
    """Answer the facts of one group, such as ``C01``, side by side.

    Raises
    ------
    InputError
        If there is no such group.
    """
    if group not in groups():
        raise InputError(
            f'there is no group of conflicts "{group}"; they run from {min(groups())} to {max(groups())}'
        )
    return tuple(one for one in load_facts() if group in one.groups)


def select(facts: Sequence[Fact], rule: Rule | str) -> Choice:
    """Choose one value among facts that measure the same thing; values are never averaged.

    Parameters
    ----------
    facts
        The candidates, such as the facts of one group of conflicts.
    rule
        The id of a fact for an explicit pick, or ``latest``, ``low`` or ``high``. Latest goes by the date of
        the text, then by the date the statement names. Low and high take the ends of stated ranges.

    Raises
    ------
    InputError
        If the pick is not among the facts, the rule is unknown, or the facts measure different things.
    NoSolutionError
        If no fact gives a number, or two different ones are equally recent.
    """
    for one in facts:
        if one.id == rule:
            return Choice(_number(one), one)
    if rule not in list(Rule):
        raise InputError(
            f'"{rule}" is none of these facts and no rule; give a fact\'s id, latest, low or high'
        )
    _refuse_mixture(facts)
    numeric = [one for one in facts if any(end is not None for end in (one.value, one.low, one.high))]
    if not numeric:
        raise NoSolutionError(f"{_ids(facts)} give no number; enter a value of your own as assumed")
    if rule == Rule.LOW:
        return min((Choice(_end(one, one.low), one) for one in numeric), key=lambda choice: choice.value)
    if rule == Rule.HIGH:
        return max((Choice(_end(one, one.high), one) for one in numeric), key=lambda choice: choice.value)
    newest = max(one.said for one in numeric)
    latest = [one for one in numeric if one.said == newest]
    if len({one.value for one in latest}) > 1:
        raise NoSolutionError(f"{_ids(latest)} are equally recent and differ; pick one by its id")
    return Choice(_number(latest[0]), latest[0])


def _refuse_mixture(facts: Sequence[Fact]) -> None:
    """Refuse facts that only look alike: their low or latest would be a false figure."""
    kinds = {one.measure: one for one in reversed(facts)}
    if len(kinds) > 1:
        first, second = sorted(kinds.values(), key=lambda one: one.id)[:2]
        raise InputError(
            f"{first.id} ({first.metric}, {first.unit}) and {second.id} ({second.metric}, {second.unit}) "
            "measure different things; pick one by its id"
        )


def _number(one: Fact) -> float:
    """Answer the one number a fact states."""
    if one.value is None:
        cure = (
            "choose low or high"
            if one.low is not None and one.high is not None
            else "enter your own as assumed"
        )
        raise NoSolutionError(f'{one.id} says "{one.value_text}", which is no single number; {cure}')
    return one.value


def _end(one: Fact, end: float | None) -> float:
    """Answer an end of a fact's range, or its value where it states none."""
    return _number(one) if end is None else end


def _ids(facts: Sequence[Fact]) -> str:
    return ", ".join(one.id for one in facts)


def _year_and_month(words: str) -> tuple[int, int]:
    """Read the last year in words such as ``late 2024`` or ``Mar 2024``, and its month, 0 if not given."""
    years = re.findall(r"\b(?:19|20)\d\d\b", words)
    months = [MONTHS.index(word) + 1 for word in re.findall(rf"\b({'|'.join(MONTHS)})", words.casefold())]
    if not months and re.search(r"\b(late|end)\b", words):
        months = [12]
    return (int(years[-1]), months[-1] if months else 0) if years else (0, 0)


def _rows(name: str) -> Iterable[dict[str, str]]:
    text = files("revshare").joinpath("cases", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _fact(row: dict[str, str]) -> Fact:
    def number(key: str) -> float | None:
        return float(row[key]) if row[key] else None

    return Fact(
        id=row["id"],
        subject=row["subject"],
        counterparty=row["counterparty"],
        metric=row["metric"],
        value=number("value"),
        value_text=row["value_text"],
        low=number("value_low"),
        high=number("value_high"),
        unit=row["unit"],
        as_of=row["period_or_date"],
        basis=EVIDENCE[row["basis"]],
        basis_text=row["basis"],
        groups=tuple(row["contradiction_group"].split(",")) if row["contradiction_group"] else (),
        note=row["note"],
        source=row["source"],
        source_line=int(row["source_line"]),
    )
