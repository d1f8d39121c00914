"""A report's Inputs sheet read back: the same case, the user's changes, and the cell of every fault."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from revshare.case import CaseError
from revshare.case_file import parse_case, read_case, shipped_cases
from revshare.fields import fields
from revshare.inputs_table import InputsTable
from revshare.lines import Projection
from revshare.projection import project
from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_workbooks.inputs_book import read_inputs
from revshare_workbooks.report.write import report_of

HEADER = 8
HELD = ("openai-microsoft", "anthropic-google", "amazon-both")
"""Cases that between them use every table of a case file; the others are run as heavy."""


@cache
def plain() -> bytes:
    """The default report."""
    return report_of(read_case("anthropic-amazon")).content


def written(
    path: Path, text: str | None = None, edits: dict[tuple[str, str], Any] | None = None, **more: Any
) -> Path:
    """A report of a case, with cells of its Inputs sheet changed by name and column."""
    case = parse_case(text, "case.toml") if text else read_case("anthropic-amazon")
    path.write_bytes(report_of(case, **more).content if text or more else plain())
    if edits:
        book = load_workbook(path)
        sheet = book["Inputs"]
        columns = {cell.value: cell.column for cell in sheet[HEADER]}
        rows = {sheet.cell(row, columns["Name"]).value: row for row in range(HEADER, sheet.max_row + 1)}
        for (name, column), value in edits.items():
            sheet.cell(rows[name], columns[column]).value = value
        book.save(path)
    return path


def same(first: Projection, second: Projection) -> bool:
    return all(
        (first[name] == second[name]).all() for name in first.lines if first.line(name).kind != "ratio"
    )


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in HELD else pytest.mark.heavy) for name in shipped_cases()],
)
def test_a_report_holds_its_whole_case(name: str, tmp_path: Path) -> None:
    case = read_case(name)
    path = tmp_path / "report.xlsx"
    path.write_bytes(report_of(case).content)
    found = read_inputs(path)
    assert found.scenario == "base"
    assert not found.own
    assert [field.name for field in fields(found.case)] == [field.name for field in fields(case)]
    for scenario in case.scenario_names:
        assert same(project(found.case, scenario), project(case, scenario))
    assert found.case.targets == case.targets
    assert found.case.partners == case.partners


def test_what_a_user_types_into_the_base_column_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", edits={("contracts.amazon.rate", "Base"): 0.45})
    found = read_inputs(path)
    expected = project(read_case("anthropic-amazon"), overrides={"contracts.amazon.rate": 0.45})
    assert same(project(found.case), expected)


def test_what_a_user_types_into_the_own_column_is_kept_apart(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", edits={("contracts.amazon.rate", "Own"): 0.4})
    found = read_inputs(path)
    assert found.own == {"contracts.amazon.rate": 0.4}
    assert same(project(found.case), project(read_case("anthropic-amazon")))


def test_a_report_under_own_values_reads_back_as_such(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", scenario="own", own={"contracts.amazon.rate": 0.4})
    assert read_inputs(path) == InputsTable(read_inputs(path).case, "own", {"contracts.amazon.rate": 0.4})


def test_tiers_and_ramps_read_back_number_by_number(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "model/revshare/cases"
    shipped = (folder / "anthropic-amazon.toml").read_text(encoding="utf-8")
    start = shipped.index("rate = { value = 0.5, low = 0.4")
    end = shipped.index("\n", start)
    tiers = 'tiers = { value = "0:0.5; 300:0.4; 800.5:0.3", basis = "assumed", note = "for the test" }'
    path = written(tmp_path / "a.xlsx", shipped[:start] + tiers + shipped[end:])
    assert read_inputs(path).case.contracts["amazon"]["tiers"].value == "0:0.5; 300:0.4; 800.5:0.3"


@pytest.mark.parametrize(
    ("name", "column", "value", "fault"),
    [
        ("contracts.amazon.rate", "Base", 15, "for 15 % enter 0.15"),
        ("contracts.amazon.rate", "Own", 50, "must be 0 to 1, got 50; for 50 % enter 0.5"),
        ("spending.training.annual.2027", "Base", "much", "must be a number, got"),
        ("contracts.amazon.losses", "Base", "flor_zero", "floor_zero"),
    ],
)
def test_a_fault_names_the_cell_the_value_and_the_cure(
    name: str, column: str, value: object, fault: str, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.xlsx", edits={(name, column): value})
    with pytest.raises(CaseError) as found:
        read_inputs(path)
    (line,) = found.value.faults
    assert line.startswith("a.xlsx: Inputs!")
    assert name in line
    assert fault in line


def test_a_workbook_without_our_sheet_is_refused_in_one_line(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx")
    book = load_workbook(path)
    book["Inputs"].title = "Numbers"
    book.save(path)
    with pytest.raises(CaseError, match="has no Inputs sheet"):
        read_inputs(path)


def test_cells_that_ask_for_a_line_over_the_sheet_follow_what_is_typed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", edits={("contracts.amazon.rate", "Base"): 0.45})
    sheet = load_workbook(path, data_only=True)["Inputs"]
    table = [list(row) for row in sheet.iter_rows(values_only=True)]
    found = answer(FUNCTIONS["RS_CASE"], [table, "share.amazon", None, "year"])
    expected = project(read_case("anthropic-amazon"), overrides={"contracts.amazon.rate": 0.45})
    assert found == [expected.by_year("share.amazon").tolist()]
