"""The kinds of argument a cell function takes; each reads its cells once and refuses what it cannot use.

A kind is written once, in the annotation of a function's parameter::

    def RS_REVENUE_SHARE(
        revenue: Annotated[FloatArray, Series("Revenue of each period")],
        rate: Annotated[Number, NumberOrSeries("Share as a fraction; 0.5 is 50 %", fraction=True)],
    ) -> FloatArray: ...
"""

from __future__ import annotations

import datetime as dt
import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import lru_cache
from typing import ClassVar

from revshare.arrays import BoolArray, FloatArray, Number, fraction
from revshare.case import Case, CaseError
from revshare.case_file import read_case, shipped_cases
from revshare.contracts.contract import KEYS
from revshare.cures import meant, number_cure
from revshare.errors import InputError
from revshare.fields import NOT_USED
from revshare.inputs import Unit
from revshare.inputs_table import InputsTable, read_table
from revshare.timeline import resets_every
from revshare_addin.cells import Cell, Rows, is_blank, shown
from revshare_addin.reading import as_series, date_of, is_none, number, numbers, one, single

_NUMBERS = frozenset(Unit) - {Unit.DATE, Unit.CHOICE, Unit.FLAG, Unit.TEXT}

MOST_PERIODS = 1_048_576
"""Rows of a sheet: no answer can be longer."""


class Zero(Enum):
    """What an explicit 0 means in an optional number; some hosts hand over 0 for a skipped one."""

    IS_THE_DEFAULT = "0 is the default"
    IS_REFUSED = "0 is refused, because it would mean something else than leaving the argument off"


@dataclass(frozen=True)
class Argument(ABC):
    """One argument: its help and how its cells are read.

    Parameters
    ----------
    help
        What to enter, for function wizards; at most 255 characters.
    zero
        Required for optional numbers: what an explicit 0 means.
    """

    help: str
    zero: Zero | None = None
    numeric: ClassVar[bool] = False
    aligned: ClassVar[bool] = False
    kind: ClassVar[str] = ""

    @abstractmethod
    def read(self, name: str, rows: Rows) -> object:
        """Turn the cells of the argument called `name` into the value the model takes."""

    def over(self, value: object, periods: int) -> object:  # noqa: ARG002 - most kinds do not depend on them
        """Finish a value whose form depends on how many periods the call covers."""
        return value


@dataclass(frozen=True)
class Series(Argument):
    """Numbers by period in a row, a column, or, unless only `one` will do, a block of one row per series."""

    one: bool = False
    aligned = True
    numeric = True
    kind = "series"

    def read(self, name: str, rows: Rows) -> FloatArray:
        """Series of shape ``(T,)``, or ``(n, T)`` for a block."""
        return numbers(name, one(name, rows) if self.one else as_series(name, rows))


@dataclass(frozen=True)
class Values(Argument):
    """Numbers of their own length, such as tier thresholds or cash flows."""

    fraction: bool = False
    kind = "list of numbers"

    def read(self, name: str, rows: Rows) -> tuple[float, ...]:
        """Numbers along a row or down a column."""
        found = numbers(name, one(name, rows), "position")
        if self.fraction:
            fraction(name, found)
        return tuple(found.tolist())


@dataclass(frozen=True)
class OneNumber(Argument):
    """A number in one cell; a `fraction` must lie in 0 to 1."""

    fraction: bool = False
    least: float = -math.inf
    most: float = math.inf
    numeric = True
    kind = "number"

    def read(self, name: str, rows: Rows) -> float:
        """Read the number."""
        value = number(name, single(name, rows))
        if self.fraction:
            return float(fraction(name, value))
        if value < self.least:
            raise InputError(f"{name} must be {self.least:g} or more, got {value:g}")
        if value > self.most:
            raise InputError(f"{name} must be {self.most:g} or less, got {value:g}")
        return value


@dataclass(frozen=True)
class NumberOrSeries(Argument):
    """One number for every period, or a series."""

    fraction: bool = False
    aligned = True
    numeric = True
    kind = "number or series"

    def read(self, name: str, rows: Rows) -> Number:
        """Read the number, or a series as `Series` reads it."""
        value: Number
        if len(rows) == 1 and len(rows[0]) == 1:
            value = number(name, rows[0][0])
        else:
            value = numbers(name, as_series(name, rows))
        return fraction(name, value) if self.fraction else value


