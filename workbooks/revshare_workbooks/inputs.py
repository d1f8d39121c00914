"""Inputs sheet: every input with its value in each scenario, range, basis and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from openpyxl.utils import get_column_letter

from revshare.by_year import EVERY_YEAR
from revshare.case import Case
from revshare.fields import NOT_USED, fields, may_be_unused
from revshare.inputs import Field, Unit, Value
from revshare.inputs_columns import BESIDE, CHOSEN, HEADERS, OWN, WRITTEN, Columns
from revshare.inputs_places import COUNT
from revshare.scenarios import OWN_KEY, changes
from revshare.structure import structure_of
from revshare.uncertainty import is_parameter, leads
from revshare_workbooks.grid import ANYTHING, Block, Book, Content, Role, Rule, Sheet, Spot, Style

HEADER = 8
FIRST = HEADER + 1

_ENTRY = {
    Unit.MONEY: Style.INPUT_MONEY,
    Unit.FRACTION: Style.INPUT_PERCENT,
    Unit.NUMBER: Style.INPUT_NUMBER,
    Unit.MONTHS: Style.INPUT_NUMBER,
    Unit.YEARS: Style.INPUT_NUMBER,
    Unit.GIGAWATTS: Style.INPUT_NUMBER,
    Unit.DATE: Style.INPUT_DAY,
    Unit.CHOICE: Style.INPUT_TEXT,
    Unit.FLAG: Style.INPUT_TEXT,
    Unit.TEXT: Style.INPUT_TEXT,
}
LIVE = {
    Unit.MONEY: Style.MONEY,
    Unit.FRACTION: Style.PERCENT,
    Unit.NUMBER: Style.NUMBER,
    Unit.MONTHS: Style.NUMBER,
    Unit.YEARS: Style.NUMBER,
    Unit.GIGAWATTS: Style.NUMBER,
    Unit.DATE: Style.DAY,
    Unit.CHOICE: Style.TEXT_RIGHT,
    Unit.FLAG: Style.TEXT_RIGHT,
    Unit.TEXT: Style.TEXT_RIGHT,
}
_STORED = {
    Unit.MONEY: Style.STORED_MONEY,
    Unit.FRACTION: Style.STORED_PERCENT,
    Unit.NUMBER: Style.STORED_NUMBER,
    Unit.MONTHS: Style.STORED_NUMBER,
    Unit.YEARS: Style.STORED_NUMBER,
    Unit.GIGAWATTS: Style.STORED_NUMBER,
    Unit.DATE: Style.STORED_DAY,
}
_KIND = {int: Unit.NUMBER, float: Unit.NUMBER, date: Unit.DATE, bool: Unit.FLAG}
OTHER_SCENARIO = "The same, and 1 where another scenario is chosen"
"""Label of the count of changes, beside which the number of the scenario as written stands."""
_YES_OR_NO = ("yes", "no")
_FIXED = {int: Style.STORED_NUMBER, float: Style.STORED_NUMBER, date: Style.STORED_DAY}


@dataclass(frozen=True, kw_only=True)
class InputCells:
    """Cells of an inputs sheet that formulas name.

    Parameters
    ----------
    live
        Value in force of every input, by dotted name.
    scenario, number
        The selector, and the number of the column it chooses.
    first_day
        First day of the model.
    table
        The whole table with its selector, from which a cell function reads the case.
    """

    sheet: Sheet
    live: dict[str, Spot]
    scenario: Spot
    number: Spot
    first_day: Spot
    table: Block

    def __getitem__(self, name: str) -> Spot:
        """Live value of an input."""
        return self.live[name]

    def by_year(self, name: str) -> Spot | Block:
        """Live values of a by-year input: one cell for every year, or a column of years."""
        every = self.live.get(f"{name}.{EVERY_YEAR}")
        if every:
            return every
        spots = [spot for key, spot in self.live.items() if key.rpartition(".")[0] == name]
        return Block(self.sheet, (spots[0].row, spots[0].column), (spots[-1].row, spots[-1].column))


@dataclass(frozen=True, kw_only=True)
class Inputs(InputCells):
    """Cells of an inputs sheet that knows the values the book was written with.

    Parameters
    ----------
    changed
        How many inputs differ from what the report was written with; stored figures of scenarios end with it.
    moved
        The same, and 1 where another scenario is chosen; what ties to the scenario as written ends with it.
    """

    changed: Spot
    moved: Spot


def inputs_sheet(
    book: Book, case: Case, scenario: str, values: dict[str, Value], own: Mapping[str, Value]
) -> Inputs:
    """Lay out the inputs beside their values as written; `values` are the engine's for the selected scenario."""
    cells = inputs_table(book, case, scenario, values, own)
    sheet, columns = cells.sheet, Columns(len(case.scenario_names))
    sheet.put(HEADER, columns.changed, BESIDE[0], Style.HEADER)
    for offset, text in enumerate([*_scenario_labels(case), OWN]):
        sheet.put(HEADER, columns.built + offset, f"{text}{WRITTEN}", Style.HEADER)
    for field, given in _given(case, own):
        _as_written(sheet, columns, cells[field.name].row, field, given)
    last = max(spot.row for spot in cells.live.values())
    rows = Block(sheet, (FIRST, columns.changed), (last, columns.changed))
    sheet.put(4, 5, "Inputs changed since the report was written", Style.LABEL)
    changed = sheet.compute(4, columns.own + 4, f"=SUM({rows})", ANYTHING, Style.COUNT)
    sheet.put(5, 5, OTHER_SCENARIO, Style.LABEL)
    written = sheet.put(5, columns.own + 5, book.content(cells.number), Style.STORED_NUMBER)
    formula = f"={changed}+IF({cells.number}={written},0,1)"
    moved = sheet.compute(5, columns.own + 4, formula, ANYTHING, Style.COUNT)
    return Inputs(**vars(cells), changed=changed, moved=moved)


