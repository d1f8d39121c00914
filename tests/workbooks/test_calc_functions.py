"""Every cell function in a workbook: laid out in ranges, as arrays and single cells, against direct calls."""

import io

import numpy as np
import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from revshare.contracts.losses import Losses, Treatment
from revshare.contracts.shares import effective_rate, profit_share, revenue_share
from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError, Rows, rows_of
from revshare_workbooks.calc import calculated

REVENUE = [811.3, 904.7, 1010.1, 1133.9, 1250.2]
COST = [600.1, 950.2, 655.5, 700.7, 701.3]


def lying(argument: object, *, upright: bool) -> Rows:
    """An argument as a block of cells; a row on request as a column."""
    rows = rows_of(argument)
    return [[cell] for cell in rows[0]] if upright and len(rows) == 1 else rows


def stored(book: openpyxl.Workbook) -> dict[str, object]:
    buffer = io.BytesIO()
    book.save(buffer)
    data, _ = calculated(buffer.getvalue())
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}


def as_stored(cell: object) -> object:
    """What a cell of an answer is in the file."""
    if isinstance(cell, CellError):
        return cell.code
    if cell == "":
        return None  # read back, empty text is an empty cell
    return pytest.approx(cell, rel=1e-12) if isinstance(cell, float | int) else cell


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_answers_in_a_workbook_what_it_answers_directly(name: str, upright: bool) -> None:
    function = FUNCTIONS[name]
    arguments = [lying(argument, upright=upright) for argument in function.example]
    expected = answer(function, arguments)
    book = openpyxl.Workbook()
    sheet = book.active
    places, top = [], 1
    for rows in arguments:
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                sheet.cell(top + i, 1 + j, cell)
        last = f"{get_column_letter(len(rows[0]))}{top + len(rows) - 1}"
        places.append(f"A{top}" if last == f"A{top}" else f"A{top}:{last}")
        top += len(rows) + 1
    formula = f"={name}({','.join(places)})"
    end = f"{get_column_letter(25 + len(expected[0]))}{len(expected)}"
    sheet["Z1"] = ArrayFormula(f"Z1:{end}", formula)
    sheet["X1"] = formula
    found = stored(book)
    for i, row in enumerate(expected):
        for j, cell in enumerate(row):
            shown = found[f"{get_column_letter(26 + j)}{i + 1}"]
            assert shown == as_stored(cell)
    assert found["X1"] == found["Z1"]


def test_the_first_functions_give_the_numbers_of_python_in_rows_and_columns() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for t in range(5):
        sheet.cell(1, 2 + t, REVENUE[t])
        sheet.cell(2, 2 + t, COST[t])
        sheet.cell(11 + t, 1, REVENUE[t])
        sheet.cell(11 + t, 2, COST[t])
    sheet["B3"] = ArrayFormula("B3:F3", '=RS_PROFIT_SHARE(B1:F1,B2:F2,0.5,"carryforward")')
    sheet["B4"] = ArrayFormula("B4:F4", "=RS_REVENUE_SHARE(B1:F1,0.2)")
    sheet["B5"] = ArrayFormula("B5:F5", "=RS_EFFECTIVE_RATE(B3:F3,B1:F1)")
    sheet["B6"] = "=RS_BREAKEVEN_COST_RATIO(B1:F1,0.5,0.2,0.675)"
    sheet["B7"] = '=SUM(RS_PROFIT_SHARE(B1:F1,B2:F2,0.5,"carryforward"))-SUM(B3:F3)'
    sheet["C11"] = ArrayFormula("C11:C15", '=RS.PROFIT_SHARE(A11:A15,B11:B15,0.5,"carryforward")')
    sheet["D11"] = ArrayFormula("D11:D15", "=RS.EFFECTIVE_RATE(C11:C15,A11:A15)")
    found = stored(book)
    revenue, cost = np.array(REVENUE), np.array(COST)
    direct = profit_share(revenue, cost, 0.5, Losses(Treatment.CARRYFORWARD))
    rates = effective_rate(direct, revenue)
    assert [found[f"{c}3"] for c in "BCDEF"] == pytest.approx(direct.tolist(), rel=1e-12, abs=1e-12)
    assert [found[f"C{r}"] for r in range(11, 16)] == pytest.approx(direct.tolist(), rel=1e-12, abs=1e-12)
    flat = revenue_share(revenue, 0.2)
    assert [found[f"{c}4"] for c in "BCDEF"] == pytest.approx(flat.tolist(), rel=1e-12)
    assert [found[f"{c}5"] for c in "BCDEF"] == pytest.approx(rates.tolist(), rel=1e-12, abs=1e-12)
    assert [found[f"D{r}"] for r in range(11, 16)] == pytest.approx(rates.tolist(), rel=1e-12, abs=1e-12)
    assert found["B6"] == pytest.approx(1 - 0.2 / (0.5 * 0.675), rel=1e-12)
    assert found["B7"] == pytest.approx(0, abs=1e-9)


def test_a_path_of_sixty_years_is_solved_on_the_threads_of_the_engine() -> None:
    """Its system of 780 equations overran the stack of those threads once, and took the process with it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for year in range(60):
        sheet.cell(1, 1 + year, 100.0 * 1.1**year)
    for row in range(8):
        sheet.cell(2 + row, 1, f"=SUM(RS_SPREAD_YEARS(A1:{get_column_letter(60 - row)}1))")
        sheet.cell(2 + row, 2, f"=SUM(A1:{get_column_letter(60 - row)}1)")
    found = stored(book)
    for row in range(2, 10):
        assert found[f"A{row}"] == pytest.approx(found[f"B{row}"], rel=1e-12)
