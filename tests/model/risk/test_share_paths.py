"""Shares of contracts on growth-rate paths."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.arrays import FloatArray
from revshare.contracts.contract import contract_from
from revshare.contracts.waterfall import waterfall
from revshare.errors import InputError
from revshare.risk.share_paths import RandomLine, simulate_shares
from revshare.risk.shocks import MonthlyShocks, driver_name
from revshare.risk.streams import Normals
from revshare.timeline import Timeline

MONTHS = Timeline(date(2026, 4, 1), 40)
EXPECTED = np.asarray(100.0 * 1.02 ** np.arange(40), dtype=np.float64)
PLAIN = {"tiers": "0:0.3; 600:0.2; 1800:0.1", "annual_cap": 400, "annual_minimum": 60}
PROFIT = {"rate": 0.5, "kind": "profit_share", "lifetime_cap": 900}


def line(terms: dict[str, object], **more: float) -> RandomLine:
    return RandomLine(EXPECTED, MonthlyShocks(0.05), contract_from(terms), **more)


def by_hand(terms: dict[str, object], name: str, cost: float = 0.0) -> FloatArray:
    revenue = EXPECTED * MonthlyShocks(0.05).paths(Normals(1, 0, driver_name(name)), 40)
    flow = waterfall(contract_from(terms), revenue, revenue * cost, MONTHS)
    return MONTHS.by_year(flow.expense)


@pytest.mark.parametrize("compiled", [False, True])
def test_a_share_is_that_of_the_waterfall_on_every_path(compiled: bool) -> None:
    lines = {"tiers": line(PLAIN), "profit": line(PROFIT, cost=0.4)}
    found = simulate_shares(lines, MONTHS, 4096, compiled=compiled).outcomes
    np.testing.assert_allclose(found["tiers"], by_hand(PLAIN, "tiers"), rtol=1e-12)
    np.testing.assert_allclose(found["profit"], by_hand(PROFIT, "profit", 0.4), rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(
    cap=st.none() | st.floats(0, 500),
    minimum=st.none() | st.floats(0, 500),
    rates=st.lists(st.floats(0, 1), min_size=1, max_size=4),
    deviation=st.floats(0.001, 0.5),
)
def test_compiled_code_agrees_with_the_stages(
    cap: float | None, minimum: float | None, rates: list[float], deviation: float
) -> None:
    terms: dict[str, object] = {"tiers": [(300.0 * tier, rate) for tier, rate in enumerate(rates)]}
    terms |= {} if cap is None else {"annual_cap": cap}
    terms |= {} if minimum is None else {"annual_minimum": minimum}
    lines = {"x": RandomLine(EXPECTED, MonthlyShocks(deviation), contract_from(terms))}
    plain, compiled = (
        simulate_shares(lines, MONTHS, 4096, compiled=each).outcomes["x"] for each in (False, True)
    )
    np.testing.assert_allclose(compiled, plain, rtol=1e-11, atol=1e-9)


def test_mean_revenue_is_the_expected_one() -> None:
    found = simulate_shares({"all": line({"rate": 1.0})}, MONTHS, 10_000).spreads["all"]
    wanted = MONTHS.by_year(EXPECTED)
    assert (np.abs(found.mean - wanted) < 4 * found.standard_error).all()


def test_lines_have_paths_of_their_own() -> None:
    found = simulate_shares({"one": line({"rate": 1.0}), "two": line({"rate": 1.0})}, MONTHS, 4096).outcomes
    assert abs(np.corrcoef(found["one"][:, -1], found["two"][:, -1])[0, 1]) < 0.08


def test_a_line_of_other_months_is_refused() -> None:
    with pytest.raises(InputError, match="a has 12 months, the timeline 40"):
        simulate_shares(
            {"a": RandomLine(EXPECTED[:12], MonthlyShocks(0.1), contract_from(PLAIN))}, MONTHS, 10
        )


def test_compiled_paths_say_what_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("revshare.risk.share_paths.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install 'revshare\[fast\]'"):
        simulate_shares({"a": line(PLAIN)}, MONTHS, 10, compiled=True)
    assert simulate_shares({"a": line(PLAIN)}, MONTHS, 10).paths == 10
