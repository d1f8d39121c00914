"""What formulas read: ranges that end too early, whole columns, empty cells, numbers kept as text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.forms import Form, Place, Reference, references
from revshare_workbooks.rules.formula_rows import LEAST, short
from revshare_workbooks.rules.rule import Finding, Need, must, should

MOST_FLOWS = 2000
NEAR = 2
"""Periods that a range may lack at an end before it is taken for a part meant."""

_NUMBER = re.compile(r"\s*[-+(]?[$€£]?\s*\d[\d,. ]*%?\)?\s*")
_TIMING = re.compile(
    r"\b(end|start|begin\w*|mid|middle|timing|discount\w*|first period|period)\b", re.IGNORECASE
)

_RATES = Need("an NPV or IRR", lambda book: any(_calls_rate(form) for form in book.forms))


def _calls_rate(form: Form) -> bool:
    return not {"NPV", "IRR"}.isdisjoint(form.calls)


@must(
    "range-end",
    "Sums reach from the first period or line to the last",
    why="A range that ends one column or row early leaves money out, and the total still looks right.",
    cure="Extend the range to the cell named, or let the sum read a row that ends there on purpose.",
)
def range_end(book: Audited) -> Iterator[Finding]:
    """Find ranges one or two short of the periods they run along, and sums one short of their lines."""
    for form in book.forms:
        home = book.by_name[form.sheet.casefold()]
        if form.references and not {"OFFSET"} & set(form.calls):
            yield from _short_of_periods(book, home, form)
            yield from _short_of_lines(home, form)


def _short_of_periods(book: Audited, home: AuditedSheet, form: Form) -> Iterator[Finding]:
    ranges = [
        (there, one) for one in form.references if (there := _sheet_of(book, home, one)) and not one.single
    ]
    ends = {(one.left, one.right) for _, one in ranges}
    for sheet, one in ranges:
        if one.top != one.bottom or one.whole:
            continue
        for zone in sheet.zones:
            early, late = one.left - zone.first_column, zone.last_column - one.right
            if not zone.holds(one.top) or min(early, late) < 0 or not 0 < early + late <= NEAR:
                continue
            if len(zone.periods) <= 2 * NEAR or (one.left + late - early, one.right + late - early) in ends:
                continue  # each period beside the one before it
            lacking = [*range(zone.first_column, one.left), *range(one.right + 1, zone.last_column + 1)]
            if not any((one.top, column) in sheet.shown for column in lacking):
                continue
            if late and len(form.places) > 1 and _grows(form, one):
                continue
            missing = " and ".join(
                [f"the first {early} period(s)"] * bool(early) + [f"the last {late} period(s)"] * bool(late)
            )
            yield Finding(
                home.at(*form.places), f"leaves out {missing} of row {one.top}: {short(form.sample)}"
            )


def _grows(form: Form, one: Reference) -> bool:
    """Whether a range grows along its row: it begins fixed and ends at the cell's own place."""
    return form.text.count("C[") > 0 and one.right - form.places[0][1] in {-1, 0}


def _short_of_lines(home: AuditedSheet, form: Form) -> Iterator[Finding]:
    """Find a sum of the cells above it that leaves out the line between, or the line above its first."""
    if form.calls != ["SUM"] or len(form.references) != 1 or len(form.places) == 0:
        return
    row, column = form.places[0]
    one = form.references[0]
    if one.sheet or one.single or (one.left, one.right) != (column, column) or not one.bottom < row:
        return
    if re.fullmatch(r"=SUM\([^()]*\)", form.sample) is None:
        return
    for outside, inside in (
        ((one.bottom + 1, column), (one.bottom, column)),
        ((one.top - 1, column), (one.top, column)),
    ):
        if outside[0] == row or home.number(outside) is None or home.number(inside) is None:
            continue
        if home.looks[outside] == home.looks[inside] and row - one.bottom <= NEAR:
            yield Finding(
                home.at(*form.places), f"leaves out {home.at(outside)} beside its range: {short(form.sample)}"
            )


@should(
    "whole-column",
    "No references to whole columns or rows",
    why="They take in headers, notes and whatever is written below later, and slow the workbook down.",
    cure="Name the first and last cell of the data.",
)
def whole_column(book: Audited) -> Iterator[Finding]:
    """Find references to whole columns and rows."""
    for form in book.forms:
        if any(one.whole for one in form.references):
            yield Finding(book.by_name[form.sheet.casefold()].at(*form.places), f"reads {short(form.sample)}")


