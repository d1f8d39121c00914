"""What an investor of a case holds in each outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from revshare.case import Case
from revshare.errors import InputError
from revshare.hedge_flows import payoffs_of
from revshare.projection import project

Tiny = Callable[..., Case]
Changes = dict[str, Any]


def given(value: float) -> Changes:
    return {"value": value, "low": value, "high": value, "basis": "assumed", "note": "for the test"}


def test_the_small_hedge_is_as_worked_out_by_hand(tiny: Tiny, capital: Changes) -> None:
    """900 with a chance of a quarter, 100 otherwise, for 100."""
    found = project(tiny(capital))
    hedge = found.hedges["cloud"]
    assert hedge.expected == pytest.approx(300.0)
    assert hedge.worst == pytest.approx(100.0)
    assert hedge.standard_deviation == pytest.approx(np.sqrt(120000.0))
    assert hedge.expected_net == pytest.approx(200.0)
    assert hedge.worst_net == pytest.approx(0.0)
    np.testing.assert_allclose(payoffs_of(found, "cloud", "equity"), [800.0, 40.0])


def test_stakes_in_two_labs_and_compute_are_as_published(
    tiny: Tiny, example: Callable[[str], Changes]
) -> None:
    terms, expected = example("E38")["inputs"], example("E38")["expected"]
    outcomes = [f"o{place}" for place in range(len(terms["states"]))]
    hedge = {
        "label": "Investor",
        "investor": "cloud",
        "outlay": {name: given(value) for name, value in terms["outlay"].items()},
        "outcomes": {
            key: {"label": label, "probability": given(chance)}
            for key, label, chance in zip(outcomes, terms["states"], terms["probabilities"], strict=True)
        },
        "holdings": {
            name: {
                "label": name,
                "payoff": {key: given(value) for key, value in zip(outcomes, terms[name], strict=True)},
            }
            for name in ("equity_A", "equity_B", "compute_margin")
        },
    }
    found = project(tiny({"hedges": {"cloud": hedge}})).hedges["cloud"]
    for name in ("expected", "worst", "expected_net", "worst_net"):
        assert getattr(found, name) == pytest.approx(expected[name], rel=1e-9), name
    assert found.standard_deviation == pytest.approx(expected["sd"], rel=1e-9)
    assert found.variation == pytest.approx(expected["cv"], rel=1e-9)
    assert not found.always_profits


def test_paths_may_differ_in_their_chances(tiny: Tiny, capital: Changes) -> None:
    case = tiny(capital)
    wins = np.array([[0.25], [1.0]])
    chances = {
        "hedges.cloud.outcomes.wins.probability": wins,
        "hedges.cloud.outcomes.falters.probability": 1.0 - wins,
    }
    np.testing.assert_allclose(project(case, overrides=chances).hedges["cloud"].expected, [300.0, 900.0])
    worth = {"hedges.cloud.holdings.equity.payoff.wins": np.array([[800.0], [0.0]])}
    np.testing.assert_allclose(project(case, overrides=worth).hedges["cloud"].expected, [300.0, 100.0])


def test_chances_that_do_not_sum_to_1_are_refused(tiny: Tiny, capital: Changes) -> None:
    with pytest.raises(InputError, match=r"^hedges.cloud.outcomes probabilities must sum to 1, got 1.25"):
        project(tiny(capital), overrides={"hedges.cloud.outcomes.wins.probability": 0.5})
