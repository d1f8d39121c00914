"""Buying from several clouds, against a linear programme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from revshare.commitments.allocation import Allocation, Clouds, allocate
from revshare.errors import InputError, TermsError

WHOLE = st.integers(0, 60).map(float)
PRICES = st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0, 1.0, 2.0])


def bought(demand: float, commitments: Any, prices: Any, capacities: Any) -> Allocation:
    given_clouds = (np.array(values, dtype=np.float64) for values in (commitments, prices, capacities))
    return allocate(demand, Clouds(*given_clouds))


def optimum(demand: float, commitments: Any, prices: Any, capacities: Any) -> float:
    """Least cost by linear programming: cost of each cloud at least its commitment and its units priced."""
    count = len(prices)
    served = min(demand, sum(capacities))
    solved = linprog(
        c=[*[0.0] * count, *[1.0] * count],
        A_ub=np.hstack([np.diag(prices), -np.eye(count)]),
        b_ub=np.zeros(count),
        A_eq=[[*[1.0] * count, *[0.0] * count]],
        b_eq=[served],
        bounds=[*((0, most) for most in capacities), *((least, None) for least in commitments)],
    )
    assert solved.status == 0, solved.message
    return float(solved.fun)


def test_committed_units_come_before_cheap_ones(example: Callable[[str], dict[str, Any]]) -> None:
    case = example("E24")
    clouds = case["inputs"]["clouds"]
    columns = [[cloud[name] for cloud in clouds] for name in ("commitment", "unit_price", "capacity")]
    result = bought(case["inputs"]["demand"], *columns)
    names = [cloud["name"] for cloud in clouds]
    expected = case["expected"]
    assert dict(zip(names, result.units.tolist(), strict=True)) == pytest.approx(expected["allocation"])
    assert dict(zip(names, result.shortfall.tolist(), strict=True)) == expected["shortfalls"]
    assert result.cost.sum() == pytest.approx(expected["cost"], rel=1e-7)
    cheapest_first = bought(100, [0, 0, 0], *columns[1:]).units
    naive = np.maximum(columns[0], cheapest_first * columns[1]).sum()
    assert naive == pytest.approx(expected["naive_cheapest_first_cost"])


def test_demand_beyond_all_capacity_stays_unmet() -> None:
    result = bought(100, [0, 10], [1, 2], [30, 40])
    assert result.units.tolist() == [30, 40]
    assert float(result.unmet) == 30


def test_ties_go_by_the_order_of_the_clouds() -> None:
    assert bought(10, [20, 20], [1, 1], [50, 50]).units.tolist() == [10, 0]
    assert bought(10, [0, 0, 0], [2, 1, 1], [50, 4, 50]).units.tolist() == [0, 4, 6]


def test_capacity_may_be_unlimited_and_units_free() -> None:
    result = bought(10, [0, 5], [1, 0], [np.inf, 4])
    assert result.units.tolist() == [6, 4]
    assert result.cost.tolist() == [6, 5]


def test_each_period_and_path_has_its_own_demand_and_prices() -> None:
    clouds = Clouds(np.array([0.0, 0.0]), np.array([[[1.0, 2.0]], [[2.0, 1.0]]]), np.array([5.0, 5.0]))
    result = allocate(np.array([3.0, 7.0]), clouds)
    assert result.units.tolist() == [[[3, 0], [5, 2]], [[0, 3], [2, 5]]]
    assert result.unmet.shape == (2, 2)


def test_bad_clouds_are_refused() -> None:
    with pytest.raises(InputError, match="prices must be 0 or more, got -1 in cloud 2"):
        bought(1, [0, 0], [1, -1], [5, 5])
    with pytest.raises(InputError, match="demand must be 0 or more, got -1"):
        bought(-1, [0], [1], [5])
    with pytest.raises(TermsError, match="commitments has 1, prices has 2, capacities has 2"):
        bought(1, [0], [1, 1], [5, 5])


@given(
    clouds=st.lists(st.tuples(WHOLE, PRICES, WHOLE), min_size=1, max_size=6),
    demand=st.floats(0, 250),
)
def test_filling_the_cheapest_next_unit_is_the_optimum_of_the_linear_programme(
    clouds: list[tuple[float, float, float]], demand: float
) -> None:
    columns = [list(column) for column in zip(*clouds, strict=True)]
    result = bought(demand, *columns)
    assert result.cost.sum() == pytest.approx(optimum(demand, *columns), rel=1e-7, abs=1e-6)
    assert float(result.units.sum() + result.unmet) == pytest.approx(demand, abs=1e-9)
    assert (result.units >= 0).all()
    assert (result.units <= np.array(columns[2]) + 1e-9).all()
    twice = allocate(
        np.array([demand, 2 * demand]), Clouds(*(np.array([column, column]) for column in columns))
    )
    np.testing.assert_allclose(twice.units[0], result.units, atol=1e-12)
    np.testing.assert_allclose(twice.units[1], bought(2 * demand, *columns).units, atol=1e-12)
