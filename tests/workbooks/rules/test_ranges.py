"""What formulas read: ranges that end too early, empty cells, texts among numbers, rates of return."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from tests.workbooks.rules.model_books import Change, audited, broken, only, put


def _lines(total: str) -> Change:
    def change(book: Workbook) -> None:
        sheet = book["Inputs"]
        for row in range(20, 26):
            sheet[f"A{row}"], sheet[f"B{row}"], sheet[f"D{row}"] = f"Line {row}", "USD million", 10 + row
        sheet["A26"], sheet["B26"], sheet["D26"] = "Total", "USD million", total

    return change


def _text_among_numbers(book: Workbook) -> None:
    _lines("=SUM(D20:D25)")(book)
    book["Inputs"]["D22"] = "1,200"


def _returns(formula: str) -> Change:
    def change(book: Workbook) -> None:
        sheet = book["Model"]
        sheet["A20"], sheet["B20"] = "Flows", "USD million"
        for letter, flow in zip("EFGHIJ", (-100.0, 230.0, -132.0, 4.0, 2.0, 1.0), strict=True):
            sheet[f"{letter}20"] = flow
        sheet["C21"] = formula

    return change


@pytest.mark.parametrize(
    ("rule", "change", "found"),
    [
        ("range-end", put("Model", "C5", "=SUM(E5:O5)"), "Model!C5 leaves out the last 1 period(s) of row 5"),
        ("range-end", put("Model", "C5", "=SUM(F5:P5)"), "leaves out the first 1 period(s) of row 5"),
        ("range-end", put("Costs", "C4", "=SUM(Model!E4:O4)"), "Costs!C4 leaves out the last 1"),
        ("range-end", _lines("=SUM(D20:D24)"), "Inputs!D26 leaves out Inputs!D25 beside its range"),
        ("range-end", _lines("=SUM(D21:D25)"), "Inputs!D26 leaves out Inputs!D20 beside its range"),
        ("whole-column", put("Model", "C8", "=SUM(Costs!E:E)"), "Model!C8 reads =SUM(Costs!E:E)"),
        ("empty-reference", put("Model", "C8", "=C4+C12"), "Model!C8 reads Model!C12, which is empty"),
        ("number-as-text", _text_among_numbers, "Inputs!D22 holds the text '1,200' among numbers"),
        ("npv-irr", _returns("=IRR(E20:J20)"), "Model!C21 has IRR over flows that change sign 3 times"),
        ("npv-irr", _returns("=NPV(share,E20:J20)"), "Model!C21 has NPV without a word beside it"),
    ],
)
def test_a_reference_that_misses_is_found(rule: str, change: Change, found: str) -> None:
    assert found in only(broken(audited(change)), rule)


@pytest.mark.parametrize(
    "change",
    [
        put("Model", "C8", "=SUM(E4:H4)"),
        put("Model", "C8", "=SUMPRODUCT(F4:P4-E4:O4)"),
        put("Model", "C8", "=SUM(D6:P6)"),
        _lines("=SUM(D20:D25)"),
    ],
)
def test_a_part_that_is_meant_is_no_fault(change: Change) -> None:
    assert "range-end" not in broken(audited(change))


def test_a_sum_that_grows_along_its_row_is_no_fault() -> None:
    def change(book: Workbook) -> None:
        book["Model"]["A8"], book["Model"]["B8"] = "Since January", "USD million"
        for column in range(5, 17):
            letter = book["Model"].cell(1, column).column_letter
            book["Model"].cell(8, column).value = f"=SUM($E4:{letter}4)"

    assert "range-end" not in broken(audited(change))


def _balances(rows: tuple[int, ...], *, hole: str = "") -> Change:
    """Balances alike, each of which looks for its opening in an empty cell."""

    def change(book: Workbook) -> None:
        sheet = book["Model"]
        for row in rows:
            sheet.cell(row, 1).value, sheet.cell(row, 2).value = f"Balance {row}", "USD million"
            for column in range(5, 17):
                before, here = (sheet.cell(1, place).column_letter for place in (column - 1, column))
                sheet.cell(row, column).value = f"={before}{row}+{here}{row - 4}"
        if hole:
            sheet[hole] = None

    return change


@pytest.mark.parametrize("rows", [(8,), (8, 10)])
def test_balances_may_look_for_an_opening_in_an_empty_cell(rows: tuple[int, ...]) -> None:
    assert "empty-reference" not in broken(audited(_balances(rows)))


def test_an_empty_cell_within_one_of_two_balances_is_found() -> None:
    found = only(broken(audited(_balances((8, 10), hole="H10"))), "empty-reference")
    assert "Model!E10 and 1 more reads" in found


def test_a_word_on_timing_beside_a_present_value_is_enough() -> None:
    def change(book: Workbook) -> None:
        _returns("=NPV(share,E20:J20)")(book)
        book["Model"]["A21"] = "Present value, flows at the end of each month"

    assert "npv-irr" not in broken(audited(change))


def test_an_irr_with_a_guess_says_which_rate_is_meant() -> None:
    assert "npv-irr" not in broken(audited(_returns("=IRR(E20:J20,share)")))
