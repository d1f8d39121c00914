from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from revshare.contracts.ramps import Ramp, RampMethod, ramped_rate
from revshare.contracts.waterfall import Waterfall
from revshare.errors import TermsError


def test_a_linear_ramp_moves_from_the_month_after_a_knot(
    example: Callable[[str], dict[str, Any]], run: Callable[..., Waterfall]
) -> None:
    case = example("E44")
    expected = case["expected"]
    rates = ramped_rate(Ramp((12, 24), (0.5, 0.4)), np.arange(1, 31))
    assert rates[12] == pytest.approx(expected["rate_month_13"], rel=1e-12)
    assert rates[17] == pytest.approx(expected["rate_month_18"], rel=1e-12)
    assert rates[23] == pytest.approx(expected["rate_month_24"], rel=1e-12)
    assert rates[0] == 0.5
    assert rates[29] == pytest.approx(0.4)
    result = run({"ramp": "12:0.5; 24:0.4"}, [100.0] * 30)
    assert result.share[:24].sum() == pytest.approx(expected["total_24"], rel=1e-12)
    assert result.share.sum() == pytest.approx(expected["total_30"], rel=1e-12)


def test_a_step_changes_the_rate_at_its_knot() -> None:
    rates = ramped_rate(Ramp((3, 5), (0.5, 0.4), RampMethod.STEP), np.arange(1, 7))
    np.testing.assert_allclose(rates, [0.5, 0.5, 0.5, 0.5, 0.4, 0.4])


def test_a_rate_that_changes_inside_a_month_applies_by_days(run: Callable[..., Waterfall]) -> None:
    """Contract month 2 opens on 11 April: ten days at 50 %, twenty at 40 %."""
    terms = {"ramp": "1:0.5; 2:0.4", "ramp_method": "step", "start": "2026-03-11"}
    result = run(terms, [310.0, 300.0], start=date(2026, 3, 1))
    np.testing.assert_allclose(result.share, [0.5 * 210, 0.5 * 100 + 0.4 * 200])


def test_uncertain_rates_are_a_leading_axis() -> None:
    ramp = Ramp((1, 3), (np.array([[0.5], [0.3]]), 0.1))
    np.testing.assert_allclose(ramped_rate(ramp, np.arange(1, 4)), [[0.5, 0.3, 0.1], [0.3, 0.2, 0.1]])


@pytest.mark.parametrize(
    ("months", "rates", "message"),
    [
        ((12.0, 12.0), (0.5, 0.4), "rising months, got 12 before 12"),
        ((12.0,), (40.0,), "for 40 % enter 0.4"),
        ((), (), "0 months and 0 rates"),
    ],
)
def test_a_ramp_that_cannot_be_meant_is_refused(
    months: tuple[float, ...], rates: tuple[float, ...], message: str
) -> None:
    with pytest.raises(TermsError, match=message):
        Ramp(months, rates)
