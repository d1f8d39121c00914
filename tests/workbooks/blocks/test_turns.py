"""Turns on the sheet: parts of months, what falls on each, and a guard where months are whole."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.contract_books import EPOCH, View, shown

CAPPED: dict[str, object] = {"rate": 1.0, "annual_cap": 100.0}


def days(sheet: View, label: str) -> list[date]:
    return [date.fromordinal(EPOCH.toordinal() + int(serial)) for serial in sheet.row(label)]


def test_a_month_has_two_parts_from_the_day_on_which_the_year_turns() -> None:
    sheet = shown({**CAPPED, "start": date(2025, 4, 20)}, [30.0] * 12)
    assert days(sheet, "First day of the part")[4:10] == [
        *(date(2026, 3, 1), date(2026, 3, 1)),
        *(date(2026, 4, 1), date(2026, 4, 20)),
        *(date(2026, 5, 1), date(2026, 5, 1)),
    ]
    assert sheet.row("Days covered")[4:10] == [0, 31, 19, 11, 0, 31]
    assert sheet.row("Revenue covered")[4:10] == pytest.approx([0, 30, 19, 11, 0, 30])
    assert sheet.row("New contract year")[4:10] == [0, 0, 0, 1, 0, 0]


def test_an_annual_cap_starts_again_on_the_day_of_the_start() -> None:
    """Eleven days of April, May, June and 29 of July use the 100 up; on 20 April 2027 there is room again."""
    sheet = shown({**CAPPED, "start": date(2026, 4, 20)}, [30.0] * 24, years=2)
    paid = sheet.row("Share after the annual cap")
    by_month = [first + second for first, second in zip(paid[::2], paid[1::2], strict=True)]
    assert by_month[3:8] == pytest.approx([11, 30, 30, 29, 0])
    assert paid[28:34] == pytest.approx([0, 0, 0, 11, 0, 30])
    assert sheet.figure("Last paid day under the annual cap") == date(2026, 7, 30)


def test_a_cap_of_the_month_holds_over_both_of_its_parts() -> None:
    terms = {**CAPPED, "annual_cap": 1000.0, "period_cap": 25.0, "start": date(2025, 4, 20)}
    assert shown(terms, [30.0] * 12).row("Share after the monthly cap")[5:8] == pytest.approx([25, 19, 6])


def test_a_step_of_a_ramp_falls_on_its_day() -> None:
    """Contract month 2 opens on 11 April: ten days at 50 %, twenty at 40 %."""
    terms = {"ramp": "1:0.5; 2:0.4", "ramp_method": "step", "start": date(2026, 3, 11)}
    sheet = shown(terms, [30.0] * 12)
    assert sheet.row("Partner share")[6:8] == pytest.approx([5, 8])


def test_quarters_of_the_31st_are_tested_on_the_day_before_they_turn() -> None:
    terms: dict[str, object] = {
        "rate": 1.0,
        "annual_minimum": 400.0,
        "minimum_test": "quarter",
        "start": date(2026, 1, 31),
    }
    tests = shown(terms, [0.0] * 12).row("Test date")
    assert [place for place, flag in enumerate(tests) if flag] == [6, 12, 18]


def test_what_was_paid_before_the_first_day_is_forgotten_when_the_first_year_opens() -> None:
    terms = {**CAPPED, "opening_paid_year": 95.0, "start": date(2026, 1, 20), "end": date(2026, 12, 31)}
    sheet = shown(terms, [31.0] * 12)
    assert sheet.row("Share after the annual cap", 6) == pytest.approx([0, 12, 0, 31, 0, 31])


def test_a_sheet_of_whole_months_counts_the_months_it_could_not_show() -> None:
    sheet = shown({**CAPPED, "start": date(2025, 4, 1)}, [30.0] * 12)
    assert sheet.figure("Months with a change inside") == 0
    bench = sheet.bench
    bench.live.enter("contracts.p1.start", date(2025, 4, 20))
    assert [guard.label for guard in bench.tripped(bench.sheets[0])] == [
        "Terms change on the first of a month"
    ]
