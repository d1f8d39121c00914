from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from revshare.contracts.contract import contract_from
from revshare.contracts.minimum import Interval
from revshare.contracts.schedule import Schedule, schedule
from revshare.contracts.term import YearKind
from revshare.timeline import Timeline


def plan_of(
    months: int, test: Interval, year: YearKind, first: date = date(2026, 1, 1), **terms: object
) -> Schedule:
    contract = contract_from(
        {"rate": 0.1, "annual_minimum": 1, "minimum_test": test.value, "minimum_year": year.value, **terms}
    )
    return schedule(contract.grid(Timeline(first, months)), test, year, True)


def test_quarters_add_up_to_the_year() -> None:
    plan = plan_of(12, Interval.QUARTER, YearKind.CALENDAR)
    np.testing.assert_allclose(plan.due[plan.tests], [0.25, 0.5, 0.75, 1.0])
    assert np.flatnonzero(plan.closes).tolist() == [11]


def test_a_stub_year_spreads_over_the_quarters_it_covers() -> None:
    plan = plan_of(12, Interval.QUARTER, YearKind.CALENDAR, start="2026-04-20")
    covered = np.array([72 / 91, 1, 1])
    np.testing.assert_allclose(plan.due[plan.tests], 256 / 365 * np.cumsum(covered) / covered.sum())


def test_contract_quarters_are_cut_by_days() -> None:
    plan = plan_of(6, Interval.QUARTER, YearKind.CONTRACT, start="2026-01-15")
    np.testing.assert_allclose(plan.due[plan.tests], [0.25])


def test_the_last_test_falls_on_the_end_of_the_contract() -> None:
    plan = plan_of(24, Interval.YEAR, YearKind.CALENDAR, end="2027-06-30")
    assert plan.ends.sum() == 1
    np.testing.assert_allclose(plan.due[plan.tests], [1.0, 181 / 365])


@pytest.mark.parametrize(("months", "found"), [(11, 0), (12, 1), (24, 2)])
def test_only_finished_years_are_tested(months: int, found: int) -> None:
    assert plan_of(months, Interval.YEAR, YearKind.CONTRACT).tests.sum() == found
