"""An inputs table read back: rows of cells, wherever they came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.model.inputs_cells import Cells, table_of

from revshare.case import Case, CaseError
from revshare.case_file import parse_case
from revshare.errors import InputError
from revshare.fields import fields
from revshare.inputs_table import InputsTable, read_table
from revshare.projection import project
from revshare.schema_example import CAPITAL, CLAUSES, EXAMPLE, UNCERTAINTY
from revshare.serial_dates import serial_of
from revshare.structure import structure_of

Tiny = Callable[..., Case]


def read(cells: Cells) -> InputsTable:
    return read_table(cells, lambda row, column: f"row {row + 1}, column {column + 1}", "the table")


def whole() -> Case:
    """Every table a case file may have, without scenarios."""
    text = EXAMPLE[: EXAMPLE.index("[scenarios.low]")] + EXAMPLE[EXAMPLE.index("[[targets]]") :]
    return parse_case(
        f"{text.replace('probability = 0.7', 'probability = 1')}\n{CLAUSES}\n{CAPITAL}\n{UNCERTAINTY}",
        "example",
    )


@pytest.mark.parametrize("dated", [lambda day: day, serial_of], ids=["dates", "serial numbers"])
def test_a_table_holds_the_whole_case(dated: Callable[[date], Any]) -> None:
    case = whole()
    found = read(table_of(case, dated))
    assert [field.name for field in fields(found.case)] == [field.name for field in fields(case)]
    assert structure_of(found.case) == structure_of(case)
    assert (found.case.uncertainty, found.case.correlations) == (case.uncertainty, case.correlations)
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


# --- What users do to a table ---------------------------------------------------------------------------------------

RATE = "contracts.cloud.rate"
LOW = {"label": "Low", "note": "Less", "probability": 0.25, "inputs": {RATE: 0.4, "rival.rate": 0.1}}
HIGH = {"label": "High", "note": "More", "probability": 0.25, "inputs": {RATE: 0.6}}
NAME, LIVE, BASE, LOW_COLUMN, HIGH_COLUMN, OWN = 13, 2, 3, 4, 5, 6
SMALLEST, LARGEST, BASIS, NOTE = 7, 8, 9, 12


@pytest.fixture
def cells(tiny: Tiny) -> Cells:
    """Give the table of a small case with two scenarios."""
    return table_of(
        tiny(
            {
                "deals": ["D01", "D02", "D03"],
                "probability": 0.5,
                "scenarios": {"low": LOW, "high": HIGH},
            }
        )
    )


def at(cells: Cells, name: str) -> int:
    return next(row for row, line in enumerate(cells) if line[-1:] == [name])


def told(cells: Cells) -> list[str]:
    with pytest.raises(CaseError) as caught:
        read(cells)
    return caught.value.faults


def test_sorted_and_shuffled_rows_are_the_same_case(cells: Cells) -> None:
    first = read(cells)
    for order in (sorted, lambda rows, key: sorted(rows, key=key, reverse=True)):
        found = read([*cells[:3], *order(cells[3:], key=lambda row: str(row[-1]))])
        assert found.case.scenarios == first.case.scenarios
        for scenario in ("base", "low", "high"):
            assert project(found.case, scenario)["share.cloud"] == pytest.approx(
                project(first.case, scenario)["share.cloud"]
            )


def test_moved_columns_are_found_by_their_headers(cells: Cells) -> None:
    moved = [[*reversed([*row, *[None] * (14 - len(row))])] for row in cells]
    # The two scenarios change places too, so that a column is known by its label and not by its place.
    assert read(moved).case.scenarios == read(cells).case.scenarios


def test_tiers_are_put_in_order_by_their_numbers(tiny: Tiny) -> None:
    tiers = {"value": "0:0.5; 300:0.4; 800.5:0.3", "basis": "assumed", "note": "x"}
    table = table_of(tiny({"contracts/cloud/rate": None, "contracts/cloud/tiers": tiers}))
    found = read([*table[:3], *reversed(table[3:])])
    assert found.case.contracts["cloud"]["tiers"].value == "0:0.5; 300:0.4; 800.5:0.3"


def test_blank_rows_and_columns_and_remarks_outside_the_table_do_no_harm(cells: Cells) -> None:
    wide = [[*row[:2], None, *row[2:], "a remark"] for row in cells]
    assert read([*wide[:20], [], [None, ""], *wide[20:], ["A heading"]]).case == read(cells).case


def test_a_term_the_case_was_silent_on_takes_the_value_a_user_enters(cells: Cells) -> None:
    """A default is no wall: what stands in the cell is what counts."""
    cells[at(cells, "contracts.cloud.annual_cap")][BASE] = 100
    cells[at(cells, "contracts.cloud.losses")][BASE] = "carryforward"
    case = read(cells).case
    cap = case.contracts["cloud"]["annual_cap"]
    assert (cap.value, cap.low, cap.high) == (100.0, 100.0, 100.0)
    assert cap.note == "Entered in the workbook; the case was silent"
    assert case.contracts["cloud"]["losses"].value == "carryforward"
    assert project(case).total("share.cloud") == pytest.approx(200.0), "100 a year instead of 180"


def test_a_term_that_is_not_used_may_be_given_by_a_scenario_or_taken_out(cells: Cells) -> None:
    cells[at(cells, "contracts.cloud.annual_cap")][LOW_COLUMN] = 100.0
    cells[at(cells, "contracts.cloud.annual_cap")][OWN] = "none"
    found = read(cells)
    assert found.case.scenarios["low"].inputs["contracts.cloud.annual_cap"] == 100.0
    assert found.own == {"contracts.cloud.annual_cap": "none"}


def test_all_faults_of_a_table_are_told_at_once_each_with_its_cell(cells: Cells) -> None:
    rate, rival, cost = (
        at(cells, name) for name in (RATE, "rival.rate", "products.api.cost_ratio.every_year")
    )
    cells[rate][BASE], cells[rate][LARGEST] = 50.0, 60.0
    cells[rival][OWN] = "20 %"
    cells[cost][HIGH_COLUMN] = 45
    cells[at(cells, "contracts.cloud.collector")][LOW_COLUMN] = "partnr"
    cells[at(cells, "spending.training.annual.every_year")][BASE] = "1,234"
    cells[at(cells, "cash.plant.annual.every_year")][SMALLEST] = "-60"
    cells[at(cells, "as_of")][LIVE] = "spring"
    cells[at(cells, "last_year")][NAME] = "last_yaer"
    cells[0][2] = "Lwo"
    assert sorted(told(cells)) == sorted(
        [
            f"row {rate + 1}, column 4: {RATE} must be 0 to 1, got 50; for 50 % enter 0.5",
            f"row {rate + 1}, column 9: {RATE}.high must be 0 to 1, got 60; for 60 % enter 0.6",
            f'row {rival + 1}, column 7: rival.rate must be a number, got the text "20 %"; for 20 % enter 0.2',
            (
                f"row {cost + 1}, column 6: products.api.cost_ratio.every_year must be 0 to 3, got 45; "
                "for 45 % enter 0.45"
            ),
            (
                f"row {at(cells, 'contracts.cloud.collector') + 1}, column 5: contracts.cloud.collector "
                'must be one of lab, partner, got the text "partnr"; did you mean partner?'
            ),
            (
                f"row {at(cells, 'spending.training.annual.every_year') + 1}, column 4: "
                'spending.training.annual.every_year must be a number, got the text "1,234"; '
                "enter it with digits and a decimal point alone"
            ),
            (
                f"row {at(cells, 'cash.plant.annual.every_year') + 1}, column 8: "
                'cash.plant.annual.every_year.low must be a number, got "-60"; '
                "enter it as the number -60, not as text"
            ),
            (
                f"row {at(cells, 'as_of') + 1}, column 3: as_of must be a date such as 2026-04-20, "
                'without quotes, got "spring"'
            ),
            f'row {at(cells, "last_yaer") + 1}, column 14: "last_yaer" is no name of an input; restore it',
            "the table: last_year is missing; add it",
            'row 1, column 3 names no scenario, got "Lwo"; choose one of Base, Low, High, Own',
        ]
    )


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("0.5", 'must be a number, got the text "0.5"; enter it as the number 0.5, not as text'),
        ("50 %", 'must be a number, got the text "50 %"; for 50 % enter 0.5'),
        ("0,5", 'must be a number, got the text "0,5"; enter it with digits and a decimal point alone'),
        ("half", 'must be a number, got the text "half"'),
        ("#REF!", 'must be a number, got the text "#REF!"'),
        (True, "must be a number, got true"),
        (date(2026, 1, 2), "must be a number, got 2026-01-02"),
    ],
)
def test_what_is_no_number_is_never_taken_for_one(cells: Cells, value: object, fault: str) -> None:
    for column in (BASE, HIGH_COLUMN, OWN):
        changed = [list(row) for row in cells]
        changed[at(cells, RATE)][column] = value
        assert told(changed) == [f"row {at(cells, RATE) + 1}, column {column + 1}: {RATE} {fault}"]


def test_a_date_as_text_or_as_no_day_is_told(cells: Cells) -> None:
    row = at(cells, "contracts.cloud.start")
    place = f"row {row + 1}, column 7: contracts.cloud.start must be a date such as 2026-04-20"
    cells[row][OWN] = "2024-07-01"
    cure = "enter it as the date 2024-07-01, not as text"
    assert told(cells) == [f'{place}, got the text "2024-07-01"; {cure}']
    cells[row][OWN] = 15.0
    assert told(cells) == [f"{place}, got 15.0"]
    cells[row][OWN] = serial_of(date(2024, 7, 1))
    assert read(cells).own == {"contracts.cloud.start": date(2024, 7, 1)}


def test_an_emptied_base_or_source_is_told(cells: Cells) -> None:
    row = at(cells, RATE)
    cells[row][BASE] = None
    assert told(cells) == [f"row {row + 1}, column 4: {RATE}.value is missing; add it"]
    cells[row][BASE], cells[row][BASIS] = 0.5, ""
    assert told(cells) == [f"row {row + 1}, column 10: {RATE}.basis is missing; add it"]


def test_an_emptied_cell_is_told_where_the_case_would_fill_it(cells: Cells) -> None:
    row = at(cells, "money")
    cells[row][2] = None
    found = "money is empty, which would mean USD million; enter that, or another"
    assert told(cells) == [f"row {row + 1}, column 3: {found}"]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (RATE, f"the table: {RATE} has no row; restore it with that name"),
        ("contracts.cloud.annual_cap", "contracts.cloud.annual_cap has no row"),
        ("revenue.annual.2025", "revenue.annual has no value for 2025"),
        ("rival.rate", "rival.rate is missing"),
        ("channels.direct.label", "channels.direct.label has no row"),
        ("partners.cloud.pooling", "partners.cloud.pooling has no row"),
        ("partners.cloud.compute.1", "was written with"),
        ("scenarios.low.note", "scenarios.low.note is missing"),
        ("deals.2", "deals.2 has no row"),
    ],
)
def test_a_deleted_row_is_told(cells: Cells, name: str, fault: str) -> None:
    del cells[at(cells, name)]
    assert any(fault in line for line in told(cells)), told(cells)


def test_a_row_copied_is_told_with_both_places(cells: Cells) -> None:
    row = at(cells, RATE)
    cells.append([*cells[row][:3], 0.4, *cells[row][4:]])
    assert f'row {len(cells)}, column 14: "{RATE}" stands in row {row + 1}, column 14 too' in told(cells)[0]


def test_a_name_that_is_mistyped_is_told_with_the_one_that_is_missing(cells: Cells) -> None:
    row = at(cells, RATE)
    cells[row][NAME] = "contracts.cloud.rat"
    assert told(cells) == [
        f'row {row + 1}, column 14: "contracts.cloud.rat" is no name of an input; restore it: {RATE}',
        f"the table: {RATE} has no row; restore it with that name",
    ]


def test_a_name_that_is_cleared_is_told(cells: Cells) -> None:
    row = at(cells, RATE)
    cells[row][NAME] = None
    assert told(cells)[0] == (
        f'row {row + 1}, column 4: "0.5" stands in a row without a name; restore the name or clear the row'
    )


def test_an_extra_row_of_figures_is_told(cells: Cells) -> None:
    cells.append(["Total", None, None, 1234.0])
    assert told(cells) == [
        f'row {len(cells)}, column 4: "1234.0" stands in a row without a name; restore the name or clear the row'
    ]


@pytest.mark.parametrize(
    ("column", "word", "fault"),
    [
        (4, "Lower", 'row 3, column 5: "Lower" is no column of this table; restore the header'),
        (4, None, "stands in a column without a header"),
        (6, "Mine", "has no header row of ours"),
        (3, "Basis case", "the table has no column Base; restore that header"),
        (8, "Smallest", 'row 3, column 9: "Smallest" stands in row 3, column 8 too'),
        (5, "Low", 'row 3, column 6: "Low" stands in row 3, column 5 too; keep one of the two columns'),
    ],
)
def test_a_header_that_is_changed_is_told(cells: Cells, column: int, word: str | None, fault: str) -> None:
    cells[2][column] = word
    assert any(fault in line for line in told(cells)), told(cells)


def test_a_label_without_a_column_is_told(cells: Cells) -> None:
    row = at(cells, "scenarios.low.label")
    cells[row][LIVE] = "Lower"
    same = "give both the same words"
    assert told(cells) == [
        f'row {row + 1}, column 3: scenarios.low.label is "Lower", and no column is headed so; {same}',
        'row 3, column 5: "Low" is no column of this table; restore the header, or move the column right of Name',
    ]


def test_a_value_that_would_change_the_structure_is_told(cells: Cells) -> None:
    for name in ("lab", "rows"):
        row = at(cells, name)
        cells[row][OWN] = "Other"
        assert told(cells) == [f"row {row + 1}, column 7: {name} cannot be changed here; clear the cell"]
        cells[row][OWN] = None


def test_a_selector_that_is_gone_or_empty_is_told(cells: Cells) -> None:
    cells[0][2] = None
    assert told(cells) == [
        "row 1, column 3 names no scenario, got nothing; choose one of Base, Low, High, Own"
    ]
    cells[0][0] = "Case"
    assert told(cells) == [
        'the table has no row "Scenario" above its header; restore that label left of the choice'
    ]


def test_rows_of_a_rate_table_that_are_gone_or_no_numbers_are_told(tiny: Tiny) -> None:
    tiers = {"value": "0:0.5; 300:0.4", "basis": "assumed", "note": "x"}
    table = table_of(tiny({"contracts/cloud/rate": None, "contracts/cloud/tiers": tiers}))
    row = at(table, "contracts.cloud.tiers.2.rate")
    table[row][3] = "0.4"
    cure = "enter it as the number 0.4, not as text"
    assert told(table) == [
        f'row {row + 1}, column 4: contracts.cloud.tiers.2.rate must be a number, got the text "0.4"; {cure}'
    ]
    del table[row]
    assert told(table) == ["the table: contracts.cloud.tiers.2.rate has no row; restore it with that name"]


def test_a_number_of_a_rate_table_under_a_wrong_name_is_told(tiny: Tiny) -> None:
    tiers = {"value": "0:0.5; 300:0.4", "basis": "assumed", "note": "x"}
    table = table_of(tiny({"contracts/cloud/rate": None, "contracts/cloud/tiers": tiers}))
    del table[at(table, "contracts.cloud.tiers.2.rate")]
    table[at(table, "contracts.cloud.tiers.2.from")][-1] = "contracts.cloud.tiers.2.month"
    assert told(table)[:2] == [
        f"the table: contracts.cloud.tiers.2.{part} has no row; restore it with that name"
        for part in ("from", "rate")
    ]


def test_a_rate_may_become_tiers_in_the_table(cells: Cells) -> None:
    cells[at(cells, RATE)][BASE : OWN + 1] = ["none", None, None, None]
    cells[at(cells, "contracts.cloud.tiers")][BASE] = "0:0.5; 360:0.25"
    case = read(cells).case
    assert project(case).total("share.cloud") == pytest.approx(360.0), "0.5 of the first 360 a year"


def test_what_was_found_before_is_told_with_the_rest(cells: Cells) -> None:
    cells[at(cells, RATE)][BASE] = 50
    with pytest.raises(CaseError) as caught:
        read_table(cells, lambda row, column: f"{row}:{column}", "the table", ["a cell is merged"])
    assert caught.value.faults[0] == "a cell is merged"
    assert len(caught.value.faults) == 2


# --- How drivers vary -----------------------------------------------------------------------------------------------

DEVIATION = "uncertainty.growth.deviation"


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        (DEVIATION, "much", 'must be a number, got "much"'),
        ("uncertainty.growth.form", "lognorml", 'must be pert, .*, got "lognorml"'),
        ("correlations.growth_and_inference.rank", -4, "must be -1 to 1, got -4"),
        ("uncertainty.clause.probabilities.1", 0.5, "probabilities must be 0 or more and sum to 1"),
    ],
)
def test_a_fault_in_how_a_driver_varies_names_its_cell(name: str, value: object, fault: str) -> None:
    table = table_of(whole())
    table[at(table, name)][3] = value
    (line,) = told(table)
    assert re.search(fault, line)
    assert line.startswith("row ")
    assert "column 4: " in line


def test_a_driver_that_does_not_exist_is_told_where_it_stands() -> None:
    table = table_of(whole())
    row = at(table, "uncertainty.growth.driver")
    table[row][LIVE] = "revenue.anual"
    (line,) = told(table)
    assert line.startswith(f"row {row + 1}, column 3: uncertainty.growth.driver")
    assert "did you mean revenue.annual?" in line


def test_forms_and_parameters_follow_the_cells() -> None:
    table = table_of(whole())
    table[at(table, DEVIATION)][3:7] = [0.3, 0.2, None, None]
    table[at(table, "uncertainty.research.form")][3] = "held"
    found = read(table)
    assert found.case.uncertainty["growth"].deviation == 0.3
    assert found.own == {DEVIATION: 0.2}


def test_a_text_that_no_workbook_can_show_is_told_with_its_cell(cells: Cells) -> None:
    next(row for row in cells if row and row[-1] == "lab")[2] = "Lab\x1b]0;x"
    with pytest.raises(InputError, match=r"row \d+, column 3: lab holds the character \\x1b"):
        read(cells)


def test_a_range_typed_beside_a_parameter_is_told_and_not_ignored() -> None:
    table = table_of(whole())
    row = at(table, DEVIATION)
    table[row][5] = 0.05
    assert told(table) == [
        f"row {row + 1}, column 6: {DEVIATION} says how a driver varies and has no range of its own; clear the cell"
    ]
