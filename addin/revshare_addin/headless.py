"""The cell functions inside a formualizer workbook: no spreadsheet program, no window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from formualizer import LiteralValue

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import Cell, CellError, ErrorCode
from revshare_addin.registry import CellFunction

if TYPE_CHECKING:
    from formualizer import Workbook

KINDS = {
    "Div": ErrorCode.DIV0,
    "Na": ErrorCode.NA,
    "Name": ErrorCode.NAME,
    "Null": ErrorCode.NULL,
    "Num": ErrorCode.NUM,
    "Ref": ErrorCode.REF,
    "Spill": ErrorCode.SPILL,
    "Calc": ErrorCode.CALC,
    "Value": ErrorCode.VALUE,
}
"""formualizer's names for the errors a cell can show; its internal ones show as #VALUE!."""

_KIND_OF = {code: kind for kind, code in KINDS.items()}


def bind(workbook: Workbook, heard: Callable[[CellError], None] = lambda _: None) -> None:
    """Register every cell function with a workbook.

    Parameters
    ----------
    workbook
        Loaded before: loading drops what was registered.
    heard
        Told of each error a function answers; the engine keeps no messages.
    """
    for function in FUNCTIONS.values():
        workbook.register_function(function.name, partial(_call, function, heard))


def from_engine(value: object) -> object:
    """Take a value or range as formualizer hands it over, errors as `CellError`."""
    if isinstance(value, list):
        return [from_engine(each) for each in value]
    if isinstance(value, dict):
        return CellError(KINDS.get(str(value.get("kind")), ErrorCode.VALUE), str(value.get("message") or ""))
    return value


def to_engine(cell: Cell) -> object:
    """Hand over a cell of an answer; a blank would turn into 0, so it stands as empty text."""
    if isinstance(cell, CellError):
        return LiteralValue.error(_KIND_OF[cell.code], cell.message or None)
    return "" if cell is None else cell


def _call(function: CellFunction, heard: Callable[[CellError], None], *arguments: object) -> object:
    rows = answer(function, [from_engine(argument) for argument in arguments])
    for cell in chain.from_iterable(rows):
        if isinstance(cell, CellError):
            heard(cell)
    if len(rows) == len(rows[0]) == 1:
        return to_engine(rows[0][0])
    return [[to_engine(cell) for cell in row] for row in rows]
