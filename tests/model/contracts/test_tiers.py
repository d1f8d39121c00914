from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.arrays import FloatArray
from revshare.contracts.tiers import (
    Boundary,
    Measure,
    Method,
    Tiers,
    dead_zones,
    share_by_measure,
    share_of_total,
    tiered_share,
)
from revshare.errors import TermsError
from revshare.timeline import resets_every

LADDER = Tiers((0.0, 300.0, 800.0), (0.5, 0.4, 0.3))
MONTHS = np.arange(40.0, 151.0, 10.0)

# Valve, "New Revenue Share Tiers", 30 Nov 2018: 30 % of a game's revenue to USD 10M, 25 % from there to
# USD 50M, 20 % beyond.
VALVE = Tiers((0.0, 10e6, 50e6), (0.30, 0.25, 0.20))
# Apple, App Store Small Business Program (2021), and Google Play (July 2021): 15 % of the first USD 1M of a
# year, 30 % beyond (Google's reading; Apple's programme ends with the year's first million).
STORE = Tiers((0.0, 1e6), (0.15, 0.30))
# AWS Marketplace seller guide, listing fees for private offers from 5 Jan 2024: 3 % below USD 1M of contract
# value, 2 % below 10M, 1.5 % from there.
AWS = Tiers((0.0, 1e6, 10e6), (0.03, 0.02, 0.015), method=Method.CLIFF_RETROACTIVE)
# IRS Revenue Procedure 2023-34, table 3: tax of an unmarried individual for 2024.
US_2024 = Tiers(
    (0.0, 11_600.0, 47_150.0, 100_525.0, 191_950.0, 243_725.0, 609_350.0),
    (0.10, 0.12, 0.22, 0.24, 0.32, 0.35, 0.37),
)

RISING = st.lists(st.floats(0.5, 400), min_size=0, max_size=4).map(
    lambda widths: (0.0, *np.cumsum(widths).tolist())
)


@st.composite
def tables(draw: st.DrawFn, method: Method = Method.MARGINAL) -> Tiers:
    thresholds = draw(RISING)
    rates = draw(st.lists(st.floats(0, 1), min_size=len(thresholds), max_size=len(thresholds)))
    return Tiers(thresholds, tuple(rates), method)


SALES = st.lists(st.floats(0, 300), min_size=1, max_size=24).map(np.array)


def share(tiers: Tiers, base: object, every: int | str = "never", opening: float = 0.0) -> FloatArray:
    flow = np.asarray(base, dtype=np.float64)
    return tiered_share(flow, tiers, resets_every(every, flow.shape[-1]), opening)


@pytest.mark.parametrize(
    ("tiers", "total", "expected"),
    [
        (VALVE, 10e6, 3.0e6),
        (VALVE, 60e6, 15.0e6),
        (STORE, 1e6, 150e3),
        (STORE, 3e6, 750e3),
        (AWS, 990e3, 29_700.0),
        (AWS, 1e6, 20_000.0),
        (AWS, 9_990e3, 199_800.0),
        (AWS, 10e6, 150_000.0),
        # The "plus" amounts printed in the table for the start of each bracket.
        (US_2024, 11_600.0, 1_160.0),
        (US_2024, 47_150.0, 5_426.0),
        (US_2024, 100_525.0, 17_168.50),
        (US_2024, 191_950.0, 39_110.50),
        (US_2024, 243_725.0, 55_678.50),
        (US_2024, 609_350.0, 183_647.25),
    ],
)
def test_published_schedules(tiers: Tiers, total: float, expected: float) -> None:
    assert share_of_total(np.array([total]), tiers)[0] == pytest.approx(expected, rel=1e-12)
    assert share(tiers, [0.3 * total, 0.5 * total, 0.2 * total]).sum() == pytest.approx(expected, rel=1e-9)


def test_marginal_tiers_follow_the_year_by_month(example: Callable[[str], dict[str, Any]]) -> None:
    expected = example("E06")["expected"]
    np.testing.assert_allclose(share(LADDER, MONTHS), expected["monthly_share"], rtol=1e-12)
    assert share(LADDER, MONTHS).sum() == pytest.approx(452.0)
    assert share(LADDER, MONTHS, every=1).sum() == pytest.approx(570.0)  # the trap: a table for each month


@pytest.mark.parametrize(
    ("method", "boundary", "key"),
    [
        (Method.CLIFF_RETROACTIVE, Boundary.REACH, "monthly_reach"),
        (Method.CLIFF_RETROACTIVE, Boundary.EXCEED, "monthly_exceed"),
        (Method.CLIFF_RATCHET, Boundary.REACH, "monthly_ratchet"),
    ],
)
def test_a_cliff_re_rates_the_year(
    example: Callable[[str], dict[str, Any]], method: Method, boundary: Boundary, key: str
) -> None:
    cliff = Tiers(LADDER.thresholds, LADDER.rates, method, boundary=boundary)
    np.testing.assert_allclose(share(cliff, MONTHS), example("E07")["expected"][key], rtol=1e-9)


