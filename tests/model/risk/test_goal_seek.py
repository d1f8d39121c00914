"""The value of an input at which a line's total reaches a target."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from revshare.case import Case
from revshare.case_file import read_case
from revshare.errors import InputError, NoSolutionError
from revshare.projection import project
from revshare.risk.goal_seek import goal_seek
from revshare.risk.sensitivity import sensitivity

Tiny = Callable[..., Case]


def test_half_of_gross_profit_and_a_fifth_of_revenue_cost_the_same_at_a_cost_ratio_of_six_tenths(
    tiny: Tiny,
) -> None:
    """The headline: 20 % of the 1,440 covered."""
    assert goal_seek(tiny(), "share.cloud", "products.api.cost_ratio", 0.2 * 1440.0) == pytest.approx(
        0.6, rel=1e-12
    )
    assert goal_seek(tiny(), "effective_rate", "products.api.cost_ratio.every_year", 0.2) == pytest.approx(
        0.6
    )


def test_an_input_without_an_upper_end_is_found_over_powers_of_ten(tiny: Tiny) -> None:
    found = goal_seek(tiny(), "revenue", "revenue.annual.2024", 9_001_200.0)
    assert found == pytest.approx(9_000_000.0, rel=1e-9)


def test_a_term_the_contract_does_not_have_yet_may_be_found(tiny: Tiny) -> None:
    assert goal_seek(tiny(), "share.cloud", "contracts.cloud.annual_cap", 300.0) == pytest.approx(
        150.0, rel=1e-9
    )


def test_of_all_values_that_do_the_nearest_to_todays_is_taken(tiny: Tiny) -> None:
    """From a cost ratio of 1 on nothing is shared; a cap of 150 and more a year changes nothing."""
    found = goal_seek(tiny(), "share.cloud", "products.api.cost_ratio", 0.0)
    assert found == pytest.approx(1.0, abs=1e-9)
    assert goal_seek(tiny(), "share.cloud", "contracts.cloud.rate", 360.0) == 0.5
    cap = {"value": 1000.0, "low": 1000.0, "high": 1000.0, "basis": "assumed", "note": "A test"}
    held = tiny({"contracts/cloud/annual_cap": cap})
    assert goal_seek(held, "share.cloud", "contracts.cloud.annual_cap", 360.0) == 1000.0


def test_todays_total_is_reached_today_however_it_was_rounded() -> None:
    """The answer lies between two neighbouring numbers, and a total differs in its last digit by its company."""
    case = read_case("anthropic-amazon")
    found = goal_seek(case, "revenue.api.direct", "revenue.annual", 31607.519999999997, "five_years")
    assert found == pytest.approx(21501.714285714286, rel=1e-12)


def test_values_that_make_the_case_impossible_are_passed_over() -> None:
    """A company worth nothing sells no stake, but a dearer one does."""
    case, value = read_case("anthropic-amazon"), "companies.anthropic.value"
    target = 1.3 * float(project(case).total("stake_value.amazon"))
    found = goal_seek(case, "stake_value.amazon", value, target)
    assert sensitivity(case, "stake_value.amazon", value, [found]) == pytest.approx([target], rel=1e-9)


def test_a_value_beyond_a_jump_is_found(tiny: Tiny) -> None:
    """The rate jumps from 15 % to 25 % at a revenue of 3,000; at 681.8 the minimum makes 22 % of it."""
    word = {"basis": "assumed", "note": "A test"}
    case = tiny(
        {
            "contracts/cloud/rate": None,
            "contracts/cloud/tiers": {"value": "0:0.3; 900:0.5", **word},
            "contracts/cloud/tier_method": {"value": "cliff_retroactive", **word},
            "contracts/cloud/annual_minimum": {"value": 90.0, "low": 90.0, "high": 90.0, **word},
            "revenue/annual": {"every_year": {"value": 2800.0, "low": 2800.0, "high": 2800.0, **word}},
        }
    )
    found = goal_seek(case, "effective_rate", "revenue.annual", 0.22)
    assert found == pytest.approx(90.0 / 0.6 / 0.22, rel=1e-9)


def test_a_target_out_of_reach_is_refused_with_both_ends(tiny: Tiny) -> None:
    with pytest.raises(NoSolutionError) as fault:
        goal_seek(tiny(), "share.cloud", "contracts.cloud.rate", 1000.0)
    assert "does not reach 1000: it is 0 at contracts.cloud.rate = 0 and 720 at 1" in str(fault.value)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("share.cloud", "contracts.cloud.kind", 1.0),
            "driver must be a number, and contracts.cloud.kind is none",
        ),
        (("share.cloud", "contracts.cloud.rates", 1.0), "did you mean contracts.cloud.rate?"),
        (("shares", "contracts.cloud.rate", 1.0), 'has no line "shares"'),
        (("share.cloud", "contracts.cloud.rate", float("nan")), "target must be a number"),
    ],
)
def test_what_cannot_be_asked_is_refused(tiny: Tiny, arguments: Any, words: str) -> None:
    with pytest.raises(InputError) as fault:
        goal_seek(tiny(), *arguments)
    assert words in str(fault.value)


def test_a_total_that_jumps_over_the_target_is_told(tiny: Tiny) -> None:
    """Above a threshold of 900 the lower rate applies to all: 25 % of revenue becomes 15 % at once."""
    given = {"value": "0:0.5; 900:0.3", "basis": "assumed", "note": "A test"}
    cliff = {"value": "cliff_retroactive", "basis": "assumed", "note": "A test"}
    case = tiny(
        {"contracts/cloud/rate": None, "contracts/cloud/tiers": given, "contracts/cloud/tier_method": cliff}
    )
    with pytest.raises(NoSolutionError, match="it jumps from"):
        goal_seek(case, "effective_rate", "revenue.annual", 0.22)
