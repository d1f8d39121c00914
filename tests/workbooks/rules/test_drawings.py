"""Charts as the file holds them."""

from __future__ import annotations

from tests.workbooks.rules.model_books import audited


def test_a_chart_says_where_it_stands_and_what_it_shows() -> None:
    (chart,) = audited().charts
    assert (chart.sheet, chart.title, chart.alt) == (
        "Model",
        "Revenue and share",
        "Columns of revenue by month.",
    )
    assert chart.corner == ((10, 1), 0.0, 0.0)
    assert chart.end is None
    assert [round(length) for length in chart.extent] == [340, 170]
    assert len(list(chart.find("ser"))) == 1