@pytest.mark.parametrize(("method", "total"), [(Method.STEP_OPEN, 457.0), (Method.STEP_CLOSE, 436.0)])
def test_a_step_applies_one_rate_to_the_month(method: Method, total: float) -> None:
    assert share(Tiers(LADDER.thresholds, LADDER.rates, method), MONTHS).sum() == pytest.approx(total)


def test_a_falling_cliff_leaves_a_dead_zone(example: Callable[[str], dict[str, Any]]) -> None:
    expected = example("E09")["expected"]
    cliff = Tiers((0.0, 1000.0), (0.2, 0.15), Method.CLIFF_RETROACTIVE)
    assert dead_zones(cliff)[0] == pytest.approx((1000.0, expected["dead_zone_end"]))
    assert [end for _, end in dead_zones(AWS)] == pytest.approx(expected["fee_dead_zone_ends"])
    fees = share_of_total(np.array(example("E09")["inputs"]["fee_test_points_usd"], dtype=np.float64), AWS)
    np.testing.assert_allclose(fees, expected["fees"], rtol=1e-9)
    assert dead_zones(STORE) == ()


def test_a_refund_reverses_the_last_increments_first(example: Callable[[str], dict[str, Any]]) -> None:
    case = example("E45")
    table = Tiers((0.0, 300.0), (0.5, 0.4))
    kept = Tiers((0.0, 300.0), (0.5, 0.4), Method.MARGINAL_RATCHET)
    base = case["inputs"]["monthly_base"]
    np.testing.assert_allclose(share(table, base), case["expected"]["monthly_share"], rtol=1e-12)
    np.testing.assert_allclose(share(kept, base), case["expected"]["ratchet_no_repayment"], rtol=1e-12)


def test_a_refund_after_a_reset_earns_nothing_back_unless_losses_are_shared() -> None:
    base = np.array([100.0, -40.0, 60.0])
    resets = np.array([True, True, False])
    table = Tiers((0.0, 300.0), (0.5, 0.4))
    np.testing.assert_allclose(tiered_share(base, table, resets), [50, 0, 10])
    np.testing.assert_allclose(tiered_share(base, table, resets, signed=True), [50, -20, 30])


def test_the_opening_total_counts_until_the_first_reset() -> None:
    np.testing.assert_allclose(share(LADDER, [100.0, 100.0], every=1, opening=250.0), [45.0, 50.0])
    cliff = Tiers((0.0, 300.0), (0.5, 0.4), Method.CLIFF_RATCHET)
    np.testing.assert_allclose(share(cliff, [100.0, 200.0], opening=250.0), [15.0, 80.0])


def test_a_rate_set_by_revenue_applies_to_profit() -> None:
    """Revenue of 400 passes 300: 300 at 50 % and 100 at 40 % blend to 47.5 %, on a profit of 200."""
    table = Tiers((0.0, 300.0), (0.5, 0.4), measure=Measure.REVENUE)
    revenue, profit = np.array([400.0, 0.0, 100.0]), np.array([200.0, -50.0, 30.0])
    expected = [0.475 * 200, 0.4 * -50, 0.4 * 30]
    np.testing.assert_allclose(share_by_measure(revenue, profit, table, resets_every("never", 3)), expected)


@pytest.mark.parametrize(("method", "expected"), [(Method.STEP_OPEN, 100.0), (Method.STEP_CLOSE, 80.0)])
def test_a_step_by_revenue_takes_one_rate_for_the_month(method: Method, expected: float) -> None:
    table = Tiers((0.0, 300.0), (0.5, 0.4), method, measure=Measure.REVENUE)
    due = share_by_measure(np.array([400.0]), np.array([200.0]), table, resets_every("never", 1))
    assert due[0] == pytest.approx(expected)


def test_a_total_a_hair_below_a_threshold_has_reached_it() -> None:
    cliff = Tiers((0.0, 300.0), (0.5, 0.4), Method.CLIFF_RETROACTIVE)
    above = Tiers((0.0, 300.0), (0.5, 0.4), Method.CLIFF_RETROACTIVE, boundary=Boundary.EXCEED)
    hair = np.array([300.0 * (1 - 5e-10), 300.0, 300.0 * (1 + 5e-10)])
    np.testing.assert_allclose(share_of_total(hair, cliff), 120.0, rtol=1e-8)
    np.testing.assert_allclose(share_of_total(hair, above), 150.0, rtol=1e-8)