def inputs_table(
    book: Book, case: Case, scenario: str, values: dict[str, Value], own: Mapping[str, Value]
) -> InputCells:
    """Lay out the inputs and the selector; `values` are the engine's for the selected scenario."""
    sheet = book.sheet(
        "Inputs",
        Role.INPUT,
        "Inputs",
        "Blue cells on cream are yours to change. The live column and the whole book follow the scenario chosen here.",
    )
    columns = Columns(len(case.scenario_names))
    labels = [*_scenario_labels(case), OWN]
    chosen = label_of(case, scenario)
    live, last = _rows(book, sheet, columns, case, own)
    sheet.print_rows = last
    last = _structure(sheet, columns, case, last + 2)
    sheet.put(1, 1, sheet.title, Style.TITLE)
    sheet.put(2, 1, sheet.about, Style.SUBTITLE)
    sheet.put(4, 1, CHOSEN, Style.TOTAL_LABEL)
    sheet.put(4, 2, "choice", Style.UNIT)
    selector = sheet.put(4, 3, chosen, Style.INPUT_TEXT)
    sheet.rules.append(Rule(("C4",), f"Choose one of {', '.join(labels)}", words=tuple(labels)))
    sheet.put(5, 1, "Scenario number", Style.LABEL)
    header = Block(sheet, (HEADER, columns.base), (HEADER, columns.own))
    number = sheet.compute(5, 3, f"=MATCH({selector},{header},0)", labels.index(chosen) + 1, Style.COUNT)
    sheet.put(6, 1, "First day of the model", Style.LABEL)
    sheet.put(6, 2, "date", Style.UNIT)
    first_day = sheet.put(6, 3, case.timeline.start, Style.STORED_DAY)
    sheet.put(6, 4, "Fixed when the book is written; change first_year in the case file", Style.NOTE)
    _formula_of_live(sheet, columns, live, number, case, values)
    sheet.print_columns = columns.note
    sheet.tall = True
    sheet.freeze = (FIRST, columns.base)
    sheet.repeat_rows = f"{HEADER}:{HEADER}"
    sheet.widths = _widths(columns, len(labels))
    table = Block(sheet, (selector.row, columns.label), (last, columns.name))
    return InputCells(
        sheet=sheet, live=live, scenario=selector, number=number, first_day=first_day, table=table
    )


