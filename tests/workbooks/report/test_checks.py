"""Checks that bite: whatever is broken in the book turns a flag, and the model check with it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from revshare_workbooks.proof import Finished
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.report.checks import FIRST

CASE = "anthropic-amazon"
MONTH = 30
"""The month in which a defect is planted, counted from 0."""


@dataclass(frozen=True)
class Defect:
    """A row by sheet and label, and what happens to its formula in one cell."""

    sheet: str
    label: str
    spoil: Callable[[str, float], Any]
    where: str = "month"


def _hard(text: str, value: float) -> Any:
    del text
    return value * 1.01 + 1.0


def _negative(text: str, value: float) -> Any:
    del value
    return f"=-({text[1:]})"


def _minus_to_plus(text: str, value: float) -> Any:
    del value
    assert "-" in text
    return text[::-1].replace("-", "+", 1)[::-1]


def _shifted(text: str, value: float) -> Any:
    """Every reference of its own column read one column to the left."""
    del value
    here, before = get_column_letter(11 + 1 + MONTH), get_column_letter(11 + MONTH)
    return text.replace(here, before)


DEFECTS = {
    "a number typed over revenue": Defect("Revenue", "API revenue", _hard),
    "a number typed over inference": Defect("Revenue", "Inference cost through AWS", _hard),
    "a number typed over the share": Defect("Contract", "Share of Amazon", _hard),
    "a number typed over cash": Defect("Contract", "Cash settled", _hard),
    "a number typed over a balance": Defect("Lab", "Cumulative cash", _hard),
    "a number typed over a driver": Defect(
        "Revenue", "Share sold through AWS", lambda _, value: value + 0.05
    ),
    "a number typed over a year": Defect("Lab", "Operating profit", _hard, where="year"),
    "a number typed over a total": Defect("Lab", "Free cash flow", _hard, where="total"),
    "a share added, not taken off": Defect("Lab", "Gross profit after partner share", _minus_to_plus),
    "a cost with the wrong sign": Defect("Lab", "Research and training", _negative),
    "last month's revenue": Defect("Lab", "Revenue", _shifted),
    "last month's share": Defect("Partner", "Share of Amazon", _shifted),
    "margin on compute forgotten": Defect(
        "Partner", "Income of Amazon", lambda text, _: text.rpartition("+")[0]
    ),
    "a month left out of a year": Defect(
        "Lab", "Revenue", lambda text, _: text.replace("=SUM(", "=0.99*SUM("), where="year"
    ),
    "a profile that no longer sums to 1": Defect(
        "Profiles", "Solved for Base", lambda _, value: value + 0.01
    ),
}


@pytest.fixture(scope="module")
def opened(reports: Callable[..., Finished]) -> Workbook:
    return load_workbook(io.BytesIO(reports(CASE).content))


@pytest.fixture(scope="module")
def stored(reports: Callable[..., Finished]) -> Values:
    return values_of_bytes(reports(CASE).content)


def place_of(report: Finished, book: Workbook, defect: Defect) -> Any:
    """The cell a defect goes to."""
    layout = report.book.layout
    column = {"month": layout.first_month + MONTH, "year": layout.first_year + 2, "total": layout.total}
    sheet = book[defect.sheet]
    row = next(
        row
        for row in range(5, sheet.max_row + 1)
        if sheet.cell(row, 1).value == defect.label
        and sheet.cell(row, column[defect.where]).value is not None
    )
    return sheet.cell(row, column[defect.where])


@contextmanager
def planted(cell: Any, content: Any) -> Iterator[None]:
    before = cell.value
    cell.value = content
    try:
        yield
    finally:
        cell.value = before


def flags(book: Workbook) -> tuple[str, dict[str, float]]:
    """The model check, and the checks that are flagged, after a recalculation."""
    saved = io.BytesIO()
    book.save(saved)
    cells = values_of_bytes(recalculated(saved.getvalue()).content)["Checks"]
    rows = [int(address[1:]) for address in cells if address[0] == "E" and int(address[1:]) >= FIRST]
    flagged = {
        f"{cells[f'A{row}']} {row}": cells[f"E{row}"] for row in rows if cells[f"E{row}"] not in {0, "Flag"}
    }
    return str(cells["C4"]), flagged  # type: ignore[return-value]


def test_a_sound_book_has_no_flag(opened: Workbook) -> None:
    assert flags(opened) == ("OK", {})


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_turns_a_flag_and_the_model_check(
    opened: Workbook, stored: Values, reports: Callable[..., Finished], name: str
) -> None:
    defect = DEFECTS[name]
    cell = place_of(reports(CASE), opened, defect)
    value = stored[defect.sheet].get(cell.coordinate, 0.0)
    spoiled = defect.spoil(str(cell.value), value)  # type: ignore[arg-type]
    assert spoiled != cell.value
    with planted(cell, spoiled):
        verdict, flagged = flags(opened)
    assert flagged
    assert verdict == f"{len(flagged)} to look at"


@pytest.mark.parametrize("sheet", ["Cover", "Summary", "Lab", "Revenue", "Contract", "Partner"])
def test_a_broken_check_is_seen_on_every_sheet(
    opened: Workbook, reports: Callable[..., Finished], sheet: str
) -> None:
    cell = place_of(reports(CASE), opened, DEFECTS["a number typed over revenue"])
    with planted(cell, 1e6):
        saved = io.BytesIO()
        opened.save(saved)
        values = values_of_bytes(recalculated(saved.getvalue()).content)[sheet]
    assert any("to look at" in str(value) for value in values.values())


def test_a_stored_scenario_that_was_tampered_with_is_flagged(opened: Workbook) -> None:
    sheet = opened["Scenarios"]
    row = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "Operating profit")
    with planted(sheet.cell(row + 1, 10), sheet.cell(row + 1, 10).value + 5.0):
        _, flagged = flags(opened)
    assert [name.rpartition(" ")[0] for name in flagged] == ["Scenario tie: Operating profit"]


def test_an_error_anywhere_never_leaves_the_check_at_ok(
    opened: Workbook, reports: Callable[..., Finished]
) -> None:
    with planted(place_of(reports(CASE), opened, DEFECTS["last month's revenue"]), "=1/0"):
        verdict, _ = flags(opened)
    assert verdict.startswith("#")


def test_every_check_says_what_it_compares_and_why(reports: Callable[..., Finished]) -> None:
    sheet = reports(CASE).book.checks
    rows = [row for row, column in sheet.cells if column == 5 and sheet.cells[row, column].formula]
    assert len(rows) > 60
    for row in rows:
        assert sheet.cells[row, 1].content
        assert sheet.cells[row, 2].content
        assert sheet.cells[row, 3].formula, "a check answers a difference"


def test_a_tolerance_is_scaled_by_the_cell_of_its_own_row(reports: Callable[..., Finished]) -> None:
    sheet = reports(CASE).book.checks
    cells = sheet.rendered()
    rows = [row for row, column in cells if column == 4 and cells[row, column].formula]
    for row in rows:
        scaled = f"=$C$5*MAX(1,ABS($G${row}))" if (row, 7) in cells else "=$C$5"
        assert cells[row, 4].content == scaled
    assert {(row, 7) in cells for row in rows} == {True, False}


UNDONE = {"Recouped from the share"}
"""What one month recoups too much of an advance that is none, the next gives back: no sum can see it."""


@pytest.mark.heavy
def test_a_number_typed_over_any_month_is_noticed(
    opened: Workbook, stored: Values, reports: Callable[..., Finished]
) -> None:
    """Every row of every monthly sheet, one at a time: several minutes."""
    layout = reports(CASE).book.layout
    column = layout.first_month + MONTH
    unnoticed = []
    for name in ("Timeline", "Profiles", "Revenue", "Contract", "Lab", "Partner"):
        sheet = opened[name]
        for row in range(5, sheet.max_row + 1):
            cell = sheet.cell(row, column)
            value = stored[name].get(cell.coordinate)
            if cell.data_type == "f" and isinstance(value, (int, float)):
                with planted(cell, value * 1.01 + 1.0):
                    if flags(opened)[0] == "OK" and sheet.cell(row, 1).value not in UNDONE:
                        unnoticed.append(f"{name} row {row} {sheet.cell(row, 1).value}")
    assert unnoticed == []
