"""One input: its value, how sure it is, and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from revshare.errors import InputError

Value: TypeAlias = float | bool | date | str

FRACTION = (0.0, 1.0)
COST_RATIO = (0.0, 3.0)
AMOUNT = (0.0, math.inf)
ANY = (-math.inf, math.inf)
"""Smallest and largest number that may be entered, by what it measures."""


def key(text: str, **more: Any) -> Any:
    """A key of the case file with its meaning, for the schema and the messages."""
    return field(metadata={"help": text}, **more)


class Basis(StrEnum):
    """How a figure came to be known."""

    ACTUAL = "actual"
    REPORTED = "reported"
    PROJECTED = "projected"
    ESTIMATE = "estimate"
    ASSUMED = "assumed"


class Unit(StrEnum):
    """What an input is measured in; money is in the scale the case states."""

    MONEY = "money"
    FRACTION = "fraction"
    NUMBER = "number"
    MONTHS = "months"
    YEARS = "years"
    GIGAWATTS = "GW"
    DATE = "date"
    CHOICE = "choice"
    FLAG = "yes or no"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Input:
    """A value with its range and its source.

    Parameters
    ----------
    value
        The base value: a number, a date, a yes/no, or a word from a list.
    basis
        How it is known. Anything but `assumed` names a fact; a source of your own stands in the note of an assumed one.
    low, high
        The range the value may lie in. An assumed number states both.
    as_of
        The date the figure speaks for, as text such as ``2025-11``.
    fact
        Ids of the facts it rests on, such as ``F001`` or ``F039, F040``.
    note
        Why this value; an assumption says what it assumes.

    Raises
    ------
    InputError
        If the source is missing, the range is missing, or the value lies outside its range; a line for each.
    """

    value: Value
    basis: Basis
    low: float | None = None
    high: float | None = None
    as_of: str = ""
    fact: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        faults = [*self._source_faults(), *self._range_faults()]
        if faults:
            raise InputError("\n".join(faults))

    def _source_faults(self) -> Iterator[str]:
        if self.basis is Basis.ASSUMED:
            if not self.note.strip():
                yield 'has no reason; an assumed value says why: add note = "..."'
        elif not self.facts:
            yield (
                f"names no fact; a value that is {self.basis} has one: "
                'add fact = "F..." or say basis = "assumed"'
            )

    def _range_faults(self) -> Iterator[str]:
        if isinstance(self.value, (bool, str, date)):
            return
        if self.basis is Basis.ASSUMED and (self.low is None or self.high is None):
            yield "has no range; an assumed number states one: add low = ... and high = ..."
        if self.low is not None and self.high is not None and self.low > self.high:
            yield f"has low {self.low:g} above high {self.high:g}; swap them or mend one"
        elif self.low is not None and self.value < self.low:
            yield f"has value {self.value:g} below low {self.low:g}; widen the range or mend the value"
        elif self.high is not None and self.value > self.high:
            mend = "widen the range or mend the value"
            if self.high <= 1.0 < self.value <= 100.0:
                mend = f"for {self.value:g} % enter {self.value / 100:g}, otherwise {mend}"
            yield f"has value {self.value:g} above high {self.high:g}; {mend}"

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts named, one by one."""
        return names_in(self.fact)

    def end(self, which: str) -> float:
        """The `low` or `high` end of the range, for a scenario that takes it.

        Raises
        ------
        InputError
            If the input states no such end.
        """
        limit = self.low if which == "low" else self.high
        if limit is None:
            raise InputError(f"states no {which} end; give the input {which} = ..., or the scenario a number")
        return limit


def names_in(text: str) -> tuple[str, ...]:
    """Names out of a text that lists them with commas, such as ``F039, F040``."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


@dataclass(frozen=True, slots=True)
class Field:
    """One line of an inputs table: the name, words and limits that belong to one input.

    Template, reader, report and docs all read this list, so a label or unit is written once.

    Parameters
    ----------
    name
        Dotted name, as printed by ``revshare inputs`` and used by scenarios.
    label
        What the input is, in words.
    unit
        Its unit.
    input
        Value, range and source.
    section
        Heading it stands under.
    words
        The words a choice may take.
    limits
        Smallest and largest number that may be entered.
    """

    name: str
    label: str
    unit: Unit
    input: Input
    section: str
    words: tuple[str, ...] = ()
    limits: tuple[float, float] = (0.0, 1.0)
