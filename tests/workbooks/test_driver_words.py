"""Drivers in a reader's words."""

from __future__ import annotations

import pytest

from revshare.case_file import read_case
from revshare.inputs import Unit
from revshare.risk.drivers import driver_of
from revshare.risk.sensitivity import steps
from revshare.risk.start import Start
from revshare_workbooks.driver_words import end_of, label_of, step_of, worded

START = Start.of(read_case("anthropic-amazon"))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("revenue.annual", "API revenue"),
        ("spending.training.compute", "Research and training: part that buys compute"),
        ("contracts.amazon.rate", "Contract with Amazon: share as a fraction"),
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
