"""Ramps on the sheet: example E44, steps, and what lies before the first and after the last knot."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.contract_books import example, shown

RATE = "Rate of the month"


def test_a_linear_ramp_gives_example_e44() -> None:
    expected = example("E44")["expected"]
    sheet = shown({"ramp": "12:0.5; 24:0.4"}, [100.0] * 30, years=3)
    rate, share = sheet.row(RATE), sheet.row("Partner share")
    assert [rate[12], rate[17], rate[23]] == pytest.approx(
        [expected[f"rate_month_{n}"] for n in (13, 18, 24)]
    )
    assert [sum(share[:24]), sum(share)] == pytest.approx([expected["total_24"], expected["total_30"]])


def test_steps_move_at_their_knots() -> None:
    sheet = shown({"ramp": "1:0.5; 4:0.4; 6:0.1", "ramp_method": "step"}, [100.0] * 12)
    assert sheet.row(RATE, 7) == pytest.approx([0.5, 0.5, 0.5, 0.4, 0.4, 0.1, 0.1])


def test_knots_count_months_of_the_contract_and_not_of_the_model() -> None:
    sheet = shown({"ramp": "12:0.5; 14:0.3", "start": date(2025, 3, 1)}, [100.0] * 12)
    assert sheet.row(RATE, 5) == pytest.approx([0.5, 0.5, 0.4, 0.3, 0.3])


def test_one_knot_is_a_flat_rate() -> None:
    assert shown({"ramp": "7:0.25"}, [100.0] * 12).row("Partner share") == pytest.approx([25.0] * 12)
