"""One formula along a row or a column: what breaks ranks."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from tests.workbooks.rules.model_books import COLUMNS, Change, audited, broken, only, put


def _table(formulas: dict[str, object]) -> Change:
    """A table on the cover's side, off every row of months."""

    def change(book: Workbook) -> None:
        sheet = book["Inputs"]
        for row in range(20, 30):
            sheet[f"A{row}"], sheet[f"B{row}"] = f"Line {row}", "USD million"
            sheet[f"D{row}"], sheet[f"E{row}"] = row + 0.5, f"=D{row}*$C$3"
            sheet[f"D{row}"].number_format = sheet[f"E{row}"].number_format = "0.0"
        for address, value in formulas.items():
            sheet[address] = value

    return change


@pytest.mark.parametrize(
    ("rule", "change", "found"),
    [
        (
            "formula-row",
            put("Model", "J5", "=I4*share"),
            "Model!J5 holds =I4*share; the others hold =E4*share",
        ),
        ("formula-row", put("Model", "P5", "=P4*share*2"), "Model!P5 holds =P4*share*2"),
        ("formula-row", put("Model", "J5", None), "Model!J5 is empty; its row holds =E4*share"),
        ("formula-row", put("Model", "P5", None), "Model!P5 is empty"),
        (
            "value-over-formula",
            put("Model", "J5", 42.0),
            "Model!J5 holds the value 42; the others hold =E4*share",
        ),
        ("value-over-formula", put("Model", "P5", "n/a"), "Model!P5 holds the value 'n/a'"),
        ("formula-row", _table({"E25": "=D24*$C$3"}), "Inputs!E25 holds =D24*$C$3"),
        ("formula-row", _table({"E29": "=D28*$C$3"}), "Inputs!E29 holds =D28*$C$3"),
        ("value-over-formula", _table({"E25": 3.25}), "Inputs!E25 holds the value 3.25"),
    ],
)
def test_a_cell_that_breaks_ranks_is_found(rule: str, change: Change, found: str) -> None:
    assert found in only(broken(audited(change)), rule)


def test_a_stretch_of_another_formula_is_one_finding() -> None:
    def change(book: Workbook) -> None:
        for letter in COLUMNS[8:]:
            book["Model"][f"{letter}5"] = f"={letter}4*share*2"

    (finding,) = broken(audited(change))["formula-row"]
    assert finding.place == "Model!M5:P5"


def test_the_first_period_may_differ_as_an_opening_does() -> None:
    assert "formula-row" not in broken(audited(put("Model", "E6", "=E5")))


def test_months_that_are_known_may_stand_before_those_that_are_calculated() -> None:
    def change(book: Workbook) -> None:
        for letter in COLUMNS[:3]:
            book["Model"][f"{letter}4"] = 100.0

    found = broken(audited(change))
    assert "value-over-formula" not in found
    assert "formula-row" not in found


def test_subtotals_between_quarters_do_not_break_a_row() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Inputs"]
        sheet["A30"], sheet["B30"] = "By quarter", "USD million"
        for number, letter in enumerate("DEFGHIJKLMNO"):
            formula = (
                f"=SUM({chr(ord(letter) - 3)}30:{chr(ord(letter) - 1)}30)"
                if number % 4 == 3
                else f"={letter}31*2"
            )
            sheet[f"{letter}30"], sheet[f"{letter}31"] = formula, number
        sheet["A31"], sheet["B31"] = "Units", "number"

    assert "formula-row" not in broken(audited(change))
