"""Calendar months in every column, calendar years as a view of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter
from tests.workbooks.contract_books import Bench, Trial, example

from revshare_workbooks import libreoffice
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated


def test_months_and_years_are_those_of_the_calendar(figures: Callable[..., dict[str, list[Any]]]) -> None:
    rows = figures("Timeline")
    assert rows["Calendar year"][2:9] == list(range(2024, 2031))
    assert rows["Number of the year"][2:9] == [1, 2, 3, 4, 5, 6, 7]
    assert rows["Month in which the year starts"][2:9] == [1, 13, 25, 37, 49, 61, 73]
    assert rows["Month in which the year ends"][2:9] == [12, 24, 36, 48, 60, 72, 84]


def test_days_follow_leap_years(reports: Callable[..., Any]) -> None:
    book = reports("anthropic-amazon").book
    sheet = next(sheet for sheet in book.sheets if sheet.name == "Timeline")
    rows = {cell.content: row for (row, column), cell in sheet.cells.items() if column == 1}
    first = book.layout.first_month

    def row(label: str) -> list[Any]:
        return [book.expected["Timeline", rows[label], first + month] for month in range(84)]

    assert row("Days")[:3] == [31, 29, 31]
    assert row("Days")[49] == 29, "February 2028"
    assert sum(row("Days")) == (date(2031, 1, 1) - date(2024, 1, 1)).days
    assert row("First day")[-1] == date(2030, 12, 1)
    assert row("Last day")[1] == date(2024, 2, 29)


def dated() -> Bench:
    """E37: one contract from 20 April 2026, counted by the fiscal year of each party."""
    inputs = example("E37")["inputs"]
    start = date.fromisoformat(inputs["effective"])
    ends = inputs["fiscal_year_end_months"].values()
    return Bench(
        [Trial({"rate": 1.0, "start": start, "fiscal_year_end": float(end)}, [30.0] * 24) for end in ends], 2
    )


def check_dates(bench: Bench, values: Values) -> None:
    inputs, expected = example("E37")["inputs"], example("E37")["expected"]
    april, layout = 3, bench.book.layout

    def month(sheet: str, label: str, month: int) -> Any:
        laid = next(one for one in bench.book.sheets if one.name == sheet)
        row = next(row for (row, column), cell in laid.cells.items() if column == 1 and cell.content == label)
        return values[sheet][f"{get_column_letter(layout.first_month + month)}{row}"]

    for place, party in enumerate(inputs["fiscal_year_end_months"], start=1):
        label = f"Fiscal year of Partner p{place}"
        assert month("Timeline", label, april) == expected["fiscal_year"][party]
    sheet = bench.sheets[0].name
    fraction = month(sheet, "Fraction of the month covered", april)
    assert fraction == pytest.approx(expected["april_fraction"], rel=1e-12)
    assert month(sheet, "Contract month", april) == 1
    opens, following = (month(sheet, label, april).date() for label in ("Year opens", "Next year opens"))
    first, last = (date.fromisoformat(day) for day in expected["contract_year_1"])
    assert (opens, following) == (first, last)
    assert (following - opens).days == expected["days_in_contract_year_1"]


def test_fiscal_years_part_months_and_contract_years_of_one_day() -> None:
    bench = dated()
    assert bench.faults() == []
    check_dates(bench, values_of_bytes(recalculated(bench.content).content))


@pytest.mark.libreoffice
def test_libreoffice_dates_them_the_same(tmp_path: Path) -> None:
    bench, path = dated(), tmp_path / "dated.xlsx"
    path.write_bytes(bench.content)
    values = libreoffice.recalculated_values(path)
    assert bench.faults(values) == []
    check_dates(bench, values)
