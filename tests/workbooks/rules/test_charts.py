"""Rules on charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.chart import Series as XlsxSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils.units import cm_to_EMU
from tests.workbooks.rules.model_books import Change, audited, broken, model_book, only, outcomes_of

from revshare_workbooks.charts import DescribedAnchor


def _chart(change: Callable[[Any], object]) -> Change:
    return lambda book: change(book["Model"]._charts[0])


def _untitled(chart: Any) -> None:
    chart.title = None


def _no_axis_title(chart: Any) -> None:
    chart.y_axis.title = None


def _axis_off(chart: Any) -> None:
    chart.x_axis.delete = True


def _moved(chart: Any) -> None:
    chart.series[0].val.numRef.f = "'Model'!$E$40:$P$40"


def _from_ten(chart: Any) -> None:
    chart.y_axis.scaling.min = 10


def _seven(chart: Any) -> None:
    chart.series.extend(chart.series * 6)


def _at(column: int, row: int, right: float = 0.0, alt: str = "Columns.") -> Callable[[Any], None]:
    def change(chart: Any) -> None:
        chart.anchor = DescribedAnchor(
            alt,
            _from=AnchorMarker(col=column, row=row, colOff=cm_to_EMU(right)),
            ext=XDRPositiveSize2D(cm_to_EMU(8), cm_to_EMU(5)),
        )

    return change


def _two(first: str, second: str, names: tuple[str, str] = ("Lab", "Cloud")) -> Change:
    def change(book: Workbook) -> None:
        sheet = book["Model"]
        chart = sheet._charts[0]
        chart.series = []
        for row, name, colour in zip((4, 5), names, (first, second), strict=True):
            series = XlsxSeries(Reference(sheet, min_col=5, max_col=16, min_row=row), title=name)
            series.graphicalProperties = GraphicalProperties(solidFill=colour)
            chart.series.append(series)

    return change


@pytest.mark.parametrize(
    ("rule", "change", "found"),
    [
        ("chart-labels", _chart(_untitled), "Model: Chart 1 has no title"),
        ("chart-labels", _chart(_no_axis_title), "no title on its value axis"),
        ("chart-labels", _chart(_axis_off), "has an axis that is switched off"),
        ("chart-alt", _chart(_at(0, 9, alt="")), "Model: Revenue and share has no alternative text"),
        ("chart-source", _chart(_moved), "reads 'Model'!$E$40:$P$40, which holds no figures"),
        ("chart-series", _chart(_seven), "has 7 series"),
        ("chart-series", _chart(_from_ten), "has columns that do not begin at zero"),
        ("chart-series", _two("0072B2", "E69F00", ("Lab", "Lab")), '"Lab" has 2 colours: 0072B2, E69F00'),
        ("chart-colours", _two("CC3311", "8A7500"), '"Lab" (CC3311) and "Cloud" (8A7500) look alike'),
        ("chart-place", _chart(_at(0, 2)), "covers Model!A3:C6"),
        ("chart-place", _chart(_at(0, 9, right=20)), "begins past the end of its column"),
    ],
)
def test_a_chart_that_misleads_is_found(rule: str, change: Change, found: str) -> None:
    assert found in only(broken(audited(change)), rule)


def test_colours_of_okabe_and_ito_are_told_apart() -> None:
    assert "chart-colours" not in broken(audited(_two("0072B2", "E69F00")))


def test_without_charts_no_rule_on_charts_applies() -> None:
    def bare(book: Workbook) -> None:
        book["Model"]._charts.clear()

    assert model_book()["Model"]._charts
    assert outcomes_of(audited(bare))["chart-alt"].missing == "charts"
