"""Input cells: their look, unit, source, validation and range."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from revshare_workbooks.rules import roles
from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.forms import Place
from revshare_workbooks.rules.headers import headed
from revshare_workbooks.rules.rule import Finding, Need, must, should
from revshare_workbooks.rules.validations import Validations

UNITS = ("unit", "units")
SOURCES = (
    "source",
    "sources",
    "fact",
    "facts",
    "note",
    "notes",
    "comment",
    "comments",
    "basis",
    "reference",
    "why",
)
SMALLEST, LARGEST = ("smallest", "minimum", "min"), ("largest", "maximum", "max")

_UNIT_COLUMN = Need(
    "a column headed Unit", lambda book: any(headed(sheet.shown, UNITS) for sheet in book.visible)
)
_SOURCE_COLUMN = Need(
    "inputs beside a column headed Source or Note",
    lambda book: any(headed(sheet.shown, SOURCES) for sheet in roles.with_entries(book)),
)
_RANGES = Need(
    "inputs beside columns headed Smallest and Largest",
    lambda book: any(headed(sheet.shown, SMALLEST) for sheet in roles.with_entries(book)),
)
_VALIDATED = Need("validated cells", lambda book: any(Validations(sheet).areas for sheet in book.sheets))


@must(
    "input-style",
    "Inputs look alike, blue on one fill and unlocked, and nothing else looks like them",
    why="Who changes the workbook trusts the colour; a formula in blue gets overwritten, an input in black is missed.",
    cure="Give every input the same style, and formulas another.",
    need=roles.ENTRIES,
)
def input_style(book: Audited) -> Iterator[Finding]:
    """Find inputs that look otherwise, and formulas that look like inputs."""
    sheets = roles.with_entries(book)
    usual = Counter(
        (look.colour, look.fill)
        for sheet in sheets
        for place in sheet.entries
        if (look := sheet.looks[place])
    ).most_common(1)[0][0]
    protected = any(not look.locked for sheet in sheets for look in sheet.looks.values())
    for sheet in sheets:
        faults: dict[str, list[Place]] = defaultdict(list)
        for place in sheet.entries:
            look = sheet.looks[place]
            if place in sheet.formulas:
                faults["looks like an input and is a formula"].append(place)
            elif (look.colour, look.fill) != usual:
                faults["is an input in another colour or fill than most"].append(place)
            elif look.locked and protected:
                faults["is an input and locked"].append(place)
        entries = set(sheet.entries)
        for place, look in sheet.looks.items():
            if not look.locked and place not in entries and sheet.constant(place):
                faults["is unlocked and does not look like an input"].append(place)
        yield from (Finding(sheet.at(*places), fault) for fault, places in faults.items())


@must(
    "input-unit",
    "Where a sheet has a column for units, every line with figures fills it",
    why="A figure without a unit is read in thousands by one and in millions by the next.",
    cure="Write the unit, such as USD million, %, months.",
    need=_UNIT_COLUMN,
)
def input_unit(book: Audited) -> Iterator[Finding]:
    """Find labelled lines with figures and without a unit."""
    for sheet in book.visible:
        heads = headed(sheet.shown, UNITS)
        for at, (top, column) in enumerate(heads):
            below = [row for row, _ in heads[at + 1 :] if row > top]
            rows = range(top + 1, below[0] if below else sheet.last[0] + 1)
            missing = [(row, column) for row in rows if _lacks_unit(sheet, row, (top, column))]
            yield from (Finding(sheet.at(place), "has figures and no unit") for place in missing)


def _lacks_unit(sheet: AuditedSheet, row: int, head: Place) -> bool:
    """Whether a labelled line has figures, and neither it nor a line above it in the same block a unit."""
    top, column = head
    columns = sheet.rows.get(row, [])
    if not any(sheet.text((row, one)) for one in columns if one < column):
        return False
    if not any(one > column and sheet.number((row, one)) is not None for one in columns):
        return False
    while row > top and row in sheet.rows:
        if (row, column) in sheet.shown:
            return False
        row -= 1
    return True


@must(
    "input-source",
    "Every input says where it comes from, in a column beside it",
    why="A figure nobody can trace is defended by nobody; a cell comment is not printed.",
    cure="Write source, date or reason in the column.",
    need=_SOURCE_COLUMN,
)
def input_source(book: Audited) -> Iterator[Finding]:
    """Find rows of inputs with no word on their source."""
    for sheet in roles.with_entries(book):
        heads = headed(sheet.shown, SOURCES)
        if not heads:
            continue
        columns, top = {column for _, column in heads}, min(row for row, _ in heads)
        rows = sorted({row for row, column in sheet.entries if row > top and (row, column) in sheet.shown})
        for row in rows:
            if not any((row, column) in sheet.shown for column in columns):
                first = min(column for one, column in sheet.entries if one == row)
                yield Finding(sheet.at((row, first)), "is an input without a source or note")


@should(
    "cell-comment",
    "Notes stand in cells, not in cell comments",
    why="Comments are not printed, are lost by some programs, and keep others from opening the file.",
    cure="Move the text into a column for notes.",
)
def cell_comment(book: Audited) -> Iterator[Finding]:
    """Find cell comments."""
    for sheet in book.sheets:
        if places := [place for place, cell in sheet.cells.items() if cell.comment is not None]:
            yield Finding(sheet.at(*places), f"{len(places)} cell comment(s)")


@must(
    "input-validation",
    "Every input has a validation rule with an error message",
    why="15 typed for 15 % goes through every formula behind it.",
    cure="Data > Data Validation: the kind, the limits or list, and a message that says what to enter.",
    need=roles.ENTRIES,
)
def input_validation(book: Audited) -> Iterator[Finding]:
    """Find inputs that take anything."""
    for sheet in roles.with_entries(book):
        rules = Validations(sheet)
        faults: dict[str, list[Place]] = defaultdict(list)
        for place in sheet.entries:
            over = rules.over(place)
            if not over:
                faults["has no validation rule"].append(place)
            elif not any(rule.showErrorMessage and rule.error for rule in over):
                faults["has a validation rule without an error message"].append(place)
        yield from (Finding(sheet.at(*places), fault) for fault, places in faults.items())


@must(
    "input-valid",
    "Every value satisfies the validation rule of its cell",
    why="Validation stops typing, not pasting: a pasted value can be anything.",
    cure="Enter a value that the rule allows, or mend the rule.",
    need=_VALIDATED,
)
def input_valid(book: Audited) -> Iterator[Finding]:
    """Find values that their own rule refuses."""
    for sheet in book.sheets:
        rules = Validations(sheet)
        for place in rules.covered():
            for rule in rules.over(place):
                if fault := rules.fault(book, rule, sheet.shown.get(place)):
                    yield Finding(sheet.at(place), fault)


@must(
    "input-range",
    "Every input lies between its own smallest and largest value",
    why="A value outside its stated range is a slip of unit or sign, or the range is wrong.",
    cure="Correct the value, or the range with a reason.",
    need=_RANGES,
)
def input_range(book: Audited) -> Iterator[Finding]:
    """Find inputs outside the range that stands beside them."""
    for sheet in roles.with_entries(book):
        lows, highs = headed(sheet.shown, SMALLEST), headed(sheet.shown, LARGEST)
        for (top, low), (other, high) in zip(lows, highs, strict=False):
            if top != other:
                continue
            for place in sheet.entries:
                ends = sheet.number((place[0], low)), sheet.number((place[0], high))
                value = sheet.number(place)
                if place[0] <= top or value is None or None in ends:
                    continue
                first, last = sorted(end for end in ends if end is not None)
                if first < last and not _within(value, first, last):
                    yield Finding(sheet.at(place), f"is {value:g}; its range is {first:g} to {last:g}")


def _within(value: float, first: float, last: float) -> bool:
    room = 1e-9 * max(abs(first), abs(last))
    return first - room <= value <= last + room


@should(
    "inputs-apart",
    "An Inputs sheet only chooses among its own cells, and inputs stand nowhere else",
    why="Inputs in several places are changed in one of them; a calculation among inputs is taken for one.",
    cure="Move the input to the Inputs sheet, and the calculation off it.",
    need=roles.INPUT_SHEET,
)
def inputs_apart(book: Audited) -> Iterator[Finding]:
    """Find inputs outside the Inputs sheet, and formulas on it that read others."""
    homes = roles.named(book, roles.INPUTS)
    for sheet in homes:
        for form in dict.fromkeys(sheet.forms.values()):
            others = sorted(
                {one.sheet for one in form.references if one.sheet and book.sheet(one.sheet) is not sheet}
            )
            if others:
                yield Finding(sheet.at(*form.places), f"reads {', '.join(others)}")
    for sheet in roles.with_entries(book):
        if sheet not in homes:
            yield Finding(sheet.at(*_typed(sheet)), f"inputs outside {homes[0].name}")


def _typed(sheet: AuditedSheet) -> Iterable[Place]:
    return [place for place in sheet.entries if place in sheet.cells] or sheet.entries
