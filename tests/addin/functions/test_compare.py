"""RS_BREAKEVEN_COST_RATIO."""

from collections.abc import Callable
from typing import Any

import pytest

Row = Callable[..., list[Any]]
Fault = Callable[..., str]
Examples = dict[str, Any]


def test_half_of_profit_costs_as_much_as_a_fifth_of_revenue_at_a_cost_ratio_of_60_per_cent(row: Row) -> None:
    assert row("RS_BREAKEVEN_COST_RATIO", 1000, 0.5, 0.2) == pytest.approx([0.6], rel=1e-12)


@pytest.mark.parametrize(("via_cloud", "ratio"), [(0.6, 1 / 3), (0.675, 11 / 27), (0.75, 7 / 15)])
def test_coverage_moves_the_break_even(via_cloud: float, ratio: float, row: Row) -> None:
    assert row("RS_BREAKEVEN_COST_RATIO", 1000, 0.5, 0.2, via_cloud) == pytest.approx([ratio], rel=1e-12)


def test_there_is_none_where_one_deal_is_always_cheaper(fault: Fault) -> None:
    assert fault("RS_BREAKEVEN_COST_RATIO", 1000, 0.1, 0.2).startswith(
        "#N/A the profit share costs the lab less"
    )
    assert fault("RS_BREAKEVEN_COST_RATIO", 1000, 0.0, 0.2).startswith("#N/A")
