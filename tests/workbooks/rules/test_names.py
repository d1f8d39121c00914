"""Rules on defined names."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from tests.workbooks.rules.model_books import audited, broken, only


@pytest.mark.parametrize(
    ("rule", "text", "found"),
    [
        ("name-target", "#REF!$A$1", "rate points at #REF!$A$1"),
        ("name-target", "0.5", "rate holds the constant 0.5"),
        ("name-unused", "Inputs!$C$2", "rate is used nowhere"),
    ],
)
def test_a_name_that_leads_nowhere_is_found(rule: str, text: str, found: str) -> None:
    def change(book: Workbook) -> None:
        book.defined_names["rate"] = DefinedName("rate", attr_text=text)

    assert found in only(broken(audited(change)), rule)


def test_a_name_that_only_a_list_uses_is_used() -> None:
    def change(book: Workbook) -> None:
        book.defined_names["rate"] = DefinedName("rate", attr_text="Inputs!$C$2")
        book["Inputs"].data_validations.dataValidation[0].formula1 = "=rate*0"

    assert "name-unused" not in broken(audited(change))
