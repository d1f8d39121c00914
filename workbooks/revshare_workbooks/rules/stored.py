"""Stored values: there, free of errors, and what the formulas give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from revshare_workbooks.proof import agrees
from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.forms import Place
from revshare_workbooks.rules.formula_rows import short
from revshare_workbooks.rules.functions import VOLATILE
from revshare_workbooks.rules.rule import Finding, Need, must

ERRORS = {
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
}

NOTHING, LARGEST = 1e-12, 1e7
"""What counts as nothing beside the largest amount of a workbook, and the largest that is taken to be one."""

_STILL = Need(
    "values that can be recalculated here and stay the same from day to day",
    lambda book: (
        not book.recalculation.refusal and not any(not VOLATILE.isdisjoint(form.calls) for form in book.forms)
    ),
)


@must(
    "error-value",
    "No cell shows an error, and no formula reads a deleted cell",
    why="An error spreads to every total behind it; #REF! means that what the formula read is gone.",
    cure="Find the first cell with the error and mend what it reads; guard a division that may be by zero.",
)
def error_value(book: Audited) -> Iterator[Finding]:
    """Find errors that are shown, and formulas that have lost a reference."""
    for sheet in book.sheets:
        faults: dict[str, list[Place]] = defaultdict(list)
        for place, value in sheet.shown.items():
            if isinstance(value, str) and value in ERRORS and _calculated(book, sheet.name, place):
                faults[f"shows {value}"].append(place)
        for place, formula in sheet.formulas.items():
            if "#REF!" in formula:
                faults[f"reads a deleted cell: {short(formula)}"].append(place)
        yield from (Finding(sheet.at(*places), fault) for fault, places in faults.items())


def _calculated(book: Audited, name: str, place: Place) -> bool:
    """Whether a cell's value is an error and no text that names one."""
    cell = book.by_name[name.casefold()].cells.get(place)
    return cell is None or cell.data_type != "s"


@must(
    "stored-value",
    "Every formula has its value stored in the file",
    why="Previewers, phones, pandas and other programs that do not calculate show 0 or nothing.",
    cure="Open the workbook in Excel or LibreOffice and save it, or run revshare calc on it.",
)
def stored_value(book: Audited) -> Iterator[Finding]:
    """Find formulas without a stored value."""
    for name, places in book.without_value.items():
        yield Finding(book.by_name[name.casefold()].at(*places), "has a formula and no stored value")


@must(
    "stale-value",
    "Every stored value is what its formula gives",
    why="A stored value of earlier inputs is what a previewer, a phone or pandas shows as today's.",
    cure="Recalculate (in Excel Ctrl+Alt+F9) and save, or run revshare calc on it.",
    need=_STILL,
)
def stale_value(book: Audited) -> Iterator[Finding]:
    """Find stored values that the formulas do not give."""
    now = book.recalculation.places
    kept = set(book.recalculation.kept)
    # A difference of large amounts is off by their last digits, on whatever sheet it stands.
    numbers = (one for cells in now.values() for one in cells.values() if isinstance(one, (int, float)))
    scale = min(max(map(abs, numbers), default=1.0), LARGEST)
    for sheet in book.sheets:
        fresh = now.get(sheet.name, {})
        missing = set(book.without_value.get(sheet.name, ()))
        wrong = [
            place
            for place in sorted({*sheet.formulas, *sheet.covered} - missing)
            if not (kept and sheet.at(place) in kept)
            and (found := sheet.shown.get(place)) != fresh.get(place)
            and not _rounded(found, fresh.get(place), scale)
        ]
        for _, row in groupby(wrong, key=lambda place: place[0]):
            places = list(row)
            shown, given = (values.get(places[0]) for values in (sheet.shown, fresh))
            yield Finding(sheet.at(*places), f"shows {shown!r}; its formula gives {given!r}")


def _rounded(found: object, given: object, scale: float) -> bool:
    """Whether two values differ by rounding alone: as far as values agree, or both nothing beside the largest."""
    if isinstance(found, (int, float)) and isinstance(given, (int, float)):
        return max(abs(found), abs(given)) <= NOTHING * scale or agrees(found, given, 1.0)
    return agrees(found, given, 1.0)
