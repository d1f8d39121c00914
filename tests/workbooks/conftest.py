"""A small workbook with everything that must survive on its way to a reader."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from revshare.case_file import read_case
from revshare_workbooks.proof import Finished
from revshare_workbooks.recalculate import finished
from revshare_workbooks.report.write import report_of

AS_OF = date(2026, 4, 30)


def saved(book: Workbook) -> bytes:
    """Answer the bytes openpyxl saves."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def one_sheet(cells: Mapping[str, object]) -> bytes:
    """Answer a workbook with one sheet, Lab, holding these cells."""
    book = Workbook()
    book.active.title = "Lab"
    for address, value in cells.items():
        book.active[address] = value
    return saved(book)


def model_workbook() -> bytes:
    """Two sheets, a corkscrew, annual totals, a name, and all that is easily lost: chart, styles, rules."""
    book = Workbook()
    months = book.active
    months.title = "Cloud deal"
    months["A1"], months["A2"] = "Share", 0.15
    months["A2"].font, months["A2"].fill = Font(color="0000FF"), PatternFill("solid", fgColor="FFF2CC")
    book.defined_names["share"] = DefinedName("share", attr_text="'Cloud deal'!$A$2")
    for month in range(1, 25):
        column = months.cell(1, month + 2).column_letter
        before = months.cell(1, month + 1).column_letter
        months[f"{column}1"] = month
        months[f"{column}2"] = f"=2025+({column}1>12)"
        months[f"{column}3"] = 100.0 + month / 3
        months[f"{column}4"] = f"={before}6" if month > 1 else 0
        months[f"{column}5"] = f"={column}3*share"
        months[f"{column}6"] = f"={column}4+{column}5"
    years = book.create_sheet("Annual")
    for row, year in enumerate((2025, 2026), 2):
        years[f"A{row}"] = year
        years[f"B{row}"] = f"=SUMPRODUCT(('Cloud deal'!$C$2:$Z$2=A{row})*'Cloud deal'!$C$5:$Z$5)"
        years[f"C{row}"] = f'=IF(B{row}>0,"paid","none")&" in "&A{row}'
        years[f"D{row}"] = f"=DATE(A{row},12,31)"
        years[f"D{row}"].number_format = "d mmm yyyy"
    chart = LineChart()
    chart.add_data(Reference(months, min_col=3, max_col=26, min_row=6), from_rows=True)
    years.add_chart(chart, "F2")
    choice = DataValidation(type="list", formula1='"base,low,high"')
    choice.add("A1")
    years.add_data_validation(choice)
    years.conditional_formatting.add(
        "B2:B3", CellIsRule(operator="lessThan", formula=["0"], font=Font(color="FF0000"))
    )
    return saved(book)


@pytest.fixture(scope="session")
def workbook_of() -> Callable[[Mapping[str, object]], bytes]:
    """Give the maker of one-sheet workbooks."""
    return one_sheet


@pytest.fixture(scope="session")
def model_content() -> bytes:
    """Give the model workbook as openpyxl saves it, without stored values."""
    return model_workbook()


@pytest.fixture(scope="session")
def finished_content(model_content: bytes) -> bytes:
    """Give the model workbook with its values stored."""
    return finished(model_content, AS_OF)


@pytest.fixture(scope="session")
def finished_book(finished_content: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the finished model workbook as a file; only to be read."""
    path = tmp_path_factory.mktemp("books") / "deal.xlsx"
    path.write_bytes(finished_content)
    return path


@pytest.fixture(scope="session")
def reports() -> Callable[..., Finished]:
    """Give the report of a shipped case under a scenario; each is built once."""

    @cache
    def build(case: str, scenario: str = "base") -> Finished:
        return report_of(read_case(case), scenario=scenario, digest="0" * 64)

    return build
