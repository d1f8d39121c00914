"""Rules on a workbook's own checks, and on tables that are stored."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from tests.workbooks.rules.model_books import Change, audited, broken, only, outcomes_of, put


def _colourless(book: Workbook) -> None:
    book["Checks"].conditional_formatting = ConditionalFormattingList()


def _stored_table(*texts: str) -> Change:
    def change(book: Workbook) -> None:
        sheet = book.create_sheet("Scenarios")
        for row in range(2, 15):
            sheet[f"A{row}"], sheet[f"B{row}"] = f"Scenario {row}", float(row)
        for row, text in enumerate(texts, start=20):
            sheet[f"A{row}"] = text

    return change


@pytest.mark.parametrize(
    ("rule", "change", "found"),
    [
        ("check-columns", put("Checks", "D6", "Room"), "Checks has no column for the tolerance"),
        ("check-master", put("Checks", "C3", "=SUM(E7:E8)"), "no cell above its table that says in words"),
        ("check-master", _colourless, "Checks shows its verdict without colour"),
        ("checks-hold", put("Checks", "C7", "=Model!C4-1"), "Checks!E7 shows 1: Months add up"),
        ("checks-hold", put("Checks", "E8", "=ABS(C8)<0"), "Checks!E8 shows False: Balance rolls forward"),
        ("checks-hold", put("Checks", "C7", "=1/(C8-C8)"), "shows '#DIV/0!': Months add up"),
        ("checks-cover", put("Inputs", "A5", "Scenario"), "checks nothing on: the chosen scenario is known"),
        ("static-table", _stored_table(), "Scenarios holds numbers where formulas are expected"),
    ],
)
def test_checks_that_do_not_check_are_found(rule: str, change: Change, found: str) -> None:
    assert found in only(broken(audited(change)), rule)


def test_a_stored_table_may_say_that_it_is() -> None:
    found = outcomes_of(audited(_stored_table("Stored when the report was written")))["static-table"]
    assert not found.findings
    assert not found.missing
