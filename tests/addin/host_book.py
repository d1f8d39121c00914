"""One workbook with every cell function several times over, for every host to calculate.

Each sheet lays the worked examples out in its own way: in rows, in columns, with optional arguments left off, with
gaps, errors and dates. What a call answers directly is what every host must show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from revshare.serial_dates import date_of_serial
from revshare_addin.arguments import Date, Dates
from revshare_addin.border import answer
from revshare_addin.calc.extension import name_in_calc
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import Cell, CellError, ErrorCode, Rows, rows_of
from revshare_addin.registry import CellFunction

Arguments = tuple[object, ...]

STORED = [code for code in ErrorCode if code not in {ErrorCode.SPILL, ErrorCode.CALC}]
"""Errors that a file of any age and program can hold in a cell."""


def is_row(argument: object) -> bool:
    return isinstance(argument, list) and len(argument) > 1 and rows_of(argument) == [argument]


def upright(function: CellFunction) -> Arguments:
    """The example with its rows turned into columns."""
    return tuple([[each] for each in a] if is_row(a) else a for a in function.example)  # type: ignore[attr-defined]


def without_optional(function: CellFunction) -> Arguments | None:
    """The example without what may be left off."""
    required = sum(not parameter.optional for parameter in function.parameters)
    return function.example[:required] if required < len(function.parameters) else None


def none_for_optional(function: CellFunction) -> Arguments | None:
    """The example with "none" for what may be left off."""
    required = without_optional(function)
    return None if required is None else (*required, *["none"] * (len(function.parameters) - len(required)))


def with_blanks_after(function: CellFunction) -> Arguments | None:
    """The example with a blank cell at the end of every series."""
    aligned = [p.argument.aligned for p in function.parameters[: len(function.example)]]
    long = [is_row(a) and series for a, series in zip(function.example, aligned, strict=True)]
    if not any(long):
        return None
    return tuple([*a, None] if add else a for a, add in zip(function.example, long, strict=True))  # type: ignore[misc]


def with_a_gap(function: CellFunction) -> Arguments | None:
    """The example with a blank cell inside its first series."""
    for place, (parameter, argument) in enumerate(zip(function.parameters, function.example, strict=False)):
        if parameter.argument.aligned and is_row(argument) and len(argument) > 2:  # type: ignore[arg-type]
            return changed(function, place, [argument[0], None, *argument[2:]])  # type: ignore[index]
    return None


def with_an_error_alone(function: CellFunction) -> Arguments | None:
    """The example with an error as its first argument of one cell."""
    for place, argument in enumerate(function.example):
        if argument is not None and not isinstance(argument, list):
            return changed(function, place, error_for(function))
    return None


def with_an_error_within(function: CellFunction) -> Arguments | None:
    """The example with an error as the last cell of its first range."""
    for place, argument in enumerate(function.example):
        if isinstance(argument, list):
            rows = rows_of(argument)
            rows[-1] = [*rows[-1][:-1], error_for(function)]
            return changed(function, place, rows)
    return None


def with_a_blank_alone(function: CellFunction) -> Arguments | None:
    """The example with an empty cell as its last argument of one cell."""
    alone = [place for place, argument in enumerate(function.example) if not isinstance(argument, list)]
    return changed(function, alone[-1], [[None]]) if alone else None


def with_true_alone(function: CellFunction) -> Arguments | None:
    """The example with TRUE as its first argument of one cell."""
    alone = [place for place, argument in enumerate(function.example) if not isinstance(argument, list)]
    return changed(function, alone[0], [[True]]) if alone else None


def with_dates(function: CellFunction) -> Arguments | None:
    """The example with its serial numbers as dates."""
    places = [
        place
        for place, parameter in enumerate(function.parameters[: len(function.example)])
        if isinstance(parameter.argument, Date | Dates) and function.example[place] is not None
    ]
    arguments = function.example
    for place in places:
        rows = [[date_of_serial(cell) for cell in row] for row in rows_of(arguments[place])]  # type: ignore[arg-type]
        arguments = (*arguments[:place], rows, *arguments[place + 1 :])
    return arguments if places else None


def changed(function: CellFunction, place: int, argument: object) -> Arguments:
    return (*function.example[:place], argument, *function.example[place + 1 :])


def error_for(function: CellFunction) -> CellError:
    """One kind of error after the other, from function to function."""
    return CellError(STORED[list(FUNCTIONS).index(function.name) % len(STORED)])


LAYOUTS: dict[str, Callable[[CellFunction], Arguments | None]] = {
    "in rows": lambda function: function.example,
    "in columns": upright,
    "typed": lambda function: function.example,
    "left off": without_optional,
    "none": none_for_optional,
    "blanks after": with_blanks_after,
    "a gap": with_a_gap,
    "an error alone": with_an_error_alone,
    "an error within": with_an_error_within,
    "a blank alone": with_a_blank_alone,
    "TRUE alone": with_true_alone,
    "dates": with_dates,
}
"""How the arguments of a call are made from the worked example, by sheet; None where a function has no such call."""

SLOW = {"RS_SENSITIVITY", "RS_TORNADO", "RS_SIMULATE", "RS_GOAL_SEEK"}
"""Functions that project a whole case many times over, which every host does once."""

CALLS = [
    (layout, name)
    for layout, arguments in LAYOUTS.items()
    for name in FUNCTIONS
    if arguments(FUNCTIONS[name]) is not None
    and (name not in SLOW or layout in {"in rows", "an error alone"})
]


def arguments_of(layout: str, name: str) -> Arguments:
    arguments = LAYOUTS[layout](FUNCTIONS[name])
    assert arguments is not None
    return arguments


@cache
def expected(layout: str, name: str) -> Rows:
    """What the call answers directly."""
    return answer(FUNCTIONS[name], arguments_of(layout, name))


def is_typed(layout: str, argument: object) -> bool:
    """Whether an argument stands in the formula itself: an array there has no blanks, dates or errors."""
    cells = [cell for row in rows_of(argument) for cell in row]
    return argument is None or (
        layout in {"typed", "none"} and all(isinstance(cell, str | float | int) for cell in cells)
    )


def write_book(path: Path, *more: Callable[[openpyxl.Workbook], None]) -> dict[str, dict[str, int]]:
    """Write the workbook, and what else is asked for; answer the first row of each answer by sheet and function."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for add in more:
        add(book)
    places: dict[str, dict[str, int]] = {layout: {} for layout in LAYOUTS}
    for layout, name in CALLS:
        sheet = book[layout] if layout in book.sheetnames else book.create_sheet(layout)
        places[layout][name] = write_call(sheet, name, sheet.max_row + 1)
    book.save(path)
    return places


