"""Compute in a case: the bill, and what is used, paid and left of each commitment, by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from revshare.case import Case
from revshare.commitment_flows import bought_by_lab, buys_compute
from revshare.errors import InputError
from revshare.lines import Projection
from revshare.projection import project

Tiny = Callable[..., Case]
Changes = dict[str, Any]


@pytest.fixture(scope="module")
def by_hand(tiny: Tiny, capital: Changes) -> Projection:
    return project(tiny(capital))


@pytest.mark.parametrize(
    ("line", "years", "total"),
    [
        ("compute_bill", [660.0, 660.0], 1320.0),
        ("committed.cloud", [300.0, 420.0], 720.0),
        ("usage.cloud", [330.0, 330.0], 660.0),
        ("shortfall.cloud", [0.0, 90.0], 90.0),
        ("paid.cloud", [330.0, 420.0], 750.0),
        ("commitment_left.cloud", [0.0, 0.0], 0.0),
        ("commitment_margin.cloud", [66.0, 84.0], 150.0),
        ("usage.other", [90.0, 90.0], 180.0),
        ("shortfall.other", [0.0, 60.0], 60.0),
        ("commitment_left.other", [150.0, 0.0], 0.0),
        ("committed", [300.0, 420.0], 720.0),
        ("commitment_shortfall", [0.0, 90.0], 90.0),
        ("commitments_over_revenue", [0.25, 0.35], 0.3),
        ("operating_profit", [300.0, 210.0], 510.0),
        ("cash_flow", [255.0, 150.0], 405.0),
        ("capacity.hall", [6.0, 6.0], 12.0),
    ],
)
def test_the_small_case_is_as_worked_out_by_hand(
    by_hand: Projection, line: str, years: list[float], total: float
) -> None:
    """Half of a bill of 50 + half of 10 a month; 420 less 330 falls short; the fund's 240 less 180 at the end."""
    np.testing.assert_allclose(by_hand.by_year(line), years, rtol=1e-12, atol=1e-9)
    assert by_hand.total(line) == pytest.approx(total, rel=1e-12, abs=1e-9)


def test_a_shortfall_is_booked_in_the_last_month_of_its_year(by_hand: Projection) -> None:
    np.testing.assert_allclose(by_hand["paid.cloud"], [27.5] * 23 + [117.5], rtol=1e-12)
    np.testing.assert_allclose(by_hand["commitment_shortfall"], [0.0] * 23 + [90.0], atol=1e-9)
    np.testing.assert_allclose(by_hand["operating_profit"], [25.0] * 23 + [-65.0], rtol=1e-12)


def test_what_is_left_falls_with_use_and_opens_anew_each_year(by_hand: Projection) -> None:
    left = by_hand["commitment_left.cloud"]
    np.testing.assert_allclose(left[:11], np.maximum(300.0 - 27.5 * np.arange(1, 12), 0.0), atol=1e-9)
    np.testing.assert_allclose(left[12:23], 420.0 - 27.5 * np.arange(1, 12), rtol=1e-12)
    assert left[11] == left[23] == 0.0
    np.testing.assert_allclose(by_hand["commitment_left.other"][:23], 240.0 - 7.5 * np.arange(1, 24))


def test_power_without_a_price_has_no_line_until_it_is_priced(tiny: Tiny, capital: Changes) -> None:
    case = tiny(capital)
    assert "capacity.yard" not in project(case).lines
    priced = project(case, overrides={"capacities.yard.cost": 24.0})
    np.testing.assert_allclose(priced["capacity.yard"], np.full(24, 2.0))


def test_power_is_no_part_of_profit(tiny: Tiny, capital: Changes) -> None:
    case = tiny(capital)
    dear = project(case, overrides={"capacities.hall.cost": 1e6})
    np.testing.assert_array_equal(dear["operating_profit"], project(case)["operating_profit"])


def settled(
    tiny: Tiny, capital: Changes, annual: list[float], usage: list[float], **terms: Any
) -> Projection:
    """A commitment of the lab alone, by year from 2024."""

    def by_year(values: list[float]) -> Changes:
        return {
            str(2024 + place): {"value": value, "low": value, "high": value, "basis": "assumed", "note": "x"}
            for place, value in enumerate(values)
        }

    commitment = {
        key: value for key, value in capital["commitments"]["cloud"].items() if key != "share_of_compute"
    }
    commitment |= {"annual": by_year(annual), "usage": by_year(usage)}
    case = tiny(
        {
            "last_year": 2023 + len(annual),
            "revenue/annual": by_year([1200.0] * len(annual)),
            "commitments": {"cloud": commitment},
        }
    )
    return project(case, overrides={f"commitments.cloud.{key}": value for key, value in terms.items()})


