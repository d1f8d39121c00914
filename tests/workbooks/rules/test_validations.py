"""Values against the validation rules of their cells."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from tests.workbooks.rules.model_books import audited

from revshare_workbooks.rules.validations import Validations


def _fault(rule: DataValidation, value: object) -> str:
    def change(book: Workbook) -> None:
        rule.add("H20")
        book["Inputs"]["H20"] = value
        book["Inputs"]["H21"], book["Inputs"]["H22"] = "low", "high"
        book["Inputs"].add_data_validation(rule)

    book = audited(change)
    sheet = book.by_name["inputs"]
    rules = Validations(sheet)
    (over,) = rules.over((20, 8))
    return rules.fault(book, over, sheet.shown.get((20, 8)))


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (DataValidation("list", formula1='"low,high"'), "low", "none"),
        (DataValidation("list", formula1="$H$21:$H$22"), "high", "none"),
        (DataValidation("whole", operator="greaterThan", formula1="0"), 3, 3.5),
        (DataValidation("whole", operator="greaterThan", formula1="0"), 3, -3),
        (DataValidation("decimal", operator="notBetween", formula1="1", formula2="2"), 3, 1.5),
        (DataValidation("decimal", operator="lessThanOrEqual", formula1="$C$2"), 100, 101),
        (DataValidation("decimal", operator="equal", formula1="5"), 5, 6),
        (
            DataValidation("date", operator="greaterThan", formula1="45000"),
            datetime(2026, 1, 1),
            datetime(2020, 1, 1),
        ),
        (DataValidation("textLength", operator="lessThan", formula1="4"), "abc", "abcd"),
    ],
)
def test_a_rule_lets_through_what_it_allows_and_nothing_else(
    rule: DataValidation, good: object, bad: object
) -> None:
    again = DataValidation(rule.type, operator=rule.operator, formula1=rule.formula1, formula2=rule.formula2)
    assert not _fault(rule, good)
    assert _fault(again, bad)


def test_what_only_the_program_can_tell_is_let_through() -> None:
    assert not _fault(DataValidation("custom", formula1="ISNUMBER(H20)"), "text")
    assert not _fault(DataValidation("list", formula1="A:A"), "anything")
    assert not _fault(DataValidation("decimal", operator="lessThan", formula1="SUM($C$2)"), 1e9)
