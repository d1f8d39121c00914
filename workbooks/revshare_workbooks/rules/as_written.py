"""A report beside the one that revshare writes from the same inputs: formulas, stored figures, slips of unit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import groupby
from numbers import Real

from revshare.inputs_columns import WRITTEN
from revshare_workbooks.grid import Cell, Sheet
from revshare_workbooks.proof import agrees
from revshare_workbooks.rules import roles
from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.forms import Place
from revshare_workbooks.rules.formula_rows import short
from revshare_workbooks.rules.rule import Finding, Need, must

SLIP = 100
"""Least factor between a typed value and the one written before that is taken for a slip of unit."""

_QUOTED = re.compile(r"'(\w+)'!")
_SPACE = re.compile(r'("[^"]*")|\s+')

_OWN = Need("a report of this version of revshare", lambda book: book.built)


@must(
    "as-written",
    "A report holds the formulas and stored figures that revshare writes",
    why="A changed formula whose value is the same today, such as a sign before a zero, shows in no total until the "
    "inputs change.",
    cure="Write the report again (revshare report BOOK), or copy the formula named into the cell.",
    need=_OWN,
)
def as_written(book: Audited) -> Iterator[Finding]:
    """Find cells that differ from those of a report written anew."""
    for sheet in book.built.sheets if book.built else ():
        there = book.sheet(sheet.name)
        if there is None:
            yield Finding(sheet.name, "is missing; revshare writes such a sheet")
        else:
            yield from _differences(there, sheet)


def _differences(there: AuditedSheet, sheet: Sheet) -> Iterator[Finding]:
    wrong: dict[Place, str] = {}
    cells = sheet.rendered()
    for place, cell in cells.items():
        if cell.formula:
            held = there.formulas.get(place)
            if held is None or (held != cell.content and _plain(held) != _plain(str(cell.content))):
                wrong[place] = f"{_held(there, place)}; revshare writes {short(str(cell.content))}"
        elif not _is_entry(cell) and not _same(there, place, cell):
            wrong[place] = f"{_held(there, place)}; revshare writes {cell.content!r}"
    for _, run in groupby(sorted(wrong), key=lambda place: (place[0], place in there.formulas)):
        places = list(run)
        yield Finding(there.at(*places), wrong[places[0]])


def _held(sheet: AuditedSheet, place: Place) -> str:
    if place in sheet.formulas:
        return f"holds {short(sheet.formulas[place])}"
    return f"holds the value {sheet.shown[place]!r}" if place in sheet.shown else "is empty"


def _is_entry(cell: Cell) -> bool:
    """Whether a user may change the cell."""
    return cell.style.value.startswith("input")


def _same(sheet: AuditedSheet, place: Place, cell: Cell) -> bool:
    """Whether a stored figure is the one written; texts are compared by nothing, as no formula rests on them."""
    if not isinstance(cell.content, Real) or isinstance(cell.content, bool):
        return True
    return place not in sheet.formulas and agrees(sheet.shown.get(place), cell.content, 0.0)


def _plain(formula: str) -> str:
    """Write a formula as every program does that saves it: no needless quotes or spaces, one case."""
    text = _SPACE.sub(lambda found: found[1] or "", _QUOTED.sub(r"\1!", formula))
    return text.replace("_xlfn.", "").replace("TRUE()", "TRUE").replace("FALSE()", "FALSE").casefold()


def written_columns(sheet: AuditedSheet) -> Iterator[tuple[int, int, int]]:
    """Header row, and the columns of a value and of the same value as written."""
    for (row, column), text in sheet.shown.items():
        if isinstance(text, str) and text.endswith(WRITTEN):
            name = text.removesuffix(WRITTEN)
            for other in (one for one in range(1, column) if sheet.text((row, one)) == name):
                yield row, other, column


@must(
    "unit-slip",
    f"No input differs from what was written by a factor of {SLIP} or a further power of ten",
    why="Thousands typed for millions, or 15 for 15 %, go through every formula and look like a new plan.",
    cure="Enter the value in the unit that stands beside it; if it is meant, write the report again.",
    need=Need("inputs beside their values as written", lambda book: any(_found(book))),
)
def unit_slip(book: Audited) -> Iterator[Finding]:
    """Find inputs that changed by a power of ten."""
    for sheet, (top, column, written) in _found(book):
        for row in range(top + 1, sheet.last[0] + 1):
            now, then = sheet.number((row, column)), sheet.number((row, written))
            if now and then and now != then and _is_power_of_ten(now / then):
                yield Finding(sheet.at((row, column)), f"is {now:g}; {then:g} was written")


def _found(book: Audited) -> Iterator[tuple[AuditedSheet, tuple[int, int, int]]]:
    for sheet in roles.named(book, roles.INPUTS):
        for columns in written_columns(sheet):
            yield sheet, columns


def _is_power_of_ten(factor: float) -> bool:
    if factor <= 0:
        return False
    power = math.log10(factor)
    return abs(power) >= math.log10(SLIP) - 1e-9 and abs(power - round(power)) < 1e-9
