"""RS_BREAKEVEN_COST_RATIO, RS_BREAKEVEN and RS_EQUIVALENT_RATE."""

from collections.abc import Callable
from typing import Any

import pytest

Row = Callable[..., list[Any]]
Rows = Callable[..., list[list[Any]]]
Fault = Callable[..., str]
Examples = dict[str, Any]

HALF = [["kind", "profit_share"], ["rate", 0.5]]
FIFTH = [["kind", "revenue_share"], ["rate", 0.2]]


def test_half_of_profit_costs_as_much_as_a_fifth_of_revenue_at_a_cost_ratio_of_60_per_cent(row: Row) -> None:
    assert row("RS_BREAKEVEN_COST_RATIO", 1000, 0.5, 0.2) == pytest.approx([0.6], rel=1e-12)
    assert row("RS_BREAKEVEN_COST_RATIO", 1000, HALF, FIFTH) == pytest.approx([0.6], rel=1e-9)
    assert row("RS_BREAKEVEN_COST_RATIO", 1000, HALF, 0.2) == pytest.approx([0.6], rel=1e-9)


@pytest.mark.parametrize(("via_cloud", "ratio"), [(0.6, 1 / 3), (0.675, 11 / 27), (0.75, 7 / 15)])
def test_coverage_moves_the_break_even(via_cloud: float, ratio: float, row: Row) -> None:
    assert row("RS_BREAKEVEN_COST_RATIO", 1000, 0.5, 0.2, via_cloud) == pytest.approx([ratio], rel=1e-12)
    assert row("RS_BREAKEVEN_COST_RATIO", 1000, HALF, FIFTH, via_cloud) == pytest.approx([ratio], rel=1e-9)


def test_tiers_move_the_break_even_to_the_worked_example(row: Row, examples: Examples) -> None:
    tiers = [["kind", "profit_share"], ["tiers", "0:0.5; 300:0.4; 800:0.3"]]
    found = row("RS_BREAKEVEN_COST_RATIO", 1000, tiers, 0.2)
    assert found == pytest.approx([examples["E17"]["expected"]["break_even_cost_ratio"]], rel=1e-9)


def test_there_is_none_where_one_deal_is_always_cheaper(fault: Fault) -> None:
    for profit in (0.1, 0.0, [["kind", "profit_share"], ["rate", 0.1]]):
        assert fault("RS_BREAKEVEN_COST_RATIO", 1000, profit, 0.2).startswith("#N/A the ")


def test_contradictions_are_refused(fault: Fault) -> None:
    assert fault("RS_BREAKEVEN_COST_RATIO", 1000, FIFTH, 0.2) == (
        "#VALUE! profit_terms is a revenue_share; set kind to profit_share"
    )
    assert fault("RS_BREAKEVEN_COST_RATIO", 1000, [*HALF, ["coverage", 0.6]], 0.2, 0.7) == (
        "#VALUE! profit_coverage and the coverage in profit_terms contradict; keep one"
    )
    assert fault("RS_BREAKEVEN_COST_RATIO", 1000, 0.5, 0.2, 0) == (
        '#VALUE! profit_coverage is 0: leave it off or write "none"'
    )


@pytest.mark.parametrize("case", [0, 1, 2])
def test_a_minimum_makes_a_point_a_stretch_or_no_break_even(
    case: int, rows: Rows, examples: Examples
) -> None:
    line = examples["E16"]["expected"]["rows"][case]
    floored = [*HALF, ["annual_minimum", line["minimum"]]]
    found = dict(rows("RS_BREAKEVEN", [[1000 / 12] * 12], floored, FIFTH))
    assert list(found) == ["status", "low", "high", "cheaper_below", "cheaper_above"]
    assert found["status"] == ("point", "interval", "none")[case]
    if line["break_even"] is None:
        assert "#N/A" in str(found["low"])
        assert found["cheaper_above"] == "b"
    else:
        assert found["low"] == pytest.approx(line["break_even"], rel=1e-9)
        assert found["cheaper_below"] == "b"


def test_the_equivalent_rate_costs_the_same(row: Row, fault: Fault) -> None:
    assert row("RS_EQUIVALENT_RATE", [[1000, 1000]], [[600, 400]], HALF, FIFTH) == pytest.approx(
        [0.25], rel=1e-9
    )
    later = row("RS_EQUIVALENT_RATE", [[1000, 1000]], [[600, 400]], HALF, [["kind", "revenue_share"]], 0.1)
    assert later[0] == pytest.approx(
        (200 * 1.1 ** (-1 / 12) + 300 * 1.1 ** (-2 / 12))
        / (1000 * 1.1 ** (-1 / 12) + 1000 * 1.1 ** (-2 / 12)),
        rel=1e-9,
    )
    capped = [["kind", "revenue_share"], ["lifetime_cap", 10]]
    assert fault("RS_EQUIVALENT_RATE", 1000, 600, HALF, capped).startswith("#NUM! no rate from 0 to 1")


def test_a_gap_that_is_all_rounding_still_gets_an_answer(rows: Rows) -> None:
    """At this discount rate all but the first month is worth less than the rounding of its neighbours."""
    revenue = [117, 205, 1e-9, 132, 132, 1e-9, 117, 1e-9, -1.1768449194873258e-303, 277, 1, 0]
    minimum = [["rate", 0.5], ["kind", "profit_share"], ["annual_minimum", 100]]
    tiers = [["tiers", "0:0.5; 300:0.4; 800:0.3"]]
    found = dict(rows("RS_BREAKEVEN", [[month] for month in revenue], minimum, tiers, 13.349176930219905))
    assert found["status"] in {"none", "point", "interval", "crossing"}
