"""Row heights: each row as high as its tallest cell, so that every program shows and prints the same page."""

from __future__ import annotations

from revshare_workbooks.grid import Cell, Sheet
from revshare_workbooks.look import LOOKS, ROW, SIZE
from revshare_workbooks.text_width import lines_of

LEADING = ROW / SIZE
"""Height of a line, in sizes of its type."""

DEFAULT_WIDTH = 12.0
"""Characters of a column whose width the sheet does not set, at least."""


def fit_rows(sheet: Sheet) -> None:
    """Set the height of every row that needs more than one ordinary line, unless the sheet has set it."""
    needed: dict[int, float] = {}
    for (row, column), cell in sheet.cells.items():
        width = sheet.widths.get(column, DEFAULT_WIDTH)
        needed[row] = max(needed.get(row, ROW), _height(cell, width))
    for row, height in needed.items():
        if height > ROW:
            sheet.heights.setdefault(row, height)


def _height(cell: Cell, width: float) -> float:
    """Points that a cell needs in a column of so many characters."""
    look = LOOKS[cell.style]
    lines = 1
    if look.wrap and isinstance(cell.content, str) and not cell.formula:
        lines = lines_of(cell.content, look, width)
    return LEADING * look.size * lines
