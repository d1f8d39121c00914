"""S-curves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from scipy.integrate import solve_ivp
from scipy.optimize import curve_fit, minimize_scalar
from scipy.special import expit

from revshare.diffusion import bass, bass_peak, bass_rate, logistic
from revshare.errors import InputError
from revshare.levels import change

INNOVATION = st.floats(1e-4, 0.2)
IMITATION = st.floats(0.0, 1.5)

# Home video recorders, 1980 to 1989 (thousands), in the R example that accompanies the encyclopaedia article
# on the Bass model; its fit by nls prints M = 6.80e4, P = 6.59e-3, Q = 6.38e-1.
VIDEO_RECORDERS = [840.0, 1470.0, 2110.0, 4000.0, 7590.0, 10950.0, 10530.0, 9470.0, 7790.0, 5890.0]


def test_the_worked_curves(example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E30")["inputs"], example("E30")["expected"]
    curve = given_["logistic"]
    levels = logistic(np.arange(7.0), curve["ceiling"], curve["steepness"], curve["midpoint"])
    np.testing.assert_allclose(levels, expected["logistic"], rtol=1e-12)
    market, p, q = (given_["bass"][key] for key in ("market", "p", "q"))
    adopted = bass(np.arange(1.0, 7.0), market, p, q)
    np.testing.assert_allclose(adopted, expected["bass_cumulative"], rtol=1e-12)
    np.testing.assert_allclose(change(adopted), expected["bass_annual"], rtol=1e-12)
    assert bass_peak(p, q) == pytest.approx(expected["bass_peak_time"], rel=1e-12)
    assert bass_rate(bass_peak(p, q), market, p, q) == pytest.approx(expected["bass_peak_rate"], rel=1e-12)


def test_a_fit_to_published_sales_gives_the_published_parameters() -> None:
    years = np.arange(1.0, 11.0)
    found, _ = curve_fit(bass_rate, years, VIDEO_RECORDERS, p0=(60630.0, 0.03, 0.38), bounds=(1e-9, np.inf))
    np.testing.assert_allclose(found, [6.80e4, 6.59e-3, 6.38e-1], rtol=1e-3)


@pytest.mark.parametrize(("innovation", "imitation"), [(0.03, 0.38), (0.01, 0.0), (0.2, 0.1)])
def test_the_bass_curve_solves_its_equation(innovation: float, imitation: float) -> None:
    def slope(_: float, adopted: Any) -> Any:
        return (innovation + imitation * adopted / 500.0) * (500.0 - adopted)

    times = np.linspace(0.0, 20.0, 11)
    solved = solve_ivp(slope, (0.0, 20.0), [0.0], t_eval=times, rtol=1e-11, atol=1e-9)
    np.testing.assert_allclose(bass(times, 500.0, innovation, imitation), solved.y[0], rtol=1e-8, atol=1e-7)


@given(innovation=INNOVATION, imitation=IMITATION)
def test_the_peak_is_where_most_adopt(innovation: float, imitation: float) -> None:
    def downwards(time: float) -> float:
        return -float(bass_rate(time, 1.0, innovation, imitation))

    peak = float(bass_peak(innovation, imitation))
    best = minimize_scalar(downwards, bounds=(0.0, 2.0 * peak + 10.0), method="bounded")
    assert -downwards(peak) >= -best.fun - 1e-12
    if imitation > innovation:
        assert -downwards(peak) == pytest.approx((innovation + imitation) ** 2 / (4.0 * imitation), rel=1e-9)
    else:
        assert peak == 0.0


@given(innovation=INNOVATION, imitation=IMITATION, market=st.floats(1.0, 1e9))
def test_adopters_grow_from_none_to_the_market(innovation: float, imitation: float, market: float) -> None:
    adopted = bass(np.array([-3.0, 0.0, 1.0, 5.0, 1e6]), market, innovation, imitation)
    assert (adopted[:2] == 0.0).all()
    assert (np.diff(adopted) >= 0.0).all()
    assert adopted[-1] == pytest.approx(market, rel=1e-12)


def test_nobody_adopts_before_the_launch() -> None:
    np.testing.assert_array_equal(bass_rate(np.array([-1.0, 0.0]), 100.0, 0.03, 0.4), [0.0, 3.0])


@given(time=st.floats(-1e4, 1e4), steepness=st.floats(-10.0, 10.0))
def test_the_logistic_curve_is_that_of_scipy_however_far_out(time: float, steepness: float) -> None:
    assert logistic(time, 100.0, steepness, 3.0) == pytest.approx(
        100.0 * expit(steepness * (time - 3.0)), rel=1e-9, abs=1e-300
    )


def test_several_markets_are_as_one_by_one() -> None:
    times, markets = np.arange(5.0), np.array([[100.0], [900.0]])
    together = bass(times, markets, 0.03, np.array([[0.3], [0.5]]))
    np.testing.assert_array_equal(together[1], bass(times, 900.0, 0.03, 0.5))


def test_a_market_without_innovators_is_refused() -> None:
    with pytest.raises(InputError, match="innovation must be above 0, got 0; someone has to adopt first"):
        bass(1.0, 100.0, 0.0, 0.4)
    with pytest.raises(InputError, match=r"imitation must be 0 or more, got -0\.1"):
        bass_peak(0.03, -0.1)
