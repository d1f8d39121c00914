"""Numbers, dates and series out of an argument's cells, with a fault that says where it lies."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from itertools import chain

import numpy as np

from revshare.arrays import FloatArray
from revshare.cures import date_cure, number_cure, year_slip
from revshare.errors import InputError
from revshare.serial_dates import date_of_serial
from revshare_addin.cells import Cell, Rows, is_blank, shown

LARGEST = 1e100
"""Largest number taken in: no amount, rate or count comes near it, and nothing computed from it overflows."""


def is_none(cell: Cell) -> bool:
    """Whether a cell says that an argument is not used: blank, or the text "none"."""
    return is_blank(cell) or (isinstance(cell, str) and cell.strip().lower() == "none")


def single(name: str, rows: Rows) -> Cell:
    """Take the value of a one-cell argument."""
    if len(rows) != 1 or len(rows[0]) != 1:
        raise InputError(f"{name} must be one cell, got {len(rows)} by {len(rows[0])}")
    return rows[0][0]


def number(name: str, cell: Cell, place: str = "") -> float:
    """Take a finite number; text that looks like one is refused, as the host would not add it up either."""
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        if is_blank(cell):
            raise InputError(f"{name} has no value{place}; enter 0 if none")
        raise InputError(f"{name} must be a number, got {shown(cell)}{place}{number_cure(cell)}")
    if not -LARGEST <= cell <= LARGEST:
        found = f"{cell:g}" if isinstance(cell, float) else "more"
        raise InputError(f"{name} must be a number up to {LARGEST:g}, got {found}{place}")
    return float(cell)


def as_series(name: str, rows: Rows) -> Rows:
    """One row per series: a single column is laid down, trailing blanks are cut off."""
    series = [[row[0] for row in rows]] if len(rows) > 1 and len(rows[0]) == 1 else rows
    if not is_blank(series[0][-1]):
        return series
    length = max(map(_filled, series))
    if not length:
        raise InputError(f"{name} is empty; give one number per period")
    return [row[:length] for row in series]


def _filled(row: list[Cell]) -> int:
    """Length of a row without the blanks at its end."""
    length = len(row)
    while length and is_blank(row[length - 1]):
        length -= 1
    return length


def one(name: str, rows: Rows) -> Rows:
    """Take one series, refusing a block."""
    series = as_series(name, rows)
    if len(series) > 1:
        raise InputError(f"{name} must be one row or one column, got {len(rows)} by {len(rows[0])} cells")
    return series


def numbers(name: str, series: Rows, each: str = "period") -> FloatArray:
    """Take the cells as floats; a fault names the period, and in a block the row."""
    if len(series) == len(series[0]) == 1:
        return np.array([number(name, series[0][0], f" in {each} 1")])
    if set(map(type, chain.from_iterable(series))) <= {float, int}:
        with suppress(OverflowError):  # of a whole number beyond all floats, refused below
            table = np.array(series if len(series) > 1 else series[0], dtype=np.float64)
            if np.abs(table).max() <= LARGEST:  # which NaN is not
                return table

    def checked(row: int) -> list[float]:
        where = f"row {row + 1}, " if len(series) > 1 else ""
        return [
            number(name, cell, f" in {where}{each} {period}") for period, cell in enumerate(series[row], 1)
        ]

    table = np.array([checked(row) for row in range(len(series))], dtype=np.float64)
    return table[0] if len(series) == 1 else table


def date_of(name: str, cell: Cell) -> dt.date:
    """Read a date from an Excel serial number or a date value; the time of day is dropped."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        cure = date_cure(cell) or "; enter a date, such as =DATE(2026,4,20)"
        raise InputError(f"{name} must be a date, got {shown(cell)}{cure}")
    try:
        day = date_of_serial(cell)
    except InputError as fault:
        raise InputError(f"{name} {fault}") from None
    if slip := year_slip(day):
        raise InputError(f"{name} {slip}")
    return day
