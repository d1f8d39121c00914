"""Rows that head columns with periods, and words that head columns."""

from __future__ import annotations

from datetime import date, datetime

from revshare_workbooks.rules.headers import headed, zones

MONTHS = {(2, 3 + month): datetime(2026, month + 1, 1) for month in range(12)}


def test_twelve_months_in_a_row_head_their_columns_to_the_end() -> None:
    (zone,) = zones(MONTHS | {(9, 1): "Revenue"})
    assert (zone.header, zone.last, zone.first_column, zone.last_column) == (2, 9, 3, 14)
    assert zone.periods[3] == date(2026, 1, 1)
    assert zone.monthly
    assert zone.holds(9)
    assert not zone.holds(2)


def test_years_as_numbers_or_words_head_columns_too() -> None:
    for years in ((2024, 2025, 2026), ("FY2024", "FY2025", "FY2026E"), (2024.0, 2025.0, 2026.0)):
        (zone,) = zones({(1, 2 + number): year for number, year in enumerate(years)})
        assert list(zone.periods.values()) == [2024, 2025, 2026]
        assert not zone.monthly


def test_a_row_of_days_under_the_months_is_no_new_header() -> None:
    days = {(3, 3 + month): datetime(2026, month + 1, 28) for month in range(12)}
    (zone,) = zones(MONTHS | days)
    assert zone.header == 2


def test_a_later_header_over_the_same_columns_ends_the_first() -> None:
    years = {(6, 3 + number): 2024 + number for number in range(5)}
    first, second = zones(MONTHS | years | {(8, 1): "x"})
    assert (first.last, second.header, second.last) == (5, 6, 8)


def test_amounts_between_1990_and_2100_are_no_years() -> None:
    assert zones({(1, 2): 1990.0, (1, 3): 2040.0, (1, 4): 2090.5}) == []
    assert zones({(1, 2): 2024, (1, 3): 2024, (1, 4): 2025}) == []
    assert zones({}) == []


def test_quarters_are_no_months() -> None:
    (zone,) = zones(
        {
            (1, 2 + quarter): datetime(2026, 1 + 3 * (quarter % 4), 1).replace(year=2026 + quarter // 4)
            for quarter in range(8)
        }
    )
    assert not zone.monthly


def test_a_head_is_a_cell_with_nothing_but_the_word() -> None:
    assert headed(
        {(1, 1): " Unit ", (1, 2): "Units of sale", (3, 1): "UNITS", (4, 1): 5}, ["unit", "units"]
    ) == [(1, 1), (3, 1)]
