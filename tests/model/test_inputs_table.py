"""An inputs table read back: rows of cells, wherever they came from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from revshare.case import Case, CaseError
from revshare.case_file import parse_case
from revshare.fields import fields
from revshare.inputs_table import InputsTable, read_table
from revshare.projection import project
from revshare.schema_example import CAPITAL, CLAUSES, EXAMPLE
from revshare.serial_dates import serial_of
from revshare.structure import structure_of

Cells = list[list[Any]]
Tiny = Callable[..., Case]


def table_of(case: Case, dated: Callable[[date], Any] = lambda day: day) -> Cells:
    """The table of a case without scenarios, as a sheet lays it out."""

    def cell(value: Any) -> Any:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return dated(value) if isinstance(value, date) else value

    cells: Cells = [["Scenario", "choice", "Base"], []]
    cells.append(
        [
            *("Input", "Unit", "Live", "Base", "Own", "Smallest", "Largest"),
            *("Basis", "Fact", "As of", "Note", "Name"),
        ]
    )
    for field in fields(case):
        given = field.input
        values = [field.label, "", None, cell(given.value), None, given.low, given.high]
        cells.append([*values, given.basis.value, given.fact, given.as_of, given.note, field.name])
    for name, value, meaning in structure_of(case):
        cells.append([meaning, "", cell(value), *[None] * 8, name])
    return cells


def read(cells: Cells) -> InputsTable:
    return read_table(cells, lambda row, column: f"row {row + 1}, column {column + 1}", "the table")


def whole() -> Case:
    """Every table a case file may have, without scenarios."""
    text = EXAMPLE[: EXAMPLE.index("[scenarios.low]")] + EXAMPLE[EXAMPLE.index("[[targets]]") :]
    return parse_case(
        f"{text.replace('probability = 0.7', 'probability = 1')}\n{CLAUSES}\n{CAPITAL}", "example"
    )


@pytest.mark.parametrize("dated", [lambda day: day, serial_of], ids=["dates", "serial numbers"])
def test_a_table_holds_the_whole_case(dated: Callable[[date], Any]) -> None:
    case = whole()
    found = read(table_of(case, dated))
    assert [field.name for field in fields(found.case)] == [field.name for field in fields(case)]
    assert structure_of(found.case) == structure_of(case)
    first, second = project(found.case), project(case)
    assert list(first.lines) == list(second.lines)
    for name in first.lines:
        assert first[name] == pytest.approx(second[name], nan_ok=True)


def test_own_values_are_kept_apart_and_may_be_chosen(tiny: Tiny) -> None:
    cells = table_of(tiny())
    name = next(field.name for field in fields(tiny()) if field.name.endswith(".rate"))
    row = next(row for row in cells if row[-1:] == [name])
    row[4] = 0.25
    cells[0][2] = "Own"
    found = read(cells)
    assert (found.scenario, found.own) == ("own", {name: 0.25})


def test_without_a_selector_above_it_the_base_is_chosen(tiny: Tiny) -> None:
    assert read(table_of(tiny())[2:]).scenario == "base"


def test_faults_name_the_cell(tiny: Tiny) -> None:
    cells = table_of(tiny())
    name = next(field.name for field in fields(tiny()) if field.name.endswith(".rate"))
    at = next(at for at, row in enumerate(cells) if row[-1:] == [name])
    cells[at][3], cells[at][6] = 50.0, 100.0
    with pytest.raises(CaseError) as found:
        read(cells)
    assert f"row {at + 1}, column 4: {name} must be 0 to 1, got 50" in found.value.faults[0]


def test_cells_without_our_header_are_refused() -> None:
    with pytest.raises(
        CaseError, match="the table has no header row of ours; restore the row that ends in Name"
    ):
        read([["Input", "Own"], ["rate", 0.5]])


def test_an_unknown_scenario_is_refused_with_the_choices(tiny: Tiny) -> None:
    cells = table_of(tiny())
    cells[0][2] = "High"
    with pytest.raises(
        CaseError, match='row 1, column 3 names no scenario, got "High"; choose one of Base, Own'
    ):
        read(cells)


@pytest.mark.parametrize("name", [1.0, "1", "a..b", ".", "revenues.annual.2024", "contracts"])
def test_a_name_that_no_input_has_is_reported_with_its_cell(tiny: Tiny, name: object) -> None:
    cells = table_of(tiny())
    cells.append([*[None] * 11, name])
    with pytest.raises(
        CaseError, match=f"row {len(cells)}, column 12: .* is no name of an input; restore it"
    ):
        read(cells)
