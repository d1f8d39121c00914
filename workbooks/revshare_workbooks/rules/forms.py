"""The form of a formula: the same text for all cells of a row that calculate the same way (R1C1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils.cell import column_index_from_string

Place: TypeAlias = tuple[int, int]
"""Row and column, from 1."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_WORD = r"[^\W\d][\w.\\?]*"
_PIECE = re.compile(
    r'"(?:[^"]|"")*"'
    rf"|(?P<call>{_WORD})(?=\()"
    rf"|(?P<sheet>(?:'(?:[^']|'')*'|(?:\[[^\]]*\])?{_WORD}(?::{_WORD})?)!)?"
    rf"(?:(?P<first>{_CELL})(?::(?P<last>{_CELL}))?"
    r"|(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})|(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7}))(?![\w.(!\\])"
    rf"|(?P<name>{_WORD})(?:\[(?:[^\[\]]|\[[^\]]*\])*\])?"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
)
_ENDS = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")
_RELATIVE = re.compile(r"R(?:\[-?\d+\]|\d+)?C(?:\[-?\d+\]|\d+)?")


class Reference(NamedTuple):
    """A cell or range that a formula names; `sheet` is empty for its own sheet."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    whole: bool
    """Whether it is whole columns or rows."""

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return (self.top, self.left) == (self.bottom, self.right)

    def cells(self, most: int) -> Iterator[Place]:
        """Its cells, of at most so many rows and columns."""
        for row in range(self.top, min(self.bottom, self.top + most) + 1):
            for column in range(self.left, min(self.right, self.left + most) + 1):
                yield row, column


@dataclass(eq=False, slots=True)
class _Pieces:
    calls: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)


@dataclass(eq=False)
class Form:
    """All cells of a sheet with one formula, as seen from each of them.

    Parameters
    ----------
    text
        The formula in R1C1.
    sample
        Its text in A1 in the first of the cells.
    sheet, places
        Where it stands.
    array
        Whether it is an array formula.
    """

    text: str
    sample: str
    sheet: str
    places: list[Place]
    array: bool = False

    @property
    def calls(self) -> list[str]:
        """Functions it calls, in capitals, once for each call."""
        return self._pieces.calls

    @property
    def numbers(self) -> list[str]:
        """Numbers written into it."""
        return self._pieces.numbers

    @property
    def names(self) -> list[str]:
        """Defined names it uses."""
        return self._pieces.names

    @property
    def references(self) -> list[Reference]:
        """Cells and ranges that the first of its cells reads."""
        return self._pieces.references

    @cached_property
    def skeleton(self) -> str:
        """Tell the formula without the places it reads."""
        return _RELATIVE.sub("ref", self.text)

    @cached_property
    def tokens(self) -> list[Token]:
        """Tokens of the sample; none if it cannot be read."""
        try:
            return list(Tokenizer(self.sample).items)
        except (TokenizerError, IndexError):
            return []

    @cached_property
    def _pieces(self) -> _Pieces:
        found = _Pieces()
        for piece in _PIECE.finditer(self.sample):
            match piece.lastgroup:
                case "call":
                    found.calls.append(piece["call"].upper().removeprefix("_XLFN.").removeprefix("_XLWS."))
                case "number":
                    found.numbers.append(piece["number"])
                case "name":
                    found.names.append(piece["name"])
                case "first" | "last" | "columns" | "rows":
                    found.references.append(reference(piece))
        return found


def references(formula: str) -> Iterator[Reference]:
    """Cells and ranges that a formula names."""
    for piece in _PIECE.finditer(formula):
        if piece.lastgroup in {"first", "last", "columns", "rows"}:
            yield reference(piece)


def reference(piece: re.Match[str]) -> Reference:
    """Read the cell or range of a piece."""
    sheet = (piece["sheet"] or "")[:-1]
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    first, _, last = (
        piece["columns"] or piece["rows"] or f"{piece['first']}:{piece['last'] or ''}"
    ).partition(":")
    top, left = _end(first, 1)
    bottom, right = _end(last or first, 0)
    return Reference(
        sheet,
        *(min(top, bottom), min(left, right), max(top, bottom), max(left, right)),
        piece["first"] is None,
    )


@lru_cache(maxsize=1 << 16)
def _end(address: str, first: int) -> Place:
    """Row and column of one end of a range; what it leaves open reaches to the edge of the sheet."""
    found = _ENDS.fullmatch(address)
    if not found:
        return 1, 1
    row = int(found[4]) if found[4] else (1 if first else LAST_ROW)
    column = column_index_from_string(found[2].upper()) if found[2] else (1 if first else LAST_COLUMN)
    return row, column


def in_r1c1(formula: str, place: Place) -> str:
    """Write a formula as seen from its cell: the same text wherever it calculates the same way."""
    row, column = place

    def seen(piece: re.Match[str]) -> str:
        if not piece["first"]:
            if not (piece["columns"] or piece["rows"]):
                return piece[0]
            return (piece["sheet"] or "") + ":".join(
                _from(end, row, column) for end in (piece["columns"] or piece["rows"]).split(":")
            )
        there = _from(piece["first"], row, column)
        if piece["last"]:
            there += ":" + _from(piece["last"], row, column)
        return (piece["sheet"] or "") + there

    return _PIECE.sub(seen, formula)


@lru_cache(maxsize=1 << 17)
def _from(address: str, row: int, column: int) -> str:
    dollar_column, letters, dollar_row, digits = _ENDS.fullmatch(address).groups()  # type: ignore[union-attr]
    if digits and not letters:  # of a whole row, the dollar stands where a column's would
        dollar_row = dollar_row or dollar_column
    seen = ""
    if digits:
        number = int(digits)
        seen += f"R{number}" if dollar_row else ("R" if number == row else f"R[{number - row}]")
    if letters:
        number = column_index_from_string(letters.upper())
        seen += f"C{number}" if dollar_column else ("C" if number == column else f"C[{number - column}]")
    return seen
