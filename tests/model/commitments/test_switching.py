"""Least shares and costs of using a cloud at all, against a mixed-integer programme."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from revshare.commitments.allocation import Clouds, allocate
from revshare.commitments.switching import Chosen, Entry, choose
from revshare.errors import InputError, NoSolutionError, TermsError

CLOUD = st.tuples(
    st.sampled_from([0.0, 0.0, 20.0, 40.0]),
    st.sampled_from([0.25, 0.5, 0.9, 1.0, 2.0]),
    st.sampled_from([0.0, 30.0, 60.0, 200.0]),
    st.sampled_from([0.0, 0.0, 0.1, 0.4, 0.7]),
    st.sampled_from([0.0, 0.0, 3.0, 15.0]),
)


def chosen(
    demand: Any,
    commitments: Any,
    prices: Any,
    capacities: Any,
    shares: Any,
    costs: Any,
    required: Any = None,
) -> Chosen:
    clouds = Clouds(*(np.array(values, dtype=np.float64) for values in (commitments, prices, capacities)))
    must = None if required is None else np.array(required)
    return choose(demand, clouds, Entry(np.array(shares, np.float64), np.array(costs, np.float64), must))


def optimum(demand: float, clouds: list[tuple[float, ...]]) -> tuple[float, float]:
    """Unmet demand and least cost by branch and bound: first serve the most, then at least cost."""
    commitments, prices, capacities, shares, costs = (
        np.array(column) for column in zip(*clouds, strict=True)
    )
    count = len(clouds)
    none, one = np.zeros((count, count)), np.eye(count)
    rules = [
        LinearConstraint(np.hstack([one, none, -np.diag(capacities)]), -np.inf, 0),
        LinearConstraint(np.hstack([one, none, -np.diag(shares * demand)]), 0, np.inf),
        LinearConstraint(np.hstack([np.diag(prices), -one, none]), -np.inf, 0),
    ]
    units = np.concatenate([np.ones(count), np.zeros(2 * count)])
    bounds = Bounds(
        np.concatenate([np.zeros(count), commitments, np.zeros(count)]),
        np.concatenate([np.full(2 * count, np.inf), np.ones(count)]),
    )
    whole = np.concatenate([np.zeros(2 * count), np.ones(count)])
    most = milp(
        -units, constraints=[*rules, LinearConstraint(units, 0, demand)], bounds=bounds, integrality=whole
    )
    assert most.status == 0, most.message
    served = min(demand, -most.fun)
    least = milp(
        np.concatenate([np.zeros(count), np.ones(count), costs]),
        constraints=[*rules, LinearConstraint(units, served - 1e-7, demand)],
        bounds=bounds,
        integrality=whole,
    )
    assert least.status == 0, least.message
    return demand - served, float(least.fun)


def test_a_small_saving_is_not_worth_a_switch() -> None:
    prices, room = [1.0, 0.9], [100, 100]
    assert chosen(50, [0, 0], prices, room, [0, 0], [0, 6]).active.tolist() == [True, False]
    moved = chosen(50, [0, 0], prices, room, [0, 0], [0, 4])
    assert moved.allocation.units.tolist() == [0, 50]
    assert float(moved.cost) == pytest.approx(49)
    assert float(moved.switching_cost) == 4


def test_a_least_share_keeps_a_cheap_cloud_out_or_lets_it_in_whole() -> None:
    """The cheap cloud has 30 units; with a least share of 40 % of 100 it cannot be used at all."""
    assert chosen(100, [0, 0], [1, 0.5], [100, 30], [0, 0.4], [0, 0]).allocation.units.tolist() == [100, 0]
    assert chosen(50, [0, 0], [1, 0.5], [100, 30], [0, 0.4], [0, 0]).allocation.units.tolist() == [20, 30]


def test_a_cloud_that_must_be_used_gets_its_share() -> None:
    found = chosen(100, [0, 0], [1, 0.5], [100, 100], [0.3, 0], [5, 0], required=[True, False])
    assert found.allocation.units.tolist() == [30, 70]
    assert float(found.cost) == 30 + 35 + 5


def test_an_unused_commitment_is_still_paid() -> None:
    found = chosen(10, [8, 0], [1, 0.5], [100, 100], [0, 0], [20, 0])
    assert found.active.tolist() == [False, True]
    assert float(found.cost) == 8 + 5
    assert found.allocation.shortfall.tolist() == [8, 0]


def test_serving_demand_comes_before_cost() -> None:
    found = chosen(100, [0, 0], [1, 9], [60, 60], [0, 0], [0, 500])
    assert float(found.allocation.unmet) == 0
    assert float(found.cost) == 60 + 360 + 500
    assert float(chosen(200, [0, 0], [1, 9], [60, 60], [0, 0], [0, 500]).allocation.unmet) == 80


def test_without_shares_and_costs_it_is_the_plain_allocation() -> None:
    clouds = Clouds(np.array([30.0, 20.0, 0.0]), np.array([1.0, 0.9, 0.95]), np.array([60.0, 50.0, 40.0]))
    demand = np.array([20.0, 100.0, 400.0])
    free = choose(demand, clouds, Entry(np.zeros(3), np.zeros(3)))
    for found, plain in zip(free.allocation, allocate(demand, clouds), strict=True):
        np.testing.assert_array_equal(found, plain)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(TermsError, match="at most 5 clouds"):
        chosen(1, [0] * 6, [1] * 6, [9] * 6, [0] * 6, [0] * 6)
    with pytest.raises(TermsError, match=r"come to 1.2; at most 1"):
        chosen(1, [0, 0], [1, 1], [9, 9], [0.6, 0.6], [0, 0], required=[True, True])
    with pytest.raises(NoSolutionError, match="less capacity than its minimum share"):
        chosen(100, [0, 0], [1, 1], [9, 900], [0.5, 0], [0, 0], required=[True, False])
    with pytest.raises(TermsError, match="minimum_shares has 2, switching_costs has 1, required has 2"):
        chosen(1, [0, 0], [1, 1], [9, 9], [0, 0], [0])
    with pytest.raises(TermsError, match="prices has 2 clouds and minimum_shares 1"):
        chosen(1, [0, 0], [1, 1], [9, 9], [0], [0])
    with pytest.raises(InputError, match=r"minimum_shares must be 0 to 1, got 30; for 30 % enter 0.3"):
        chosen(1, [0], [1], [9], [30], [0])


@given(clouds=st.lists(CLOUD, min_size=1, max_size=4), demand=st.integers(1, 200).map(float))
def test_trying_every_set_is_the_optimum_of_the_mixed_integer_programme(
    clouds: list[tuple[float, ...]], demand: float
) -> None:
    columns = [list(column) for column in zip(*clouds, strict=True)]
    found = chosen(demand, *columns)
    unmet, cost = optimum(demand, clouds)
    assert float(found.allocation.unmet) == pytest.approx(unmet, abs=1e-5)
    assert float(found.cost) == pytest.approx(cost, abs=1e-4)
    stacked = chosen(np.array([demand, 1.5 * demand]), *columns)
    alone = chosen(1.5 * demand, *columns)
    np.testing.assert_allclose(stacked.allocation.units[0], found.allocation.units, atol=1e-9)
    np.testing.assert_allclose(stacked.allocation.units[1], alone.allocation.units, atol=1e-9)
