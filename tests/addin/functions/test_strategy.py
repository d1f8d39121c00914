"""The functions of the section Strategy."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from revshare_addin.cells import CellError, ErrorCode

Row = Callable[..., list[Any]]
Rows = Callable[..., list[list[Any]]]
Fault = Callable[..., str]
Examples = dict[str, Any]


def test_own_or_rent_as_in_the_worked_example(row: Row, examples: Examples) -> None:
    given, expected = examples["E34"]["inputs"], examples["E34"]["expected"]
    machine = (
        given["capex_per_accelerator"],
        given["life_years"],
        given["discount_rate"],
        given["opex_per_year"],
    )
    hour = expected["owned_cost_per_hour_full"]
    assert row("RS_OWN_COST", *machine) == pytest.approx([hour], rel=1e-9)
    assert row("RS_OWN_COST", *machine, 0.5) == pytest.approx([2 * hour], rel=1e-9)
    used = row("RS_OWN_BREAKEVEN", *machine, given["rent_per_hour"])
    assert used == pytest.approx([expected["break_even_utilisation"]], rel=1e-9)


def test_owning_that_never_pays_has_no_break_even(row: Row, fault: Fault) -> None:
    assert fault("RS_OWN_BREAKEVEN", 40000, 5, 0.1, 6000, 1).startswith("#N/A owning never costs as little")
    assert row("RS_OWN_COST", 8760, 2, 0, 0) == [0.5], "without interest the price is spread evenly"
    assert fault("RS_OWN_COST", 40000, 5, 0.1, 6000, 0) == (
        '#VALUE! utilisation is 0: leave it off or write "none"'
    )


def test_the_path_to_profitability_as_in_the_worked_example(
    row: Row, fault: Fault, examples: Examples
) -> None:
    expected, years = examples["E35"]["expected"], [examples["E35"]["inputs"]["years"]]
    profit = [expected["operating_profit"]]
    assert row("RS_BREAKEVEN_PERIOD", profit, years) == [expected["first_profitable_year"]]
    assert row("RS_BREAKEVEN_PERIOD", profit) == [5]
    assert row("RS_PEAK_FUNDING", profit) == [expected["peak_funding_need"]]
    assert fault("RS_PAYBACK_PERIOD", profit, years) == "#N/A not reached within 5 periods"


def test_labels_are_given_back_as_they_are(row: Row, fault: Fault) -> None:
    cash = [[-10], [4], [6], [1]]
    assert row("RS_PAYBACK_PERIOD", cash, [["Q1"], ["Q2"], ["Q3"], ["Q4"]]) == ["Q3"]
    months = [[dt.datetime(2026, month, 1) for month in (1, 2, 3, 4)]]
    assert row("RS_PAYBACK_PERIOD", cash, months) == [46082.0]
    assert fault("RS_PAYBACK_PERIOD", cash, [["Q1", "Q2"]]) == (
        "#VALUE! labels has 2 labels for 4 periods; give one per period"
    )
    assert fault("RS_PAYBACK_PERIOD", cash, [["Q1", None, "Q3", "Q4"]]) == (
        "#VALUE! labels has no label in period 2"
    )


def test_sustained_counts_periods_in_a_row(row: Row, fault: Fault) -> None:
    profit = [[-1, 2, -1, 0, 3]]
    assert row("RS_BREAKEVEN_PERIOD", profit, None, 2) == [4]
    assert row("RS_BREAKEVEN_PERIOD", profit, 0, 2) == [4], "a host's 0 for a skipped argument"
    assert fault("RS_BREAKEVEN_PERIOD", profit, "none", 3).startswith("#N/A not reached")


def test_each_row_of_a_block_has_its_own_answer(rows: Rows) -> None:
    cash = [[-5, 6, 1], [-5, 1, 1], [1, 1, 1]]
    assert rows("RS_PEAK_FUNDING", cash) == [[5], [5], [0]]
    found = rows("RS_PAYBACK_PERIOD", cash, [[2026, 2027, 2028]])
    assert found[0] == [2027]
    assert [cell.code for (cell,) in found[1:] if isinstance(cell, CellError)] == [ErrorCode.NA] * 2


def test_the_discount_that_makes_up_for_switching(row: Row, fault: Fault) -> None:
    annuity = 1 / 1.1 + 1 / 1.1**2 + 1 / 1.1**3
    assert row("RS_SWITCHING_DISCOUNT", 200, 1000, 3, 0.1) == pytest.approx([0.2 / annuity], rel=1e-12)
    assert row("RS_SWITCHING_DISCOUNT", 200, 1000, 3, 0.1, 50) == pytest.approx([0.25 / annuity], rel=1e-12)
    assert row("RS_SWITCHING_DISCOUNT", 200, 1000, 4, 0) == [0.05]
    assert fault("RS_SWITCHING_DISCOUNT", 5000, 1000, 3, 0.1).startswith("#N/A no discount makes up")
