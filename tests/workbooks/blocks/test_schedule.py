"""Tests of the minimum on the sheet: their dates, and what is due at each."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.contract_books import shown

TERMS: dict[str, object] = {"rate": 1.0, "annual_minimum": 100.0}


def months(flags: list[float]) -> list[int]:
    """Numbers of the months with a flag."""
    return [number for number, flag in enumerate(flags, start=1) if flag]


@pytest.mark.parametrize(
    ("terms", "tests", "closes"),
    [
        ({}, [12, 24], [12, 24]),
        ({"minimum_year": "fiscal_year", "fiscal_year_end": 6.0}, [6, 18], [6, 18]),
        ({"minimum_test": "quarter"}, [3, 6, 9, 12, 15, 18, 21, 24], [12, 24]),
        ({"minimum_test": "quarter", "start": date(2025, 12, 1)}, [2, 5, 8, 11, 14, 17, 20, 23], [11, 23]),
        ({"end": date(2027, 5, 10)}, [12, 17], [12, 17]),
        ({"minimum_test": "term", "end": date(2027, 5, 10)}, [17], [17]),
        ({"minimum_test": "term"}, [], []),
        ({"minimum_test": "period", "end": date(2026, 2, 10)}, [1, 2], [1, 2]),
    ],
)
def test_it_is_tested_where_its_interval_or_the_contract_ends(
    terms: dict[str, object], tests: list[int], closes: list[int]
) -> None:
    sheet = shown({**TERMS, **terms}, [1.0] * 24, years=2)
    assert months(sheet.row("Test date")) == tests
    assert months(sheet.row("Test that closes its year")) == closes


def test_quarters_of_a_part_year_divide_what_is_covered() -> None:
    terms = {**TERMS, "minimum_test": "quarter", "end": date(2026, 8, 15), "proration": "months"}
    due = shown(terms, []).row("Fraction of the minimum due at the test")
    assert [due[2], due[5], due[7]] == pytest.approx([3 / 12, 6 / 12, (7 + 15 / 31) / 12])


def test_a_part_year_owes_the_whole_minimum_where_it_does_not_shrink() -> None:
    terms = {**TERMS, "prorate_minimum": False, "end": date(2026, 8, 15)}
    assert shown(terms, []).row("Fraction of the minimum due at the test")[7] == 1.0
