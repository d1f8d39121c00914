"""From the share due to cash on the sheet: lags, tax, opening balance, and a partner that bills."""

from __future__ import annotations

import pytest
from tests.workbooks.contract_books import shown
from tests.workbooks.contract_trials import PROFIT

CASH, OWED = "Cash settled", "Accrued and not yet settled"


def test_a_lag_of_one_and_a_half_months_splits_every_payment() -> None:
    sheet = shown({"rate": 1.0, "payment_lag": 1.5}, [100.0, 40.0])
    assert sheet.row(CASH, 5) == pytest.approx([0, 50, 70, 20, 0])
    assert sheet.row(OWED, 5) == pytest.approx([100, 90, 20, 0, 0])


def test_what_was_owed_before_is_paid_as_even_accruals_would_be() -> None:
    sheet = shown({"rate": 1.0, "payment_lag": 1.5, "opening_payable": 90.0}, [])
    assert sheet.row(CASH, 3) == pytest.approx([60, 30, 0])
    assert sheet.row(OWED, 3) == pytest.approx([30, 0, 0])


def test_without_a_lag_the_opening_balance_is_paid_at_once() -> None:
    assert shown({"rate": 1.0, "opening_payable": 90.0}, [10.0]).row(CASH, 2) == [100, 0]


def test_tax_is_withheld_from_payments_and_not_from_refunds() -> None:
    sheet = shown({"rate": 1.0, "withholding": 0.1}, [100.0, -50.0])
    assert sheet.row("Tax withheld", 2) == [10, 0]
    assert sheet.row(CASH, 2) == [90, -50]


@pytest.mark.parametrize(("bearer", "remitted"), [("lab", 80.0), ("partner", 20.0)])
def test_a_partner_that_bills_remits_revenue_less_its_share_and_the_cost_it_bears(
    bearer: str, remitted: float
) -> None:
    terms = {**PROFIT, "collector": "partner", "cost_bearer": bearer}
    sheet = shown(terms, [100.0], [60.0])
    assert sheet.row("Partner share", 1) == [20]
    assert sheet.row(CASH, 1) == pytest.approx([remitted])


def test_a_partner_that_bills_keeps_back_its_deductions() -> None:
    terms = {"kind": "net_revenue_share", "rate": 0.5, "deductions": 20.0, "collector": "partner"}
    assert shown(terms, [100.0] * 12).row(CASH, 1) == [100 - 20 - 40]


def test_a_lag_beyond_the_model_pays_nothing_and_owes_all() -> None:
    sheet = shown({"rate": 1.0, "payment_lag": 30.0}, [10.0] * 12)
    assert not any(sheet.row(CASH))
    assert sheet.row(OWED)[11] == pytest.approx(120.0)
