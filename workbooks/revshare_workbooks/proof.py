"""Whether a workbook's stored values are what the engine says, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from openpyxl.utils import get_column_letter

from revshare.errors import ModelError
from revshare_workbooks.grid import ANYTHING, Book, Content
from revshare_workbooks.reading import Values, values_of_bytes

TOLERANCE = 1e-9
"""Relative to the value, and to 1."""
ROUNDING = 1e-12
"""Relative to the largest value of its sheet, for a difference of large amounts that should be zero."""


@dataclass(frozen=True)
class Mismatch:
    """A cell whose value is not the engine's."""

    place: str
    found: Content
    expected: Content

    def __str__(self) -> str:
        return f"{self.place} shows {self.found!r}, the engine says {self.expected!r}"


@dataclass(frozen=True)
class Proof:
    """What a comparison found.

    Parameters
    ----------
    cells
        Number of formula cells compared.
    mismatches
        Those that differ.
    """

    cells: int
    mismatches: list[Mismatch]


@dataclass(frozen=True)
class Finished:
    """A workbook to hand out.

    Parameters
    ----------
    content
        The workbook's bytes.
    book
        Its cells and what the engine expects of each formula.
    proof
        The comparison of stored values with the engine.
    """

    content: bytes
    book: Book
    proof: Proof


def proved(name: str, book: Book, content: bytes) -> Finished:
    """Compare what a workbook stores with the engine, and hand it out only if all agrees.

    Parameters
    ----------
    name
        What a failure is reported under.

    Raises
    ------
    ModelError
        If a stored value differs from the engine's.
    """
    proof = prove(book, values_of_bytes(content))
    if proof.mismatches:
        listed = "; ".join(map(str, proof.mismatches[:3]))
        raise ModelError(f"{name}: {len(proof.mismatches)} cells differ from the engine, none may: {listed}")
    return Finished(content, book, proof)


def prove(book: Book, values: Values) -> Proof:
    """Compare every formula cell of a laid-out book with the values some engine computed for it."""
    scales = {name: _scale(cells) for name, cells in values.items()}
    mismatches = []
    for (sheet, row, column), expected in book.expected.items():
        address = f"{get_column_letter(column)}{row}"
        found = values.get(sheet, {}).get(address)
        if not agrees(found, expected, scales.get(sheet, 1.0)):
            mismatches.append(Mismatch(f"{sheet}!{address}", found, expected))  # type: ignore[arg-type]
    return Proof(len(book.expected), mismatches)


def agrees(found: object, expected: object, scale: float) -> bool:
    """Whether a stored value is the expected one; `scale` is the largest value of its sheet."""
    if isinstance(found, datetime):
        found = found.date()
    if expected is ANYTHING:
        return found is not None and not (isinstance(found, str) and found.startswith("#"))
    if isinstance(expected, (int, float)):
        if not isinstance(found, (int, float)):
            return False
        allowed = TOLERANCE * max(abs(expected), min(scale, 1.0))
        return abs(found - expected) <= (max(allowed, ROUNDING * scale) if expected == 0 else allowed)
    if expected in {None, ""}:
        return found in {None, ""}
    return found == expected


def _scale(cells: Mapping[str, object]) -> float:
    return max((abs(value) for value in cells.values() if isinstance(value, (int, float))), default=1.0)