def label_of(case: Case, scenario: str) -> str:
    """How the workbook names a scenario."""
    return {"base": "Base", OWN_KEY: OWN}.get(scenario) or case.scenarios[scenario].label


def _scenario_labels(case: Case) -> list[str]:
    return ["Base", *(scenario.label for scenario in case.scenarios.values())]


def _rows(
    book: Book, sheet: Sheet, columns: Columns, case: Case, own: Mapping[str, Value]
) -> tuple[dict[str, Spot], int]:
    """Write a row for each input; answers their live cells and the last row."""
    _header(sheet, case)
    live: dict[str, Spot] = {}
    row = FIRST
    for section, group in groupby(_given(case, own), key=lambda pair: pair[0].section):
        sheet.put(row, columns.label, section, Style.HEADING)
        row += 1
        for field, given in group:
            live[field.name] = Spot(sheet, row, columns.live)
            _row(book, sheet, columns, row, field, given)
            row += 1
        row += 1
    return live, row - 2


def _given(case: Case, own: Mapping[str, Value]) -> Iterator[tuple[Field, list[Value | None]]]:
    """Every input with its value in each column: base, the other scenarios, the user's own."""
    changed_by = [*(changes(case, name) for name in case.scenarios), own]
    for field in fields(case):
        yield field, [field.input.value, *(by.get(field.name) for by in changed_by)]


def _structure(sheet: Sheet, columns: Columns, case: Case, row: int) -> int:
    """What the case file says besides its inputs, so that the sheet holds the whole case; answers the last row."""
    sheet.put(row, columns.label, "Structure, fixed when the book is written", Style.HEADING)
    for name, value, meaning in structure_of(case):
        row += 1
        sheet.put(row, columns.label, f"{meaning[:1].upper()}{meaning[1:]}", Style.UNIT)
        sheet.put(row, columns.unit, _KIND.get(type(value), Unit.TEXT).value, Style.UNIT)
        sheet.put(row, columns.live, cell_value(value), _FIXED.get(type(value), Style.STORED_WORDS))
        sheet.put(row, columns.name, name, Style.NOTE)
    named = sum(1 for _, column in sheet.cells if column == columns.name) - 1
    row += 1
    sheet.put(row, columns.label, "Rows above with a name, so that none is lost", Style.UNIT)
    sheet.put(row, columns.unit, Unit.NUMBER.value, Style.UNIT)
    sheet.put(row, columns.live, named, Style.STORED_NUMBER)
    sheet.put(row, columns.name, COUNT, Style.NOTE)
    return row


def _header(sheet: Sheet, case: Case) -> None:
    heads = list(HEADERS.values())
    own = heads.index(OWN)
    # The base is one of the scenarios, and stands before them.
    texts = [*heads[: own - 1], *_scenario_labels(case), *heads[own:]]
    words = {HEADERS[part] for part in ("label", "unit", "basis", "fact", "as_of", "note", "name")}
    for column, text in enumerate(texts, start=1):
        sheet.put(HEADER, column, text, Style.HEADER_TEXT if text in words else Style.HEADER)


