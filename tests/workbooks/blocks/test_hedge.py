"""Holdings by outcome, live: as published, and after an edit."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from tests.model.conftest import assumed
from tests.workbooks.capital_books import CapitalBook, capital_case
from tests.workbooks.contract_books import example

from revshare.inputs import Value

WON = "It profits even in the worst outcome"


def hedged(terms: dict[str, Any]) -> CapitalBook:
    """Three holdings over the outcomes of the example, against what was paid."""
    states = [state.replace(" ", "_") for state in terms["states"]]
    holdings = {
        name: {"label": name, "payoff": dict(zip(states, map(assumed, terms[name]), strict=True))}
        for name in ("equity_A", "equity_B", "compute_margin")
    }
    pairs = zip(states, terms["probabilities"], strict=True)
    hedge = {
        "label": "Cloud",
        "investor": "cloud",
        "outlay": {name: assumed(float(paid)) for name, paid in terms["outlay"].items()},
        "outcomes": {name: {"label": name, "probability": assumed(chance)} for name, chance in pairs},
        "holdings": holdings,
    }
    return CapitalBook(capital_case(hedges={"cloud": hedge}, stakes={}))


@pytest.fixture(scope="module")
def book() -> CapitalBook:
    return hedged(example("E38")["inputs"])


def test_four_outcomes_are_as_published() -> None:
    """E38: the claim that it profits even if both falter is a test on the worst outcome, and fails."""
    expected, book = example("E38")["expected"], hedged(example("E38")["inputs"])
    assert book.faults() == []
    *worths, mean, worst, deviation, variation = book.row("Everything held", sheet="Hedge")
    assert worths == pytest.approx(expected["state_values"])
    assert (mean, worst) == pytest.approx((expected["expected"], expected["worst"]))
    assert (deviation, variation) == pytest.approx((expected["sd"], expected["cv"]))
    assert book.figure("Expected gain", sheet="Hedge") == pytest.approx(expected["expected_net"])
    assert book.figure("Gain in the worst outcome", sheet="Hedge") == pytest.approx(expected["worst_net"])
    alone = book.row("equity_A", sheet="Hedge")
    assert alone[-2:] == pytest.approx((expected["sd_equity_A_only"], expected["cv_equity_A_only"]))
    assert book.row("compute_margin", sheet="Hedge")[-3] == expected["worst_compute_only"]
    assert book.figure("Worst outcome", sheet="Hedge") == "neither"
    assert book.figure(WON, sheet="Hedge") == "no"


def test_it_profits_in_the_worst_outcome_only_above_zero(book: CapitalBook) -> None:
    for paid, answer in ((36.0, "yes"), (37.0, "no"), (38.0, "no")):
        assert book.faults_after({"hedges.cloud.outlay.A": paid, "hedges.cloud.outlay.B": 0.0}) == []
        assert book.figure(WON, sheet="Hedge") == answer


def test_chances_that_do_not_sum_to_one_are_flagged() -> None:
    other = hedged(example("E38")["inputs"])
    other.live.enter("hedges.cloud.outcomes.both.probability", 0.35)
    assert other.live.spot(other.guards[-1].spot) == pytest.approx(0.2)


@pytest.mark.parametrize("seed", range(10))
def test_any_hedge_is_as_the_engine_has_it(book: CapitalBook, seed: int) -> None:
    draw = np.random.default_rng(seed)
    outcomes = list(book.case.hedges["cloud"].outcomes)
    chances = draw.dirichlet(np.ones(len(outcomes)))
    changes: dict[str, Value] = {
        f"hedges.cloud.outcomes.{name}.probability": float(chance)
        for name, chance in zip(outcomes, chances, strict=True)
    }
    for holding, outcome in product(book.case.hedges["cloud"].holdings, outcomes):
        worth = float(draw.integers(0, 3) and draw.uniform(0.0, 500.0))
        changes[f"hedges.cloud.holdings.{holding}.payoff.{outcome}"] = worth
    changes["hedges.cloud.outlay.A"] = float(draw.uniform(0.0, 900.0))
    assert book.faults_after(changes) == []
