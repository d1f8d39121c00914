"""Rates of return: right, complete, and with a reason where there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from revshare.arrays import FloatArray
from revshare.errors import InputError, NoSolutionError
from revshare.investment.rates_of_return import irr, irr_roots, rates_by_path, xirr
from revshare.investment.returns import xnpv, years_from_first

START = date(2019, 7, 22)

MICROSOFT_FLOWS = [-10_000, 2_750, 4_250, 3_250, 2_750]
MICROSOFT_DATES = [
    date(2008, 1, 1),
    date(2008, 3, 1),
    date(2008, 10, 30),
    date(2009, 2, 15),
    date(2009, 4, 1),
]

AMOUNTS = st.floats(-6.0, 15.0).map(lambda power: 10.0**power) | st.floats(0.01, 1e4)
DAYS = st.lists(st.integers(0, 18_300), min_size=2, max_size=12, unique=True).map(sorted)
"""Up to 50 years."""


@st.composite
def one_change(draw: st.DrawFn) -> tuple[FloatArray, list[date]]:
    """Dated flows that change their sign once: money in, then money out, or the other way round."""
    days = draw(DAYS)
    sizes = [draw(AMOUNTS) for _ in days]
    first = draw(st.integers(1, len(days) - 1))
    sign = draw(st.sampled_from([-1.0, 1.0]))
    flows = sign * np.array([size if place >= first else -size for place, size in enumerate(sizes)])
    return flows, [START + timedelta(days=day) for day in days]


@st.composite
def any_flows(draw: st.DrawFn) -> tuple[FloatArray, list[date]]:
    """Dated flows of any signs, in any order, several on one day."""
    days = draw(st.lists(st.integers(0, 4000), min_size=2, max_size=10))
    flows = [draw(st.floats(-1e4, 1e4)) for _ in days]
    return np.array(flows), [START + timedelta(days=day) for day in days]


def crosses_zero_at(rate: float, flows: FloatArray, dates: list[date]) -> bool:
    """Whether the value is 0 but for rounding, or has opposite signs just below and just above the rate."""
    years = years_from_first(dates, len(dates))
    around = np.array([rate, *(rate + np.array([-4.0, 4.0]) * np.spacing(max(1.0, abs(rate))))])
    around = np.maximum(around, np.nextafter(-1.0, 0.0))  # nothing is worth anything at -100 % and below
    exponents = -np.log1p(around)[:, np.newaxis] * years
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True)) * flows
    values = weights.sum(axis=1) / np.abs(weights).sum(axis=1)
    return bool(abs(values[0]) < 1e-9 or values[1] * values[2] < 0.0)


def test_microsofts_xirr_example() -> None:
    """Excel stops at 1e-8; the exact root is 0.37336253351883."""
    assert xirr(MICROSOFT_FLOWS, MICROSOFT_DATES) == pytest.approx(0.373362535, abs=1e-8)
    assert xirr(MICROSOFT_FLOWS, MICROSOFT_DATES) == pytest.approx(0.37336253351883136, rel=1e-13)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-70_000, 12_000, 15_000, 18_000, 21_000], -0.021244848273411),
        ([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000], 0.086630948036532),
        ([-70_000, 12_000, 15_000], -0.443506941334741),
    ],
)
def test_microsofts_irr_examples(flows: list[float], rate: float) -> None:
    """The page shows -2.1 %, 8.7 % and -44.4 %; more digits are roots of the polynomial by numpy."""
    assert irr(flows) == pytest.approx(rate, rel=1e-12)


def test_thirteen_billion_that_became_135(example: Callable[[str], dict[str, Any]]) -> None:
    case = example("E27")
    days, flows = zip(*case["inputs"]["flows"], strict=True)
    rate = xirr(flows, [date.fromisoformat(day) for day in days])
    assert rate == pytest.approx(case["expected"]["xirr"], rel=1e-12)


@settings(deadline=None)
@given(given_=one_change())
def test_with_one_change_of_sign_there_is_one_rate_and_scipy_finds_it_too(
    given_: tuple[FloatArray, list[date]],
) -> None:
    flows, dates = given_
    years = years_from_first(dates, len(dates))

    def excess(x: float) -> float:
        """Logarithm of receipts over payments: the same zero, on a scale that never overflows."""
        sides = [
            np.logaddexp.reduce(np.log(np.abs(flows[side])) - years[side] * x)
            for side in (flows > 0, flows < 0)
        ]
        return float(sides[0] - sides[1])

    low, high = np.log(1e-14), np.log1p(1e6)
    if excess(low) * excess(high) > 0:
        assert irr_or_none(flows, dates) is None or xirr(flows, dates) < -0.9999999
        return
    expected = brentq(excess, low, high, xtol=1e-14, rtol=8.9e-16)
    roots = irr_roots(flows, dates)
    assert len(roots) == 1
    assert np.log1p(roots[0]) == pytest.approx(expected, rel=1e-9, abs=1e-9 + 4e-16 / (1.0 + roots[0]))


def irr_or_none(flows: FloatArray, dates: list[date]) -> float | None:
    try:
        return xirr(flows, dates)
    except NoSolutionError:
        return None


@settings(deadline=None)
@given(given_=one_change() | any_flows())
def test_the_value_at_every_rate_found_is_zero(given_: tuple[FloatArray, list[date]]) -> None:
    flows, dates = given_
    assume(len(set(dates)) > 1)
    try:
        roots = irr_roots(flows, dates)
    except NoSolutionError:
        return
    assert (np.diff(roots) > 0.0).all()
    for rate in roots:
        assert crosses_zero_at(float(rate), flows, dates)
        if -0.99 < rate < 1e4:
            scale = xnpv(np.abs(flows), dates, float(rate))
            assert abs(xnpv(flows, dates, float(rate))) <= 1e-9 * scale


@settings(deadline=None)
@given(given_=any_flows(), power=st.integers(-20, 20), days=st.integers(-3000, 3000))
def test_neither_the_unit_nor_the_start_nor_the_side_nor_the_order_matters(
    given_: tuple[FloatArray, list[date]], power: int, days: int
) -> None:
    flows, dates = given_
    assume(len(set(dates)) > 1)
    rate = irr_or_none(flows, dates)
    later = [day + timedelta(days=days) for day in dates]
    for other in (
        irr_or_none(flows * 2.0**power, later),
        irr_or_none(-flows, dates),
        irr_or_none(flows[::-1], dates[::-1]),
    ):
        assert other == pytest.approx(rate, rel=1e-9, abs=1e-12) if rate is not None else other is None


def test_pyxirr_agrees() -> None:
    pyxirr = pytest.importorskip("pyxirr", reason="pyxirr is an oracle of the tests: uv sync --group dev")
    random = np.random.default_rng(11)
    for _ in range(300):
        count = int(random.integers(2, 40))
        days = np.concatenate([[0], np.sort(random.integers(1, 7000, count - 1))])
        dates = [START + timedelta(days=int(day)) for day in days]
        split = int(random.integers(1, count))
        flows = random.uniform(1.0, 1000.0, count) * np.where(np.arange(count) < split, -1.0, 1.0)
        ours, theirs = irr_or_none(flows, dates), pyxirr.xirr(dates, flows, silent=True)
        if ours is None or theirs is None:
            continue
        assert np.log1p(theirs) == pytest.approx(np.log1p(ours), abs=1e-6)
        rounding = 1e-12 * xnpv(np.abs(flows), dates, ours)
        assert abs(xnpv(flows, dates, ours)) <= abs(xnpv(flows, dates, theirs)) + rounding


@pytest.mark.parametrize(
    ("flows", "roots", "meant"),
    [
        ([-100, 230, -132], [0.1, 0.2], 0.1),
        ([100, -230, 132], [0.1, 0.2], 0.1),
        (np.poly([0.5, 0.9, 1.3, 2.0]), [-0.5, -0.1, 0.3, 1.0], 0.3),
        (np.poly([0.5, 0.9]), [-0.5, -0.1], -0.1),
        (np.poly([0.5, 1.0, 1.7]), [-0.5, 0.0, 0.7], 0.0),
    ],
)
def test_of_several_rates_the_smallest_not_negative_is_meant_else_the_one_nearest_to_zero(
    flows: list[float], roots: list[float], meant: float
) -> None:
    np.testing.assert_allclose(irr_roots(flows), roots, atol=1e-9)
    assert irr(flows) == pytest.approx(meant, abs=1e-9)


@pytest.mark.parametrize(
    ("flows", "words"),
    [
        ([-100, -50], "never positive: nothing comes back"),
        ([-100], "never positive"),
        ([100, 50], "never negative: nothing is put in"),
        ([0, 0], "all 0, so every rate would do"),
        ([100, -300, 250], "worth more than 0 at every rate"),
        ([-100, 300, -250], "worth less than 0 at every rate"),
        ([-1, 1e7], "above 1,000,000, which is 100,000,000 %"),
        ([-1e15, 1e-6], "too close to -100 %"),
    ],
)
def test_where_there_is_no_rate_the_reason_is_said(flows: list[float], words: str) -> None:
    with pytest.raises(NoSolutionError, match=words):
        irr(flows)


def test_flows_of_one_day_are_added_up() -> None:
    year = [START, START, START + timedelta(days=365)]
    assert xirr([-40, -60, 110], year) == pytest.approx(0.1, rel=1e-13)
    assert xirr([110, -60, -40], year[::-1]) == pytest.approx(0.1, rel=1e-13)


def test_flows_that_cancel_but_for_rounding_leave_no_false_rate() -> None:
    """0.1 + 0.2 - 0.3 is 5.6e-17 in binary: read as a flow, its sign would add a rate near -100 %."""
    later = START + timedelta(days=365)
    last = START + timedelta(days=3650)
    roots = irr_roots([-100, 110, -0.1, -0.2, 0.3], [START, later, last, last, last])
    np.testing.assert_allclose(roots, [0.1], rtol=1e-12)
    with pytest.raises(NoSolutionError, match="never positive"):
        xirr([-100, 100, -0.5], [START, START, later])


def test_a_rate_needs_two_dates() -> None:
    with pytest.raises(
        InputError, match="all flows fall on 2019-07-22; a rate needs flows on at least two dates"
    ):
        xirr([-100, 110], [START, START])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: xirr([-1, 2, 3], [START]),
            "cash_flows has 3 values and dates has 1; give one date per flow",
        ),
        (lambda: irr([-1, float("nan"), 3]), "cash_flows has no value in period 2"),
        (lambda: irr([[-1, 2], [-1, 3]]), "cash_flows must be one series"),
        (lambda: irr(np.tile([-1.0, 1.01], 3000)), "change sign 5,999 times, too often"),
    ],
)
def test_flows_that_cannot_be_used_are_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([0, 0, 0, -100, 110], 0.1),
        ([-1, 1001], 1000.0),
        ([-1, 1_000_001], 1e6),
        ([-1e6, 1], -0.999999),
        ([-1e15, 0, 1e-6], 10**-10.5 - 1),
        ([-100, *[0] * 599, 200], 2 ** (1 / 600) - 1),
        ([-1e-6, 1.1e-6], 0.1),
        ([-1e15, 1.1e15], 0.1),
        ([-1e-6, *[0] * 49, 1e15], 10**0.42 - 1),
    ],
)
def test_extreme_scales_rates_and_horizons(flows: list[float], rate: float) -> None:
    assert irr(flows) == pytest.approx(rate, rel=1e-9)


def test_each_path_has_its_own_rate_and_nan_where_there_is_none() -> None:
    paths = np.array(
        [[[-100, 110, 0], [-100, 230, -132], [1, 1, 1]], [[-1, 1, 0], [0, -100, 150], [-1, 1e7, 0]]],
        dtype=float,
    )
    np.testing.assert_allclose(rates_by_path(paths), [[0.1, 0.1, np.nan], [0.0, 0.5, np.nan]], atol=1e-12)
    dates = [START, START + timedelta(days=365), START + timedelta(days=365)]
    np.testing.assert_allclose(
        rates_by_path(paths, dates), [[0.1, -0.02, np.nan], [0.0, np.nan, np.nan]], atol=1e-12
    )


@settings(deadline=None)
@given(data=st.data(), rows=st.integers(1, 6))
def test_paths_together_are_as_one_by_one(data: st.DataObject, rows: int) -> None:
    flows = np.array([[data.draw(st.floats(-100, 100)) for _ in range(6)] for _ in range(rows)])
    for row, rate in zip(flows, rates_by_path(flows), strict=True):
        try:
            assert rate == pytest.approx(irr(row), rel=1e-9, abs=1e-12)
        except NoSolutionError:
            assert np.isnan(rate)
