"""Rows by calendar year, on sheets whose months do not show: the years stand where every monthly sheet has them."""

from __future__ import annotations

from collections.abc import Iterable

from revshare_workbooks.grid import Content, Row, Sheet, Spot, Style
from revshare_workbooks.monthly import shown


class Yearly:
    """Writes rows on a sheet from the top: label, unit, total, calendar years.

    Because the years stand in the columns of the monthly sheets, a formula names their rows as they do.

    Parameters
    ----------
    sheet
        Where the rows go; its title is written first.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.layout = sheet.book.layout
        self.at = 4
        sheet.put(1, 1, sheet.title, Style.TITLE)
        sheet.put(2, 1, sheet.about, Style.SUBTITLE)

    def heading(self, text: str, note: str = "") -> None:
        """Start a block, with a blank row before it and a sentence on how it works."""
        self.at += 1
        self.sheet.put(self.at, self.layout.label, text, Style.HEADING)
        self.at += 1
        if note:
            self.sheet.put(self.at, self.layout.label, note, Style.NOTE)
            self.at += 1

    def header(self, text: str, total: str = "") -> None:
        """Name the columns of the rows that follow."""
        sheet, layout, book = self.sheet, self.layout, self.sheet.book
        sheet.put(self.at, layout.label, text, Style.HEADER_TEXT)
        sheet.put(self.at, layout.unit, "Unit", Style.HEADER_TEXT)
        sheet.put(self.at, layout.total, total or None, Style.HEADER_YEAR)
        for offset, year in enumerate(book.timeline.years):
            column = layout.first_year + offset
            sheet.compute(self.at, column, f"={book.header_years}", year, Style.HEADER_YEAR)
        self.at += 1

    def ahead(self) -> Row:
        """A row that formulas may name before it is placed."""
        return Row(self.sheet)

    def line(
        self,
        label: str,
        unit: str,
        formula: str,
        values: Iterable[Content],
        style: Style,
        *,
        row: Row | None = None,
    ) -> Row:
        """Add one formula across the years, with what the engine says of each."""
        row = self._place(label, unit, row)
        for offset, value in enumerate(values):
            self.sheet.compute(row.number, self.layout.first_year + offset, formula, shown(value), style)
        return row

    def stored(
        self, label: str, unit: str, values: Iterable[Content], style: Style, *, row: Row | None = None
    ) -> Row:
        """Add values by year that the engine solved."""
        row = self._place(label, unit, row)
        for offset, value in enumerate(values):
            self.sheet.put(row.number, self.layout.first_year + offset, value, style)
        return row

    def across(
        self, label: str, unit: str, formulas: Iterable[str], values: Iterable[Content], style: Style
    ) -> list[Spot]:
        """Add figures side by side from the total column on, each with its own formula."""
        row, first = self._place(label, unit, None), self.layout.total
        pairs = zip(formulas, values, strict=True)
        return [
            self.sheet.compute(row.number, first + place, formula, shown(value), style)
            for place, (formula, value) in enumerate(pairs)
        ]

    def alike(self, label: str, unit: str, formula: str, values: Iterable[Content], style: Style) -> Row:
        """Add one formula side by side from the total column on, with what the engine says of each."""
        row = self._place(label, unit, None)
        for place, value in enumerate(values):
            self.sheet.compute(row.number, self.layout.total + place, formula, shown(value), style)
        return row

    def heads(self, texts: Iterable[str]) -> None:
        """Name the columns of a table, the first on the left."""
        first, *others = texts
        self.sheet.put(self.at, self.layout.label, first, Style.HEADER_TEXT)
        for column, text in enumerate(others, start=self.layout.unit):
            self.sheet.put(self.at, column, text, Style.HEADER_TEXT if text == "Unit" else Style.HEADER)
        self.at += 1

    def total(self, row: Row, formula: str, value: Content, style: Style) -> Spot:
        """Write the total of a placed row."""
        return self.sheet.compute(row.number, self.layout.total, formula, shown(value), style)

    def scalar(self, label: str, unit: str, formula: str, value: Content, style: Style) -> Spot:
        """Add one figure in the total column."""
        row = self._place(label, unit, None)
        return self.sheet.compute(row.number, self.layout.total, formula, shown(value), style)

    def constant(self, label: str, unit: str, value: Content, style: Style) -> Spot:
        """Add one stored value in the total column."""
        row = self._place(label, unit, None)
        return self.sheet.put(row.number, self.layout.total, value, style)

    def _place(self, label: str, unit: str, row: Row | None) -> Row:
        row = row or Row(self.sheet)
        row.number = self.at
        self.sheet.put(self.at, self.layout.label, label, Style.LABEL)
        self.sheet.put(self.at, self.layout.unit, unit, Style.UNIT)
        self.at += 1
        return row
