"""Advances on the sheet: example E14, and refunds that do not add to what is owed."""

from __future__ import annotations

import pytest
from tests.workbooks.contract_books import example, shown
from tests.workbooks.contract_trials import yearly


def test_an_advance_is_kept_back_as_in_example_e14() -> None:
    given = example("E14")
    terms = {
        "rate": 1.0,
        "advance": given["inputs"]["advance"],
        "advance_rate": given["inputs"]["recoup_rate"],
    }
    sheet = shown(terms, yearly(*given["inputs"]["annual_earned"]), years=6)
    assert sheet.closing("Cash settled") == pytest.approx(given["expected"]["net_paid"])
    assert sheet.closing("Advance still to be recouped") == pytest.approx(given["expected"]["unrecouped"])


def test_a_refund_neither_recoups_nor_adds() -> None:
    sheet = shown({"rate": 1.0, "advance": 100.0, "advance_rate": 0.5}, [60.0, -40.0, 60.0])
    assert sheet.row("Recouped from the share", 3) == [30, 0, 30]
    assert sheet.row("Advance still to be recouped", 3) == [70, 70, 40]
