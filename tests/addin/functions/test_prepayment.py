"""RS_PREPAYMENT."""

from collections.abc import Callable
from typing import Any

import pytest

Row = Callable[..., list[Any]]
Fault = Callable[..., str]


def test_the_last_period_also_takes_the_lapse(row: Row, examples: dict[str, Any]) -> None:
    inputs, expected = examples["E23"]["inputs"], examples["E23"]["expected"]
    given = (inputs["prepayment"], [inputs["monthly_usage"]])
    for breakage, used, lapse in (
        (inputs["expected_breakage"], "monthly_revenue_proportional", "revenue_on_lapse_proportional"),
        (None, "monthly_revenue_if_remote_method", "revenue_on_lapse_remote"),
    ):
        revenue = row("RS_PREPAYMENT", *given, breakage)
        assert revenue[:-1] == pytest.approx(expected[used][:-1], rel=1e-9)
        assert revenue[-1] == pytest.approx(expected[used][-1] + expected[lapse], rel=1e-9)
        assert sum(revenue) == pytest.approx(inputs["prepayment"], rel=1e-12)


def test_without_use_all_is_earned_as_it_lapses(row: Row) -> None:
    assert row("RS_PREPAYMENT", 100, [[0, 0, 0]], 0.5) == [0, 0, 100]


def test_bad_arguments_are_refused(fault: Fault) -> None:
    assert fault("RS_PREPAYMENT", 100, [[1, 2]], 1).startswith("#VALUE! expected_breakage must be below 1")
    assert fault("RS_PREPAYMENT", -100, [[1, 2]]) == "#VALUE! prepaid must be 0 or more, got -100"
    assert fault("RS_PREPAYMENT", 100, [[1, -2]]).startswith("#VALUE! usage must be 0 or more, got -2")
