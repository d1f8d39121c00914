"""How figures and texts look: formats, widths, contrast, merged cells, fonts."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from tests.workbooks.rules.model_books import Change, audited, broken, only, put


def _narrow(book: Workbook) -> None:
    book["Model"].column_dimensions["C"].width = 4


def _merged(book: Workbook) -> None:
    book["Model"].merge_cells("A20:C20")


def _coloured(book: Workbook) -> None:
    for number, colour in enumerate(("FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")):
        rule = CellIsRule(
            operator="lessThan", formula=[str(number)], fill=PatternFill("solid", bgColor=colour)
        )
        book["Model"].conditional_formatting.add("E4:P4", rule)


def _fonts(book: Workbook) -> None:
    for address, name in (("A1", "Calibri"), ("A4", "Verdana"), ("A5", "Arial")):
        book["Costs"][address].font = Font(name=name)


@pytest.mark.parametrize(
    ("rule", "change", "found"),
    [
        (
            "number-format",
            put("Model", "G5", "=G4*share/365", number_format="General"),
            "Model!G5 shows 0.41",
        ),
        ("row-format", put("Model", "G5", "=G4*share", number_format="0.0%"), "Model!G5 is shown as 0.0%"),
        (
            "negative-format",
            put("Model", "G5", "=G4*share", number_format="0.0;[Red]0.0"),
            "has the format 0.0;[Red]0.0",
        ),
        ("number-fits", _narrow, "is wider than its column (4)"),
        (
            "text-clipped",
            put("Inputs", "A2", "Revenue of a month, " * 4),
            "Inputs!A2 80 characters in a column of 30",
        ),
        (
            "contrast",
            put("Cover", "A14", "Pale", font=Font(name="Arial", color="CCCCCC")),
            "Cover!A14 is CCCCCC on FFFFFF",
        ),
        ("merged-cells", _merged, "Model!A20:C20 1 merged area(s)"),
        ("conditional-formats", _coloured, "Model has 6 different conditional formats"),
        (
            "fonts",
            put("Cover", "A14", "x", font=Font(name="Comic Sans MS")),
            "Cover!A14 uses the font Comic Sans MS",
        ),
        ("fonts", _fonts, "uses 3 fonts: Arial, Calibri, Verdana"),
    ],
)
def test_a_look_that_misleads_is_found(rule: str, change: Change, found: str) -> None:
    assert found in only(broken(audited(change)), rule)


@pytest.mark.parametrize(
    "number",
    [
        "0.0;-0.0",
        r"0.0_);\(0.0\)",
        r"0.0;\-0.0",
        "#,##0_);(#,##0)",
        '0.0;"-"0.0',
        "[Blue]0;[Red]-0;-",
        '#,##0;;"-"',
        "mmm-yy;@",
    ],
)
def test_a_negative_with_a_sign_or_nothing_to_show_is_no_fault(number: str) -> None:
    assert "negative-format" not in broken(audited(put("Model", "G5", "=G4*share", number_format=number)))


def test_a_number_as_typed_may_be_shown_in_general() -> None:
    assert "number-format" not in broken(audited(put("Inputs", "D3", 0.4, number_format="General")))
