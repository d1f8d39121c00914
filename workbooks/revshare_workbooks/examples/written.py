"""Every input as it was written, so that a changed one is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from revshare_workbooks.examples.line import CHECK, FIRST, LABEL, UNIT, Line
from revshare_workbooks.grid import Block, Book, Content, Role, Spot, Style

CHANGED = "changed"
"""Unit of the count of an example's inputs, by which all of them are added up."""


@dataclass(frozen=True)
class Given:
    """Inputs of an example in one row: their cells, and what they held when the book was written."""

    label: str
    unit: str
    line: Line
    values: list[Content]
    style: Style


class Written:
    """The sheet that keeps the inputs of all examples as written, and counts those that differ now."""

    def __init__(self, book: Book) -> None:
        self.sheet = book.sheet(
            "As written",
            Role.CHECK,
            "Inputs as written",
            "Stored copies of all blue cells. An example whose inputs differ from them is compared with nothing.",
        )
        self.sheet.put(1, LABEL, self.sheet.title, Style.TITLE)
        self.sheet.put(2, LABEL, self.sheet.about, Style.SUBTITLE)
        self.sheet.put(4, LABEL, "Input", Style.HEADER_TEXT)
        self.sheet.put(4, UNIT, "Unit", Style.HEADER_TEXT)
        self.sheet.put(4, CHECK, "Changed", Style.HEADER)
        self.sheet.put(4, FIRST, "As written", Style.HEADER)
        self.sheet.widths = {LABEL: 58, UNIT: 14, CHECK: 10}
        self.sheet.freeze = (5, FIRST)
        self.sheet.repeat_rows = "4:4"
        self.at = 5

    def counted(self) -> Spot:
        """A cell that will count the changed inputs of one example."""
        return Spot(self.sheet, 0, CHECK)

    def keep(self, title: str, inputs: Sequence[Given], count: Spot) -> None:
        """Store the inputs of an example; `count` becomes the number that differ from them now."""
        sheet, top = self.sheet, self.at + 1
        sheet.put(self.at, LABEL, title, Style.TOTAL_LABEL)
        sheet.put(self.at, UNIT, CHANGED, Style.UNIT)
        for row, item in enumerate(inputs, start=top):
            sheet.put(row, LABEL, item.label, Style.LABEL)
            sheet.put(row, UNIT, item.unit, Style.UNIT)
            kept = Line(sheet, row, len(item.values))
            for column, value in enumerate(item.values, start=FIRST):
                sheet.put(row, column, value, item.style)
                sheet.widths.setdefault(column, 12)
            formula = f"=SUMPRODUCT(({item.line:all}<>{kept:all})*1)"
            sheet.compute(row, CHECK, formula, 0, Style.COUNT)
        letter, last = get_column_letter(CHECK), self.at + len(inputs)
        count.row = self.at
        sheet.compute(self.at, CHECK, f"=SUM({letter}{top}:{letter}{last})", 0, Style.COUNT)
        self.at = last + 2

    def changed(self) -> Spot:
        """Write how many inputs of the whole book differ from what they were; all examples are kept by now."""
        self.sheet.put(3, LABEL, "Inputs changed in all", Style.TOTAL_LABEL)
        units, counts = (Block(self.sheet, (5, column), (self.at - 2, column)) for column in (UNIT, CHECK))
        return self.sheet.compute(3, CHECK, f'=SUMIF({units},"{CHANGED}",{counts})', 0, Style.COUNT)
