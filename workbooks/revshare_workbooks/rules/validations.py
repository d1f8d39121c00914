"""Validation rules of a sheet: which cells they cover, and what a value must satisfy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any, TypeAlias

from openpyxl.utils.datetime import to_excel

from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.forms import Place, references

Validation: TypeAlias = Any
"""openpyxl's record of one rule."""

_CELL = re.compile(r"(?:(?:'[^']+'|\w+)!)?\$?[A-Za-z]{1,3}\$?[0-9]+")
LISTED = 50
"""Words of a list that are read from cells; longer lists are not compared."""

_TESTS: dict[str, Callable[[float, float, float | None], bool]] = {
    "between": lambda value, first, last: last is None or first <= value <= last,
    "notBetween": lambda value, first, last: last is None or not first <= value <= last,
    "equal": lambda value, first, _: value == first,
    "notEqual": lambda value, first, _: value != first,
    "greaterThan": lambda value, first, _: value > first,
    "greaterThanOrEqual": lambda value, first, _: value >= first,
    "lessThan": lambda value, first, _: value < first,
    "lessThanOrEqual": lambda value, first, _: value <= first,
}


class Validations:
    """The validation rules of a sheet."""

    def __init__(self, sheet: AuditedSheet) -> None:
        self.sheet = sheet
        self.areas: list[tuple[tuple[int, int, int, int], Validation]] = []
        self._by_row: dict[int, list[tuple[int, int, Validation]]] = {}
        for rule in sheet.worksheet.data_validations.dataValidation:
            for area in rule.sqref.ranges:
                bounds = (area.min_row, area.min_col, area.max_row, area.max_col)
                self.areas.append((bounds, rule))
                if area.max_row - area.min_row < 100:
                    for row in range(area.min_row, area.max_row + 1):
                        self._by_row.setdefault(row, []).append((area.min_col, area.max_col, rule))
        self._tall = [(bounds, rule) for bounds, rule in self.areas if bounds[2] - bounds[0] >= 100]

    def over(self, place: Place) -> list[Validation]:
        """Rules that cover a cell."""
        row, column = place
        found = [rule for first, last, rule in self._by_row.get(row, ()) if first <= column <= last]
        found += [
            rule
            for (top, left, bottom, right), rule in self._tall
            if top <= row <= bottom and left <= column <= right
        ]
        return [rule for rule in found if rule.type and rule.type != "none"]

    def covered(self) -> Iterator[Place]:
        """Cells with a value that a rule covers."""
        if self.areas:
            yield from (place for place in self.sheet.shown if self.over(place))

    def fault(self, book: Audited, rule: Validation, value: object) -> str:
        """What is wrong with a value under a rule; empty if nothing, or if only the program can tell."""
        if value is None or rule.type == "custom":
            return ""
        if rule.type == "list":
            words = self._words(book, rule.formula1 or "")
            wrong = words is not None and _plain(value) not in words
            return f"shows {value!r}, which is not in its list" if wrong else ""
        number = float(len(str(value))) if rule.type == "textLength" else _number(value)
        if number is None:
            return f"shows {value!r} where a {rule.type} value is asked for"
        if rule.type == "whole" and number != int(number):
            return f"shows {value!r} where a whole number is asked for"
        first, last = self._limit(book, rule.formula1), self._limit(book, rule.formula2)
        operator = rule.operator or "between"
        if first is None or _TESTS[operator](number, first, last):
            return ""
        limits = f"{operator} {first:g}" + ("" if last is None else f" and {last:g}")
        return f"shows {value!r}, outside its rule: {limits}"

    def _words(self, book: Audited, formula: str) -> set[str] | None:
        if formula.startswith('"'):
            return {word.strip() for word in formula.strip('"').split(",")}
        read = next(references(formula), None)
        home = book.sheet(read.sheet) if read and read.sheet else self.sheet
        if not read or read.whole or not home:
            return None
        places = [(r, c) for r in range(read.top, read.bottom + 1) for c in range(read.left, read.right + 1)][
            :LISTED
        ]
        return {_plain(home.shown[place]) for place in places if place in home.shown}

    def _limit(self, book: Audited, formula: str | None) -> float | None:
        """Value of a limit: a number, or the cell that it names."""
        text = (formula or "").lstrip("=")
        try:
            return float(text)
        except ValueError:
            read = next(references(text), None) if _CELL.fullmatch(text) else None
        home = book.sheet(read.sheet) if read and read.sheet else self.sheet
        return _number(home.shown.get((read.top, read.left))) if read and home and read.single else None


def _number(value: object) -> float | None:
    if isinstance(value, (date, datetime, time)):
        return float(to_excel(value))
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _plain(value: object) -> str:
    """Tell a value as a list writes it."""
    return (
        f"{value:g}"
        if isinstance(value, (int, float)) and not isinstance(value, bool)
        else str(value).strip()
    )
