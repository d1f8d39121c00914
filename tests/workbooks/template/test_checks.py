"""Checks of a template: they hold for every scenario, and bite when a formula is planted wrong."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula
from tests.workbooks.template.conftest import Templates, row_of

from revshare_workbooks.calc import calculated
from revshare_workbooks.reading import Values, values_of_bytes


def changed(content: bytes, sheet: str, address: str, value: Any) -> Values:
    """The template with one cell changed, calculated anew."""
    book = load_workbook(io.BytesIO(content))
    book[sheet][address] = value
    raw = io.BytesIO()
    book.save(raw)
    return values_of_bytes(calculated(raw.getvalue())[0])


@pytest.mark.parametrize("label", ["Low", "High", "Own"])
def test_they_hold_for_whatever_scenario_is_chosen(templates: Templates, label: str) -> None:
    values = changed(templates().content, "Inputs", "C4", label)
    assert values["Checks"]["C4"] == "OK"
    assert values["Summary"]["B3"] == label


def test_they_hold_after_an_input_was_changed(templates: Templates, shown: Values) -> None:
    sheet = shown["Inputs"]
    row = next(
        int(at[1:])
        for at, value in sheet.items()
        if at[0] == "A" and value == "Share as a fraction; or give tiers or a ramp"
    )
    values = changed(templates().content, "Inputs", f"D{row}", 0.4)
    assert values["Checks"]["C4"] == "OK"
    share = row_of(shown["Lines by year"], "Share of Amazon")
    assert values["Lines by year"][f"C{share}"] == pytest.approx(
        0.8 * float(str(shown["Lines by year"][f"C{share}"])),
        rel=1e-9,
    )


@pytest.mark.parametrize(
    ("sheet", "label"),
    [
        ("Lines by year", "Revenue"),
        ("Lines by month", "Revenue"),
        ("Contract", "Share after the lifetime cap"),
    ],
)
def test_a_wrong_formula_is_noticed(templates: Templates, shown: Values, sheet: str, label: str) -> None:
    row = row_of(shown[sheet], label)
    book = load_workbook(io.BytesIO(templates().content))
    first = next(
        cell
        for cell in book[sheet][row]
        if isinstance(cell.value, ArrayFormula) and "ROLLUP" not in cell.value.text
    )
    wrong = ArrayFormula(first.value.ref, f"=1.01*{first.value.text[1:]}")
    values = changed(templates().content, sheet, first.coordinate, wrong)
    assert str(values["Checks"]["C4"]).endswith("to look at")
