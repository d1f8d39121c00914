"""Treatments of negative gross profit on the sheet: example E04 and losses carried with limits."""

from __future__ import annotations

import pytest
from tests.workbooks.contract_books import example, shown
from tests.workbooks.contract_trials import PROFIT, SIGNED


@pytest.mark.parametrize("treatment", ["floor_zero", "loss_share", "carryforward", "cumulative_true_up"])
def test_each_treatment_gives_example_e04(treatment: str) -> None:
    given = example("E04")
    sheet = shown({**PROFIT, "losses": treatment}, given["inputs"]["base_by_month"])
    assert sheet.row("Partner share", 6) == pytest.approx(given["expected"][treatment])


def test_a_ratchet_never_takes_back() -> None:
    sheet = shown({**PROFIT, "losses": "cumulative_ratchet"}, SIGNED)
    assert sheet.row("Partner share", 6) == pytest.approx([10, 0, 0, 0, 15, 45])


def test_losses_roll_forward_from_their_opening() -> None:
    sheet = shown({**PROFIT, "losses": "carryforward", "opening_loss_bank": 15.0}, SIGNED)
    assert sheet.row("Losses carried in", 6) == [0, 50, 0, 10, 0, 0]
    assert sheet.row("Losses used", 6) == [15, 0, 30, 0, 30, 0]
    assert sheet.row("Losses carried", 6) == [0, 50, 20, 30, 0, 0]


def test_losses_absorb_only_their_limit_of_a_profit() -> None:
    sheet = shown({**PROFIT, "losses": "carryforward", "loss_limit": 0.5}, SIGNED)
    assert sheet.row("Losses used", 6) == [0, 0, 15, 0, 30, 15]


def test_the_oldest_losses_lapse_first_and_the_bank_excludes_them() -> None:
    # The 50 of month 2 are usable through month 4, less the 30 used in month 3; the 10 of month 4 are kept.
    sheet = shown({**PROFIT, "losses": "carryforward", "loss_expiry": 2.0}, SIGNED)
    assert sheet.row("Losses lapsed", 6) == [0, 0, 0, 20, 0, 0]
    assert sheet.row("Losses carried", 6) == [0, 50, 20, 10, 0, 0]
    assert sheet.row("Base after losses", 6) == [20, 0, 0, 0, 50, 90]


def test_losses_are_forgotten_when_a_year_opens() -> None:
    terms = {**PROFIT, "losses": "carryforward", "loss_reset": "fiscal_year", "fiscal_year_end": 3.0}
    sheet = shown(terms, SIGNED)
    assert sheet.row("Losses forgotten", 6) == [0, 0, 0, 20, 0, 0]
    assert sheet.row("Base after losses", 6) == [20, 0, 0, 0, 50, 90]


def test_a_refund_under_a_revenue_share_passes_through() -> None:
    assert shown({"rate": 0.5}, SIGNED).row("Partner share", 6) == [10, -25, 15, -5, 30, 45]
