"""Stages on parts of months come to what the engine says by month, and what follows counts months."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.contract_books import shown

TERMS: dict[str, object] = {"rate": 1.0, "annual_cap": 100.0, "payment_lag": 1.0, "start": date(2025, 4, 20)}


def test_the_parts_of_a_month_are_added_up_on_a_sheet_by_month() -> None:
    sheet = shown(TERMS, [30.0] * 12)
    laid = sheet.bench.sheets[0]
    assert [one.name for one in sheet.bench.book.sheets][-2:] == ["Contract p1", "By month p1"]
    share = sheet.bench.live.months(laid.rows.share)
    assert share.tolist() == pytest.approx([30, 30, 30, 10 + 11, 30, 30, 29, 0, 0, 0, 0, 0])
    assert sheet.bench.live.months(laid.rows.cash).tolist() == pytest.approx([0, *share[:-1]])


def test_a_contract_of_whole_months_needs_no_second_sheet() -> None:
    sheet = shown({**TERMS, "start": date(2025, 4, 1)}, [30.0] * 12)
    assert sheet.bench.book.sheets[-1].name == "Contract p1"


def test_years_of_a_sheet_of_parts_add_up_its_months() -> None:
    sheet = shown({**TERMS, "start": date(2026, 4, 20)}, [31.0] * 24, years=2)
    bench = sheet.bench
    row = bench.labels(bench.sheets[0])["Share after the annual cap"]
    years = [bench.live.cell("Contract p1", row, bench.book.layout.first_year + year) for year in (0, 1)]
    assert years == pytest.approx([100.0, 100.0])
