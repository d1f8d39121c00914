"""Columns: what the columns of a contract's sheet stand for, months or months cut where its terms turn.

Everything that counts by a contract's own months turns on one day of the month, that of its start. A sheet
that must show such turns has two columns for each month, up to that day and from it on; where nothing turns,
the first of them has no days and what flows in it is zero.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

import numpy as np

from revshare.arrays import BoolArray, FloatArray, IntArray
from revshare.contracts.contract import Contract
from revshare.contracts.grid import Grid, grid
from revshare.contracts.stages import Stages
from revshare.contracts.term import YearKind
from revshare.contracts.waterfall import BALANCES, Waterfall
from revshare.timeline import add_months
from revshare_workbooks.grid import Row

QUARTER = 3


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a sheet, and the pieces of months that the engine counts in each.

    Parameters
    ----------
    pieces
        The engine's pieces of months.
    each
        The columns, by the day from which each counts; where two start on one day, the first has no days.
    per_month
        Columns of each month: 1 or 2.
    """

    pieces: Grid
    each: Grid
    per_month: int

    @classmethod
    def of(cls, contract: Contract, pieces: Grid) -> Columns:
        """Months, unless the contract's terms turn inside one that it covers or that has opening balances."""
        if _turns_inside(contract, pieces):
            return cls.of_parts(pieces, contract.cut_every)
        start, timeline = pieces.calendar.start, pieces.timeline
        days = (start if months_apart(start, first) == 0 else first for first in timeline.dates)
        return cls(pieces, Grid(timeline, pieces.calendar, tuple(days)), 1)

    @classmethod
    def of_parts(cls, pieces: Grid, every: int) -> Columns:
        """Two parts of each month, cut where terms that change every so many contract months turn."""
        start, timeline = pieces.calendar.start, pieces.timeline
        days = []
        for first in timeline.dates:
            apart = months_apart(start, first)
            turns = apart >= 0 and apart % every == 0
            days += [first, add_months(start, apart) if turns else first]
        return cls(pieces, Grid(timeline, pieces.calendar, tuple(days)), 2)

    @property
    def quarterly(self) -> Columns:
        """The same columns, cut where quarters of contract years turn."""
        if not self.cut:
            return self
        return Columns.of_parts(grid(self.pieces.timeline, self.pieces.calendar, QUARTER), QUARTER)

    @property
    def cut(self) -> bool:
        """Whether months are cut into parts."""
        return self.per_month > 1

    @cached_property
    def of_piece(self) -> IntArray:
        """Column of each piece."""
        month = self.pieces.month
        if not self.cut:
            return month
        opens = np.array([day.toordinal() for day in self.pieces.firsts])
        turns = np.array([day.toordinal() for day in self.each.firsts[1::2]])
        return 2 * month + (opens >= turns[month])

    def sums(self, flow: FloatArray | BoolArray) -> FloatArray:
        """A flow by piece, or the number of flags, added up in each column."""
        by_piece = np.broadcast_to(flow, self.of_piece.shape).astype(np.float64)
        return np.bincount(self.of_piece, by_piece, len(self.each.firsts)).astype(np.float64)

    def closing(self, balance: FloatArray, opening: float) -> FloatArray:
        """A balance by piece at the end of each column."""
        last = np.searchsorted(self.of_piece, np.arange(len(self.each.firsts)), side="right")
        return np.append(opening, np.broadcast_to(balance, self.of_piece.shape))[last]

    def resets(self, kind: YearKind) -> FloatArray:
        """Flags of the columns that open a year; the first column of the model opens none, for balances open it."""
        flags = self.each.resets(kind).astype(np.float64)
        flags[0] = 0.0
        return flags

    def in_months(self, flow: FloatArray) -> FloatArray:
        """A flow by column, added up by month."""
        total: FloatArray = flow.reshape(-1, self.per_month).sum(axis=1)
        return total

    def of_months(self, level: FloatArray) -> FloatArray:
        """A level by month, in every column of its month."""
        return np.repeat(level, self.per_month)

    def laid(self, flow: Waterfall, contract: Contract) -> Laid:
        """The stages of a waterfall by column."""
        opening = contract.opening
        balances = {
            "loss_bank": opening.loss_bank,
            "unrecouped": opening.unrecouped,
            "advance_balance": contract.advance.amount if contract.advance else 0.0,
        }
        series = {part.name: getattr(flow.by_piece, part.name) for part in fields(Stages)}
        for name in series.keys() - {"limits", "vintages", "running"}:
            before = float(np.asarray(balances[name])) if name in BALANCES else 0.0
            series[name] = self.closing(series[name], before) if name in BALANCES else self.sums(series[name])
        return Laid(**series, columns=self)


