"""Half of gross profit against a fifth of revenue: the headline, and the same for the whole company."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.case import Case
from revshare.case_file import read_case
from revshare.headline import FlatDeal, break_even, break_even_points, flat_deal, rival_deal
from revshare.projection import project

RATES = st.floats(0.01, 1.0)


def profit(rate: float, coverage: float = 1.0, *, floored: bool = True) -> FlatDeal:
    return FlatDeal("profit_share", rate, coverage, floored=floored)


def test_the_two_deals_at_every_cost_ratio(example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E01")["inputs"], example("E01")["expected"]
    deals = (
        profit(given_["gp_share_rate"]),
        FlatDeal("revenue_share", given_["revenue_share_rate"], 1.0, floored=True),
    )
    revenue = given_["revenue"]
    for row in expected["table"]:
        ratio = np.array(row["c"])
        first, second = (revenue * float(deal.per_dollar(ratio)) for deal in deals)
        assert first == pytest.approx(row["share_gp"], abs=1e-9)
        assert second == pytest.approx(row["share_rev"], abs=1e-9)
        assert row["gross_profit"] - first == pytest.approx(row["lab_after_gp"], abs=1e-9)
        assert row["gross_profit"] - second == pytest.approx(row["lab_after_rev"], abs=1e-9)
        assert first - second == pytest.approx(row["gp_minus_rev"], abs=1e-9)
    found = break_even(given_["gp_share_rate"], given_["revenue_share_rate"])
    assert found == pytest.approx(expected["break_even_cost_ratio"], rel=1e-12)


def test_the_effective_rate_at_the_reported_margins(example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E02")["inputs"], example("E02")["expected"]
    margins = np.array(given_["gross_margins_before_share"])
    np.testing.assert_allclose(profit(0.5).per_dollar(1.0 - margins), expected["effective_rates"], rtol=1e-9)
    equal = 1.0 - break_even(given_["gp_share_rate"], given_["revenue_share_rate"])
    assert equal == pytest.approx(expected["margin_at_equality"], rel=1e-12)
    quoted = [1.0 - rate / given_["gp_share_rate"] for rate in reversed(given_["quoted_revenue_share_range"])]
    assert quoted == pytest.approx(expected["cost_ratio_range_implied_by_25_50"], abs=1e-12)


@pytest.mark.parametrize(("coverage", "expected"), [(0.6, 0.333), (0.675, 0.407), (0.75, 0.467)])
def test_the_answer_for_the_company_weighs_what_each_deal_covers(coverage: float, expected: float) -> None:
    """Worked by hand for coverage of 60, 67.5 and 75 %: 0.333, 0.407 and 0.467."""
    assert break_even(0.5, 0.2, coverage, 1.0) == pytest.approx(expected, abs=5e-4)


def test_a_deal_that_is_cheaper_at_every_cost_ratio_has_no_break_even() -> None:
    assert math.isnan(break_even(0.1, 0.2))
    assert math.isnan(break_even(0.0, 0.0))


@given(profit_rate=RATES, revenue_rate=RATES, coverage=st.floats(0.1, 1.0))
def test_at_the_break_even_both_cost_the_same_and_beside_it_they_do_not(
    profit_rate: float, revenue_rate: float, coverage: float
) -> None:
    point = break_even(profit_rate, revenue_rate, coverage, 1.0)
    deal = profit(profit_rate, coverage)

    def dearer(ratio: float) -> float:
        return float(deal.per_dollar(np.array(ratio))) * coverage - revenue_rate

    if math.isnan(point):
        assert dearer(0.0) < 1e-12
    else:
        assert dearer(point) == pytest.approx(0.0, abs=1e-12)
        assert dearer(point - 0.01) > 0.0 > dearer(point + 0.01) - 1e-15 * (point + 0.01 >= 1.0)


def test_sharing_losses_takes_the_floor_away() -> None:
    assert profit(0.5, floored=False).per_dollar(np.array(1.2)) == pytest.approx(-0.1)
    assert profit(0.5).per_dollar(np.array(1.2)) == 0.0


def test_the_deals_of_a_case_are_read_from_its_inputs() -> None:
    found = project(read_case("anthropic-amazon"))
    mine, other = flat_deal(found, "amazon"), rival_deal(found)
    assert (mine.kind, mine.rate, mine.floored) == ("profit_share", 0.5, True)
    assert mine.coverage == pytest.approx(float(found["covered"].sum() / found["revenue"].sum()))
    assert (other.kind, other.rate, other.coverage) == ("revenue_share", 0.2, 1.0)
    covered, company = break_even_points(found, "amazon")
    assert covered == pytest.approx(0.6)
    assert company == pytest.approx(1.0 - 0.2 / (0.5 * mine.coverage))


def test_two_deals_of_one_kind_have_no_break_even(tiny: Callable[..., Case]) -> None:
    found = project(tiny(), overrides={"rival.kind": "profit_share"})
    assert np.isnan(break_even_points(found, "cloud")).all()
