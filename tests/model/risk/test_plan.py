"""What a simulation draws, and what a block of paths comes to."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from revshare.case import Case
from revshare.risk.distributions import Normal, Uniform
from revshare.risk.plan import BATCH, Plan
from revshare.risk.shocks import MonthlyShocks
from revshare.risk.start import Start

Tiny = Callable[..., Case]
RATIO = "products.api.cost_ratio"
TRAINING = "spending.training.annual"
DRAWS = {RATIO: Uniform(0.2, 0.6), TRAINING: Uniform(100.0, 200.0)}


def plan(tiny: Tiny, **more: object) -> Plan:
    return Plan.of(Start.of(tiny()), 3, DRAWS, **more)  # type: ignore[arg-type]


def test_blocks_give_the_same_numbers_in_any_order(tiny: Tiny) -> None:
    backwards = {block: plan(tiny).project(block, ("kept",), 600).found for block in (1, 0)}
    for block in range(2):
        np.testing.assert_array_equal(plan(tiny).project(block, ("kept",), 600).found, backwards[block])


def test_a_cut_block_is_the_beginning_of_a_whole_one(tiny: Tiny) -> None:
    whole = plan(tiny).project(0, ("kept",), BATCH * 2)
    cut = plan(tiny).project(0, ("kept",), BATCH + 1)
    np.testing.assert_array_equal(cut.found, whole.found[..., : BATCH + 1])
    np.testing.assert_array_equal(cut.events["profit"], whole.events["profit"][: BATCH + 1])


def test_the_last_column_is_the_line_over_the_horizon(tiny: Tiny) -> None:
    found = plan(tiny).project(0, ("kept", "gross_margin"), 10).found
    np.testing.assert_allclose(found[0, -1], found[0, :-1].sum(axis=0))
    assert (np.abs(found[1, -1] - found[1, :-1].mean(axis=0)) < 0.05).all()


@pytest.mark.parametrize("rank", [0.8, -0.5])
def test_drivers_may_be_correlated_by_rank(tiny: Tiny, rank: float) -> None:
    for antithetic in (False, True):
        draws = plan(tiny, correlations={(RATIO, TRAINING): rank}, antithetic=antithetic).draw(0)
        found = stats.spearmanr(draws[f"{RATIO}.every_year"], draws[f"{TRAINING}.every_year"]).statistic
        assert found == pytest.approx(rank, abs=0.02)


def test_a_driver_takes_the_same_places_whatever_else_is_drawn(tiny: Tiny) -> None:
    alone = Plan.of(Start.of(tiny()), 3, {TRAINING: DRAWS[TRAINING]}).draw(0)
    for name, values in alone.items():
        np.testing.assert_array_equal(plan(tiny).draw(0)[name], values)


def test_a_distribution_keeps_to_what_may_be_entered(tiny: Tiny) -> None:
    draws = Plan.of(Start.of(tiny()), distributions={"contracts.cloud.rate": Normal(0.9, 0.5)}).draw(0)
    assert draws["contracts.cloud.rate"].min() >= 0.0
    assert draws["contracts.cloud.rate"].max() <= 1.0


def test_monthly_shocks_move_revenue_and_leave_its_mean(tiny: Tiny) -> None:
    shaken = Plan(Start.of(tiny({"as_of": "2023-12-31"})), 1, {}, {}, None, {"revenue": MonthlyShocks(0.05)})
    found = shaken.project(0, ("revenue",)).found[0, :-1].T
    expected = shaken.start.project({}).by_year("revenue")
    error = found.std(axis=0) / np.sqrt(len(found))
    assert (np.abs(found.mean(axis=0) - expected) < 4 * error).all()
    assert (found.std(axis=0) > 0.05 * expected).all()


def test_months_that_the_data_cover_are_not_shaken(tiny: Tiny) -> None:
    shaken = Plan(Start.of(tiny({"as_of": "2024-12-15"})), 1, {}, {}, None, {"revenue": MonthlyShocks(0.05)})
    np.testing.assert_array_equal(shaken.walks(0)["revenue"][:, :12], 1.0)
    assert (shaken.walks(0)["revenue"][:, 12:].std(axis=0) > 0.04).all()


def test_shocks_of_a_product_and_of_the_company_both_move_it(tiny: Tiny) -> None:
    walks = {"revenue": np.full((1, 24), 1.1), "revenue.api": np.full((1, 24), 1.2)}
    start = Start.of(tiny())
    np.testing.assert_allclose(
        start.project({}, walks)["revenue.api"], 1.32 * start.project({})["revenue.api"][None]
    )
