"""RS_CAPACITY_COST."""

from collections.abc import Callable
from typing import Any

Row = Callable[..., list[Any]]
Fault = Callable[..., str]


def test_power_becomes_money(row: Row) -> None:
    assert row("RS_CAPACITY_COST", 1, 12000, 0.75) == [9000]
    assert row("RS_CAPACITY_COST", [[0, 1, 5]], 10000) == [0, 10000, 50000]


def test_without_a_price_there_is_no_cost(fault: Fault) -> None:
    assert fault("RS_CAPACITY_COST", 1, None) == (
        "#VALUE! cost_per_gw_year is missing: money per gigawatt and year, of the same kind of gigawatts"
    )


def test_bad_arguments_are_refused(fault: Fault) -> None:
    assert fault("RS_CAPACITY_COST", 1, 12000, 80) == (
        "#VALUE! utilisation must be 0 to 1, got 80; for 80 % enter 0.8"
    )
    assert fault("RS_CAPACITY_COST", 1, 12000, 0) == '#VALUE! utilisation is 0: leave it off or write "none"'
    assert fault("RS_CAPACITY_COST", -1, 12000).startswith("#VALUE! gigawatts must be 0 or more, got -1")