@should(
    "empty-reference",
    "No formula reads a single cell that is empty",
    why="An empty cell counts as zero: the reference points beside what was meant, or an entry is missing.",
    cure="Point the formula at the cell meant, or enter the value, be it 0.",
)
def empty_reference(book: Audited) -> Iterator[Finding]:
    """Find formulas that read an empty cell which is no input."""
    for home in book.sheets:
        found: dict[Form, dict[Place, str]] = {}
        for place, formula in home.formulas.items():
            for one in references(formula):
                there = _sheet_of(book, home, one)
                if there and one.single and _is_empty(there, (one.top, one.left)):
                    found.setdefault(home.forms[place], {})[place] = there.at((one.top, one.left))
        for form, read in found.items():
            wrong = read.keys() - _beyond(form, read)
            if wrong:
                first = min(wrong)
                yield Finding(
                    home.at(*sorted(wrong)),
                    f"reads {read[first]}, which is empty: {short(home.formulas[first])}",
                )


def _beyond(form: Form, read: Iterable[Place]) -> set[Place]:
    """Find first or last cells of rows alike: they look beyond an end, as a balance looks for its opening."""
    rows: dict[int, list[Place]] = defaultdict(list)
    columns: dict[int, list[Place]] = defaultdict(list)
    for place in form.places:
        rows[place[0]].append(place)
        columns[place[1]].append(place)
    found = set()
    for line in (rows if max(map(len, rows.values())) >= LEAST else columns).values():
        here = [place for place in read if place in line]
        if len(line) >= LEAST and len(here) == 1 and here[0] in {min(line), max(line)}:
            found |= {*here}
    return found


def _is_empty(sheet: AuditedSheet, place: Place) -> bool:
    """Whether a cell holds nothing, shows nothing and is no input left open."""
    look = sheet.looks.get(place)
    return not (
        place in sheet.cells or place in sheet.shown or place in sheet.covered or (look and look.entry)
    )


@should(
    "number-as-text",
    "Numbers are stored as numbers",
    why="A number stored as text is left out of sums without a word.",
    cure="Convert it (Data > Text to Columns, or enter it again).",
)
def number_as_text(book: Audited) -> Iterator[Finding]:
    """Find texts that read as numbers between numbers."""
    for sheet in book.sheets:
        for (row, column), cell in sheet.cells.items():
            text = cell.value if cell.data_type == "s" else None
            if not isinstance(text, str) or not _NUMBER.fullmatch(text):
                continue
            beside = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
            if (
                sheet.looks[row, column].number != "@"
                and sum(sheet.number(one) is not None for one in beside) > 1
            ):
                yield Finding(sheet.at((row, column)), f"holds the text {text!r} among numbers")


@should(
    "npv-irr",
    "An NPV says when its flows fall; an IRR has one sign change or a guess",
    why="NPV discounts the first flow by a whole period, which is rarely meant; flows that change sign twice have two "
    "rates of return, and the program shows one of them.",
    cure="Say beside it when flows fall, or discount in rows; give IRR a guess or use a modified rate.",
    need=_RATES,
)
def npv_irr(book: Audited) -> Iterator[Finding]:
    """Find present values without a word on timing, and rates of return that are not unique."""
    for form in book.forms:
        home = book.by_name[form.sheet.casefold()]
        if "NPV" in form.calls and not _says_when(home, form.places[0][0]):
            yield Finding(home.at(*form.places), "has NPV without a word beside it on when flows fall")
        if "IRR" in form.calls:
            changes = max((_sign_changes(book, home, one) for one in form.references), default=0)
            if changes > 1 and not re.search(r"IRR\([^()]*,", form.sample, re.IGNORECASE):
                yield Finding(home.at(*form.places), f"has IRR over flows that change sign {changes} times")


def _says_when(home: AuditedSheet, row: int) -> bool:
    around = range(row - 2, row + 3)
    return any(_TIMING.search(home.text(place)) for place in home.shown if place[0] in around)


def _sign_changes(book: Audited, home: AuditedSheet, one: Reference) -> int:
    sheet = _sheet_of(book, home, one)
    if sheet is None or one.whole:
        return 0
    flows = [number for place in one.cells(MOST_FLOWS) if (number := sheet.number(place))]
    return sum((before < 0) != (after < 0) for before, after in pairwise(flows))


def _sheet_of(book: Audited, home: AuditedSheet, one: Reference) -> AuditedSheet | None:
    return book.sheet(one.sheet) if one.sheet else home
