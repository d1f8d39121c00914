"""What lies in cells: numbers, text, flags, dates, blanks and errors, as rows of plain Python values.

Every host hands over something slightly different; its adapter turns that into `Cells`, and from there
on there is one form: a list of rows, None for an empty cell, `CellError` for an error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TypeAlias

from revshare.errors import ModelError, NoSolutionError, NotApplicableError


class ErrorCode(StrEnum):
    """The errors a cell can show."""

    DIV0 = "#DIV/0!"
    NA = "#N/A"
    NAME = "#NAME?"
    NULL = "#NULL!"
    NUM = "#NUM!"
    REF = "#REF!"
    SPILL = "#SPILL!"
    CALC = "#CALC!"
    VALUE = "#VALUE!"


@dataclass(frozen=True, slots=True)
class CellError:
    """An error in a cell, with the sentence a host shows where it can."""

    code: ErrorCode
    message: str = ""

    @classmethod
    def of(cls, fault: ModelError) -> CellError:
        """Answer the error that stands for a fault of the model's family."""
        if isinstance(fault, NoSolutionError):
            return cls(ErrorCode.NUM, str(fault))
        if isinstance(fault, NotApplicableError):
            return cls(ErrorCode.NA, str(fault))
        return cls(ErrorCode.VALUE, str(fault))

    def __str__(self) -> str:
        return f"{self.code} {self.message}".rstrip()


Cell: TypeAlias = float | str | bool | dt.date | CellError | None
Rows: TypeAlias = list[list[Cell]]


class ErrorInCells(Exception):  # noqa: N818 - not a fault of the caller: the cell's own error passes through
    """An argument holds an error, which is then the function's answer."""

    def __init__(self, error: CellError) -> None:
        super().__init__(str(error))
        self.error = error


def rows_of(value: object) -> Rows:
    """Lay a cell, row or block out as rows; nested tuples and lists alike."""
    if not isinstance(value, list | tuple):
        return [[value]]  # type: ignore[list-item] # whatever it is, the argument's reader judges it
    if not {list, tuple}.isdisjoint(map(type, value)):
        return [list(row) for row in value]
    return [list(value)]


def is_blank(cell: Cell) -> bool:
    """Whether a cell is empty; LibreOffice hands over empty text for an empty cell of a range."""
    return cell is None or cell == ""


def shown(cell: object) -> str:
    """Quote a cell's value in an error message."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float | int):
        return f"{cell:g}"
    if isinstance(cell, str):
        return f'the text "{cell:.40}"'
    return f"{cell!s:.40}"


def refuse_errors(name: str, rows: Sequence[Sequence[Cell]]) -> None:
    """Pass the first error among an argument's cells on as the function's own answer."""
    if CellError in map(type, chain.from_iterable(rows)):
        error = next(cell for cell in chain.from_iterable(rows) if isinstance(cell, CellError))
        raise ErrorInCells(CellError(error.code, error.message or f"{name} holds {error.code}"))
