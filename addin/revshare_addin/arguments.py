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
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import ClassVar

import numpy as np

from revshare.arrays import FloatArray, Number, flows, fraction
from revshare.contracts.contract import KEYS
from revshare.errors import InputError
from revshare.inputs import Unit
from revshare_addin.cells import Cell, Rows, is_blank, shown

EXCEL_EPOCH = dt.datetime(1899, 12, 30)
MOST_PERIODS = 1_048_576
"""Rows of a sheet: no answer can be longer."""


class Zero(Enum):
    """What an explicit 0 means in an optional number; some hosts hand over 0 for a skipped one."""

    IS_THE_DEFAULT = "0 is the default"
    IS_REFUSED = "0 is refused, because it would mean something else than leaving the argument off"


@dataclass(frozen=True)
class Argument:
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

    def read(self, name: str, rows: Rows) -> object:
        """Turn the cells of the argument called `name` into the value the model takes."""
        raise NotImplementedError


@dataclass(frozen=True)
class Series(Argument):
    """Numbers by period in a row, a column, or a block of one row per series."""

    aligned = True
    numeric = True
    kind = "series"

    def read(self, name: str, rows: Rows) -> FloatArray:
        """Series of shape ``(T,)``, or ``(n, T)`` for a block."""
        return flows(name, _numbers(name, _as_series(name, rows)))


@dataclass(frozen=True)
class Values(Argument):
    """Numbers of their own length, such as tier thresholds or cash flows."""

    kind = "list of numbers"

    def read(self, name: str, rows: Rows) -> FloatArray:
        """Numbers of shape ``(n,)``, read along a row or down a column."""
        series = _as_series(name, rows)
        if len(series) > 1:
            raise InputError(f"{name} must be one row or one column, got {len(rows)} by {len(rows[0])} cells")
        return flows(name, _numbers(name, series))


@dataclass(frozen=True)
class OneNumber(Argument):
    """A number in one cell; a `fraction` must lie in 0 to 1."""

    fraction: bool = False
    numeric = True
    kind = "number"

    def read(self, name: str, rows: Rows) -> float:
        """Read the number."""
        value = _number(name, _single(name, rows))
        return float(fraction(name, value)) if self.fraction else value


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
            value = _number(name, rows[0][0])
        else:
            value = flows(name, _numbers(name, _as_series(name, rows)))
        return fraction(name, value) if self.fraction else value


@dataclass(frozen=True)
class Count(Argument):
    """A whole number of at least `least`."""

    least: int = 1
    numeric = True
    kind = "whole number"

    def read(self, name: str, rows: Rows) -> int:
        """Read the count, refusing part periods and more than a sheet holds."""
        value = _number(name, _single(name, rows))
        if value != math.floor(value) or not self.least <= value <= MOST_PERIODS:
            raise InputError(
                f"{name} must be a whole number from {self.least} to {MOST_PERIODS:,}, got {value:g}"
            )
        return int(value)


@dataclass(frozen=True, kw_only=True)
class Word(Argument):
    """One word out of an enumeration of the model."""

    choices: type[StrEnum]
    kind = "word"

    def read(self, name: str, rows: Rows) -> StrEnum:
        """Find the choice, whatever its capitals."""
        cell = _single(name, rows)
        words = ", ".join(choice.value for choice in self.choices)
        if not isinstance(cell, str):
            raise InputError(f"{name} must be one of {words}; got {shown(cell)}")
        try:
            return self.choices(cell.strip().lower())
        except ValueError:
            raise InputError(f'{name} must be one of {words}; got "{cell:.40}"') from None


@dataclass(frozen=True)
class Flag(Argument):
    """TRUE or FALSE; 1 and 0 count, because hosts and people write them."""

    numeric = True
    kind = "TRUE or FALSE"

    def read(self, name: str, rows: Rows) -> bool:
        """Read the flag."""
        cell = _single(name, rows)
        if isinstance(cell, bool | float | int) and cell in {0, 1}:
            return bool(cell)
        raise InputError(f"{name} must be TRUE or FALSE, got {shown(cell)}")


@dataclass(frozen=True)
class Date(Argument):
    """A date, as the host stores it."""

    kind = "date"

    def read(self, name: str, rows: Rows) -> dt.date:
        """Read the date from a serial number or a date value."""
        return date_of(name, _single(name, rows))


