"""Present value and multiple of invested capital."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.errors import InputError, NotApplicableError
from revshare.investment.returns import Timing, moic, npv, xnpv


def test_microsofts_npv_example() -> None:
    """Excel's NPV takes every flow at its period's end, the first one too."""
    assert npv([-10_000, 3_000, 4_200, 6_800], 0.1) == pytest.approx(1188.443412, abs=5e-7)


def test_microsofts_xnpv_example() -> None:
    days = [date(2008, 1, 1), date(2008, 3, 1), date(2008, 10, 30), date(2009, 2, 15), date(2009, 4, 1)]
    flows = [-10_000, 2_750, 4_250, 3_250, 2_750]
    assert xnpv(flows, days, 0.09) == pytest.approx(2086.647602, abs=5e-7)
    assert xnpv(flows[::-1], days[::-1], 0.09) == pytest.approx(2086.647602, abs=5e-7), "in any order"


@settings(deadline=None)
@given(flows=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), rate=st.floats(-0.5, 3.0))
def test_earlier_flows_are_worth_one_period_more(flows: list[float], rate: float) -> None:
    end = npv(flows, rate)
    size = float(npv(np.abs(flows), rate))
    assert npv(flows, rate, Timing.BEGIN) == pytest.approx(end * (1 + rate), rel=1e-9, abs=1e-9 * size)
    assert npv(flows, rate, Timing.MID) == pytest.approx(end * (1 + rate) ** 0.5, rel=1e-9, abs=1e-9 * size)


def test_months_are_discounted_at_the_annual_effective_rate() -> None:
    assert npv([0.0] * 11 + [110.0], 0.1, Timing.END, 12) == pytest.approx(100.0, rel=1e-12)


def test_several_series_at_once() -> None:
    np.testing.assert_allclose(npv([[110.0, 0.0], [0.0, 121.0]], 0.1), [100.0, 100.0])


def test_nothing_far_away_is_worth_nothing_at_any_rate() -> None:
    assert npv([5.0, *[0.0] * 5000], -0.9) == pytest.approx(50.0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: npv([1.0], -1.0), "annual_rate must be above -1, got -1; for 10 % enter 0.1"),
        (lambda: npv([1.0], float("nan")), "annual_rate must be above -1"),
        (lambda: npv([1.0], 0.1, Timing.END, 0), "periods_per_year must be above 0"),
        (lambda: npv([], 0.1), "no periods"),
        (lambda: npv([1.0] * 600, -0.99), "larger than a number can be"),
        (lambda: xnpv([1.0, 2.0], [date(2026, 1, 1)], 0.1), "give one date per flow"),
        (lambda: moic([-5.0], [10.0]), "invested must be 0 or more, got -5; enter it without a minus sign"),
    ],
)
def test_what_cannot_be_valued_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()


def test_thirteen_billion_that_became_135(example: Callable[[str], dict[str, Any]]) -> None:
    case = example("E27")
    put_in = [-flow for _, flow in case["inputs"]["flows"] if flow < 0]
    assert sum(put_in) == case["inputs"]["invested"]
    found = moic(put_in, 0.0, case["inputs"]["value"])
    assert found == pytest.approx(case["expected"]["moic"], rel=1e-12)
    assert moic(13_000, [100_000, 35_000]) == pytest.approx(found, rel=1e-12), "sold or still held"


def test_without_money_put_in_there_is_no_multiple() -> None:
    with pytest.raises(NotApplicableError, match="nothing was invested"):
        moic([0.0, 0.0], 5.0)