@given(table=tables(), sales=SALES)
def test_months_sum_to_the_year(table: Tiers, sales: FloatArray) -> None:
    cliff = Tiers(table.thresholds, table.rates, Method.CLIFF_RETROACTIVE)
    for tiers in (table, cliff):
        year = share_of_total(np.cumsum(sales)[-1:], tiers)[0]
        assert share(tiers, sales).sum() == pytest.approx(year, rel=1e-9, abs=1e-6)


@given(table=tables(), low=st.floats(0, 2000), step=st.floats(0, 500))
def test_the_marginal_share_never_falls_and_never_outruns_the_top_rate(
    table: Tiers, low: float, step: float
) -> None:
    first, second = share_of_total(np.array([low, low + step]), table)
    assert first - 1e-9 <= second <= first + max(map(float, table.rates)) * step + 1e-9


@given(table=tables())
def test_the_share_of_nothing_is_nothing(table: Tiers) -> None:
    assert (share_of_total(np.array([0.0, -5.0]), table) == 0.0).all()


@given(thresholds=RISING, rates=st.lists(st.floats(0, 1), min_size=5, max_size=5), x=st.floats(0, 2000))
def test_marginal_tops_the_cliff_where_rates_fall_and_trails_it_where_they_rise(
    thresholds: tuple[float, ...], rates: list[float], x: float
) -> None:
    total = np.array([x])
    for falling in (True, False):
        ordered = tuple(sorted(rates, reverse=falling)[: len(thresholds)])
        cliff = share_of_total(total, Tiers(thresholds, ordered, Method.CLIFF_RETROACTIVE))[0]
        marginal = share_of_total(total, Tiers(thresholds, ordered))[0]
        assert marginal >= cliff - 1e-6 if falling else marginal <= cliff + 1e-6


@given(table=tables(Method.CLIFF_RETROACTIVE))
def test_a_cliff_jumps_by_the_change_of_rate_on_the_whole(table: Tiers) -> None:
    for threshold, (low, high) in zip(table.thresholds[1:], pairwise(map(float, table.rates)), strict=True):
        at = share_of_total(np.array([threshold * (1 - 1e-6), threshold]), table)
        # below 1 the tolerance of reaching is absolute, so both points may lie on one side
        if threshold > 1:
            assert at[1] - at[0] == pytest.approx((high - low) * threshold, abs=2e-6 * threshold)


@given(table=tables(), sales=SALES, k=st.sampled_from([1e-3, 7.0, 1e6]))
def test_the_unit_of_money_does_not_matter(table: Tiers, sales: FloatArray, k: float) -> None:
    scaled = Tiers(tuple(k * level for level in table.thresholds), table.rates)
    np.testing.assert_allclose(share(scaled, k * sales), k * share(table, sales), rtol=1e-9, atol=1e-9 * k)


@given(sales=st.lists(st.lists(st.floats(-50, 300), min_size=6, max_size=6), min_size=2, max_size=4))
@pytest.mark.parametrize("method", list(Method))
def test_stacked_series_equal_one_by_one(sales: list[list[float]], method: Method) -> None:
    table = Tiers(LADDER.thresholds, LADDER.rates, method)
    stack = share(table, sales, every=4)
    for row, line in enumerate(sales):
        np.testing.assert_allclose(stack[row], share(table, line, every=4), atol=1e-12)


def test_uncertain_rates_are_a_leading_axis() -> None:
    table = Tiers((0.0, 300.0), (np.array([[0.5], [0.6]]), 0.4))
    np.testing.assert_allclose(share(table, [200.0, 200.0]), [[100, 90], [120, 100]])


@pytest.mark.parametrize(
    ("thresholds", "rates", "message"),
    [
        ((0.0, 300.0), (0.5,), "2 thresholds and 1 rates"),
        ((10.0,), (0.5,), "must start at threshold 0, got 10"),
        ((0.0, 300.0, 300.0), (0.5, 0.4, 0.3), "rising thresholds, got 300 before 300"),
        ((0.0,), (50.0,), "for 50 % enter 0.5"),
        ((0.0, float("inf")), (0.5, 0.4), "the last tier needs no upper end"),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(
    thresholds: tuple[float, ...], rates: tuple[float, ...], message: str
) -> None:
    with pytest.raises(TermsError, match=message):
        Tiers(thresholds, rates)


def test_a_retroactive_cliff_cannot_be_set_by_another_measure() -> None:
    with pytest.raises(TermsError, match="tier_measure revenue does not go with"):
        Tiers((0.0,), (0.5,), Method.CLIFF_RETROACTIVE, measure=Measure.REVENUE)
