"""Rows of a template: one array formula of a cell function across the years, or across the months.

Every row is written the same way: label, unit, total, calendar years and, on a monthly sheet, months, in the
same columns on every sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from revshare.arrays import FloatArray
from revshare.lines import Kind
from revshare_workbooks.grid import Book, Content, Layout, Role, Row, Spot, Style
from revshare_workbooks.monthly import shown
from revshare_workbooks.report.verdict import verdict

TOTALS = {Kind.FLOW: "sum", Kind.STOCK: "last"}
"""How RS_ROLLUP takes the months of a year together; a case covers whole calendar years."""


@dataclass(frozen=True, slots=True)
class TemplateLayout(Layout):
    """A timeline without opening balances: the functions carry balances themselves."""

    @property
    def opening(self) -> int:
        """The column before the first month."""
        return self.last_year


class Page:
    """A sheet with the timeline in its columns, filled from the top.

    Parameters
    ----------
    first_day
        Cell of the model's first day, from which the header counts.
    months
        Whether months stand beside the years.
    """

    def __init__(
        self, book: Book, name: str, title: str, about: str, first_day: Spot, *, months: bool = True
    ) -> None:
        self.book, self.timeline = book, book.timeline
        self.sheet = book.sheet(name, Role.CALCULATION, title, about)
        self.layout = self.sheet.layout = TemplateLayout(book.layout.years, book.layout.months * months)
        self.sheet.timeline = True
        self.sheet.widths = {self.layout.label: 56, self.layout.last_year: 12}
        self.header = Row(self.sheet)
        self._head(first_day)
        self.at = self.layout.header + 1

    def heading(self, text: str, note: str = "") -> None:
        """Start a block, with a blank row before it and a sentence on how it works."""
        self.at += 1
        self.sheet.put(self.at, self.layout.label, text, Style.HEADING)
        self.at += 1
        if note:
            self.note(note)

    def note(self, text: str) -> None:
        """Say something in words."""
        self.sheet.put(self.at, self.layout.label, text, Style.NOTE)
        self.at += 1

    def place(self, label: str, unit: str = "", row: Row | None = None) -> Row:
        """Name the next row; `unit` is the book's money unless given."""
        row = row or Row(self.sheet)
        row.number = self.at
        self.sheet.put(self.at, self.layout.label, label, Style.LABEL)
        self.sheet.put(self.at, self.layout.unit, unit or self.book.money, Style.UNIT)
        self.at += 1
        return row

    def months(self, row: Row, formula: str, values: FloatArray, style: Style = Style.MONEY) -> None:
        """One array formula across the months."""
        self._array(row, self.layout.first_month, formula, values, style)

    def years(self, row: Row, formula: str, values: FloatArray, style: Style = Style.MONEY) -> None:
        """One array formula across the years."""
        self._array(row, self.layout.first_year, formula, values, style)

    def totals(self, row: Row, kind: Kind, months: FloatArray) -> None:
        """Years of a row of months by RS_ROLLUP, and its total: flows sum, balances close."""
        yearly = self.timeline.by_year(months) if kind is Kind.FLOW else self.timeline.at_year_end(months)
        self.years(row, f'=RS_ROLLUP({row:months},12,"{TOTALS[kind]}")', yearly)
        self.total(row, kind, yearly)

    def total(self, row: Row, kind: Kind, yearly: FloatArray) -> None:
        """Total of a row whose years stand: their sum, or the last of them."""
        if kind is Kind.FLOW:
            self.figure(row, f"=SUM({row:years})", float(yearly.sum()), Style.MONEY)
        else:
            self.figure(row, "=" + format(row, f"y{len(yearly) - 1}"), float(yearly[-1]), Style.MONEY)

    def each_year(self, row: Row, formula: str, values: FloatArray, style: Style = Style.MONEY) -> None:
        """An ordinary formula in each year."""
        self._each(row, self.layout.first_year, formula, values, style)

    def each_month(self, row: Row, formula: str, values: FloatArray, style: Style = Style.MONEY) -> None:
        """An ordinary formula in each month."""
        self._each(row, self.layout.first_month, formula, values, style)

    def figure(self, row: Row, formula: str, value: Content, style: Style) -> Spot:
        """Write the total column of a placed row."""
        return self.sheet.compute(row.number, self.layout.total, formula, shown(value), style)

    def _head(self, first_day: Spot) -> None:
        sheet, layout, header = self.sheet, self.layout, self.header
        header.number = layout.header
        sheet.put(1, 1, sheet.title, Style.TITLE)
        sheet.put(2, 1, sheet.about, Style.SUBTITLE)
        sheet.put(3, 1, "Model check", Style.LABEL)
        verdict(sheet, 3, layout.total)
        texts = (f"{self.book.money} unless the unit says otherwise", "Unit", "Total")
        for column, text in enumerate(texts, start=layout.label):
            style = Style.HEADER_YEAR if column == layout.total else Style.HEADER_TEXT
            sheet.put(header.number, column, text, style)
        self._counted(f"=YEAR({first_day})", f"={header:prev}+1", layout.first_year, self.timeline.years)
        days = self.timeline.dates[: layout.months]
        self._counted(f"={first_day}", f"=EDATE({header:prev},1)", layout.first_month, days)

    def _counted(self, first: str, following: str, column: int, heads: Iterable[Content]) -> None:
        """Heads that count on from the first one."""
        for offset, head in enumerate(heads):
            style = Style.HEADER_YEAR if isinstance(head, int) else Style.HEADER_MONTH
            formula = following if offset else first
            self.sheet.compute(self.header.number, column + offset, formula, head, style)

    def _array(self, row: Row, column: int, formula: str, values: FloatArray, style: Style) -> None:
        expected = [[shown(value) for value in values]]
        self.sheet.array(row.number, column, formula, expected, style)

    def _each(self, row: Row, column: int, formula: str, values: FloatArray, style: Style) -> None:
        for offset, value in enumerate(values):
            self.sheet.compute(row.number, column + offset, formula, shown(value), style)


def where_there_is_one(call: str, otherwise: str = "") -> str:
    """Formula that shows nothing, or a word, where a function answers an error.

    Times 1, because Excel takes an error of a function as text, which IFERROR alone would let through.
    """
    return f'=IFERROR(1*{call},"{otherwise}")'
