"""The cell functions in Excel through xlwings (COM on Windows; elsewhere xlwings' decorators do nothing).

xlwings reads a module for functions that carry its mark, so one wrapper per function of the registry is made
here at module level. The wrappers have names, help and optional arguments but no annotations: those would
force converters onto answers and hide help.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable

import xlwings

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import Cell, CellError, ErrorCode, Rows
from revshare_addin.registry import CellFunction

CATEGORY = "RevShare"
"""Heading of the functions in Excel's function wizard."""

_ERRORS = {code.value: code for code in ErrorCode}


def from_excel(rows: list[list[object]] | None) -> Rows:
    """Take an argument as xlwings reads it with two dimensions; error cells come as their text."""
    if rows is None:
        return [[None]]
    return [[_from_cell(cell) for cell in row] for row in rows]


def to_excel(rows: Rows) -> list[list[object]]:
    """Hand an answer to xlwings.

    COM has no way to hand over a typed error, so it stands as text that begins with its code; a single one
    carries its message, an element of a series the code alone.
    """
    alone = len(rows) == len(rows[0]) == 1
    return [[_to_cell(cell, message=alone) for cell in row] for row in rows]


def _from_cell(cell: object) -> Cell:
    return CellError(_ERRORS[cell]) if isinstance(cell, str) and cell in _ERRORS else cell  # type: ignore[return-value]


def _to_cell(cell: Cell, *, message: bool) -> object:
    if isinstance(cell, CellError):
        return str(cell) if message else cell.code.value
    return "" if cell is None else cell


def wrapped(
    function: CellFunction, handed_over: Callable[[Rows], list[list[object]]] = to_excel
) -> Callable[..., list[list[object]]]:
    """Wrap a function as xlwings registers it.

    Parameters
    ----------
    function
        From the registry.
    handed_over
        Turns the answer into what xlwings takes.
    """

    def call(*arguments: list[list[object]] | None) -> list[list[object]]:
        return handed_over(answer(function, [from_excel(argument) for argument in arguments]))

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.help
    call.__annotations__ = {}
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                parameter.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=None if parameter.optional else inspect.Parameter.empty,
            )
            for parameter in function.parameters
        ]
    )
    cell = xlwings.ret(ndim=2)(call)
    for parameter in function.parameters:
        # Two dimensions tell a column from a row; text keeps which error a cell held.
        cell = xlwings.arg(parameter.name, ndim=2, err_to_str=True, doc=parameter.argument.help)(cell)
    # Last, because each of the others would set the category back.
    return xlwings.func(category=CATEGORY)(cell)


globals().update({name: wrapped(function) for name, function in FUNCTIONS.items()})
