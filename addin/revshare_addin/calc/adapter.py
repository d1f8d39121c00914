"""The cell functions as LibreOffice Calc calls them: what it hands over, and what it takes back.

Calc tells no empty cell from 0, no TRUE from 1 and no date from its serial number where an argument is one cell;
`addin/docs/hosts.md` says what follows. Errors travel as Calc's own numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import Cell, CellError, ErrorCode

CODES = {
    ErrorCode.NULL: 521,
    ErrorCode.NUM: 503,
    ErrorCode.VALUE: 519,
    ErrorCode.REF: 524,
    ErrorCode.NAME: 525,
    ErrorCode.DIV0: 532,
    ErrorCode.NA: 32767,
}
"""Calc's numbers for the errors a cell can show; it has none for those of spilling, which show as #VALUE!."""

_ERRORS = {number: code for code, number in CODES.items()}


def call(name: str, arguments: Sequence[object]) -> list[list[object]]:
    """Call a function by its name in Calc, without ``RS.``, and answer rows as they travel to Calc."""
    function = FUNCTIONS.get(f"RS_{name}")
    if function is None:
        return [
            [f"{ErrorCode.NAME} {name} is not in this revshare; in a terminal run: revshare install calc"]
        ]
    rows = answer(function, [from_calc(argument) for argument in arguments])
    return [[to_calc(cell) for cell in row] for row in rows]


def from_calc(value: object) -> object:
    """Take an argument; an empty cell of a range comes as empty text, an error as its number."""
    if isinstance(value, list):
        return [from_calc(each) for each in value]
    if isinstance(value, dict):
        return CellError(_ERRORS.get(value["error"], ErrorCode.VALUE))
    return None if value == "" else value


def to_calc(cell: Cell) -> object:
    """Hand over a cell of an answer; a blank would turn into 0, so it stands as empty text."""
    if isinstance(cell, CellError):
        return {"error": CODES.get(cell.code, CODES[ErrorCode.VALUE])}
    return "" if cell is None else cell
