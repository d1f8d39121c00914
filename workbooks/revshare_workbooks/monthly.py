"""Rows across the timeline: one formula per row, years beside the months.

Every row is written the same way: label, unit, total, calendar years, opening, months. Flows sum into
years, balances close, and ratios are recomputed from the totals with the row's own formula.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from revshare.arrays import FloatArray
from revshare_workbooks.grid import Block, Book, Content, Role, Row, Spot, Style

OF_YEAR = "; share"
"""Added to the unit of a row that shows money under the years, and each month's share of it."""


class Monthly:
    """A sheet with the timeline in its columns.

    Parameters
    ----------
    book
        The workbook; its timeline rows must exist before flows are added.
    name, title, about
        Tab name, heading, and a sentence on what the sheet works out.
    per_month
        Columns of each month; more than one where months are cut into parts.
    """

    def __init__(self, book: Book, name: str, title: str, about: str, *, per_month: int = 1) -> None:
        self.book = book
        self.per_month = per_month
        self.layout = replace(book.layout, months=book.layout.months * per_month)
        self.sheet = book.sheet(name, Role.CALCULATION, title, about)
        self.sheet.layout = self.layout
        self.sheet.timeline = True
        self.at = self.layout.header + 1

    def heading(self, text: str) -> None:
        """Start a block, with a blank row before it."""
        self.at += 1
        self.sheet.put(self.at, self.layout.label, text, Style.HEADING)
        self.at += 1

    def note(self, text: str) -> None:
        """Say in words how the block works."""
        self.sheet.put(self.at, self.layout.label, text, Style.NOTE)
        self.at += 1

    def ahead(self) -> Row:
        """A row that formulas may name before it is placed, for balances."""
        return Row(self.sheet)

    def flow(
        self, label: str, formula: str, values: FloatArray, *, total: bool = False, row: Row | None = None
    ) -> Row:
        """Add money by month; years and total are sums of the months. `total` marks a line that adds others up."""
        row = self._place(label, self.book.money, row, total=total)
        style = Style.MONEY_TOTAL if total else Style.MONEY
        book, each = self.book, self.per_month
        self.months(row, formula, values, style)
        first = f"{each}*{book.year_first}-{each - 1}" if each > 1 else f"{book.year_first}"
        by_year = f"=SUM(INDEX({row:months},1,{first}):INDEX({row:months},1,{self._year_last}))"
        in_months = values.reshape(-1, each).sum(axis=1)
        self.years(row, by_year, book.timeline.by_year(in_months), style)
        total_of_months = float(values.sum())
        self.total(row, f"=SUM({row:years})", total_of_months, style)
        book.ties.append((label, row, f"{row:total}", total_of_months))
        return row

    def balance(
        self,
        label: str,
        formula: str,
        values: FloatArray,
        *,
        opening: str = "=0",
        start: float = 0.0,
        row: Row | None = None,
    ) -> Row:
        """Add a closing balance: years and total show their last month, the opening stands before the first."""
        row = self._place(label, self.book.money, row, total=True)
        self.months(row, formula, values, Style.MONEY_TOTAL)
        if opening == "=0":
            self.sheet.put(row.number, self.layout.opening, 0, Style.MONEY_TOTAL)
        else:
            self.sheet.compute(row.number, self.layout.opening, opening, start, Style.MONEY_TOTAL)
        closing = self.book.timeline.at_year_end(values[self.per_month - 1 :: self.per_month])
        self.years(row, f"=INDEX({row:months},1,{self._year_last})", closing, Style.MONEY_TOTAL)
        self.total(row, f"={row:last}", float(values[-1]), Style.MONEY_TOTAL)
        # Its close and its months together, so that a month which later ones do not rest on is tied too.
        both = float(values[-1]) + float(values.sum())
        self.book.ties.append((label, row, f"({row:total}+SUM({row:months}))", both))
        return row

    def ratio(
        self,
        label: str,
        formula: str,
        values: FloatArray,
        by_year: FloatArray,
        total: float,
        *,
        style: Style = Style.PERCENT,
        unit: str = "fraction",
    ) -> Row:
        """Add a ratio: years and total by the row's own formula, never summed; NaN shows as blank."""
        row = self._place(label, unit, None)
        self.months(row, formula, values, style)
        self.years(row, formula, by_year, style)
        self.total(row, formula, total, style)
        self._tie(label, row, values)
        return row

    def state(
        self,
        label: str,
        formula: str,
        values: Iterable[Content],
        *,
        style: Style = Style.COUNT,
        unit: str = "number",
        opening: float | None = None,
        row: Row | None = None,
    ) -> Row:
        """Add a row without a yearly figure: counters, flags, rates in force."""
        row = self._place(label, unit, row)
        if opening is not None:
            self.sheet.put(row.number, self.layout.opening, opening, style)
        values = list(values)
        self.months(row, formula, values, style)
        self._tie(label, row, values)
        return row

    def level(
        self,
        label: str,
        formula: str,
        values: FloatArray,
        opening: float,
        *,
        style: Style = Style.MONEY,
        unit: str | None = None,
    ) -> Row:
        """Add a level that its formula also gives before the first month; it has no yearly figure."""
        row = self._place(label, unit or self.book.money, None)
        self.sheet.compute(row.number, self.layout.opening, formula, opening, style)
        self.months(row, formula, values, style)
        self._tie(label, row, values)
        return row

    def amounts(self, label: str, formula: str, values: FloatArray) -> Row:
        """Add amounts by month that are no flow, so that adding them up would mislead."""
        return self.state(label, formula, values, style=Style.MONEY, unit=self.book.money)

    def derived(self, label: str, values: FloatArray) -> Row:
        """Add a row the engine derived from dates and stored; nothing before the first month."""
        row = self._place(label, "number", None)
        for offset, value in enumerate([0.0, *values]):
            self.sheet.put(row.number, self.layout.opening + offset, float(value), Style.STORED_FACTOR)
        return row

    def driver(
        self, label: str, source: Spot | Block, values: FloatArray, yearly: FloatArray, *, money: bool = False
    ) -> Row:
        """Bring an input by year onto the timeline: the years read it, the months read their year."""
        style = Style.MONEY if money else Style.PERCENT
        row = self._place(label, self.book.money if money else "fraction", None)
        if isinstance(source, Spot):
            self.years(row, f"={source}", yearly, style)
            self.months(row, f"={source}", values, style)
        else:
            self.years(row, f"=INDEX({source},{self.book.year_number},1)", yearly, style)
            self.months(row, f"=INDEX({row:years},1,{self.book.year_number})", values, style)
        self._tie(label, row, values)
        return row

    def money_of_year(self, label: str, formula: str, values: FloatArray, yearly: FloatArray) -> Row:
        """Add an annual amount worked out from drivers; every month shows its year's."""
        row = self._place(label, self.book.money, None)
        self.years(row, formula, yearly, Style.MONEY)
        self.months(row, formula, values, Style.MONEY)
        self._tie(label, row, values)
        return row

    def scalar(self, label: str, formula: str, value: Content, style: Style, unit: str) -> Spot:
        """Add one figure in the total column."""
        row = self._place(label, unit, None)
        return self.sheet.compute(row.number, self.layout.total, formula, value, style)

    def stored(self, label: str, shares: FloatArray, totals: FloatArray) -> Row:
        """Add a row of values the engine solved: months' shares, and the annual totals behind them."""
        row = self._place(label, f"{self.book.money}{OF_YEAR}", None)
        for offset, share in enumerate(shares):
            self.sheet.put(row.number, self.layout.first_month + offset, float(share), Style.STORED_FACTOR)
        for offset, amount in enumerate(totals):
            self.sheet.put(row.number, self.layout.first_year + offset, float(amount), Style.STORED_MONEY)
        return row

    def months(self, row: Row, formula: str, values: Iterable[Content], style: Style) -> None:
        """Write the months of a placed row."""
        self._fill(row, self.layout.first_month, formula, values, style)

    def years(self, row: Row, formula: str, values: Iterable[Content], style: Style) -> None:
        """Write the calendar years of a placed row."""
        self._fill(row, self.layout.first_year, formula, values, style)

    def total(self, row: Row, formula: str, value: Content, style: Style) -> None:
        """Write the total of a placed row."""
        self._fill(row, self.layout.total, formula, [value], style)

    @property
    def _year_last(self) -> str:
        """Formula of the column in which the year ends, counted from the first month's."""
        last = f"{self.book.year_last}"
        return f"{self.per_month}*{last}" if self.per_month > 1 else last

    def _tie(self, label: str, row: Row, values: Iterable[Content]) -> None:
        """Tie a row that has no total by the sum of its months, so that no month can be typed over unnoticed."""
        figures = [shown(value) for value in values]
        numbers = [float(value) for value in figures if isinstance(value, (int, float))]
        if numbers and all(isinstance(value, (int, float)) or value == "" for value in figures):
            self.book.ties.append((label, row, f"SUM({row:months})", sum(numbers)))

    def _place(self, label: str, unit: str, row: Row | None, *, total: bool = False) -> Row:
        row = row or Row(self.sheet)
        row.number = self.at
        self.sheet.put(self.at, self.layout.label, label, Style.TOTAL_LABEL if total else Style.LABEL)
        self.sheet.put(self.at, self.layout.unit, unit, Style.UNIT)
        self.at += 1
        return row

    def _fill(self, row: Row, first: int, formula: str, values: Iterable[Content], style: Style) -> None:
        for offset, value in enumerate(values):
            self.sheet.compute(row.number, first + offset, formula, shown(value), style)


