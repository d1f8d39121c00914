from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.contracts.caps import capped
from revshare.contracts.contract import contract_from
from revshare.contracts.waterfall import Waterfall
from revshare.timeline import Timeline, resets_every

SHARES = st.lists(st.floats(-50, 100, width=32), min_size=1, max_size=24)


def month_by_month(
    share: list[float], cap: float, every: int, opening: float
) -> tuple[list[float], list[float]]:
    """The clause read aloud: pay up to the room left, let refunds restore it."""
    paid, rooms = [], []
    counted = opening
    for month, due in enumerate(share):
        if month and month % every == 0:
            counted = 0.0
        now = min(due, max(cap - counted, 0.0)) if due > 0 else due
        counted += now
        paid.append(now)
        rooms.append(max(cap - counted, 0.0))
    return paid, rooms


def test_a_monthly_cap_comes_before_an_annual_one(
    example: Callable[[str], dict[str, Any]], run: Callable[..., Waterfall]
) -> None:
    case = example("E11")
    terms = {"rate": 1.0, "period_cap": 25, "annual_cap": 60}
    result = run(terms, case["inputs"]["uncapped_monthly_share"])
    np.testing.assert_allclose(result.after_period_cap, case["expected"]["after_monthly"], rtol=1e-12)
    np.testing.assert_allclose(result.after_annual_cap, case["expected"]["after_annual"], rtol=1e-12)
    assert result.cap_room[-1] == 0.0


def test_a_lifetime_cap_runs_out_on_a_day(
    example: Callable[[str], dict[str, Any]], run: Callable[..., Waterfall]
) -> None:
    case = example("E10")
    expected = case["expected"]
    revenue = np.repeat(list(case["inputs"]["annual_revenue"].values()), 12) / 12
    result = run({"rate": 0.2, "lifetime_cap": 38.0}, revenue)
    by_year = result.timeline.by_year(result.after_lifetime_cap)
    np.testing.assert_allclose(by_year, expected["annual_share"], rtol=1e-9, atol=1e-12)
    life = result.limits[2]
    assert [day.isoformat() for day in life.exhausted_on(result.grid) if day] == [expected["last_paid_date"]]
    binding = np.flatnonzero(life.binding)
    assert result.timeline.dates[binding[0]] == date(2029, 2, 1)
    assert binding.tolist() == list(range(37, 60))
    assert life.forgone.sum() == pytest.approx(0.2 * revenue.sum() - 38.0)
    assert (result.after_lifetime_cap[38:] == 0.0).all()  # exactly: no dust after the cap is used up


def test_a_cap_reports_the_last_paid_day_of_each_year() -> None:
    timeline = Timeline(date(2026, 1, 1), 3)
    grid = contract_from({"rate": 0.1}).grid(timeline)
    days = capped(np.array([10.0, 5.0, 40.0]), 12.0, resets_every(2, 3)).exhausted_on(grid)
    # room for 2 of February's 5: ceil(0.4 * 28) = 12 days; 12 of March's 40: ceil(0.3 * 31) = 10 days
    assert days == [date(2026, 2, 12), date(2026, 3, 10)]


@given(
    share=SHARES,
    cap=st.sampled_from([0.0, 30.0, 120.0]),
    every=st.sampled_from([1, 3, 12]),
    paid=st.sampled_from([0.0, 20.0, 50.0]),
)
def test_a_cap_agrees_with_the_clause_read_month_by_month(
    share: list[float], cap: float, every: int, paid: float
) -> None:
    limit = capped(np.array(share), cap, resets_every(every, len(share)), paid)
    expected, rooms = month_by_month(share, cap, every, paid)
    np.testing.assert_allclose(limit.paid, expected, atol=1e-9)
    np.testing.assert_allclose(limit.room, rooms, atol=1e-9)


@given(share=st.lists(st.floats(0, 100), min_size=1, max_size=24), cap=st.floats(0, 500))
def test_what_is_paid_is_the_cap_or_all_of_it(share: list[float], cap: float) -> None:
    limit = capped(np.array(share), cap, resets_every("never", len(share)))
    assert limit.paid.sum() == pytest.approx(min(cap, sum(share)), abs=1e-9)
    assert limit.paid.min() >= 0.0
    np.testing.assert_allclose(limit.paid + limit.forgone, share, atol=1e-9)


@given(stack=st.lists(st.lists(st.floats(-50, 100), min_size=6, max_size=6), min_size=2, max_size=4))
def test_stacked_series_and_uncertain_caps_equal_one_by_one(stack: list[list[float]]) -> None:
    shares = np.array(stack)
    caps = np.linspace(20.0, 90.0, len(stack))[:, np.newaxis]
    resets = resets_every(4, 6)
    both = capped(shares, caps, resets)
    for row, share in enumerate(shares):
        alone = capped(share, float(caps[row, 0]), resets)
        np.testing.assert_allclose(both.paid[row], alone.paid, atol=1e-12)
        np.testing.assert_allclose(both.room[row], alone.room, atol=1e-12)
    np.testing.assert_allclose(capped(shares[0], caps, resets).paid[0], capped(shares[0], 20.0, resets).paid)


def test_without_a_cap_the_share_is_handed_through() -> None:
    share = np.array([1.0, 2.0])
    limit = capped(share, None, resets_every("never", 2))
    assert limit.paid is share
    assert np.isinf(limit.room).all()
    assert not limit.binding.any()


def test_a_cap_of_zero_is_a_cap(run: Callable[..., Waterfall]) -> None:
    assert run({"rate": 0.2, "annual_cap": 0}, [100.0, 100.0]).net_accrual.tolist() == [0.0, 0.0]
