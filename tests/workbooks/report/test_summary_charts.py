"""Charts of the summary: who gets what, when it pays, and where the deals meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from revshare_workbooks import look


def test_each_party_has_its_colour_and_no_chart_more_than_six_series(reports: Callable[..., Any]) -> None:
    (sheet,) = (sheet for sheet in reports("anthropic-amazon").book.sheets if sheet.name == "Summary")
    for chart in sheet.charts:
        assert len(chart.series) + len(chart.line_series) <= 6
    who = {series.name: series.colour for series in sheet.charts[0].series}
    assert who == {"Anthropic keeps": look.LAB, "Amazon receives": look.PARTNER, "Inference cost": look.COST}
    (earns,) = (chart for chart in sheet.charts if chart.title == "What Amazon earns, by source")
    assert earns.series[0].colour == look.PARTNER