def shown(value: Content | np.generic) -> Content:
    """What a cell shows for an engine value: a ratio that does not exist shows nothing."""
    plain: Content = value.item() if isinstance(value, np.generic) else value
    return "" if isinstance(plain, float) and np.isnan(plain) else plain


def finish_headers(book: Book) -> None:
    """Write title, model check and the date row of every sheet with a timeline, once all rows exist."""
    layout, timeline = book.layout, book.timeline
    for sheet in book.sheets:
        if not sheet.timeline:
            continue
        sheet.put(1, 1, sheet.title, Style.TITLE)
        sheet.put(2, 1, sheet.about, Style.SUBTITLE)
        sheet.put(3, 1, "Model check", Style.LABEL)
        sheet.compute(3, 3, f"={book.master}", "OK", Style.VERDICT)
        header = layout.header
        sheet.put(header, layout.label, f"{book.money} unless the unit says otherwise", Style.HEADER_TEXT)
        sheet.put(header, layout.unit, "Unit", Style.HEADER_TEXT)
        sheet.put(header, layout.total, "Total", Style.HEADER_YEAR)
        sheet.put(header, layout.opening, "Opening", Style.HEADER_YEAR)
        for offset, year in enumerate(timeline.years):
            sheet.compute(
                header, layout.first_year + offset, f"={book.header_years}", year, Style.HEADER_YEAR
            )
        first_day, days = sheet.heads or (book.header_months, timeline.dates)
        style = Style.HEADER_DAY if sheet.heads else Style.HEADER_MONTH
        for offset, day in enumerate(days):
            sheet.compute(header, layout.first_month + offset, f"={first_day}", day, style)