def _row(
    book: Book, sheet: Sheet, columns: Columns, row: int, field: Field, values: list[Value | None]
) -> None:
    """One input with its value in each column, its range and its source."""
    given, entry = field.input, _ENTRY[field.unit]
    stored = _STORED.get(field.unit, Style.STORED_TEXT)
    ends, beside = (given.low, given.high), (given.fact, given.as_of, given.note)
    if is_parameter(field.name):
        # How others vary has no range of its own, and one reason for all its lines.
        ends, beside = (None, None), beside if leads(field.name) else ("", "", "as above")
    sheet.put(row, columns.label, field.label, Style.LABEL)
    sheet.put(row, columns.unit, book.money if field.unit is Unit.MONEY else field.unit.value, Style.UNIT)
    for offset, value in enumerate(values):
        sheet.put(row, columns.base + offset, cell_value(value), entry)
    sheet.put(row, columns.low, ends[0], stored)
    sheet.put(row, columns.low + 1, ends[1], stored)
    for offset, text in enumerate([given.basis.value, *beside, field.name], start=2):
        sheet.put(
            row,
            columns.low + offset,
            text or None,
            Style.WRAPPED if offset == columns.note - columns.low else Style.BESIDE,
        )
    base, own = get_column_letter(columns.base), get_column_letter(columns.own)
    sheet.rules.append(_rule(field, f"{base}{row}:{own}{row}"))


def _as_written(sheet: Sheet, columns: Columns, row: int, field: Field, values: list[Value | None]) -> None:
    """The values an input was written with, and how many of them were changed since."""
    stored = _STORED.get(field.unit, Style.STORED_TEXT)
    for offset, value in enumerate(values):
        sheet.put(row, columns.built + offset, cell_value(value), stored)
    letters = [get_column_letter(column) for column in (columns.base, columns.own, columns.built)]
    last = get_column_letter(columns.built + columns.scenarios)
    formula = f"=SUMPRODUCT(({letters[0]}{row}:{letters[1]}{row}<>{letters[2]}{row}:{last}{row})*1)"
    sheet.compute(row, columns.changed, formula, ANYTHING, Style.COUNT)


def _rule(field: Field, area: str) -> Rule:
    words = _YES_OR_NO if field.unit is Unit.FLAG else field.words
    if words:
        return Rule((area,), f"{field.label}: one of {', '.join(words)}", words=words)
    unless = NOT_USED if may_be_unused(field, NOT_USED) else ""
    or_none = f', or "{unless}"' if unless else ""
    if field.unit is Unit.TEXT:
        return Rule((area,), f"{field.label}{or_none}", text=True)
    if field.unit is Unit.DATE:
        return Rule((area,), f"{field.label}: a date{or_none}", date=True, unless=unless)
    low, high = (max(-1e15, field.limits[0]), min(1e15, field.limits[1]))
    bounds = f"{low:g} to {high:g}" if high < 1e15 else ("0 or more" if low == 0 else "a number")
    cure = "; 0.5 is 50 %" if field.unit is Unit.FRACTION else ""
    return Rule((area,), f"{field.label}: {bounds}{or_none}{cure}", limits=(low, high), unless=unless)


def _formula_of_live(
    sheet: Sheet,
    columns: Columns,
    live: dict[str, Spot],
    number: Spot,
    case: Case,
    values: dict[str, Value],
) -> None:
    """The chosen scenario's value, or the base where that scenario changes nothing."""
    units = {field.name: field.unit for field in fields(case)}
    base, own = get_column_letter(columns.base), get_column_letter(columns.own)
    for name, spot in live.items():
        choice = f"INDEX({base}{spot.row}:{own}{spot.row},1,{number})"
        formula = f'=IF({choice}="",{base}{spot.row},{choice})'
        sheet.compute(spot.row, columns.live, formula, cell_value(values[name]), LIVE[units[name]])


def cell_value(value: Value | None) -> Content:
    """A value as a cell holds it: yes and no as words, since engines differ on TRUE."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _widths(columns: Columns, scenarios: int) -> dict[int, float]:
    widths: dict[int, float] = {columns.label: 64, columns.unit: 11, columns.live: 14}
    widths |= {columns.base + offset: 14 for offset in range(scenarios)}
    widths |= dict(enumerate((12, 12, 11, 15, 13, 42, 40, 10), start=columns.low))
    return widths | {columns.built + offset: 15 for offset in range(scenarios - 1)}