def write_call(sheet: Worksheet, name: str, row: int) -> int:
    """Write a call's arguments from a row on, and below them its formula over as many cells as its answer has."""
    written = []
    for argument in arguments_of(sheet.title, name):
        if is_typed(sheet.title, argument):
            written.append(literal(argument))
            continue
        cells = rows_of(argument)
        for line in cells:
            for column, value in enumerate(line, 1):
                sheet.cell(row, column, value.code.value if isinstance(value, CellError) else value)
            row += 1
        first, last = f"A{row - len(cells)}", f"{get_column_letter(len(cells[0]))}{row - 1}"
        written.append(first if first == last else f"{first}:{last}")
    rows = expected(sheet.title, name)
    end = row + len(rows) - 1
    formula = f"=RS.{name_in_calc(FUNCTIONS[name])}({','.join(written)})"
    sheet.cell(row, 1).value = ArrayFormula(f"A{row}:{get_column_letter(len(rows[0]))}{end}", formula)
    sheet.cell(end + 1, 1, "-")
    return row


def literal(argument: object) -> str:
    if not isinstance(argument, list | tuple):
        return typed(argument)
    return "{" + ";".join(",".join(map(typed, row)) for row in rows_of(argument)) + "}"


def typed(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    text = str(value).replace('"', '""')
    return f'"{text}"' if isinstance(value, str) else "" if value is None else repr(value)


def padded(layout: str, name: str) -> list[object]:
    """The arguments of a call, None for what is left off; some hosts pass on all parameters."""
    arguments = arguments_of(layout, name)
    return [*arguments, *[None] * (len(FUNCTIONS[name].parameters) - len(arguments))]


def as_sent(argument: object) -> list[list[object]]:
    """An argument's rows for the programs that stand for a host: errors and dates are told as such."""
    return [[as_told(cell) for cell in row] for row in rows_of(argument)]


def as_told(cell: Cell) -> object:
    if isinstance(cell, CellError):
        return {"error": cell.code.value}
    return {"date": cell.isoformat()} if isinstance(cell, dt.date) else cell
