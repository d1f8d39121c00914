from __future__ import annotations

from datetime import date

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.contracts.contract import contract_from
from revshare.contracts.grid import Grid
from revshare.contracts.term import YearKind
from revshare.timeline import Timeline

YEAR = Timeline(date(2026, 1, 1), 12)
DAYS = st.dates(date(2025, 6, 1), date(2027, 3, 1))


def grid(timeline: Timeline = YEAR, **terms: object) -> Grid:
    return contract_from({"rate": 0.1, **terms}).grid(timeline)


def test_nothing_is_cut_and_nothing_copied_where_terms_change_at_month_ends() -> None:
    plain = grid(start="2024-03-01", annual_cap=5)
    flow = np.arange(12.0)
    assert plain.plain
    assert plain.split(flow) is flow
    assert plain.gather(flow) is flow
    assert plain.closing(flow) is flow
    assert plain.spread(flow) is flow


def test_a_month_is_cut_where_a_contract_year_opens() -> None:
    cut = grid(Timeline(date(2027, 3, 1), 3), start="2026-04-20", annual_cap=5)
    assert cut.firsts == (date(2027, 3, 1), date(2027, 4, 1), date(2027, 4, 20), date(2027, 5, 1))
    assert cut.resets(YearKind.CONTRACT).tolist() == [True, False, True, False]
    np.testing.assert_allclose(cut.weight, [1, 19 / 30, 11 / 30, 1])
    np.testing.assert_allclose(cut.gather(cut.split(np.array([31.0, 30.0, 31.0]))), [31, 30, 31])


def test_only_covered_days_count() -> None:
    part = grid(start="2026-04-20", end="2026-06-15")
    flow = part.gather(part.split(np.ones(12)))
    np.testing.assert_allclose(flow, [0, 0, 0, 11 / 30, 1, 0.5, 0, 0, 0, 0, 0, 0])


@pytest.mark.parametrize("proration", ["full_period", "none"])
def test_a_month_touched_can_count_whole(proration: str) -> None:
    whole = grid(start="2026-04-20", end="2026-06-15", proration=proration)
    np.testing.assert_allclose(whole.gather(whole.split(np.ones(12))), [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])


def test_fiscal_and_calendar_years_open_on_their_own_months() -> None:
    both = grid(fiscal_year_end=6)
    assert np.flatnonzero(both.resets(YearKind.FISCAL)).tolist() == [0, 6]
    assert np.flatnonzero(both.resets(YearKind.CALENDAR)).tolist() == [0]
    assert both.resets(None).sum() == 1


@given(start=DAYS, flow=st.lists(st.floats(-10, 10), min_size=12, max_size=12))
def test_splitting_loses_nothing_that_is_covered(start: date, flow: list[float]) -> None:
    cut = grid(start=start, annual_cap=1, annual_minimum=1, minimum_test="quarter")
    months = np.array(flow)
    fractions = [
        cut.calendar.covered_fraction(*cut.calendar.interval(YearKind.CALENDAR, day, 1)) for day in YEAR.dates
    ]
    np.testing.assert_allclose(cut.gather(cut.split(months)), months * fractions, atol=1e-12)
    np.testing.assert_allclose(cut.gather(cut.days), YEAR.days)


def test_days_are_counted_from_the_start_of_a_piece() -> None:
    cut = grid(Timeline(date(2027, 4, 1), 1), start="2026-04-20", annual_cap=5)
    assert cut.day_in(1, 0.5) == date(2027, 4, 25)
    assert cut.day_in(0, 0.0) == date(2027, 4, 1)
