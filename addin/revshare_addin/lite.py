"""The cell functions in xlwings Lite, whose `main.py` is ``from revshare_addin.lite import *``.

xlwings Lite lists the functions that `main.py` knows by name. It hands Excel typed errors, which `ISERROR` sees, but no
message with them; that is printed, and xlwings Lite shows it in its output pane.
"""

from __future__ import annotations

from functools import partial

from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import Cell, CellError, ErrorCode, Rows
from revshare_addin.excel import wrapped

_UNKNOWN = frozenset({ErrorCode.SPILL, ErrorCode.CALC})
"""Errors that xlwings Lite would show as text."""


def to_lite(name: str, rows: Rows) -> list[list[object]]:
    """Hand over an answer of the function called `name`; an error that is all of it is told in words too."""
    if len(rows) == len(rows[0]) == 1 and isinstance(rows[0][0], CellError):
        print(f"{name}: {rows[0][0]}")
    return [[_to_cell(cell) for cell in row] for row in rows]


def _to_cell(cell: Cell) -> object:
    if isinstance(cell, CellError):
        return (ErrorCode.VALUE if cell.code in _UNKNOWN else cell.code).value
    return "" if cell is None else cell


__all__ = [*FUNCTIONS]  # noqa: PLE0604 - their names
globals().update({name: wrapped(function, partial(to_lite, name)) for name, function in FUNCTIONS.items()})
