"""Forms, parameters and correlations as lines of the inputs table."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from revshare.case import Case
from revshare.fields import fields
from revshare.inputs import Basis, Field, Unit
from revshare.projection import project
from revshare.scenarios import values_of

Tiny = Callable[..., Case]


def uncertain(driver: str, form: str, **more: Any) -> dict[str, Any]:
    return {"driver": driver, "form": form, "note": "A test", **more}


def lines(case: Case) -> dict[str, Field]:
    return {field.name: field for field in fields(case) if field.section.startswith("Uncertainty")}


def test_a_form_is_a_choice_and_its_parameters_are_numbers_in_the_drivers_unit(tiny: Tiny) -> None:
    driver = "spending.training.annual"
    found = lines(tiny({"uncertainty/it": uncertain(driver, "normal", deviation=9, mean=99, fact="F001")}))
    assert list(found) == ["uncertainty.it.form", "uncertainty.it.mean", "uncertainty.it.deviation"]
    form, mean, deviation = found.values()
    assert (form.label, form.unit, form.words) == ("How it varies", Unit.CHOICE, ("normal", "held"))
    assert {field.section for field in found.values()} == {"Uncertainty: Training"}
    assert (mean.label, mean.unit, mean.limits) == ("Mean", Unit.MONEY, (0.0, math.inf))
    assert (deviation.label, deviation.unit) == ("Standard deviation", Unit.MONEY)
    assert (mean.input.value, mean.input.basis, mean.input.fact) == (99.0, Basis.ASSUMED, "F001")


@pytest.mark.parametrize(
    ("driver", "entry", "name", "label", "unit", "limits"),
    [
        (
            "products.api.cost_ratio",
            {"form": "uniform", "relative": True, "low": 0.5, "high": 2},
            "high",
            "Largest, times the value",
            Unit.FRACTION,
            (0.0, 10.0),
        ),
        (
            "products.api.cost_ratio",
            {"form": "uniform", "low": 0.2, "high": 2},
            "low",
            "Smallest",
            Unit.FRACTION,
            (0.0, 3.0),
        ),
        (
            "revenue.annual",
            {"form": "lognormal", "deviation": 0.2},
            "deviation",
            "Standard deviation of the logarithm",
            Unit.FRACTION,
            (0.0, 10.0),
        ),
        (
            "revenue.api",
            {"form": "monthly_shocks", "deviation": 0.02},
            "deviation",
            "Standard deviation of a month's growth",
            Unit.FRACTION,
            (0.0, 10.0),
        ),
        (
            "cash.plant.annual",
            {"form": "discrete", "values": [-90, -60], "probabilities": [0.5, 0.5]},
            "values.2",
            "Value 2",
            Unit.MONEY,
            (-math.inf, math.inf),
        ),
        (
            "cash.plant.annual",
            {"form": "discrete", "values": [-90, -60], "probabilities": [0.5, 0.5]},
            "probabilities.1",
            "Probability of value 1",
            Unit.FRACTION,
            (0.0, 1.0),
        ),
    ],
)
def test_a_parameter_is_measured_by_what_it_is(
    tiny: Tiny,
    driver: str,
    entry: dict[str, Any],
    name: str,
    label: str,
    unit: Unit,
    limits: tuple[float, float],
) -> None:
    found = lines(tiny({"uncertainty/it": {"driver": driver, "note": "A test", **entry}}))
    field = found[f"uncertainty.it.{name}"]
    assert (field.label, field.unit, field.limits) == (label, unit, limits)


def test_a_driver_is_called_by_its_label_and_a_line_by_its_product(tiny: Tiny) -> None:
    case = tiny(
        {
            "uncertainty": {
                "term": uncertain("contracts.cloud.rate", "held"),
                "year": uncertain("revenue.annual.2024", "held"),
                "line": uncertain("revenue.api", "monthly_shocks", deviation=0.1),
                "whole": uncertain("revenue", "monthly_shocks", deviation=0.1),
            }
        }
    )
    assert [field.section for field in lines(case).values() if field.unit is Unit.CHOICE] == [
        "Uncertainty: Contract with Big Cloud: Share as a fraction; or give tiers or a ramp",
        "Uncertainty: Company revenue, 2024",
        "Uncertainty: API revenue",
        "Uncertainty: Company revenue",
    ]


def test_a_correlation_is_a_number_from_minus_one_to_one_named_by_both(tiny: Tiny) -> None:
    pair = ["spending.training.annual", "cash.plant.annual"]
    case = tiny(
        {
            "uncertainty": {
                "a": uncertain(pair[0], "normal", deviation=9),
                "b": uncertain(pair[1], "normal", deviation=9),
            },
            "correlations/both": {"between": pair, "rank": 0.5, "note": "A test"},
        }
    )
    field = lines(case)["correlations.both.rank"]
    assert (field.label, field.section) == ("Rank correlation", "Uncertainty: Training with Plant")
    assert (field.input.value, field.limits) == (0.5, (-1.0, 1.0))


def test_no_line_depends_on_them(tiny: Tiny) -> None:
    with_them = tiny({"uncertainty/it": uncertain("revenue.annual", "lognormal", deviation=0.3)})
    without, found = project(tiny()), project(with_them)
    assert list(found.lines) == list(without.lines)
    for name in without.lines:
        np.testing.assert_array_equal(found[name], without[name])


def test_a_scenario_may_set_them(tiny: Tiny) -> None:
    calm = {
        "label": "Calm",
        "note": "A test",
        "probability": 0.0,
        "inputs": {"uncertainty.it.deviation": 0.1, "uncertainty.it.form": "held"},
    }
    entry = uncertain("revenue.annual", "lognormal", deviation=0.3)
    values = values_of(tiny({"uncertainty/it": entry, "scenarios/calm": calm}), "calm")
    assert values["uncertainty.it.deviation"] == 0.1
    assert values["uncertainty.it.form"] == "held"
