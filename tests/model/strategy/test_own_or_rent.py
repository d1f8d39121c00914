"""Owned compute against rent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.errors import InputError, NotApplicableError
from revshare.strategy.own_or_rent import (
    HOURS,
    Machine,
    annual_cost,
    break_even_utilisation,
    cost_per_hour,
    even_rent,
)

MACHINE = Machine(40_000.0, 5, 6_000.0)


def test_the_worked_accelerator(example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E34")["inputs"], example("E34")["expected"]
    machine = Machine(given_["capex_per_accelerator"], given_["life_years"], given_["opex_per_year"])
    rate = given_["discount_rate"]
    assert given_["hours_per_year"] == HOURS
    assert annual_cost(machine, rate) == pytest.approx(expected["annual_owned_cost"], rel=1e-12)
    assert cost_per_hour(machine, rate) == pytest.approx(expected["owned_cost_per_hour_full"], rel=1e-12)
    used = break_even_utilisation(machine, rate, given_["rent_per_hour"])
    assert used == pytest.approx(expected["break_even_utilisation"], rel=1e-12)


def present_value_of_owning(machine: Machine, rate: float) -> float:
    """Year by year, at the time the machine is paid."""
    years = np.arange(1, int(machine.years) + 1) + machine.delay
    opex = (machine.annual_opex / (1 + rate) ** years).sum()
    return float(machine.capex + opex - machine.residual / (1 + rate) ** years[-1])


@given(
    rate=st.just(0.0) | st.floats(1e-9, 0.5),
    residual=st.floats(0.0, 5_000.0),
    delay=st.floats(0.0, 2.0),
    decline=st.floats(-0.2, 0.5),
    years=st.integers(1, 10),
)
def test_at_the_break_even_rent_and_ownership_have_one_present_value(
    rate: float, residual: float, delay: float, decline: float, years: int
) -> None:
    machine = Machine(10_000.0, years, 500.0, residual, delay)
    rent = 20.0
    used = float(break_even_utilisation(machine, rate, rent, decline))
    start = np.arange(years) + delay
    rents = used * HOURS * rent * (1 - decline) ** start / (1 + rate) ** (start + 1)
    assert rents.sum() == pytest.approx(present_value_of_owning(machine, rate), rel=1e-9)


def test_even_rent_is_the_rent_where_prices_stand_still() -> None:
    assert even_rent(MACHINE, 0.1, 3.0) == pytest.approx(3.0, rel=1e-12)
    assert even_rent(MACHINE, 0.1, 3.0, 0.2) < 3.0


def test_what_makes_owning_better_and_worse() -> None:
    plain = break_even_utilisation(MACHINE, 0.1, 3.0)
    assert break_even_utilisation(Machine(40_000.0, 5, 6_000.0, residual=8_000.0), 0.1, 3.0) < plain
    assert break_even_utilisation(Machine(40_000.0, 5, 6_000.0, delay=0.5), 0.1, 3.0) > plain
    assert break_even_utilisation(MACHINE, 0.1, 3.0, 0.1) > plain


def test_half_the_hours_cost_twice_as_much_each() -> None:
    assert cost_per_hour(MACHINE, 0.1, 0.5) == pytest.approx(2 * cost_per_hour(MACHINE, 0.1), rel=1e-12)


def test_owning_that_never_pays_says_so() -> None:
    with pytest.raises(NotApplicableError, match=r"owning never costs as little as renting: .* 1\.889"):
        break_even_utilisation(MACHINE, 0.1, 1.0)
    found = break_even_utilisation(MACHINE, 0.1, np.array([1.0, 3.0]))
    assert np.isnan(found[0])
    assert found[1] == break_even_utilisation(MACHINE, 0.1, 3.0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Machine(-1.0, 5, 0.0), "capex must be 0 or more, got -1"),
        (lambda: Machine(1.0, 5, 0.0, delay=-1.0), "delay must be 0 or more"),
        (lambda: annual_cost(Machine(1.0, 0, 0.0), 0.1), "years must be above 0"),
        (lambda: cost_per_hour(MACHINE, 0.1, 0.0), "utilisation must be above 0"),
        (lambda: cost_per_hour(MACHINE, 0.1, 63.0), r"for 63 % enter 0\.63"),
        (lambda: break_even_utilisation(MACHINE, 0.1, 0.0), "rent_per_hour must be above 0"),
        (lambda: even_rent(MACHINE, 0.1, 3.0, 1.0), "price_decline must be below 1, got 1"),
    ],
)
def test_a_machine_that_makes_no_sense_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()
