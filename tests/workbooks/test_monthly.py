"""Rows across the timeline, worked out by a real engine."""

from __future__ import annotations

import io
from datetime import date

import numpy as np
import pytest

from revshare.timeline import Timeline
from revshare_workbooks.grid import Block, Book, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly, finish_headers, shown
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.timeline import timeline_sheet
from revshare_workbooks.xlsx import workbook


@pytest.fixture
def book() -> Book:
    made = Book(
        Timeline.of_years(2024, 2025),
        title="Deal",
        money="USD",
        scenario="base",
        version="1",
        digest="0" * 64,
    )
    first_day = made.checks.put(20, 1, date(2024, 1, 1), Style.STORED_DAY)
    nowhere = Spot(made.checks, 21, 1)
    inputs = Inputs(
        sheet=made.checks,
        live={},
        scenario=nowhere,
        number=nowhere,
        first_day=first_day,
        table=Block(made.checks, (21, 1), (21, 1)),
        changed=nowhere,
        moved=nowhere,
    )
    timeline_sheet(made, inputs)
    made.checks.put(4, 3, "OK", Style.VERDICT)
    return made


def computed(book: Book) -> Values:
    finish_headers(book)
    raw = io.BytesIO()
    workbook(book).save(raw)
    return values_of_bytes(recalculated(raw.getvalue()).content)


def test_flows_sum_balances_close_and_ratios_are_recomputed(book: Book) -> None:
    sheet = Monthly(book, "Lab", "Lab", "What it earns.")
    months = np.arange(1.0, 25.0)
    sheet.heading("Profit")
    clock = sheet.ahead()
    sheet.state("Month", f"={clock:prev}+1", months, opening=0.0, row=clock)
    revenue = sheet.flow("Revenue", f"={clock}*10", months * 10)
    cost = sheet.flow("Cost", f"={revenue}/4", months * 2.5)
    balance = sheet.ahead()
    sheet.balance("Cash", f"={balance:prev}+{revenue}-{cost}", np.cumsum(months * 7.5), row=balance)
    ratio = np.full(24, 0.25)
    sheet.ratio("Cost ratio", f'=IF({revenue}=0,"",{cost}/{revenue})', ratio, np.full(2, 0.25), 0.25)
    cells = computed(book)["Lab"]
    rows = {cells[f"A{row}"]: row for row in range(5, 15) if f"A{row}" in cells}
    assert [cells[f"{column}{rows['Revenue']}"] for column in "CDE"] == [3000.0, 780.0, 2220.0]
    assert [cells[f"{column}{rows['Cash']}"] for column in "CDEF"] == [2250.0, 585.0, 2250.0, 0]
    assert [cells[f"{column}{rows['Cost ratio']}"] for column in "CDE"] == [0.25, 0.25, 0.25]
    assert cells[f"AD{rows['Month']}"] == 24
    ties = {label: total for label, row, _, total in book.ties if row.sheet is sheet.sheet}
    assert ties == {"Month": 300.0, "Revenue": 3000.0, "Cost": 750.0, "Cash": 21750.0, "Cost ratio": 6.0}


def test_a_sheet_of_parts_of_months_sums_and_closes_the_same_years(book: Book) -> None:
    sheet = Monthly(book, "Parts", "Parts", "Two columns for each month.", per_month=2)
    parts = np.arange(1.0, 49.0)
    number = sheet.ahead()
    sheet.state("Number", f"={number:prev}+1", parts, opening=0.0, row=number)
    day = sheet.state(
        "Day", f"={number}+40000", [date.fromordinal(733407 + n) for n in range(1, 49)], style=Style.DAY
    )
    sheet.sheet.heads = (day, tuple(date.fromordinal(733407 + n) for n in range(1, 49)))
    flow = sheet.flow("Flow", f"={number}", parts)
    balance = sheet.ahead()
    sheet.balance("Balance", f"={balance:prev}+{flow}", np.cumsum(parts), row=balance)
    cells = computed(book)["Parts"]
    assert [cells[f"{column}{flow.number}"] for column in "CDE"] == [1176.0, 300.0, 876.0]
    assert [cells[f"{column}{balance.number}"] for column in "CDE"] == [1176.0, 300.0, 1176.0]
    assert cells[f"BB{flow.number}"] == 48
    assert cells["BB4"] == cells[f"BB{day.number}"]


def test_headers_show_years_and_months_as_dates(book: Book) -> None:
    Monthly(book, "Lab", "Lab", "What it earns.").heading("Nothing")
    cells = computed(book)["Lab"]
    assert (cells["A1"], cells["A2"], cells["C3"]) == ("Lab", "What it earns.", "OK")
    assert [cells[f"{column}4"] for column in "DE"] == [2024, 2025]
    assert cells["AD4"].date() == date(2025, 12, 1)  # type: ignore[union-attr]


def test_a_driver_by_year_is_read_by_the_months_of_its_year(book: Book) -> None:
    for row, value in ((30, 0.1), (31, 0.3)):
        book.checks.put(row, 1, value, Style.INPUT_PERCENT)
    sheet = Monthly(book, "Revenue", "Revenue", "")
    values = np.repeat([0.1, 0.3], 12)
    sheet.driver("Share", Block(book.checks, (30, 1), (31, 1)), values, np.array([0.1, 0.3]))
    cells = computed(book)["Revenue"]
    assert [cells[f"{column}5"] for column in ("D", "E", "G", "R", "S", "AD")] == [
        0.1,
        0.3,
        0.1,
        0.1,
        0.3,
        0.3,
    ]


def test_what_does_not_exist_shows_as_nothing() -> None:
    assert shown(np.float64("nan")) == ""
    assert shown(float("nan")) == ""
    assert shown(np.float64(2.5)) == 2.5
    assert shown("words") == "words"
