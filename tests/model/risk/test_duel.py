"""Two deals on the same random paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from revshare.case import Case
from revshare.errors import InputError
from revshare.risk.duel import LESS, LESS_IN_ALL, duel
from revshare.risk.simulation import simulate

Tiny = Callable[..., Case]
PATHS = 4000


def ranged(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "basis": "assumed", "note": "A test"}


def word(value: str) -> dict[str, Any]:
    return {"value": value, "basis": "assumed", "note": "A test"}


COST = {"products/api/cost_ratio": {"every_year": ranged(0.5, 0.2, 0.8)}}


def with_rate(tiny: Tiny, rate: float, **more: Any) -> Case:
    return tiny({**COST, "contracts/cloud/rate": ranged(rate, rate, rate), **more})


def test_a_deal_beats_the_other_as_often_as_the_margin_is_thin(tiny: Tiny) -> None:
    """Half of the gross profit is less than 30 % of revenue where the cost ratio is above 40 %."""
    revenue = tiny(
        {**COST, "contracts/cloud": {"kind": word("revenue_share"), "rate": ranged(0.3, 0.3, 0.3)}}
    )
    found = duel(with_rate(tiny, 0.5), revenue, "share.cloud", PATHS)
    wanted = stats.beta(3, 3, 0.2, 0.6).sf(0.4)
    error = np.sqrt(wanted * (1 - wanted) / PATHS)
    np.testing.assert_allclose(found.chances[LESS], wanted, atol=4 * error)
    np.testing.assert_allclose(found.chances[LESS_IN_ALL], wanted, atol=4 * error)


def test_the_difference_is_taken_path_by_path(tiny: Tiny) -> None:
    one, other = with_rate(tiny, 0.5), with_rate(tiny, 0.4)
    apart = duel(one, other, "share.cloud", PATHS).outcomes["share.cloud"]
    lines = [simulate(case, "share.cloud", PATHS).outcomes["share.cloud"] for case in (one, other)]
    np.testing.assert_allclose(apart, lines[0] - lines[1])
    np.testing.assert_allclose(apart, 0.2 * lines[0], rtol=1e-9)


def test_a_deal_is_no_less_than_itself(tiny: Tiny) -> None:
    found = duel(with_rate(tiny, 0.5), with_rate(tiny, 0.5), paths=100)
    np.testing.assert_array_equal(found.outcomes["partner_share"], 0.0)
    np.testing.assert_array_equal(found.chances[LESS], 0.0)


def test_cases_that_cannot_be_compared_are_refused(tiny: Tiny) -> None:
    with pytest.raises(InputError, match='has no line "zzz"'):
        duel(with_rate(tiny, 0.5), with_rate(tiny, 0.5), "zzz", 10)
    with pytest.raises(InputError, match="give both in one"):
        duel(with_rate(tiny, 0.5), with_rate(tiny, 0.5, money="EUR million"), paths=10)


def test_a_deal_is_no_less_than_the_same_deal_in_other_words(tiny: Tiny) -> None:
    """Where no month makes a loss, a true-up on cumulative profit changes the last digits of the share alone."""
    growing = {
        "revenue/annual": {"2024": ranged(600.0, 500.0, 800.0), "2025": ranged(1700.0, 1500.0, 1800.0)}
    }
    flat = with_rate(tiny, 0.3, **growing)
    cumulative = with_rate(tiny, 0.3, **growing, **{"contracts/cloud/losses": word("cumulative_true_up")})
    found = duel(cumulative, flat, paths=400)
    assert found.outcomes["partner_share"].any()
    np.testing.assert_array_equal(found.chances[LESS], 0.0)
    np.testing.assert_array_equal(found.chances[LESS_IN_ALL], 0.0)


def test_two_deals_meet_one_world_although_only_one_of_them_states_what_goes_together(tiny: Tiny) -> None:
    """Else a deal would differ from itself: correlations put draws into another order."""
    drawn = {
        **COST,
        "revenue/annual": {"every_year": ranged(1200.0, 800.0, 2000.0)},
        "contracts/cloud/rate": ranged(0.5, 0.3, 0.6),
    }
    pair = {"between": ["revenue.annual", "products.api.cost_ratio"], "rank": -0.8, "note": "A test"}
    stated = tiny({**drawn, "correlations": {"costs": pair}})
    for one, other in ((stated, tiny(drawn)), (tiny(drawn), stated)):
        found = duel(one, other, "operating_profit", 500)
        np.testing.assert_array_equal(found.outcomes["operating_profit"], 0.0)
