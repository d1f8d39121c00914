"""A report's Inputs sheet read back: the same case, the user's changes, and the cell of every fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from tests.workbooks.inputs_books import column_of, enter, inputs_book, row_of, save

from revshare.case import CaseError
from revshare.case_file import parse_case, read_case, shipped_cases
from revshare.errors import InputError
from revshare.fields import LARGEST, NOT_USED, fault_of, fields, may_be_unused
from revshare.inputs import Field, Unit
from revshare.inputs_table import InputsTable
from revshare.lines import Projection
from revshare.projection import project
from revshare.risk.start import NUMBERS
from revshare.schema_example import EXAMPLE
from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_workbooks.calc import calculated
from revshare_workbooks.grid import Book
from revshare_workbooks.inputs_book import read_inputs
from revshare_workbooks.look import LOOKS
from revshare_workbooks.report.build import build_report
from revshare_workbooks.report.write import report_of
from revshare_workbooks.template.build import build_template

HELD = ("openai-microsoft", "anthropic-google", "amazon-both")
"""Cases that between them use every table of a case file; the others are run as heavy."""


def written(
    path: Path, text: str | None = None, edits: dict[tuple[str, str], Any] | None = None, **more: Any
) -> Path:
    """The inputs of a case, with cells changed by name and column."""
    case = parse_case(text, "case.toml") if text else read_case("anthropic-amazon")
    book = inputs_book(case, **more)
    enter(book["Inputs"], edits or {})
    return save(book, path)


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
    assert found.case.uncertainty == case.uncertainty
    assert found.case.correlations == case.correlations


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


def test_what_is_uncertain_stands_under_headings_is_changed_in_its_cells_and_judged_there(
    tmp_path: Path,
) -> None:
    deviation, rank = "uncertainty.value.deviation", "correlations.costs.rank"
    path = written(tmp_path / "a.xlsx", edits={(deviation, "Base"): 0.3, (deviation, "Low"): 0.6})
    sheet = load_workbook(path)["Inputs"]
    columns = {word: column_of(sheet, word) for word in ("Base", "Smallest", "Largest", "Note")}
    rows = {name: row_of(sheet, name) for name in ("uncertainty.value.form", deviation, rank)}
    first = rows["uncertainty.value.form"]
    assert sheet.cell(first - 1, 1).value == "Uncertainty: Anthropic: value of all equity"
    assert sheet.cell(first, columns["Base"]).value == "lognormal"
    assert str(sheet.cell(first, columns["Note"]).value).startswith("A price may double")
    beside = [sheet.cell(rows[deviation], columns[word]).value for word in ("Smallest", "Largest", "Note")]
    assert beside == [None, None, "as above"]
    case = read_inputs(path).case
    assert case.uncertainty["value"].deviation == 0.3
    assert case.scenarios["low"].inputs[deviation] == 0.6
    wrong = written(tmp_path / "b.xlsx", edits={(deviation, "Base"): -1, (rank, "Base"): 2})
    with pytest.raises(CaseError) as found:
        read_inputs(wrong)
    for name, words in ((deviation, "must be 0 to 10, got -1"), (rank, "must be -1 to 1, got 2")):
        assert any(f"Inputs!D{rows[name]}: {name} {words}" in fault for fault in found.value.faults), name


def test_cells_that_ask_for_a_line_over_the_sheet_follow_what_is_typed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", edits={("contracts.amazon.rate", "Base"): 0.45})
    sheet = load_workbook(path, data_only=True)["Inputs"]
    table = [list(row) for row in sheet.iter_rows(values_only=True)]
    found = answer(FUNCTIONS["RS_CASE"], [table, "share.amazon", None, "year"])
    expected = project(read_case("anthropic-amazon"), overrides={"contracts.amazon.rate": 0.45})
    assert found == [expected.by_year("share.amazon").tolist()]


# --- What only a workbook knows --------------------------------------------------------------------------------------

RATE = "contracts.amazon.rate"


def told(path: Path) -> list[str]:
    with pytest.raises(CaseError) as found:
        read_inputs(path)
    return found.value.faults


def cell_of(sheet: Worksheet, name: str, header: str) -> str:
    return f"a.xlsx: Inputs!{get_column_letter(column_of(sheet, header))}{row_of(sheet, name)}"


def test_all_faults_of_a_sheet_are_told_at_once(tmp_path: Path) -> None:
    book = inputs_book(read_case("anthropic-amazon"))
    sheet = book["Inputs"]
    wrong = {
        (RATE, "Base"): 50,
        ("rival.rate", "Own"): "20 %",
        ("products.api.cost_ratio.2026", "Low"): 58,
        ("contracts.amazon.start", "High"): "2026-04-20",
        ("as_of", "Live"): "spring",
    }
    enter(sheet, wrong)
    sheet["C4"] = "Lwo"
    found = told(save(book, tmp_path / "a.xlsx"))
    assert len(found) == len(wrong) + 1
    for name, header in wrong:
        assert any(line.startswith(f"{cell_of(sheet, name, header)}: {name} ") for line in found), found
    assert "a.xlsx: Inputs!C4 names no scenario" in "\n".join(found)


def test_merged_cells_are_told_with_their_area(tmp_path: Path) -> None:
    book = inputs_book(read_case("anthropic-amazon"))
    row = row_of(book["Inputs"], RATE)
    book["Inputs"].merge_cells(f"D{row}:E{row}")
    book["Inputs"].merge_cells("A1:C1")
    assert told(save(book, tmp_path / "a.xlsx")) == [
        f"a.xlsx: Inputs!D{row}:E{row} is merged; unmerge the cells, and give each its own value again"
    ]


def test_a_formula_that_was_never_calculated_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", edits={(RATE, "Own"): "=0.4+0.05"})
    sheet = load_workbook(path)["Inputs"]
    assert told(path) == [
        (
            f"{cell_of(sheet, RATE, 'Own')} holds a formula without a stored value; "
            "calculate the book (revshare calc BOOK) or enter the value"
        )
    ]


def test_a_calculated_formula_counts_with_its_value(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", edits={(RATE, "Own"): "=0.4+0.05"})
    path.write_bytes(calculated(path.read_bytes())[0])
    assert read_inputs(path).own == {RATE: pytest.approx(0.45)}


def test_a_live_value_that_is_typed_over_is_told_and_not_ignored(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", edits={(RATE, "Live"): 0.45})
    sheet = load_workbook(path)["Inputs"]
    own = get_column_letter(column_of(sheet, "Own"))
    assert told(path) == [
        (
            f"{cell_of(sheet, RATE, 'Live')} is typed over the formula that follows the scenario; "
            f"enter the value in column {own} and restore the formula"
        )
    ]


def test_inserted_rows_and_hidden_rows_change_nothing(tmp_path: Path) -> None:
    book = inputs_book(read_case("anthropic-amazon"))
    sheet = book["Inputs"]
    sheet.insert_rows(30, 3)
    sheet.auto_filter.ref = "A8:Q60"
    for row in range(20, 40):
        sheet.row_dimensions[row].hidden = True
    found = read_inputs(save(book, tmp_path / "a.xlsx"))
    assert same(project(found.case), project(read_case("anthropic-amazon")))


def test_a_column_put_before_the_scenarios_moves_nothing_into_the_wrong_place(tmp_path: Path) -> None:
    book = inputs_book(read_case("anthropic-amazon"))
    book["Inputs"].insert_cols(4)
    found = read_inputs(save(book, tmp_path / "a.xlsx"))
    for scenario in ("low", "high"):
        assert same(project(found.case, scenario), project(read_case("anthropic-amazon"), scenario))


def test_a_deleted_row_of_a_list_is_missed(tmp_path: Path) -> None:
    book = inputs_book(read_case("openai-microsoft"))
    sheet = book["Inputs"]
    sheet.delete_rows(row_of(sheet, "deals.3"))
    (line,) = told(save(book, tmp_path / "a.xlsx"))
    assert "named rows and has" in line


def test_a_book_that_counts_its_days_from_1904_is_refused(tmp_path: Path) -> None:
    book = inputs_book(read_case("anthropic-amazon"))
    book.epoch = CALENDAR_MAC_1904
    with pytest.raises(InputError, match="counts days from 1904"):
        read_inputs(save(book, tmp_path / "a.xlsx"))


# --- What a spreadsheet program lets a user type ---------------------------------------------------------------------


@pytest.mark.parametrize("name", HELD)
def test_every_input_cell_has_a_rule_that_agrees_with_the_model(name: str) -> None:
    case = read_case(name)
    sheet = inputs_book(case)["Inputs"]
    rules = {cell: rule for rule in sheet.data_validations.dataValidation for cell in expanded(rule)}
    base, own = column_of(sheet, "Base"), column_of(sheet, "Own")
    for field in fields(case):
        row = row_of(sheet, field.name)
        for column in range(base, own + 1):
            cell = f"{get_column_letter(column)}{row}"
            assert not sheet[cell].protection.locked, cell
            rule = rules.pop(cell)
            assert rule.showErrorMessage
            assert rule.error
            assert rule.prompt
            judge(field, rule, f"{get_column_letter(base)}{row}")
    selector = rules.pop("C4")
    assert (
        selector.formula1
        == '"' + ",".join(["Base", *(s.label for s in case.scenarios.values()), "Own"]) + '"'
    )
    assert rules == {}
    locked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert len(locked) == 1 + len(fields(case)) * (own - base + 1), "an input cell without a rule"


@pytest.mark.parametrize("build", [build_report, build_template], ids=["report", "template"])
def test_every_unlocked_cell_of_a_book_has_a_rule(build: Callable[..., Book]) -> None:
    text = EXAMPLE.replace("value = 0.4, low = 0.3", "value = 0.45, low = 0.3")
    unlocked = 0
    for sheet in build(parse_case(text, "example")).sheets:
        ruled = {
            place
            for rule in sheet.rules
            for area in rule.areas
            for row in CellRange(area).rows
            for place in row
        }
        entries = {place for place, cell in sheet.cells.items() if LOOKS[cell.style].unlocked}
        if sheet.name == "Cover":  # its legend shows what an input looks like
            assert len(entries) == 1
            continue
        assert entries <= ruled, sheet.name
        unlocked += len(entries)
    assert unlocked > 100


def expanded(rule: DataValidation) -> list[str]:
    return [cell for area in rule.sqref.ranges for row in area.rows for cell in map(address, row)]


def address(place: tuple[int, int]) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"


def judge(field: Field, rule: DataValidation, first: str) -> None:
    """Whether the rule lets through what the model takes, and nothing else."""
    low, high = (max(-LARGEST, field.limits[0]), min(LARGEST, field.limits[1]))
    optional = may_be_unused(field, NOT_USED)
    if field.words or field.unit is Unit.FLAG:
        words = field.words or ("yes", "no")
        assert (rule.type, rule.formula1) == ("list", '"' + ",".join(words) + '"')
        assert all(fault_of(field, {"yes": True, "no": False}.get(word, word)) is None for word in words)
    elif field.unit is Unit.TEXT:
        assert rule.type == "textLength"
    elif field.unit is Unit.DATE:
        expected = f'OR({first}="none",AND(ISNUMBER({first})))' if optional else "1"
        assert rule.formula1 == expected
    elif optional:
        bounds = f"ISNUMBER({first}),{first}>={low:.15g},{first}<={high:.15g}"
        assert (rule.type, rule.formula1) == ("custom", f'OR({first}="none",AND({bounds}))')
    else:
        assert (rule.type, float(rule.formula1), float(rule.formula2)) == ("decimal", low, high)
    if field.unit in NUMBERS:
        assert fault_of(field, low) is None
        assert fault_of(field, high) is None
        assert fault_of(field, high + max(1.0, high)) is not None
        assert fault_of(field, low - max(1.0, abs(low))) is not None