@dataclass(frozen=True)
class Count(Argument):
    """A whole number of at least `least`."""

    least: int = 1
    numeric = True
    kind = "whole number"

    def read(self, name: str, rows: Rows) -> int:
        """Read the count, refusing part periods and more than a sheet holds."""
        value = number(name, single(name, rows))
        if value != math.floor(value) or not self.least <= value <= MOST_PERIODS:
            raise InputError(
                f"{name} must be a whole number from {self.least} to {MOST_PERIODS:,}, got {value:g}"
            )
        return int(value)


@dataclass(frozen=True, kw_only=True)
class Word(Argument):
    """One word out of the choices, members of an enumeration of the model."""

    choices: Iterable[StrEnum]
    kind = "word"

    def read(self, name: str, rows: Rows) -> StrEnum:
        """Find the choice, whatever its capitals."""
        cell = single(name, rows)
        by_word = {choice.value: choice for choice in self.choices}
        word = cell.strip().lower() if isinstance(cell, str) else ""
        if word not in by_word:
            found = f'"{cell:.40}"' if isinstance(cell, str) else shown(cell)
            raise InputError(f"{name} must be one of {', '.join(by_word)}; got {found}{meant(word, by_word)}")
        return by_word[word]


@dataclass(frozen=True)
class Text(Argument):
    """Text in one cell."""

    kind = "text"

    def read(self, name: str, rows: Rows) -> str:
        """Read the text, without spaces around it."""
        cell = single(name, rows)
        if not isinstance(cell, str):
            raise InputError(f"{name} must be text, got {shown(cell)}")
        return cell.strip()


@dataclass(frozen=True)
class Flag(Argument):
    """TRUE or FALSE; 1 and 0 count, because hosts and people write them."""

    numeric = True
    kind = "TRUE or FALSE"

    def read(self, name: str, rows: Rows) -> bool:
        """Read the flag."""
        cell = single(name, rows)
        if isinstance(cell, bool | float | int) and cell in {0, 1}:
            return bool(cell)
        raise InputError(f"{name} must be TRUE or FALSE, got {shown(cell)}")


@dataclass(frozen=True)
class Every(Argument):
    """When a counter starts again: a number of periods, "never", or a flag for each period."""

    numeric = True
    kind = 'periods, "never" or flags'

    def read(self, name: str, rows: Rows) -> float | str | FloatArray:
        """Read what was written; how it falls on the periods is decided by `over`."""
        if len(rows) > 1 or len(rows[0]) > 1:
            flags = [[float(cell) if isinstance(cell, bool) else cell for cell in row] for row in rows]
            return numbers(name, one(name, flags))
        cell = rows[0][0]
        return cell if isinstance(cell, str) else number(name, cell)

    def over(self, value: object, periods: int) -> BoolArray:
        """Flag the periods that open a new counter."""
        return resets_every(value, periods)  # type: ignore[arg-type] # as read above


@dataclass(frozen=True)
class Date(Argument):
    """A date, as the host stores it."""

    kind = "date"

    def read(self, name: str, rows: Rows) -> dt.date:
        """Read the date from a serial number or a date value."""
        return date_of(name, single(name, rows))


@dataclass(frozen=True)
class Dates(Argument):
    """Dates along a row or down a column, as the host stores them."""

    kind = "list of dates"

    def read(self, name: str, rows: Rows) -> tuple[dt.date, ...]:
        """Read each date; a fault names its position."""
        cells = enumerate(one(name, rows)[0], 1)
        return tuple(date_of(f"{name} in position {place}", cell) for place, cell in cells)


@dataclass(frozen=True)
class Labels(Argument):
    """Names of periods, such as years or month ends, in a row or column: whatever the cells hold."""

    kind = "labels"

    def read(self, name: str, rows: Rows) -> tuple[Cell, ...]:
        """Take the cells, refusing a gap among them."""
        cells = one(name, rows)[0]
        if any(map(is_blank, cells)):
            place = next(period for period, cell in enumerate(cells, 1) if is_blank(cell))
            raise InputError(f"{name} has no label in period {place}")
        return tuple(cells)


