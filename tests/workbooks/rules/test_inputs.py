"""Rules on inputs: look, unit, source, validation, range."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill, Protection
from tests.workbooks.rules.model_books import Change, audited, broken, only, outcomes_of, put

BLUE = {
    "font": Font(name="Arial", color="0000FF"),
    "fill": PatternFill("solid", fgColor="FFF8DC"),
    "protection": Protection(locked=False),
}


def _commented(book: Workbook) -> None:
    book["Inputs"]["C2"].comment = Comment("from the contract", "an analyst")


def _unvalidated(book: Workbook) -> None:
    book["Inputs"].data_validations.dataValidation.pop()


def _silent(book: Workbook) -> None:
    book["Inputs"].data_validations.dataValidation[0].showErrorMessage = False


@pytest.mark.parametrize(
    ("rule", "change", "found"),
    [
        (
            "input-style",
            put("Model", "G5", "=G4*share", **BLUE),
            "Model!G5 looks like an input and is a formula",
        ),
        (
            "input-style",
            put("Inputs", "C3", 0.5, fill=PatternFill("solid", fgColor="C6E7CE")),
            "is an input in another colour or fill than most",
        ),
        (
            "input-style",
            put("Inputs", "C3", 0.5, protection=Protection(locked=True)),
            "Inputs!C3 is an input and locked",
        ),
        (
            "input-style",
            put("Inputs", "D3", 0.4, protection=Protection(locked=False)),
            "Inputs!D3 is unlocked and does not look like an input",
        ),
        ("input-unit", put("Inputs", "B2", None), "Inputs!B2 has figures and no unit"),
        ("input-unit", put("Costs", "B4", None), "Costs!B4 has figures and no unit"),
        ("input-source", put("Inputs", "F3", None), "Inputs!C3 is an input without a source or note"),
        ("cell-comment", _commented, "Inputs!C2 1 cell comment(s)"),
        ("input-validation", _unvalidated, "Inputs!C3 has no validation rule"),
        ("input-validation", _silent, "Inputs!C2 has a validation rule without an error message"),
        (
            "input-valid",
            put("Inputs", "C2", 1500.0),
            "Inputs!C2 shows 1500, outside its rule: between 0 and 1000",
        ),
        ("input-valid", put("Inputs", "C2", "much"), "shows 'much' where a decimal value is asked for"),
        ("input-range", put("Inputs", "C3", 0.65), "Inputs!C3 is 0.65; its range is 0.4 to 0.6"),
        ("inputs-apart", put("Inputs", "C5", "=Model!C4"), "Inputs!C5 reads Model"),
        ("inputs-apart", put("Costs", "D4", 3.0, **BLUE), "Costs!D4 inputs outside Inputs"),
    ],
)
def test_an_input_that_breaks_a_rule_is_found(rule: str, change: Change, found: str) -> None:
    assert found in only(broken(audited(change)), rule)


def test_a_unit_at_the_head_of_a_block_holds_for_its_lines() -> None:
    def block(book: Workbook) -> None:
        for row, label in enumerate(("Costs by product", "Chat", "Code"), start=6):
            book["Costs"][f"A{row}"], book["Costs"][f"E{row}"] = label, "=Model!E4" if row > 6 else None
        book["Costs"]["B6"] = "USD million"

    assert "input-unit" not in broken(audited(block))


def test_inputs_in_black_are_no_inputs_to_a_program() -> None:
    def black(book: Workbook) -> None:
        for address in ("C2", "C3"):
            book["Inputs"][address].font = Font(name="Arial", color="000000")
            book["Inputs"][address].protection = Protection(locked=True)

    assert "cells that look like inputs" in outcomes_of(audited(black))["input-style"].missing
