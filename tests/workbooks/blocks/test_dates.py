"""Dates on the sheet: covered days, contract months, and the years that open."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.contract_books import shown

FLAT: dict[str, object] = {"rate": 1.0}


def test_a_part_month_counts_by_its_days() -> None:
    sheet = shown({**FLAT, "start": date(2026, 4, 20), "end": date(2026, 6, 10)}, [30.0] * 12)
    assert sheet.row("Days covered", 7) == [0, 0, 0, 11, 31, 10, 0]
    assert sheet.row("Revenue covered", 7) == pytest.approx([0, 0, 0, 11, 30, 10, 0])


@pytest.mark.parametrize("proration", ["full_period", "none"])
def test_a_month_touched_counts_whole_where_the_contract_says_so(proration: str) -> None:
    terms = {**FLAT, "start": date(2026, 4, 30), "end": date(2026, 6, 1), "proration": proration}
    assert shown(terms, [30.0] * 12).row("Revenue covered", 7) == [0, 0, 0, 30, 30, 30, 0]


def test_contract_months_count_from_the_start_before_and_after_it() -> None:
    sheet = shown({**FLAT, "start": date(2026, 3, 1)}, [])
    assert sheet.row("Contract month", 4) == [-1, 0, 1, 2]


def test_a_contract_month_that_opens_inside_a_calendar_month_counts_from_there() -> None:
    sheet = shown({**FLAT, "start": date(2026, 1, 31)}, [])
    assert sheet.row("Contract month", 4) == [1, 1, 2, 3]


def test_each_kind_of_year_opens_in_its_own_month() -> None:
    sheet = shown({**FLAT, "start": date(2025, 5, 1), "fiscal_year_end": 1.0}, [], years=2)
    opens = {kind: sheet.row(f"New {kind} year") for kind in ("contract", "calendar", "fiscal")}
    months = {kind: [n + 1 for n, flag in enumerate(flags) if flag] for kind, flags in opens.items()}
    assert months == {"contract": [5, 17], "calendar": [13], "fiscal": [2, 14]}


def test_a_contract_without_dates_covers_the_whole_model() -> None:
    sheet = shown(FLAT, [1.0] * 12)
    assert sheet.row("Fraction of the month covered") == [1.0] * 12
    assert not any(sheet.row("Contract ends in the month"))
