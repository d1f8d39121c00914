"""The Hedge sheet of a small case, in both engines, with its chart."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.workbooks.blocks.test_hedge import hedged
from tests.workbooks.contract_books import example


@pytest.mark.libreoffice
def test_libreoffice_agrees_with_the_engine_on_every_cell(tmp_path: Path) -> None:
    book = hedged(example("E38")["inputs"])
    assert book.faults_in_libreoffice(tmp_path / "hedge.xlsx") == []


def test_the_chart_shows_each_holding_and_what_was_paid() -> None:
    book = hedged(example("E38")["inputs"])
    sheet = next(one for one in book.book.sheets if one.name == "Hedge")
    (chart,) = sheet.charts
    assert [series.name for series in chart.series] == ["equity_A", "equity_B", "compute_margin"]
    assert [series.name for series in chart.line_series] == ["Paid for it"]
    used = max(row for row, _ in sheet.cells)
    assert chart.anchor[0] > used
