from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revshare.errors import InputError
from revshare.timeline import (
    Timeline,
    add_months,
    fiscal_year,
    months_between,
    openings,
    resets_every,
    segments,
)


def test_months_are_clipped_and_counted_from_the_original_day() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 1, 31), 2) == date(2027, 3, 31)
    assert add_months(date(2026, 4, 20), 11) == date(2027, 3, 20)


@given(start=st.dates(date(2000, 1, 1), date(2040, 1, 1)), months=st.integers(-60, 60))
def test_months_between_undoes_adding_months(start: date, months: int) -> None:
    assert months_between(start, add_months(start, months)) == months


def test_a_month_counts_once_its_day_has_come() -> None:
    assert months_between(date(2027, 1, 31), date(2027, 2, 27)) == 0
    assert months_between(date(2027, 1, 31), date(2027, 2, 28)) == 1
    assert months_between(date(2026, 4, 20), date(2026, 4, 19)) == -1


@pytest.mark.parametrize(
    ("year_end", "label"),
    [(12, 2026), (6, 2026), (5, 2026), (1, 2027)],
    ids=["Amazon", "Microsoft", "Oracle", "Nvidia"],
)
def test_fiscal_years_are_named_by_the_year_they_end_in(year_end: int, label: int) -> None:
    assert fiscal_year(date(2026, 4, 20), year_end) == label


def test_a_fiscal_year_ends_in_a_month() -> None:
    with pytest.raises(InputError, match="must be a month 1 to 12, got 13"):
        fiscal_year(date(2026, 1, 1), 13)


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        (2, [1, 0, 1, 0, 1]),
        (1, [1, 1, 1, 1, 1]),
        (12.0, [1, 0, 0, 0, 0]),
        ("never", [1, 0, 0, 0, 0]),
        ([0, 0, 0, 1, 0], [0, 0, 0, 1, 0]),
    ],
)
def test_years_open_every_so_often_or_where_flagged(
    every: int | str | list[float], expected: list[int]
) -> None:
    assert resets_every(every, 5).tolist() == [bool(flag) for flag in expected]


@pytest.mark.parametrize(
    ("every", "message"),
    [
        (0, "whole number of periods from 1"),
        (1.5, "whole number of periods from 1"),
        ("always", 'must be a number of periods, "never" or a row of flags, got "always"'),
        ([1, 0], "2 flags for 5 periods"),
        ([1, 0, 2, 0, 0], "flags must be 1 where a new year opens and 0 elsewhere"),
    ],
)
def test_other_resets_are_refused(every: int | str | list[float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        resets_every(every, 5)


def test_segments_cover_all_periods_whatever_the_first_flag() -> None:
    for first in (True, False):
        flags = np.array([first, False, True, False])
        assert segments(flags) == (slice(0, 2), slice(2, 4))
        assert openings(flags).tolist() == [0, 2]


def test_years_are_views_of_months() -> None:
    months = Timeline(date(2026, 11, 1), 4)
    assert months.years == (2026, 2027)
    np.testing.assert_allclose(months.by_year(np.array([1.0, 2.0, 3.0, 4.0])), [3, 7])
    np.testing.assert_allclose(months.at_year_end(np.array([1.0, 2.0, 3.0, 4.0])), [2, 4])
    np.testing.assert_allclose(months.days, [30, 31, 31, 28])
    assert Timeline.of_years(2026, 2027).months == 24


def test_a_timeline_starts_on_the_first_and_has_months() -> None:
    with pytest.raises(InputError, match="must be the first of a month, got 2026-04-20"):
        Timeline(date(2026, 4, 20), 12)
    with pytest.raises(InputError, match="months must be at least 1"):
        Timeline(date(2026, 4, 1), 0)
    with pytest.raises(InputError, match="last year 2025 lies before first year 2026"):
        Timeline.of_years(2026, 2025)
