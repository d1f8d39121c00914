"""What a case says of chance, refused where it makes no sense."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from revshare.case import Case, CaseError
from revshare.case_file import case_from

Tables = Callable[..., dict[str, Any]]
Tiny = Callable[..., Case]

COST, REVENUE, TRAINING = "products.api.cost_ratio", "revenue.annual", "spending.training.annual"


def uncertain(driver: str, form: str, **more: Any) -> dict[str, Any]:
    return {"driver": driver, "form": form, "note": "A test", **more}


def normal(driver: str) -> dict[str, Any]:
    return uncertain(driver, "normal", relative=True, deviation=0.1)


def correlation(one: str, other: str, rank: float) -> dict[str, Any]:
    return {"between": [one, other], "rank": rank, "note": "A test"}


def scenario(**inputs: Any) -> dict[str, Any]:
    return {
        "label": "Worse",
        "note": "A test",
        "probability": 0.0,
        "inputs": {name.replace("__", "."): value for name, value in inputs.items()},
    }


THREE = {"a": normal(REVENUE), "b": normal(COST), "c": normal(TRAINING)}


def refused(tables: dict[str, Any]) -> list[str]:
    with pytest.raises(CaseError) as fault:
        case_from(tables, lambda key: f"{key}:")
    return fault.value.faults


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        (normal("products.api.cost_ratios"), "uncertainty.it.driver: is no driver: tiny has no input"),
        (normal("products.api.cost_ratios"), "did you mean products.api.cost_ratio?"),
        (normal("products.api.share"), "uncertainty.it.driver: is no driver: products.api.share cannot be a"),
        (
            uncertain("contracts.cloud.payment_lag", "uniform", low=0, high=3),
            "uncertainty.it: is of contracts.cloud.payment_lag, which cannot be drawn",
        ),
        (
            uncertain("contracts.cloud.kind", "uniform", low=0, high=1),
            "uncertainty.it: is of contracts.cloud.kind, which cannot be drawn",
        ),
        (
            uncertain("revenue.apis", "monthly_shocks", deviation=0.1),
            'uncertainty.it.driver: names "revenue.apis", which is no line of revenue; did you mean revenue.api?',
        ),
        (
            uncertain("revenue.api", "lognormal", deviation=0.1),
            "uncertainty.it.form: is lognormal, and revenue.api is a line: it takes monthly_shocks",
        ),
        (
            uncertain("uncertainty.it.form", "held"),
            "uncertainty.it.driver: is no driver: uncertainty.it.form says how a driver varies",
        ),
        (
            uncertain("revenue", "monthly_shocks", deviation=0),
            "uncertainty.it: standard deviation must be above 0, got 0",
        ),
        (
            uncertain("revenue", "monthly_shocks", deviation=20),
            "uncertainty.it.deviation: must be 0 to 10, got 20; for 20 % enter 0.2",
        ),
        (
            uncertain(COST, "triangular", low=0.4, likeliest=0.7, high=0.6),
            f"uncertainty.it: for {COST}.every_year: likeliest must lie from 0.4 to 0.6, got 0.7",
        ),
        (
            uncertain(COST, "pert", low=0.6, high=0.7),
            f"uncertainty.it: for {COST}.every_year: likeliest must lie from 0.6 to 0.7, got 0.5",
        ),
        (
            uncertain(COST, "uniform", low=0.6, high=0.5),
            f"uncertainty.it: for {COST}.every_year: low must be below high, got 0.6 and 0.5",
        ),
        (
            uncertain(COST, "discrete", values=[0.5, 0.4], probabilities=[0.5, 0.5]),
            f"uncertainty.it: for {COST}.every_year: values must rise, got 0.5, 0.4",
        ),
        (
            uncertain(COST, "discrete", values=[0.4, 0.5], probabilities=[0.5, 0.6]),
            f"uncertainty.it: for {COST}.every_year: probabilities must be 0 or more and sum to 1, got 1.1",
        ),
        (
            uncertain(COST, "discrete", values=[0.4, 5], probabilities=[0.5, 0.5]),
            "uncertainty.it.values.2: must be 0 to 3, got 5",
        ),
        (
            uncertain(COST, "discrete", values=[1, 8], probabilities=[0.5, 0.5], relative=True),
            f"uncertainty.it: for {COST}.every_year: values must lie from 0 to 3, got 0.5 to 4",
        ),
        (
            uncertain(COST, "triangular"),
            f"uncertainty.it: has no range: {COST} states no low and high around its value; give both here",
        ),
        (uncertain(COST, "held", fact="F999"), 'uncertainty.it.fact: names "F999", which is no fact'),
        (uncertain(COST, "triangle"), "uncertainty.it.form: must be pert, triangular, uniform, normal"),
        (uncertain(COST, "normal", deviations=0.1), "uncertainty.it.deviations: is no known key"),
        (uncertain(COST, "normal", deviations=0.1), "did you mean deviation?"),
        (uncertain(COST, "normal"), "uncertainty.it: is normal without deviation"),
        (uncertain(COST, "normal", deviation="wide"), "uncertainty.it.deviation: must be a number"),
    ],
)
def test_a_driver_that_cannot_vary_so_is_refused_at_its_key(
    tables: Tables, entry: dict[str, Any], wanted: str
) -> None:
    assert wanted in "\n".join(refused(tables({"uncertainty/it": entry})))


@pytest.mark.parametrize(
    "entry",
    [
        {"form": "uniform", "low": 0, "high": 2},
        {"form": "discrete", "values": [0, 1.5], "probabilities": [0.5, 0.5]},
    ],
)
def test_years_are_counted_whole(tables: Tables, capital: dict[str, Any], entry: dict[str, Any]) -> None:
    driver = "commitments.cloud.make_up_years"
    (found,) = refused(tables({**capital, "uncertainty/it": {"driver": driver, "note": "A test", **entry}}))
    assert found == (
        f"uncertainty.it: for {driver}: it is counted in whole years; make it discrete, with whole values"
    )


@pytest.mark.parametrize("other", [REVENUE, f"{REVENUE}.2024"])
def test_an_input_is_drawn_once(tables: Tables, other: str) -> None:
    entries = {"first": normal(REVENUE), "second": normal(other)}
    assert refused(tables({"uncertainty": entries})) == [
        f"uncertainty.second.driver: is {other}, which uncertainty.first moves already; keep one of the two"
    ]


def test_a_line_takes_its_shocks_once_and_the_company_and_a_product_may_have_both(
    tables: Tables, tiny: Tiny
) -> None:
    shocks = uncertain("revenue.api", "monthly_shocks", deviation=0.1)
    assert "moves already" in refused(tables({"uncertainty": {"a": shocks, "b": shocks}}))[0]
    assert len(tiny({"uncertainty": {"a": shocks, "b": {**shocks, "driver": "revenue"}}}).uncertainty) == 2


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        (
            [correlation(REVENUE, COST, 1.2)],
            "correlations.0.rank: must be -1 to 1, got 1.2",
        ),
        ([correlation(REVENUE, REVENUE, 0.5)], "correlations.0.between: is of revenue.annual with itself"),
        (
            [correlation(REVENUE, COST, 0.5), correlation(COST, REVENUE, 0.4)],
            "correlations.1.between: is between the drivers of correlations.0; keep one of the two",
        ),
        (
            [correlation(REVENUE, f"{COST}s", 0.5)],
            f"did you mean {COST}?",
        ),
        (
            [correlation(REVENUE, "cash.plant.annual", 0.5)],
            'names "cash.plant.annual", which is no driver that a simulation draws',
        ),
        (
            [{"between": [REVENUE], "rank": 0.5, "note": "A test"}],
            "correlations.0.between: names 1 drivers; a correlation is between two",
        ),
        (
            [
                correlation(REVENUE, COST, 0.9),
                correlation(COST, TRAINING, 0.9),
                correlation(REVENUE, TRAINING, 0.5),
            ],
            "no drivers can have them all; write 0.81, or nearer to 0, or state the pairs that are left at 0",
        ),
    ],
)
def test_correlations_that_cannot_be_are_refused(
    tables: Tables, pairs: list[dict[str, Any]], wanted: str
) -> None:
    entries = {str(place): pair for place, pair in enumerate(pairs)}
    assert wanted in "\n".join(refused(tables({"uncertainty": THREE, "correlations": entries})))


def test_shocks_correlate_with_nothing(tables: Tables) -> None:
    shocks = uncertain("revenue", "monthly_shocks", deviation=0.1)
    pair = correlation("revenue", COST, 0.5)
    (found,) = refused(tables({"uncertainty": {**THREE, "d": shocks}, "correlations/it": pair}))
    assert found.startswith("correlations.it.between: names revenue, whose monthly shocks are drawn apart")


def test_a_fault_of_another_scenario_names_it(tables: Tables) -> None:
    worse = scenario(products__api__cost_ratio__every_year=0.9)
    entry = uncertain(COST, "triangular", low=0.4, high=0.6)
    assert refused(tables({"uncertainty/it": entry, "scenarios/worse": worse})) == [
        f"uncertainty.it: for {COST}.every_year: likeliest must lie from 0.4 to 0.6, got 0.9 (scenario worse)"
    ]


def test_a_correlation_rests_where_a_scenario_holds_one_of_its_drivers(tiny: Tiny) -> None:
    pair = correlation(REVENUE, COST, 0.5)
    found = tiny(
        {
            "uncertainty": THREE,
            "correlations/it": pair,
            "scenarios/worse": scenario(uncertainty__b__form="held"),
        }
    )
    assert found.correlations["it"].rank == 0.5
