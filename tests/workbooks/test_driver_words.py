"""Drivers in a reader's words."""

from __future__ import annotations

import math

import pytest

from revshare.case_file import read_case
from revshare.inputs import Unit
from revshare.risk.distributions import (
    Discrete,
    Distribution,
    LogNormal,
    Normal,
    Pert,
    Triangular,
    Truncated,
    Uniform,
)
from revshare.risk.drivers import driver_of, drivers_of
from revshare.risk.sensitivity import steps
from revshare.risk.start import Start
from revshare_workbooks.driver_words import (
    distribution_of,
    end_of,
    held_in_words,
    in_words,
    label_of,
    labelled,
    step_of,
    worded,
)

START = Start.of(read_case("anthropic-amazon"))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("revenue.annual", "API revenue"),
        ("spending.training.compute", "Research and training: part that buys compute"),
        ("contracts.amazon.rate", "Contract with Amazon: share as a fraction"),
        ("contracts.amazon.coverage", "Contract with Amazon: fraction of the revenue covered"),
        ("commitments.aws.annual", "AWS compute, 100,000 in all: committed"),
    ],
)
def test_a_label_says_what_it_is_and_of_what(name: str, label: str) -> None:
    assert label_of(driver_of(START, name)) == label


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("revenue.annual", "512 in 2024, 48,000 in 2030", "513 in 2024, 128,000 in 2030"),
        ("contracts.amazon.rate", "40%", "50%"),
        ("contracts.amazon.payment_lag", "0", "2"),
    ],
)
def test_ends_are_the_values_they_take(name: str, low: str, high: str) -> None:
    driver = driver_of(START, name)
    assert (end_of(driver, "low"), end_of(driver, "high")) == (low, high)


def test_steps_are_values_or_places_in_the_range_of_every_year() -> None:
    for name, words in {
        "contracts.amazon.rate": ["40%", "42.5%", "45%", "47.5%", "50%"],
        "revenue.annual": ["low end", "halfway down", "as it is", "halfway up", "high end"],
    }.items():
        driver = driver_of(START, name)
        assert [step_of(point, driver, place) for place, point in steps(START, driver).items()] == words


@pytest.mark.parametrize(
    ("distribution", "text"),
    [
        (Pert(0.4, 0.5, 0.6), "PERT from 40% to 60%, likeliest 50%"),
        (Triangular(0.0, 0.1, 0.2), "triangular from 0% to 20%, likeliest 10%"),
        (Uniform(0.1, 0.2), "uniform from 10% to 20%"),
        (Normal(0.5, 0.05), "normal, mean 50%, deviation 5%"),
        (LogNormal(0.5, 0.3), "log-normal, median 50%, deviation of the logarithm 0.3"),
        (Discrete((0.0, 1.0), (0.25, 0.75)), "one of 0% (25% likely), 100% (75% likely)"),
        (Truncated(Normal(0.5, 0.5), 0.0, 1.0), "normal, mean 50%, deviation 50%, kept from 0% to 100%"),
        (Truncated(Normal(0.5, 0.5), 0.0, math.inf), "normal, mean 50%, deviation 50%, kept from 0%"),
    ],
)
def test_a_distribution_is_said_with_its_parameters(distribution: Distribution, text: str) -> None:
    assert in_words(distribution, Unit.FRACTION) == text


def test_years_with_distributions_of_their_own_are_told_by_the_first_and_the_last() -> None:
    driver = driver_of(START, "revenue.annual")
    alike = {field.name: Uniform(1.0, 2.0) for field in driver.fields}
    assert distribution_of(driver, alike) == "uniform from 1 to 2"
    alike["revenue.annual.2030"] = Uniform(1.0, 3.0)
    assert distribution_of(driver, alike) == "uniform from 1 to 2 in 2024; uniform from 1 to 3 in 2030"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.425, Unit.FRACTION, "42.5%"),
        (1e-7, Unit.FRACTION, "1e-05%"),
        (12345.6, Unit.MONEY, "12,346"),
        (0.0, Unit.NUMBER, "0"),
        (2.5, Unit.GIGAWATTS, "2.5"),
    ],
)
def test_a_number_reads_as_its_unit(value: float, unit: Unit, text: str) -> None:
    assert worded(value, unit) == text


def test_what_is_held_is_named_as_a_reader_calls_it() -> None:
    assert labelled({"revenue.annual": "it is fixed"}, drivers_of(START)) == {"API revenue": "it is fixed"}


def test_what_is_held_for_one_reason_stands_together() -> None:
    held = {"one": "it is fixed", "two": "nobody asked", "three": "it is fixed"}
    assert held_in_words(held) == ["one, three: it is fixed", "two: nobody asked"]