@dataclass(frozen=True)
class Terms(Argument):
    """A contract's terms: a range of two columns, key and value."""

    kind = "terms block"

    def read(self, name: str, rows: Rows) -> dict[str, object]:
        """Keys and values; rows without a key and keys without a value are left out."""
        if any(len(row) != 2 for row in rows):
            raise InputError(f"{name} must be two columns, key and value, got {len(rows[0])}")
        terms: dict[str, object] = {}
        for line, (key, value) in enumerate(rows, 1):
            if is_blank(key):
                if not is_blank(value):
                    raise InputError(f"{name} has a value but no key in row {line}")
                continue
            if not isinstance(key, str):
                raise InputError(f"{name} must have words as keys, got {shown(key)} in row {line}")
            word = key.strip().lower()
            if word in terms:
                raise InputError(f'{name} gives "{word}" twice; keep one row')
            terms[word] = None if _is_unused(word, value) else _term(f"{name}: {word}", word, value)
        return {key: value for key, value in terms.items() if value is not None}


@dataclass(frozen=True)
class TermsOrRate(Terms):
    """A terms block, or a plain rate for a flat share."""

    kind = "rate or terms block"

    def read(self, name: str, rows: Rows) -> dict[str, object] | float:  # type: ignore[override]
        """Read the rate of a single cell, else the terms."""
        if len(rows) == 1 and len(rows[0]) == 1:
            return float(fraction(name, number(name, rows[0][0])))
        return super().read(name, rows)


@dataclass(frozen=True)
class CaseSource(Argument):
    """A shipped case by name, or the inputs table of a workbook, headers included."""

    kind = "case name or inputs table"

    def read(self, name: str, rows: Rows) -> Case | InputsTable:
        """Find the shipped case, or read the table; nothing is read from a user's disk."""
        if len(rows) == len(rows[0]) == 1:
            cell = rows[0][0]
            if not isinstance(cell, str) or cell.strip() not in shipped_cases():
                known, hint = ", ".join(shipped_cases()), meant(cell, shipped_cases())
                raise InputError(
                    f"{name} must be one of {known}, or an inputs table; got {shown(cell)}{hint}"
                )
            return read_case(cell.strip())
        return _table(name, tuple(map(tuple, rows)))


@lru_cache(maxsize=8)
def _table(name: str, rows: tuple[tuple[Cell, ...], ...]) -> InputsTable:
    """The case of an inputs table; many cells of a sheet ask for the same one."""

    def place(row: int, column: int) -> str:
        return f"{name}, row {row + 1}, column {column + 1}"

    try:
        return read_table(rows, place, name)  # type: ignore[arg-type] # errors in cells were passed on before
    except CaseError as fault:
        raise InputError(fault.faults[0]) from None


def is_left_off(argument: Argument, rows: Rows) -> bool:
    """Whether an optional argument was left off, blank, or written as "none"."""
    if any(len(row) != 1 for row in rows) or len(rows) != 1:
        return all(is_blank(cell) for row in rows for cell in row)
    if is_none(rows[0][0]):
        return True
    # A host's 0 for a skipped argument: never a word, a date or a block, so nothing else can be meant.
    return is_zero(rows) and (not argument.numeric or argument.zero is Zero.IS_THE_DEFAULT)


def is_zero(rows: Rows) -> bool:
    """Whether an argument is the number 0 in one cell (FALSE is not)."""
    return rows == [[0]] and not isinstance(rows[0][0], bool)


def _is_unused(key: str, value: Cell) -> bool:
    """Whether a term was left blank, or written as "none" where that is not a choice of its own."""
    return is_blank(value) or (is_none(value) and not (key in KEYS and NOT_USED in KEYS[key].words))


def _term(place: str, key: str, value: Cell) -> object:
    """Answer a value of a terms block; hosts hand over dates as serial numbers."""
    unit = KEYS[key].unit if key in KEYS else None
    if unit is Unit.DATE and not isinstance(value, str):
        return date_of(place, value)
    is_number = isinstance(value, float | int) and not isinstance(value, bool)
    looks_like_one = unit in _NUMBERS and number_cure(value)
    return number(place, value) if is_number or looks_like_one else value
