"""Row heights: each row as high as its tallest cell, so that every program shows and prints the same page."""

from __future__ import annotations

from textwrap import wrap

from revshare_workbooks.grid import Cell, Sheet
from revshare_workbooks.look import LOOKS, ROW, SIZE

LEADING = ROW / SIZE
"""Height of a line, in sizes of its type."""

DEFAULT_WIDTH = 12.0
"""Characters of a column whose width the sheet does not set, at least."""

_BOLD, _REGULAR = 0.97, 1.05
"""Letters that fit where one digit of the ordinary type does, of the same size."""


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
        letters = width * (_BOLD if look.bold else _REGULAR) * SIZE / look.size
        lines = max(1, len(wrap(cell.content, max(1, int(letters)))))
    return LEADING * look.size * lines
