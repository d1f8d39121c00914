"""Inputs of commitments, capacity, stakes, hedges and own sites."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from revshare.capital_fields import BOOKS, ROLLOVERS, capital_fields, compute_fields
from revshare.case import Case
from revshare.commitments.buckets import Rollover
from revshare.fields import check_input, fault_of, fields, may_be_unused
from revshare.inputs import Field, Unit
from revshare.investment.books import Books
from revshare.scenarios import values_of

Tiny = Callable[..., Case]
Changes = dict[str, Any]


@pytest.fixture(scope="module")
def by_name(tiny: Tiny, capital: Changes) -> dict[str, Field]:
    return {one.name: one for one in capital_fields(tiny(capital))}


def test_every_input_is_named_once_in_words(tiny: Tiny, capital: Changes) -> None:
    case = tiny(capital)
    found = [*compute_fields(case), *capital_fields(case)]
    assert len({one.name for one in found}) == len(found)
    assert len({(one.section, one.label) for one in found}) == len(found)
    assert {one.name for one in found} <= {one.name for one in fields(case)}
    for one in found:
        assert list(check_input(one)) == []


@pytest.mark.parametrize(
    ("name", "label", "section", "unit"),
    [
        ("commitments.cloud.annual.2024", "Committed, 2024", "Commitment: Compute", Unit.MONEY),
        (
            "commitments.cloud.share_of_compute.every_year",
            "Part of the lab's compute bill it serves, every year",
            "Commitment: Compute",
            Unit.FRACTION,
        ),
        (
            "commitments.cloud.make_up_years",
            "Years in which a shortfall paid may be used",
            "Commitment: Compute",
            Unit.YEARS,
        ),
        ("capacities.hall.gigawatts.every_year", "Contracted, every year", "Capacity: Hall", Unit.GIGAWATTS),
        ("companies.lab.value.2025", "Lab: value of all equity, 2025", "Equity", Unit.MONEY),
        ("stakes.cloud.tranches.now.date", "now: day", "Stake: Stake", Unit.DATE),
        ("stakes.cloud.mark.ownership", "Fraction it is for", "Stake: Stake", Unit.FRACTION),
        ("hedges.cloud.outlay.lab", "Paid: lab", "Hedge: Cloud", Unit.MONEY),
        ("hedges.cloud.holdings.equity.payoff.wins", "Equity, Wins", "Hedge: Cloud", Unit.MONEY),
        ("site.life", "Years until it is replaced", "Own capacity: Own hall", Unit.YEARS),
    ],
)
def test_an_input_says_what_it_is(
    by_name: dict[str, Field], name: str, label: str, section: str, unit: Unit
) -> None:
    found = by_name[name]
    assert (found.label, found.section, found.unit) == (label, section, unit)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("commitments.cloud.annual.2024", -1.0, "must be 0 or more, got -1"),
        ("commitments.cloud.make_up_years", 61.0, "must be 0 to 60, got 61"),
        ("commitments.cloud.rollover_limit", 10.0, "must be 0 to 1, got 10; for 10 % enter 0.1"),
        ("stakes.cloud.preference", 11.0, "must be 0 to 10, got 11"),
        ("stakes.cloud.discount_rate", -1.0, "must be -0.99 to 10, got -1"),
        ("stakes.cloud.mark.value", -5.0, "must be 0 or more, got -5"),
        ("site.utilisation", 80.0, "must be 0 to 1, got 80; for 80 % enter 0.8"),
    ],
)
def test_what_is_out_of_bounds_is_refused(
    by_name: dict[str, Field], name: str, value: float, fault: str
) -> None:
    assert fault_of(by_name[name], value) == fault


def test_only_a_price_of_power_may_be_none(by_name: dict[str, Field]) -> None:
    assert {name for name, one in by_name.items() if may_be_unused(one, "none")} == {
        "capacities.hall.cost",
        "capacities.yard.cost",
    }


def test_the_words_are_those_that_settle_and_carry() -> None:
    assert set(ROLLOVERS) == set(Rollover)
    assert set(BOOKS) == set(Books)


def test_a_scenario_may_set_any_of_them(tiny: Tiny, capital: Changes) -> None:
    scenario = {
        "label": "Bad",
        "note": "It goes badly",
        "probability": 0.5,
        "inputs": {"commitments.cloud.rollover": "defer", "stakes.*.tranches.*.probability": 0.5},
    }
    case = tiny(capital | {"probability": 0.5, "scenarios": {"s": scenario}})
    values = values_of(case, "s")
    assert values["commitments.cloud.rollover"] == "defer"
    assert values["stakes.cloud.tranches.before.probability"] == 0.5


def test_a_case_without_them_has_none(tiny: Tiny) -> None:
    assert not [*compute_fields(tiny()), *capital_fields(tiny())]
