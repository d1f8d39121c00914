"""RS_MFN_TRUE_UP, RS_RECIPROCAL, RS_CASH and RS_PAYABLE."""

from collections.abc import Callable
from typing import Any

import pytest

Row = Callable[..., list[Any]]
Fault = Callable[..., str]
Examples = dict[str, Any]


def test_the_favoured_partner_is_raised_to_the_best_other_rate(row: Row, examples: Examples) -> None:
    expected = examples["E40"]["expected"]
    assert row("RS_MFN_TRUE_UP", 800, 0.4, [0.5, 0.3]) == pytest.approx([expected["headline_true_up_A"]])
    top = row("RS_MFN_TRUE_UP", 800, 0.4, [[0.5], [0.6]])
    assert top == pytest.approx([expected["headline_true_up_if_C_top_tier_counts"]])
    assert row("RS_MFN_TRUE_UP", [[800, 800]], [[0.4, 0.7]], 0.5) == pytest.approx([80, 0])


def test_two_shares_of_a_fifth_net_to_the_worked_example(row: Row, examples: Examples) -> None:
    flows = examples["E36"]["expected"]["gross_flows_case_1000"]
    [revenue] = [examples["E36"]["expected"]["revenue_2024_by_case"][2]]
    assert row("RS_RECIPROCAL", revenue, 1000, 0.2, 0.2) == pytest.approx([flows["net"]], rel=1e-12)


def test_net_shares_are_solved_not_iterated(row: Row, fault: Fault) -> None:
    [net] = row("RS_RECIPROCAL", 1000, 500, 0.2, 0.1, "net")
    lab_pays, partner_pays = 0.2 * (1000 - 0.1 * 500) / 0.98, 0.1 * (500 - 0.2 * 1000) / 0.98
    assert net == pytest.approx(lab_pays - partner_pays, rel=1e-12)
    assert fault("RS_RECIPROCAL", 1000, 500, 1, 1, "net").startswith("#NUM! two net shares of 100 %")


def test_cash_follows_by_its_lag_and_the_payable_is_what_is_still_owed(row: Row) -> None:
    assert row("RS_CASH", [[100, 110, 120]], 0) == [100, 110, 120]
    assert row("RS_CASH", [[100, 110, 120]], 1.5) == [0, 50, 105]
    assert row("RS_CASH", [[100, 110, 120]], 9) == [0, 0, 0]
    assert row("RS_PAYABLE", [[100, 110, 120]], 1) == [100, 110, 120]
    assert row("RS_PAYABLE", [[100, 110, 120]], 0) == [0, 0, 0]
    accrued, opening = [100, 110, 120, 130], 80
    cash = row("RS_CASH", [accrued], 2)
    payable = row("RS_PAYABLE", [accrued], 2)
    assert sum(cash) + payable[-1] == pytest.approx(sum(accrued))
    assert row("RS_PAYABLE", [accrued], 2, opening)[-1] == pytest.approx(payable[-1])


def test_a_lag_is_not_negative_and_not_longer_than_a_sheet(fault: Fault) -> None:
    assert fault("RS_CASH", 100, -1) == "#VALUE! lag must be 0 or more, got -1"
    assert fault("RS_CASH", 100, 1e12).startswith("#VALUE! lag must be 1.04858e+06 or less")
