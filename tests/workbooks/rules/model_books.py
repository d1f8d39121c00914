"""A small workbook that keeps every rule, to be broken in one place at a time."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils.units import cm_to_EMU
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from revshare_workbooks.charts import DescribedAnchor
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.registry import outcomes
from revshare_workbooks.rules.rule import Finding, Outcome

Change = Callable[[Workbook], object]

MONEY = "#,##0.0_);(#,##0.0)"
FIRST_MONTH, MONTHS = 5, 12
COLUMNS = [get_column_letter(column) for column in range(FIRST_MONTH, FIRST_MONTH + MONTHS)]


def model_book() -> Workbook:
    """A cover, inputs, a year of months with a total, a chart, and checks."""
    book = Workbook()
    for name in ("Cover", "Inputs", "Model", "Costs", "Checks"):
        book.create_sheet(name)
    book.remove(book.worksheets[0])
    for fill in (_inputs, _model, _costs, _checks, _cover):
        fill(book)
    for number, sheet in enumerate(book.worksheets):
        sheet.sheet_properties.tabColor = ("1F3864", "E6B800", "7F7F7F", "7F7F7F", "009E73")[number]
        _print(sheet)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and cell.font.name != "Arial":
                    cell.font = Font(name="Arial", size=10)
    book.active = 0
    book.properties.title, book.properties.creator = "Share of a cloud", "An analyst"
    book.calculation.fullCalcOnLoad = True
    return book


def _cover(book: Workbook) -> None:
    sheet = book["Cover"]
    rows = (
        ("Share of a cloud, version 1.2", None),
        ("Model check", "=Checks!C3"),
        ("Data as of", "30 April 2026"),
        ("Units", "USD million"),
        ("Signs", "Costs are positive"),
        ("How to read it", "Blue cells are inputs"),
    )
    for row, (label, text) in enumerate(rows, start=1):
        sheet.cell(row, 1, label)
        sheet.cell(row, 2, text)
    for row, other in enumerate(book.sheetnames[1:], start=8):
        sheet.cell(row, 1, other).hyperlink = f"#{other}!A1"
        sheet.cell(row, 1).style = "Normal"
    sheet.column_dimensions["A"].width = 40
    sheet.column_dimensions["B"].width = 30


def _inputs(book: Workbook) -> None:
    sheet = book["Inputs"]
    for column, text in enumerate(("Input", "Unit", "Value", "Smallest", "Largest", "Source"), start=1):
        sheet.cell(1, column, text)
    for row, (label, unit, value, low, high, number) in enumerate(
        (
            ("Revenue of a month", "USD million", 100.0, 50.0, 200.0, MONEY),
            ("Share", "fraction", 0.5, 0.4, 0.6, "0.0%"),
        ),
        start=2,
    ):
        for column, content in enumerate((label, unit, value, low, high, "Contract, page 4"), start=1):
            sheet.cell(row, column, content)
        cell = sheet.cell(row, 3)
        cell.number_format = number
        cell.font = Font(name="Arial", size=10, color="0000FF")
        cell.fill = PatternFill("solid", fgColor="FFF8DC")
        cell.protection = Protection(locked=False)
        for column in (4, 5):
            sheet.cell(row, column).number_format = number
        rule = DataValidation("decimal", operator="between", formula1="0", formula2="1000")
        rule.error, rule.showErrorMessage = f"{label}: 0 to 1000", True
        rule.add(cell.coordinate)
        sheet.add_data_validation(rule)
    book.defined_names["share"] = DefinedName("share", attr_text="Inputs!$C$3")
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["F"].width = 30


def _head(sheet: Worksheet) -> None:
    sheet["A1"], sheet["B1"], sheet["C1"] = sheet.title, "Model check", "=Checks!C3"
    sheet["A3"], sheet["B3"], sheet["C3"], sheet["D3"] = "Line", "Unit", "Total", "Opening"
    for month, letter in enumerate(COLUMNS, start=1):
        sheet[f"{letter}3"] = datetime(2026, month, 1)
        sheet[f"{letter}3"].number_format = "mmm-yy"
    sheet.column_dimensions["A"].width = 30
    for letter in ("C", "D", *COLUMNS):
        sheet.column_dimensions[letter].width = 12
    sheet.freeze_panes = "C4"


def _line(sheet: Worksheet, row: int, label: str, formula: str, total: str) -> None:
    """One row of months; in the formula {} is the month's column and {before} the one to its left."""
    sheet[f"A{row}"], sheet[f"B{row}"] = label, "USD million"
    for number, letter in enumerate(COLUMNS):
        before = get_column_letter(FIRST_MONTH + number - 1)
        sheet[f"{letter}{row}"] = formula.format(letter, before=before)
    sheet[f"C{row}"] = total
    for letter in ("C", "D", *COLUMNS):
        sheet[f"{letter}{row}"].number_format = MONEY