@dataclass(frozen=True)
class Terms(Argument):
    """A contract's terms: a range of two columns, key and value."""

    kind = "terms block"

    def read(self, name: str, rows: Rows) -> dict[str, object]:
        """Keys and values; rows without a key and keys without a value are left out."""
        if any(len(row) != 2 for row in rows):
            raise InputError(f"{name} must be two columns, key and value, got {len(rows[0])}")
        terms: dict[str, object] = {}
        for number, (key, value) in enumerate(rows, 1):
            if is_blank(key):
                if not is_blank(value):
                    raise InputError(f"{name} has a value but no key in row {number}")
                continue
            if not isinstance(key, str):
                raise InputError(f"{name} must have words as keys, got {shown(key)} in row {number}")
            word = key.strip().lower()
            if word in terms:
                raise InputError(f'{name} gives "{word}" twice; keep one row')
            terms[word] = None if _is_none(value) else _term(f"{name}: {word}", word, value)
        return {key: value for key, value in terms.items() if value is not None}


@dataclass(frozen=True)
class TermsOrRate(Terms):
    """A terms block, or a plain rate for a flat share."""

    kind = "rate or terms block"

    def read(self, name: str, rows: Rows) -> dict[str, object] | float:  # type: ignore[override]
        """Read the rate of a single cell, else the terms."""
        if len(rows) == 1 and len(rows[0]) == 1:
            return float(fraction(name, _number(name, rows[0][0])))
        return super().read(name, rows)


def _term(place: str, key: str, value: Cell) -> object:
    """Answer a value of a terms block; hosts hand over dates as serial numbers."""
    is_date = key in KEYS and KEYS[key].unit is Unit.DATE and not isinstance(value, str)
    return date_of(place, value) if is_date else value


def date_of(name: str, cell: Cell) -> dt.date:
    """Read a date from an Excel serial number or a date value; the time of day is dropped."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    # 61 is 1 March 1900, the first day on which every host counts alike.
    if isinstance(cell, float | int) and not isinstance(cell, bool) and 61 <= cell < 2_958_466:
        return (EXCEL_EPOCH + dt.timedelta(days=math.floor(cell))).date()
    raise InputError(f"{name} must be a date, got {shown(cell)}")


def is_left_off(argument: Argument, rows: Rows) -> bool:
    """Whether an optional argument was left off, blank, or written as "none"."""
    if any(len(row) != 1 for row in rows) or len(rows) != 1:
        return all(is_blank(cell) for row in rows for cell in row)
    if _is_none(rows[0][0]):
        return True
    # A host's 0 for a skipped argument: never a word, a date or a block, so nothing else can be meant.
    return is_zero(rows) and (not argument.numeric or argument.zero is Zero.IS_THE_DEFAULT)


def is_zero(rows: Rows) -> bool:
    """Whether an argument is the number 0 in one cell (FALSE is not)."""
    return rows == [[0]] and not isinstance(rows[0][0], bool)


def _is_none(cell: Cell) -> bool:
    return is_blank(cell) or (isinstance(cell, str) and cell.strip().lower() == "none")


def _single(name: str, rows: Rows) -> Cell:
    """Take the value of a one-cell argument."""
    if len(rows) != 1 or len(rows[0]) != 1:
        raise InputError(f"{name} must be one cell, got {len(rows)} by {len(rows[0])}")
    return rows[0][0]


def _number(name: str, cell: Cell, place: str = "") -> float:
    """Take a finite number; text that looks like one is refused, as the host would not add it up either."""
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        if is_blank(cell):
            raise InputError(f"{name} has no value{place}; enter 0 if none")
        raise InputError(f"{name} must be a number, got {shown(cell)}{place}")
    try:
        value = float(cell)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise InputError(f"{name} must be a finite number, got {value:g}{place}")
    return value


def _as_series(name: str, rows: Rows) -> Rows:
    """One row per series: a single column is laid down, trailing blanks are cut off."""
    series = [[row[0] for row in rows]] if len(rows) > 1 and len(rows[0]) == 1 else rows
    length = max((t for row in series for t, cell in enumerate(row, 1) if not is_blank(cell)), default=0)
    if not length:
        raise InputError(f"{name} is empty; give one number per period")
    return [row[:length] for row in series]


def _numbers(name: str, series: Rows) -> FloatArray:
    """Take the cells as floats; a fault names the period, and in a block the row."""

    def checked(row: int) -> Iterator[float]:
        where = f"row {row + 1}, " if len(series) > 1 else ""
        for period, cell in enumerate(series[row], 1):
            yield _number(name, cell, f" in {where}period {period}")

    table = np.array([list(checked(row)) for row in range(len(series))], dtype=np.float64)
    return table[0] if len(series) == 1 else table