@pytest.mark.parametrize(
    ("terms", "paid", "total"),
    [
        ({"rollover": "none"}, "annual_paid", "annual_total"),
        ({"rollover": "excess"}, "carry_paid", "carry_total"),
        ({"rollover": "excess", "rollover_limit": 0.1}, "carry10_paid", "carry10_total"),
        ({"rollover": "term"}, None, "term_total"),
    ],
)
def test_a_commitment_of_five_years_is_paid_as_published(
    tiny: Tiny,
    capital: Changes,
    example: Callable[[str], Changes],
    terms: Changes,
    paid: str | None,
    total: str,
) -> None:
    given, expected = example("E20")["inputs"], example("E20")["expected"]
    annual, usage = given["annual_commitment"], given["annual_usage_at_contract_price"]
    found = settled(tiny, capital, annual, usage, **terms)
    assert found.total("paid.cloud") == pytest.approx(expected[total], rel=1e-12)
    by_year = expected[paid] if paid else [*usage[:4], usage[4] + expected["term_shortfall"]]
    np.testing.assert_allclose(found.by_year("paid.cloud"), by_year, rtol=1e-12)
    assert found.total("commitment_shortfall") == pytest.approx(expected[total] - sum(usage), rel=1e-12)


def test_a_shortfall_made_up_later_is_a_credit_then(
    tiny: Tiny, capital: Changes, example: Callable[[str], Changes]
) -> None:
    """2 of the first year serve the second, 4 of the third the fourth: 102 in all."""
    given = example("E20")["inputs"]
    found = settled(
        tiny,
        capital,
        given["annual_commitment"],
        given["annual_usage_at_contract_price"],
        make_up_years=1.0,
    )
    np.testing.assert_allclose(found.by_year("paid.cloud"), [10.0, 16.0, 20.0, 26.0, 30.0], rtol=1e-12)
    np.testing.assert_allclose(found.by_year("shortfall.cloud"), [2.0, -2.0, 4.0, -4.0, 5.0], atol=1e-12)
    np.testing.assert_allclose(found.commitments["cloud"].make_up_bank, [2.0, 0.0, 4.0, 0.0, 5.0])


def test_a_commitment_deferred_stays_open_at_the_years_end(tiny: Tiny, capital: Changes) -> None:
    found = settled(tiny, capital, [10.0, 10.0], [7.0, 12.0], rollover="defer")
    np.testing.assert_allclose(found.by_year("commitment_left.cloud"), [3.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(found.by_year("paid.cloud"), [7.0, 13.0], rtol=1e-12)
    np.testing.assert_allclose(found["commitment_left.cloud"][12], 13.0 - 1.0)


def test_paths_may_differ_in_the_years_of_make_up(tiny: Tiny, capital: Changes) -> None:
    case = tiny(capital)
    years = {"commitments.cloud.annual.2024": 400.0, "commitments.cloud.annual.2025": 300.0}
    both = project(case, overrides=years | {"commitments.cloud.make_up_years": np.array([[0.0], [1.0]])})
    np.testing.assert_allclose(both.by_year("paid.cloud"), [[400.0, 330.0], [400.0, 300.0]], rtol=1e-12)


def test_make_up_is_given_in_whole_years(tiny: Tiny, capital: Changes) -> None:
    with pytest.raises(InputError, match=r"^commitments.cloud.make_up_years must be whole years, got 1.5"):
        project(tiny(capital), overrides={"commitments.cloud.make_up_years": 1.5})


def test_a_case_without_commitments_has_no_lines_of_them(tiny: Tiny, capital: Changes) -> None:
    bare = project(tiny())
    assert not buys_compute(bare.case)
    assert not {"compute_bill", "committed", "commitment_shortfall"} & set(bare.lines)
    spending = project(tiny({"spending/training/compute": capital["spending/training/compute"]}))
    np.testing.assert_allclose(spending["compute_bill"], np.full(24, 55.0))
    assert set(spending.lines) - set(bare.lines) == {"compute_bill"}


def test_a_shortfall_of_another_buyer_is_no_cost_of_the_lab(tiny: Tiny, capital: Changes) -> None:
    changes = capital | {"commitments": {"other": capital["commitments"]["other"]}, "stakes": {}}
    found = project(tiny(changes))
    assert bought_by_lab(found.case) == ()
    np.testing.assert_allclose(found.by_year("operating_profit"), [300.0, 300.0])
    assert "commitment_shortfall" not in found.lines
