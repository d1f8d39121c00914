"""Dates as spreadsheets store them: the number of days since 30 December 1899."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

from revshare.errors import InputError

EPOCH = datetime(1899, 12, 30)
FIRST, END = 61, 2_958_466
"""1 March 1900, the first day on which every host counts alike, and the day after the last a host knows."""


def date_of_serial(serial: float) -> date:
    """The day of a serial number; the time of day is dropped.

    Raises
    ------
    InputError
        If no host shows that number as a date.
    """
    if not FIRST <= serial < END:
        raise InputError(f"must be a date, got {serial:g}")
    return (EPOCH + timedelta(days=math.floor(serial))).date()


def serial_of(day: date) -> float:
    """The serial number of a day or a moment."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    return (moment - EPOCH) / timedelta(days=1)
