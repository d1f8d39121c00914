"""What counts as agreement between a stored value and the engine's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from revshare.timeline import Timeline
from revshare_workbooks.grid import ANYTHING, Book, Role, Style
from revshare_workbooks.proof import agrees, prove


@pytest.mark.parametrize(
    ("found", "expected", "scale", "same"),
    [
        (1e6 * (1 + 5e-10), 1e6, 1e6, True),
        (1e6 * (1 + 2e-9), 1e6, 1e6, False),
        (1e-10, 0.0, 1e6, True),
        (1e-7, 0.0, 1e6, True),
        (1e-5, 0.0, 1e6, False),
        (1e-13, 0.0, 1e-3, True),
        (1e-11, 0.0, 1e-3, False),
        (2027, 2027, 2027.0, True),
        (datetime(2027, 1, 1), date(2027, 1, 1), 1.0, True),
        (datetime(2027, 2, 1), date(2027, 1, 1), 1.0, False),
        ("none", "none", 1.0, True),
        ("not reached", 2027, 1.0, False),
        (None, "", 1.0, True),
        ("", "", 1.0, True),
        (0.0, "", 1.0, False),
        (None, 0.0, 1.0, False),
        ("#DIV/0!", 0.5, 1.0, False),
        ("#DIV/0!", "", 1.0, False),
        (float("nan"), 0.5, 1.0, False),
        (1e-9, ANYTHING, 1.0, True),
        ("#REF!", ANYTHING, 1.0, False),
        (None, ANYTHING, 1.0, False),
    ],
)
def test_agreement_is_to_1e9_of_the_value_or_of_its_sheet_near_zero(
    found: Any, expected: Any, scale: float, same: bool
) -> None:
    assert agrees(found, expected, scale) is same


def test_every_formula_is_compared_and_a_difference_named_with_its_cell() -> None:
    book = Book(Timeline.of_years(2024, 2024), title="", money="", scenario="base", version="", digest="")
    sheet = book.sheet("Lab", Role.CALCULATION, "Lab", "")
    sheet.put(1, 1, 99.0, Style.MONEY)
    sheet.compute(1, 2, "=A1", 99.0, Style.MONEY)
    sheet.compute(2, 2, "=A1*2", 198.0, Style.MONEY)
    proof = prove(book, {"Lab": {"A1": 99.0, "B1": 99.0, "B2": 199.0}})
    assert proof.cells == 2
    assert [str(item) for item in proof.mismatches] == ["Lab!B2 shows 199.0, the engine says 198.0"]
    assert len(prove(book, {}).mismatches) == 2