def _model(book: Workbook) -> None:
    sheet = book["Model"]
    _head(sheet)
    last = COLUMNS[-1]
    _line(sheet, 4, "Revenue", "=Inputs!$C$2*MONTH({}$3)", f"=SUM(E4:{last}4)")
    _line(sheet, 5, "Share", "={}4*share", f"=SUM(E5:{last}5)")
    _line(sheet, 6, "Closing balance", "={before}6+{}5", f"={last}6")
    sheet["D6"] = 0
    chart = BarChart()
    chart.title = "Revenue and share"
    chart.add_data(Reference(sheet, min_col=5, max_col=16, min_row=4), from_rows=True)
    chart.x_axis.title, chart.y_axis.title = "Month", "USD million"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.anchor = DescribedAnchor(
        "Columns of revenue by month.",
        _from=AnchorMarker(col=0, row=9),
        ext=XDRPositiveSize2D(cm_to_EMU(12), cm_to_EMU(6)),
    )
    sheet.add_chart(chart)
    sheet.sheet_view.showGridLines = False


def _costs(book: Workbook) -> None:
    sheet = book["Costs"]
    _head(sheet)
    _line(sheet, 4, "Kept", "=Model!{}4-Model!{}5".replace("{}", "{0}"), f"=SUM(E4:{COLUMNS[-1]}4)")


def _checks(book: Workbook) -> None:
    sheet = book["Checks"]
    sheet["A1"], sheet["A3"], sheet["C3"] = "Checks", "Model check", '=IF(SUM(E7:E8)=0,"OK","look here")'
    sheet["A4"], sheet["C4"] = "Tolerance", 1e-9
    sheet["C4"].number_format = "0.0E+00"
    for column, text in enumerate(("Check", "Why", "Difference", "Tolerance", "Flag"), start=1):
        sheet.cell(6, column, text)
    rows = (
        ("Months add up", "The total is that of the months", "Model!C4-SUM(Model!E4:P4)"),
        ("Balance rolls forward", "The close is the sum of the shares", "Model!C6-Model!C5"),
    )
    for row, (label, why, difference) in enumerate(rows, start=7):
        sheet[f"A{row}"], sheet[f"B{row}"] = label, why
        sheet[f"C{row}"], sheet[f"D{row}"] = f"={difference}", "=$C$4"
        sheet[f"E{row}"] = f"=IF(ABS(C{row})>D{row},1,0)"
        sheet[f"C{row}"].number_format = sheet[f"D{row}"].number_format = "0.0E+00"
    good = PatternFill("solid", bgColor="C6E7CE")
    sheet.conditional_formatting.add("C3", FormulaRule(formula=['$C$3="OK"'], fill=good))
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 40
    sheet.column_dimensions["C"].width = 14


def _print(sheet: Worksheet) -> None:
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_area = sheet.dimensions
    sheet.print_title_rows = "1:3"
    sheet.oddHeader.left.text, sheet.oddFooter.right.text = "&A", "Page &P of &N"
    sheet.page_margins.top = sheet.page_margins.bottom = 0.8


def put(sheet: str, address: str, value: object, **look: Any) -> Change:
    """Answer the change that writes a cell."""

    def change(book: Workbook) -> None:
        cell = book[sheet][address]
        cell.value = value
        for name, one in look.items():
            setattr(cell, name, one)

    return change


def content_of(*changes: Change) -> bytes:
    """Bytes of the model with these changes, calculated."""
    book = model_book()
    for change in changes:
        change(book)
    raw = io.BytesIO()
    book.save(raw)
    return recalculated(raw.getvalue()).content


def audited(*changes: Change) -> Audited:
    """Open the model with these changes, calculated."""
    return Audited(content_of(*changes))


def outcomes_of(book: Audited) -> dict[str, Outcome]:
    """What every rule finds, by its id."""
    return {one.rule.id: one for one in outcomes(book)}


def broken(book: Audited) -> dict[str, tuple[Finding, ...]]:
    """What breaks each rule that is broken."""
    return {name: one.findings for name, one in outcomes_of(book).items() if one.findings}


def only(found: dict[str, tuple[Finding, ...]], rule: str) -> str:
    """Place and words of the findings of one rule."""
    return "; ".join(f"{one.place} {one.found}" for one in found.get(rule, ()))
