"""Sensitivity sheet: tornadoes and a table of two inputs, stored, tied to the live model, and honest about it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.workbooks.small_cases import small_case

from revshare.case_file import read_case
from revshare.risk.tornado import tornado
from revshare_workbooks.grid import Style
from revshare_workbooks.reading import CellValue, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.report.reconciliation import CHANGED
from revshare_workbooks.report.sensitivity import LINES, NAME
from revshare_workbooks.report.write import report_of

CASE, SCENARIO = "anthropic-amazon", "low"
INPUT = "Input"


@pytest.fixture(scope="module")
def cells(reports: Callable[..., Any]) -> dict[str, CellValue]:
    return values_of_bytes(reports(CASE, SCENARIO).content)[NAME]


def table(cells: Mapping[str, CellValue], number: int) -> list[list[CellValue | None]]:
    """Rows of one of the tornadoes."""
    heads = sorted(int(place[1:]) for place, text in cells.items() if place[0] == "A" and text == INPUT)
    row, found = heads[number] + 1, []
    while isinstance(cells.get(f"D{row}"), float):
        found.append([cells.get(f"{letter}{row}") for letter in "ABCDEFGH"])
        row += 1
    return found


@pytest.mark.parametrize(("number", "line"), list(enumerate(LINES)))
def test_every_bar_is_the_models_the_widest_first(
    cells: Mapping[str, CellValue], number: int, line: str
) -> None:
    bars = tornado(read_case(CASE), line, SCENARIO).bars
    rows = table(cells, number)
    assert len(rows) == len(bars) > 2
    for row, bar in zip(rows, bars, strict=True):
        figures = [bar.low, bar.high, bar.swing, bar.low - bar.base, bar.high - bar.base]
        assert row[3:] == pytest.approx(figures, rel=1e-9, abs=1e-6)
    assert rows[0][:3] == ["API revenue", "512 in 2024, 48,000 in 2030", "513 in 2024, 128,000 in 2030"]


def test_the_cell_of_the_inputs_as_they_are_stands_in_a_box_and_is_the_live_figure(
    reports: Callable[..., Any], cells: Mapping[str, CellValue]
) -> None:
    (sheet,) = (sheet for sheet in reports(CASE, SCENARIO).book.sheets if sheet.name == NAME)
    ((place, base),) = (
        (place, cell) for place, cell in sheet.cells.items() if cell.style is Style.STORED_BASE
    )
    assert base.content == pytest.approx(table(cells, 0)[0][3] - table(cells, 0)[0][6])  # type: ignore[operator]
    assert sheet.cells[place[0], 1].content == "as it is"


def test_its_figures_are_checked_against_the_live_model(
    figures: Callable[..., dict[str, list[Any]]],
) -> None:
    rows = {
        name: row
        for name, row in figures("Checks", scenario=SCENARIO).items()
        if name.startswith(f"{NAME}: ")
    }
    assert len(rows) == 3
    assert {row[4] for row in rows.values()} == {"OK"}


def test_once_an_input_changes_nothing_stale_is_drawn(edit: Callable[..., bytes]) -> None:
    edited = values_of_bytes(
        recalculated(edit(CASE, {"contracts.amazon.rate": 0.4}, scenario=SCENARIO)).content
    )
    cells = edited[NAME]
    assert cells["B4"] == CHANGED
    drawn = [row[5:] for number in (0, 1) for row in table(cells, number)]
    assert {value for row in drawn for value in row} == {CHANGED}
    flags = [row for row, text in edited["Checks"].items() if row[0] == "A" and str(text).startswith(NAME)]
    assert {edited["Checks"][f"F{row[1:]}"] for row in flags} == {CHANGED}


def test_what_did_not_move_is_told_with_the_reason(cells: Mapping[str, CellValue]) -> None:
    assert any("the parts of a whole sum to 1" in str(text) for text in cells.values())


def test_a_bar_chart_has_its_inputs_from_the_top_and_their_names_beside_it(
    reports: Callable[..., Any],
) -> None:
    book = load_workbook(io.BytesIO(reports(CASE, SCENARIO).content))
    for chart in book[NAME]._charts:
        assert (chart.barDir, chart.overlap) == ("bar", 100)
        assert chart.x_axis.scaling.orientation == "maxMin"
        assert chart.x_axis.tickLblPos == "low"


def test_a_case_whose_inputs_state_no_range_says_so() -> None:
    report = report_of(small_case({"rate": 0.5}, revenue=(1000.0,) * 4, cost_ratio=(0.5,) * 4))
    assert "No input with a range moves it" in values_of_bytes(report.content)[NAME].values()
