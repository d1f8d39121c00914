"""Distributions, shocks and correlations that a case states, under its scenarios."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from revshare.case import Case
from revshare.case_file import read_case
from revshare.errors import InputError
from revshare.risk.agreement import to_lessen
from revshare.risk.distributions import Discrete, LogNormal, Normal, Pert, Triangular, Truncated, Uniform
from revshare.risk.drivers import drawn
from revshare.risk.plan import Plan
from revshare.risk.shocks import MonthlyShocks
from revshare.risk.start import Start
from revshare.risk.uncertainty import correlations_of, distributions_of, kept_of, shocks_of

Tiny = Callable[..., Case]
CHANCES = np.linspace(0.001, 0.999, 499)
COST = "products.api.cost_ratio"


def ranged(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "basis": "assumed", "note": "A test"}


REVENUE = {
    "revenue/annual/2024": ranged(1000.0, 900.0, 1800.0),
    "revenue/annual/2025": ranged(1500.0, 1000.0, 1800.0),
}


def start(
    tiny: Tiny, entry: dict[str, Any], changes: dict[str, Any] | None = None, scenario: str = "base"
) -> Start:
    return Start.of(
        tiny({**REVENUE, **(changes or {}), "uncertainty/it": {"note": "A test", **entry}}), scenario
    )


@pytest.mark.parametrize(
    ("entry", "of_2025"),
    [
        ({"form": "pert"}, stats.beta(3.5, 2.5, 1000.0, 800.0)),
        ({"form": "triangular"}, stats.triang(0.625, 1000.0, 800.0)),
        ({"form": "uniform", "high": 2000}, stats.uniform(1000.0, 1000.0)),
        ({"form": "normal", "deviation": 100}, stats.norm(1500.0, 100.0)),
        ({"form": "normal", "mean": 900, "deviation": 50}, stats.norm(900.0, 50.0)),
        ({"form": "normal", "relative": True, "deviation": 0.1}, stats.norm(1500.0, 150.0)),
        ({"form": "normal", "relative": True, "mean": 1.2, "deviation": 0.1}, stats.norm(1800.0, 150.0)),
        ({"form": "lognormal", "deviation": 0.3}, stats.lognorm(0.3, scale=1500.0)),
        ({"form": "lognormal", "deviation": 0.3, "median": 800}, stats.lognorm(0.3, scale=800.0)),
        (
            {"form": "lognormal", "deviation": 0.3, "median": 0.5, "relative": True},
            stats.lognorm(0.3, scale=750.0),
        ),
        (
            {"form": "triangular", "relative": True, "low": 0.8, "likeliest": 1, "high": 1.2},
            stats.triang(0.5, 1200.0, 600.0),
        ),
    ],
)
def test_a_form_is_that_of_scipy_around_each_years_value(
    tiny: Tiny, entry: dict[str, Any], of_2025: stats.rv_continuous
) -> None:
    found = distributions_of(start(tiny, {"driver": "revenue.annual", **entry}))
    assert list(found) == ["revenue.annual.2024", "revenue.annual.2025"]
    np.testing.assert_allclose(
        found["revenue.annual.2025"].quantile(CHANCES), of_2025.ppf(CHANCES), rtol=1e-9
    )


def test_single_values_may_be_multiples(tiny: Tiny) -> None:
    entry = {"driver": "cash.plant.annual", "form": "discrete", "relative": True}
    found = distributions_of(start(tiny, {**entry, "values": [0, 2], "probabilities": [0.25, 0.75]}))
    assert found == {"cash.plant.annual.every_year": Discrete((-120.0, 0.0), (0.75, 0.25))}


def test_the_largest_multiple_of_a_negative_value_is_its_lowest_number(tiny: Tiny) -> None:
    entry = {"driver": "cash.plant.annual", "relative": True}
    cash = "cash.plant.annual.every_year"
    found = distributions_of(start(tiny, {**entry, "form": "uniform", "low": 0.5, "high": 2}))
    assert found[cash] == Uniform(-120.0, -30.0)
    found = distributions_of(start(tiny, {**entry, "form": "normal", "deviation": 0.1}))
    assert found[cash] == Normal(-60.0, 6.0)
    span = {"cash/plant/annual/every_year": ranged(-60.0, -100.0, -20.0)}
    found = distributions_of(start(tiny, {**entry, "form": "pert", "high": 3}, span))
    assert found[cash] == Pert(-180.0, -60.0, -20.0)


def test_nothing_is_drawn_that_may_not_be_entered(tiny: Tiny) -> None:
    found = distributions_of(start(tiny, {"driver": COST, "form": "normal", "deviation": 2}))
    assert found == {f"{COST}.every_year": Truncated(Normal(0.5, 2.0), 0.0, 3.0)}


def test_multiples_follow_the_scenario_and_the_users_own_values_and_numbers_do_not(tiny: Tiny) -> None:
    low = {
        "label": "Low",
        "note": "A test",
        "probability": 0.0,
        "inputs": {"revenue.annual.*": "low", "uncertainty.it.high": 3},
    }
    multiples = {"driver": "revenue.annual", "form": "uniform", "relative": True, "low": 0.5, "high": 2}
    case = start(tiny, multiples, {"scenarios/low": low}).case
    assert distributions_of(Start.of(case))["revenue.annual.2024"] == Uniform(500.0, 2000.0)
    assert distributions_of(Start.of(case, "low"))["revenue.annual.2024"] == Uniform(450.0, 2700.0)
    own = Start(case, "base", {"revenue.annual.2024": 1200.0, "uncertainty.it.low": 0.25})
    assert distributions_of(own)["revenue.annual.2024"] == Uniform(300.0, 2400.0)
    numbers = {**multiples, "relative": False, "low": 500.0, "high": 600.0}
    case = start(tiny, numbers, {"scenarios/low": {**low, "inputs": {"revenue.annual.*": "low"}}}).case
    for scenario in ("base", "low"):
        assert set(distributions_of(Start.of(case, scenario)).values()) == {Uniform(500.0, 600.0)}


def test_own_values_that_leave_a_distribution_impossible_are_refused_by_name(tiny: Tiny) -> None:
    case = start(tiny, {"driver": COST, "form": "triangular", "low": 0.4, "high": 0.6}).case
    with pytest.raises(InputError, match=f"uncertainty.it for {COST}.every_year: likeliest must lie"):
        distributions_of(Start(case, "base", {f"{COST}.every_year": 0.9}))


def test_a_year_without_a_value_stays_without(tiny: Tiny) -> None:
    found = start(
        tiny,
        {"driver": "revenue.annual", "form": "triangular", "relative": True, "low": 0.5, "high": 2},
        {"revenue/annual/2024": ranged(0.0, 0.0, 500.0)},
    )
    assert distributions_of(found) == {"revenue.annual.2025": Triangular(750.0, 1500.0, 3000.0)}
    assert kept_of(found) == {
        "revenue.annual.2024": "base sets revenue.annual.2024 to 0, of which every multiple is 0"
    }
    moved = drawn(found, distributions_of(found), kept_of(found))
    assert [field.name for driver in moved.drivers for field in driver.fields] == ["revenue.annual.2025"]
    assert not moved.held
    own = Start(found.case, "base", {"revenue.annual.2025": 0.0})
    assert drawn(own, distributions_of(own), kept_of(own)).held["revenue.annual"].startswith("base sets")


def test_the_logarithm_of_nothing_is_not_asked_for(tiny: Tiny) -> None:
    empty = {"revenue/annual/2024": ranged(0.0, 0.0, 500.0)}
    found = start(tiny, {"driver": "revenue.annual", "form": "lognormal", "deviation": 0.2}, empty)
    assert distributions_of(found) == {"revenue.annual.2025": LogNormal(1500.0, 0.2)}


def test_a_range_that_a_scenario_leaves_is_not_drawn_from(tiny: Tiny) -> None:
    case = start(tiny, {"driver": "revenue.annual", "form": "triangular"}).case
    own = Start(case, "base", {"revenue.annual.2024": 2000.0})
    assert list(distributions_of(own)) == ["revenue.annual.2025"]
    assert "outside its range" in drawn(own, distributions_of(own), kept_of(own)).held["revenue.annual"]


def test_a_term_that_a_scenario_takes_out_stays_out(tiny: Tiny) -> None:
    entry = {"driver": "contracts.cloud.annual_cap", "form": "uniform", "low": 100, "high": 200}
    found = start(tiny, entry)
    assert distributions_of(found) == {}
    assert kept_of(found) == {"contracts.cloud.annual_cap": "base takes contracts.cloud.annual_cap out"}
    own = Start(found.case, "base", {"contracts.cloud.annual_cap": 150.0})
    assert distributions_of(own) == {"contracts.cloud.annual_cap": Uniform(100.0, 200.0)}


def test_what_is_held_is_not_drawn_and_says_why(tiny: Tiny) -> None:
    found = start(tiny, {"driver": "revenue.annual", "form": "held", "note": "Signed"})
    assert drawn(found, (), kept_of(found)).held == {"revenue.annual": "held: Signed"}
    one = start(tiny, {"driver": "revenue.annual.2025", "form": "held"})
    moved = drawn(one, (), kept_of(one))
    assert [field.name for driver in moved.drivers for field in driver.fields] == ["revenue.annual.2024"]


def test_shocks_stand_by_the_line_they_move(tiny: Tiny) -> None:
    found = start(tiny, {"driver": "revenue.api", "form": "monthly_shocks", "deviation": 0.04})
    assert shocks_of(found) == {"revenue.api": MonthlyShocks(0.04)}
    assert shocks_of(Start(found.case, "base", {"uncertainty.it.form": "held"})) == {}
    assert shocks_of(Start(found.case, "base", {"uncertainty.it.deviation": 0.1})) == {
        "revenue.api": MonthlyShocks(0.1)
    }


def test_a_correlation_is_of_what_is_drawn_under_the_scenario(tiny: Tiny) -> None:
    pair = ("revenue.annual", COST)
    both = {"between": list(pair), "rank": -0.4, "note": "A test"}
    found = start(tiny, {"driver": COST, "form": "normal", "deviation": 0.1}, {"correlations/both": both})
    assert correlations_of(found) == {pair: -0.4}
    assert correlations_of(Start(found.case, "base", {"correlations.both.rank": 0.25})) == {pair: 0.25}
    assert correlations_of(Start(found.case, "base", {"uncertainty.it.form": "held"})) == {}


def test_a_simulation_draws_what_the_case_states(tiny: Tiny) -> None:
    entry = {"driver": "revenue.annual", "form": "lognormal", "deviation": 0.2}
    cost = {
        "driver": COST,
        "form": "discrete",
        "values": [0.4, 0.6],
        "probabilities": [0.25, 0.75],
        "note": "A test",
    }
    both = {"between": ["revenue.annual", COST], "rank": -0.6, "note": "A test"}
    plan = Plan.of(start(tiny, entry, {"uncertainty/cost": cost, "correlations/both": both}))
    drawn_once = plan.draw(0)
    one, two = (drawn_once[f"revenue.annual.{year}"] for year in (2024, 2025))
    np.testing.assert_allclose(two / one, 1.5)
    chances = [0.05, 0.5, 0.95]
    np.testing.assert_allclose(
        np.quantile(one, chances), stats.lognorm(0.2, scale=1000.0).ppf(chances), rtol=0.02
    )
    ratio = drawn_once[f"{COST}.every_year"]
    assert set(ratio) == {0.4, 0.6}
    assert np.mean(ratio == 0.4) == pytest.approx(0.25, abs=0.03)
    assert one[ratio == 0.4].mean() > one[ratio == 0.6].mean()


@pytest.mark.parametrize("name", ["anthropic-amazon", "openai-microsoft"])
def test_what_a_shipped_case_states_can_be_drawn_in_every_scenario(name: str) -> None:
    case = read_case(name)
    for scenario in case.scenario_names:
        at = Start.of(case, scenario)
        for distribution in distributions_of(at).values():
            assert (np.diff(distribution.quantile(CHANCES)) >= 0).all()
        assert to_lessen(correlations_of(at)) is None
    forms = {item.form for item in case.uncertainty.values()}
    assert {"discrete", "lognormal", "monthly_shocks", "held"} <= forms
    assert case.correlations