@dataclass(frozen=True, eq=False)
class Laid(Stages):
    """Every stage's series by column of a sheet; `limits`, `vintages` and `running` stay as the engine has them."""

    columns: Columns

    @property
    def grid(self) -> Grid:
        """The engine's pieces of months."""
        return self.columns.pieces


def _turns_inside(contract: Contract, pieces: Grid) -> bool:
    """Whether terms turn inside a month covered on both sides, or one that opens with balances."""
    covered = np.bincount(pieces.month[pieces.active], minlength=pieces.timeline.months)
    if (covered > 1).any():
        return True
    opening, start = contract.opening, pieces.calendar.start
    balances = [getattr(opening, part.name) for part in fields(opening) if part.name != "payable"]
    begins_inside = start.day > 1 and months_apart(pieces.timeline.start, start) == 0
    return bool(contract.cut_every) and begins_inside and any(np.any(balance) for balance in balances)


def months_apart(first: date, day: date) -> int:
    """Calendar months from one day to another."""
    return (day.year - first.year) * 12 + day.month - first.month


@dataclass(frozen=True)
class ColumnRows:
    """Rows that say what each column stands for, and formulas that read a month in a row of columns.

    Parameters
    ----------
    number, month
        Number of the column, and of its month in the model.
    first_day, last_day
        Of the column; without days, the last lies before the first.
    opens, days
        First day, and number of days, of the whole month.
    apart
        Calendar months from the contract's start to the month.
    turns
        Day of the month on which contract months turn.
    part
        1 up to the turn and 2 from it on; None on a sheet of whole months.
    """

    number: Row
    month: Row
    first_day: Row
    last_day: Row
    opens: Row
    days: Row
    apart: Row
    turns: Row
    part: Row | None = None

    def of_month(self, row: Row) -> str:
        """What a row of a sheet of months shows for the month."""
        return f"INDEX({row:months},1,{self.month})" if self.part else f"{row}"

    def in_month(self, row: Row) -> str:
        """A flow of this sheet added up over the month."""
        return in_month(row, self.month) if self.part else f"{row}"

    def so_far(self, row: Row) -> str:
        """A flow of this sheet added up from the first of the month to the end of the column."""
        return f"{row}+({self.part}=2)*{row:prev}" if self.part else f"{row}"

    def before(self, row: Row) -> str:
        """A flow of this sheet from the first of the month to the start of the column."""
        return f"({self.part}=2)*{row:prev}" if self.part else "0"

    def at_close(self, row: Row, month: str) -> str:
        """A balance of this sheet at the end of a month, or before the first where that is month 0."""
        place = f"2*({month})" if self.part else month
        return f"INDEX({row:all},1,{place}+1)"

    def opening(self, test: str) -> str:
        """A test that can hold only where a month opens."""
        return f"AND({self.part}=1,{test})" if self.part else test

    def closing(self, test: str) -> str:
        """A test that can hold only where a month closes."""
        return f"AND({self.part}=2,{test})" if self.part else test


def in_month(row: Row, month: object) -> str:
    """Formula of a flow in two columns per month, added up over a month."""
    return f"INDEX({row:months},1,2*{month}-1)+INDEX({row:months},1,2*{month})"


def at_close(row: Row, month: object) -> str:
    """Formula of a balance in two columns per month at the end of a month."""
    return f"INDEX({row:months},1,2*({month}))"
