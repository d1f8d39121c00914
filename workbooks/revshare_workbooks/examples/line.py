"""Rows of a worked example: how their figures look, what may be entered, and how formulas name them."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from openpyxl.utils import get_column_letter

from revshare_workbooks.grid import Content, Place, Sheet, Style

LABEL, UNIT, CHECK, FIRST = 1, 2, 3, 4
"""Columns: what a row is, its unit, its check, and its first value."""

Values: TypeAlias = Any
"""A number, a word or a date, or several of them side by side."""


class Kind(NamedTuple):
    """How a figure looks as an input, as a formula and as a stored value, and what its unit says."""

    entry: Style
    live: Style
    stored: Style
    unit: str


MONEY = Kind(Style.INPUT_MONEY, Style.MONEY, Style.STORED_MONEY, "USD million")
BILLION = MONEY._replace(unit="USD billion")
FRACTION = Kind(Style.INPUT_PERCENT, Style.PERCENT, Style.STORED_PERCENT, "fraction")
NUMBER = Kind(Style.INPUT_NUMBER, Style.FACTOR, Style.STORED_FACTOR, "number")
COUNT = Kind(Style.INPUT_NUMBER, Style.COUNT, Style.STORED_NUMBER, "number")
YEAR = Kind(Style.INPUT_NUMBER, Style.YEAR, Style.STORED_NUMBER, "year")
DAY = Kind(Style.INPUT_DAY, Style.DAY, Style.STORED_DAY, "date")
WORD = Kind(Style.INPUT_TEXT, Style.TEXT_RIGHT, Style.STORED_TEXT, "words")

Limits: TypeAlias = tuple[float, float]
ANY: Limits = (-1e15, 1e15)
NOT_NEGATIVE: Limits = (0.0, 1e15)
ABOVE_ZERO: Limits = (1e-9, 1e15)
WITHIN_ONE: Limits = (0.0, 1.0)
PART: Limits = (1e-9, 1.0)
LESS_THAN_ALL: Limits = (0.0, 1.0 - 1e-9)
AT_MOST_ONE: Limits = (-1e15, 1.0)
BELOW_ONE: Limits = (-1e15, 1.0 - 1e-9)
ABOVE_MINUS_ONE: Limits = (1e-9 - 1.0, 1e15)
_IN_WORDS = {
    ANY: "",
    NOT_NEGATIVE: "0 or more",
    ABOVE_ZERO: "above 0",
    WITHIN_ONE: "0 to 1",
    PART: "above 0, to 1",
    LESS_THAN_ALL: "0 to below 1",
    AT_MOST_ONE: "1 or less",
    BELOW_ONE: "below 1",
    ABOVE_MINUS_ONE: "above -1",
}


class Line(Place):
    """A row of an example: one value, or several side by side."""

    def __init__(self, sheet: Sheet, row: int, count: int = 1) -> None:
        super().__init__(sheet)
        self.row = row
        self.count = count

    def address(self, spec: str, column: int) -> str:
        """The value in `column`, a row's only value, or the part that `spec` names."""
        first, here = get_column_letter(FIRST), get_column_letter(column)
        match spec:
            case "":
                return f"{here}{self.row}" if self.count > 1 else self.value(0)
            case "prev":
                return f"{get_column_letter(column - 1)}{self.row}"
            case "next":
                return f"{get_column_letter(column + 1)}{self.row}"
            case "all":
                return f"{self.value(0)}:{self.value(self.count - 1)}"
            case "upto":
                return f"${first}{self.row}:{here}{self.row}"
            case "before":
                return f"${first}{self.row}:{get_column_letter(column - 1)}{self.row}"
            case "last":
                return self.value(self.count - 1)
        # v0, v1, ...: one value of the row.
        return self.value(int(spec[1:]))

    def value(self, place: int) -> str:
        """Absolute address of one value."""
        return f"${get_column_letter(FIRST + place)}${self.row}"


def limits_in_words(limits: Limits, words: tuple[str, ...] = ()) -> str:
    """What may be entered, as the sheet says it."""
    return " or ".join(words) if words else _IN_WORDS.get(limits, f"{limits[0]:g} to {limits[1]:g}")


def contents(values: Values) -> list[Content]:
    """Values as cells hold them.

    Raises
    ------
    ValueError
        If a figure does not exist: a sheet shows a word for it.
    """
    if isinstance(values, np.ndarray):
        values = np.atleast_1d(values)
    several = values if isinstance(values, (list, tuple, range, np.ndarray)) else [values]
    return [_content(value) for value in several]


def _content(value: Any) -> Content:
    plain = value.item() if isinstance(value, (np.generic, np.ndarray)) else value
    if isinstance(plain, float) and np.isnan(plain):
        raise ValueError("a figure that does not exist needs a word in its place")
    if not isinstance(plain, (str, int, float, date)):
        raise TypeError(f"a cell holds no {type(plain).__name__}")
    return plain
