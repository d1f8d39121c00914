"""Dates as spreadsheets store them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revshare.errors import InputError
from revshare.serial_dates import date_of_serial, serial_of


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (61, date(1900, 3, 1)),
        (36526, date(2000, 1, 1)),
        (46132.75, date(2026, 4, 20)),
        (2958465, date(9999, 12, 31)),
    ],
)
def test_serial_numbers_are_the_days_that_excel_documents(serial: float, day: date) -> None:
    assert date_of_serial(serial) == day
    assert serial_of(day) == int(serial)


def test_a_time_of_day_is_a_part_of_a_day() -> None:
    assert serial_of(datetime(2000, 1, 1, 18)) == 36526.75


@pytest.mark.parametrize("serial", [0, 60.9, -1, 2958466, float("nan")])
def test_numbers_that_hosts_show_differently_or_not_at_all_are_refused(serial: float) -> None:
    with pytest.raises(InputError, match="must be a date, got"):
        date_of_serial(serial)


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)))
def test_a_day_survives_its_serial_number(day: date) -> None:
    assert date_of_serial(serial_of(day)) == day
