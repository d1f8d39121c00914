"""Annual totals on their months, by product and channel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from revshare.case_file import read_case
from revshare_workbooks.report.write import report_of

Figures = Callable[..., dict[str, list[Any]]]


def test_the_reported_totals_of_the_api_give_the_company(figures: Figures) -> None:
    """512 is 85 % of 2024 and 3,907 is 90 % of 2025 (F046, F047, F041, F037)."""
    rows = figures("Revenue")
    assert rows["API revenue"][2:4] == pytest.approx([512.0, 3907.0])
    assert rows["Subscriptions revenue"][2:4] == pytest.approx([512 * 0.15 / 0.85, 3907 * 0.1 / 0.9])
    assert rows["Revenue"][2:4] == pytest.approx([512 / 0.85, 3907 / 0.9])


def test_channels_and_products_add_up_to_the_company(figures: Figures) -> None:
    for case in ("anthropic-amazon", "openai-microsoft"):
        rows = figures("Revenue", case)
        channels = {"anthropic-amazon": ("Direct", "AWS"), "openai-microsoft": ("Direct", "Azure")}[case]
        for year in range(1, 9):
            parts = [rows[f"Revenue through {channel}"][year] for channel in channels]
            assert sum(parts) == pytest.approx(rows["Revenue"][year])
            costs = [rows[f"Inference cost through {channel}"][year] for channel in channels]
            assert sum(costs) == pytest.approx(rows["Inference cost"][year])


def test_a_company_total_is_split_by_the_mix() -> None:
    case = read_case("anthropic-amazon")
    whole = replace(case, revenue=replace(case.revenue, measure="total"))
    report = report_of(whole)
    sheet = next(sheet for sheet in report.book.sheets if sheet.name == "Revenue")
    rows = {
        cell.content: row for (row, column), cell in sorted(sheet.cells.items(), reverse=True) if column == 1
    }
    expected = report.book.expected
    assert expected["Revenue", rows["API revenue"], 4] == pytest.approx(512 * 0.85)
    assert expected["Revenue", rows["Subscriptions revenue"], 4] == pytest.approx(512 * 0.15)
