"""Two cases beside each other: what they say differently, and what that comes to."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.model.conftest import assumed, every

from revshare.case import Case
from revshare.differences import Change, Differences, differences
from revshare.inputs_table import InputsTable

Tiny = Callable[..., Case]

RATE = "contracts.cloud.rate"
LOW = {
    "label": "Low",
    "note": "Less",
    "probability": 0.5,
    "inputs": {RATE: 0.4, "products.api.cost_ratio.every_year": 0.6},
}


def table(case: Case, scenario: str = "base", own: dict[str, Any] | None = None) -> InputsTable:
    return InputsTable(case, scenario, own or {})


def between(first: Case, second: Case) -> Differences:
    return differences(table(first), table(second))


def test_a_case_does_not_differ_from_itself(tiny: Tiny) -> None:
    found = between(tiny(), tiny())
    assert found.is_none
    assert found.years == (2024, 2025)
    assert all(figure.difference == 0.0 or figure.unit == "year" for figure in found.figures)


def test_a_changed_input_is_named_and_its_figures_are_as_worked_out_by_hand(tiny: Tiny) -> None:
    """720 a year through the cloud at a margin of a half: 180 shared at 50 %, 144 at 40 %."""
    found = between(tiny(), tiny({"contracts/cloud/rate": assumed(0.4, low=0.3, high=0.6)}))
    label = "Share as a fraction; or give tiers or a ramp"
    assert found.in_force == (Change(RATE, "in force", label, "fraction", 0.5, 0.4),)
    assert [(change.part, change.first, change.second) for change in found.elsewhere] == [
        ("smallest", 0.5, 0.3),
        ("largest", 0.5, 0.6),
    ]
    figures = {figure.name: figure for figure in found.figures}
    assert list(figures) == [
        *("revenue", "share.cloud", "contribution", "operating_profit", "cash_flow"),
        "first_profitable_year",
    ]
    share, profit = figures["share.cloud"], figures["operating_profit"]
    assert (share.first, share.second, share.difference, share.relative) == pytest.approx(
        (360.0, 288.0, -72.0, -0.2)
    )
    assert share.difference_by_year == pytest.approx(np.array([-36.0, -36.0]))
    assert (profit.first, profit.second, profit.relative) == pytest.approx((600.0, 672.0, 0.12))
    # Paid a month late, so 1 of the 3 less a month is still unpaid at the end.
    assert figures["cash_flow"].difference == pytest.approx(72.0 - 3.0)
    assert figures["first_profitable_year"].difference == 0.0


def test_scenarios_are_compared_by_the_values_in_force(tiny: Tiny) -> None:
    case = tiny({"scenarios": {"low": LOW}, "probability": 0.5})
    found = differences(table(case), table(case, "low"))
    assert found.notes == ("the scenario chosen is base in A and low in B",)
    assert {change.name: (change.first, change.second) for change in found.in_force} == {
        RATE: (0.5, 0.4),
        "products.api.cost_ratio.every_year": (0.5, 0.6),
    }
    assert found.elsewhere == ()


def test_what_is_not_in_force_is_told_apart(tiny: Tiny) -> None:
    other = {"contracts/cloud/rate": assumed(0.5, note="Agreed"), "channels/direct/label": "Own shop"}
    first, second = table(tiny()), table(tiny(other), own={RATE: 0.3})
    found = differences(first, second)
    assert found.in_force == ()
    assert [(change.name, change.part, change.first, change.second) for change in found.elsewhere] == [
        (RATE, "own", None, 0.3),
        (RATE, "note", "for the test", "Agreed"),
        ("channels.direct.label", "structure", "Direct", "Own shop"),
    ]


def test_a_column_of_a_scenario_that_is_not_chosen_is_told_apart(tiny: Tiny) -> None:
    one = tiny({"scenarios": {"low": LOW}, "probability": 0.5})
    other = tiny({"scenarios": {"low": {**LOW, "inputs": {RATE: 0.3}}}, "probability": 0.5})
    found = between(one, other)
    assert [(change.name, change.part, change.first, change.second) for change in found.elsewhere] == [
        ("products.api.cost_ratio.every_year", "scenario low", 0.6, None),
        (RATE, "scenario low", 0.4, 0.3),
    ]


def test_inputs_that_one_has_and_the_other_lacks_stand_beside_nothing(tiny: Tiny) -> None:
    other = tiny({"cash/chips": {"label": "Chips", "annual": every(-12.0)}})
    (added,) = between(tiny(), other).in_force
    assert (added.name, added.first, added.second) == ("cash.chips.annual.every_year", None, -12.0)
    (removed,) = between(other, tiny()).in_force
    assert (removed.first, removed.second) == (-12.0, None)


def test_only_years_that_both_have_are_compared_and_this_is_said(tiny: Tiny) -> None:
    longer = tiny(
        {
            "last_year": 2026,
            "revenue/annual": {str(year): assumed(1200.0) for year in (2024, 2025, 2026)},
        }
    )
    found = between(tiny(), longer)
    assert found.notes == ("A covers 2024 to 2025 and B 2024 to 2026; 2024 to 2025 is compared",)
    assert found.years == (2024, 2025)
    revenue = found.figures[0]
    assert (revenue.first, revenue.second) == pytest.approx((2400.0, 2400.0))


def test_cases_without_a_common_year_have_no_figures_to_subtract(tiny: Tiny) -> None:
    years = {str(year): assumed(1200.0) for year in (2030, 2031)}
    found = between(tiny(), tiny({"first_year": 2030, "last_year": 2031, "revenue/annual": years}))
    assert found.years == ()
    assert "no year is compared" in found.notes[0]
    assert all(math.isnan(figure.difference) for figure in found.figures if figure.unit != "year")


def test_amounts_in_other_money_are_shown_and_not_subtracted(tiny: Tiny) -> None:
    found = between(tiny(), tiny({"money": "EUR million"}))
    assert found.notes == (
        'A is in "USD million" and B in "EUR million"; amounts are shown and not subtracted',
    )
    revenue = found.figures[0]
    assert (revenue.first, revenue.second) == pytest.approx((2400.0, 2400.0))
    assert math.isnan(revenue.difference)
    assert np.isnan(revenue.difference_by_year).all()


def test_a_partner_that_one_lacks_is_named_and_its_share_stands_beside_nothing(tiny: Tiny) -> None:
    second = {
        "partners/shop": {
            "label": "Shop",
            "covers": ["direct"],
            "compute": [],
            "compute_margin": every(0.1),
        },
        "contracts/shop": {"kind": assumed("revenue_share"), "rate": assumed(0.1)},
    }
    found = between(tiny(), tiny(second))
    assert found.notes == ("A has no partner Shop",)
    shop = next(figure for figure in found.figures if figure.name == "share.shop")
    assert math.isnan(shop.first)
    assert shop.second == pytest.approx(96.0)
    assert math.isnan(shop.difference)


def test_a_last_digit_lost_when_a_workbook_was_saved_is_no_difference(tiny: Tiny) -> None:
    rounded = {"contracts/cloud/rate": assumed(0.1 + 0.2)}
    assert between(tiny({"contracts/cloud/rate": assumed(0.3)}), tiny(rounded)).is_none


def test_how_a_driver_varies_moves_no_figure_and_is_told_apart(tiny: Tiny) -> None:
    def growth(deviation: float) -> dict[str, Any]:
        entry = {"driver": "revenue.annual", "form": "lognormal", "deviation": deviation, "note": "x"}
        return {"uncertainty/growth": entry}

    found = between(tiny(growth(0.1)), tiny(growth(0.2)))
    assert found.in_force == ()
    assert [(change.name, change.first, change.second) for change in found.elsewhere] == [
        ("uncertainty.growth.deviation", 0.1, 0.2)
    ]
    assert [change.name for change in between(tiny(), tiny(growth(0.2))).elsewhere][:2] == [
        "uncertainty.growth.form",
        "uncertainty.growth.deviation",
    ]
