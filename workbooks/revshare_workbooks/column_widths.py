"""Column widths: every figure shows, and every label that the next cell would cut off, in all programs."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from revshare_workbooks.grid import Cell, Content, Sheet, Style
from revshare_workbooks.look import DAY, LOOKS, SHORT_DAY
from revshare_workbooks.row_heights import DEFAULT_WIDTH
from revshare_workbooks.text_width import width_of

_PADDING, _LONGEST = 1.5, 72.0
"""Characters that a column keeps free, and the widest that a label makes it; a longer one runs over two lines."""

_FAR = 12
"""Columns after which nothing that stands there cuts a text off."""

_LONG = {Style.LABEL: Style.LONG_LABEL, Style.UNIT: Style.WRAPPED}
"""How a text looks that is too long for any column."""

_DATES = {DAY: "30 May 2030", SHORT_DAY: "30 May 30"}


def fit_columns(sheet: Sheet) -> None:
    """Widen the columns whose figures would not fit; months, and years, are of one width."""
    layout = sheet.layout
    if sheet.timeline:
        usual = {layout.label: 56.0, layout.unit: 13.0, layout.total: 13.0, layout.opening: 11.0}
        usual |= dict.fromkeys(range(layout.first_year, layout.last_year + 1), 12.0)
        usual |= dict.fromkeys(range(layout.first_month, layout.last_month + 1), 10.0)
        sheet.widths = usual | sheet.widths
    needed: dict[int, float] = {}
    for (row, column), cell in list(sheet.cells.items()):
        value = _value(sheet, row, column)
        wanted = _characters(value, cell)
        if isinstance(value, str) and not LOOKS[cell.style].wrap:
            wanted = width_of(value, LOOKS[cell.style]) + _PADDING / 2 - _beside(sheet, row, column, cell)
            if wanted > _LONGEST and cell.style in _LONG:
                sheet.cells[row, column] = replace(cell, style=_LONG[cell.style])
            wanted = min(_LONGEST, wanted)
        needed[column] = max(needed.get(column, 0.0), wanted)
    groups = [range(column, column + 1) for column in needed]
    if sheet.timeline:
        groups += [
            range(layout.first_year, layout.last_year + 1),
            range(layout.first_month, layout.last_month + 1),
        ]
    for group in groups:
        widest = max((needed.get(column, 0.0) for column in group), default=0.0)
        for column in group:
            if widest > sheet.widths.get(column, 0.0):
                sheet.widths[column] = widest


def _characters(value: Content, cell: Cell) -> float:
    """Width that a figure needs, in digits of the ordinary type."""
    look = LOOKS[cell.style]
    text = _shown(value, look.number)
    return width_of(text, look) + _PADDING if text else 0.0


def _beside(sheet: Sheet, row: int, column: int, cell: Cell) -> float:
    """Characters of the empty cells into which a text may run on; without end where nothing stands beside it."""
    align = LOOKS[cell.style].align
    if align == "center":
        return math.inf
    step, free = -1 if align == "right" else 1, 0.0
    for place in range(column + step, column + _FAR * step, step):
        if place < 1 or _value(sheet, row, place) not in {None, ""}:
            return free
        free += sheet.widths.get(place, DEFAULT_WIDTH)
    return math.inf


def _value(sheet: Sheet, row: int, column: int) -> Content:
    """What a cell shows: what the engine expects of its formula, or what was written."""
    cell = sheet.cells.get((row, column))
    return sheet.book.expected.get((sheet.name, row, column), cell.content if cell else None)


def _shown(value: Content, number: str) -> str:
    """About what a format makes of a figure."""
    if isinstance(value, date):
        return _DATES.get(number, "May-30")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    size, form = abs(value), number.partition(";")[0]
    if "E" in form:
        return "(1.0E-10)"
    decimals = len(form.partition(".")[2].replace("%", "").rstrip('_)x"').replace("#", ""))
    digits = f"{100 * size:.{decimals}f}%" if "%" in form else f"{size:,.{decimals}f}"
    if form == "General":
        digits = f"{size:.10g}"
    return f"({digits})"
