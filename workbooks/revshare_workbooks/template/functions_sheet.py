"""Functions sheet: every cell function with its arguments, its help and an example that computes."""

from __future__ import annotations

from itertools import groupby

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import Cell, CellError, Rows
from revshare_addin.reference import called
from revshare_addin.registry import CellFunction
from revshare_workbooks.grid import Book, Content, Role, Sheet, Style

MOST_ROWS, MOST_COLUMNS = 8, 12
"""Part of a large answer that is shown; the formula fills no more than that."""
_FIRST = 2
"""Column in which answers begin."""


def functions_sheet(book: Book) -> None:
    """Lay out the catalogue: each function is a block of its own."""
    sheet = book.sheet(
        "Functions",
        Role.OUTPUT,
        "Cell functions",
        "Every function with its arguments (those in brackets may be left off) and an example that computes here.",
    )
    sheet.put(1, 1, sheet.title, Style.TITLE)
    sheet.put(2, 1, sheet.about, Style.SUBTITLE)
    at = 4
    for section, functions in groupby(FUNCTIONS.values(), key=lambda function: function.section):
        for column, text in enumerate((section, "Kind", "What to enter"), start=1):
            sheet.put(at, column, text, Style.HEADER_TEXT)
        at += 1
        for function in functions:
            at = _function(sheet, at, function) + 1
    sheet.freeze = (4, 2)
    sheet.widths = {1: 28, _FIRST: 24, **dict.fromkeys(range(_FIRST + 1, _FIRST + MOST_COLUMNS), 15)}


def _function(sheet: Sheet, at: int, function: CellFunction) -> int:
    """Name, help, arguments and example from row `at` on; answers the row after them."""
    sheet.put(at, 1, function.name, Style.TOTAL_LABEL)
    sheet.put(at, 2, function.help, Style.TEXT)
    for parameter in function.parameters:
        at += 1
        sheet.put(at, 1, parameter.written, Style.LABEL)
        sheet.put(at, 2, parameter.argument.kind, Style.UNIT)
        sheet.put(at, 3, parameter.argument.help, Style.UNIT)
    at += 1
    formula = called(function)
    sheet.put(at, 1, "Example", Style.NOTE)
    sheet.put(at, _FIRST, formula, Style.NOTE)
    rows = [row[:MOST_COLUMNS] for row in answer(function, function.example)[:MOST_ROWS]]
    if any(isinstance(cell, CellError) for row in rows for cell in row):
        formula = f'=IFERROR({formula[1:]},"")'
    sheet.array(at + 1, _FIRST, formula, [list(map(_shown, row)) for row in rows], _styles(rows))
    return at + 1 + len(rows)


def _styles(rows: Rows) -> list[list[Style]]:
    """How each cell of an answer looks: the numbers of a row, or of a column in a table, alike."""
    series = rows if len(rows) == 1 else list(map(list, zip(*rows, strict=True)))
    alike = [_number_style(cells) for cells in series]
    return [
        [
            Style.TEXT if isinstance(cell, str) else alike[0 if len(rows) == 1 else column]
            for column, cell in enumerate(row)
        ]
        for row in rows
    ]


def _number_style(cells: list[Cell]) -> Style:
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    return Style.NUMBER if all(number == int(number) for number in numbers) else Style.FACTOR


def _shown(cell: Cell) -> Content:
    return "" if isinstance(cell, CellError) else cell
