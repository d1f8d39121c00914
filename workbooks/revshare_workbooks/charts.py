"""Native charts over cells: bars, lines and curves with titles, units and alt text."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import AreaChart, BarChart, LineChart, Reference, ScatterChart
from openpyxl.chart import Series as XlsxSeries
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.utils.units import cm_to_EMU, pixels_to_EMU
from openpyxl.worksheet.worksheet import Worksheet

from revshare_workbooks.grid import Block, Chart, Row, Series
from revshare_workbooks.look import FONT

_KINDS = {"column": BarChart, "histogram": BarChart, "bar": BarChart, "area": AreaChart, "line": LineChart}
_ABOVE, _LEFT, _RIGHT, _BELOW = 1.1, 2.2, 0.5, 1.5
"""Centimetres for the title, the left axis, what its last label hangs over by, and the lower axis."""

_SMALLEST = 6.0
"""Centimetres across from which on a chart is laid out by hand."""

_LINE, _LETTER, _CAPITAL = 0.5, 0.15, 0.22
"""Centimetres of a line of text, of a letter of the legend, and of one in the title."""

_SQUARE, _AMONG, _STROKE = 0.9, 1.6, 2.2
"""Centimetres of a key of the legend with the space around it: of columns, of columns among lines, and of lines."""

_SIZES = {900: 0.9, 800: 0.78, 700: 0.0}
"""Sizes of type, in hundredths of a point, by the centimetres that a year needs at least."""

_AMOUNT = 1.6
"""How much wider an amount is than a year."""

_GAPS = {"column": 60, "histogram": 4, "bar": 40}
"""Space between columns or bars, in percent of their width."""


class DescribedAnchor(OneCellAnchor):  # type: ignore[misc]
    """An anchor that gives its chart alt text: openpyxl makes the frame itself when it saves."""

    tagname = OneCellAnchor.tagname
    __elements__ = OneCellAnchor.__elements__

    def __init__(self, alt: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._alt = alt

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "graphicFrame" and value is not None:
            value.nvGraphicFramePr.cNvPr.descr = self._alt
        super().__setattr__(name, value)


def add_chart(worksheet: Worksheet, chart: Chart) -> None:
    """Draw a chart on a sheet."""
    made = _curve(worksheet, chart) if chart.kind == "curve" else _by_category(worksheet, chart)
    made.title = chart.title
    made.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_font(1100, bold=True))
    for run in made.title.tx.rich.p[0].r:
        run.rPr = _font(1100, bold=True)
    made.title.overlay = False
    made.legend.position = "b"
    made.legend.txPr = _text(900)
    made.legend.overlay = False
    made.plot_area.spPr = GraphicalProperties(noFill=True)
    made.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    width, height = chart.size
    made.width, made.height = width, height
    if chart.kind != "bar":
        made.layout = _plot_area(chart)
    row, column = chart.anchor
    made.anchor = DescribedAnchor(
        chart.alt,
        _from=_corner(worksheet, row, column, cm_to_EMU(chart.shift)),
        ext=XDRPositiveSize2D(cm_to_EMU(width), cm_to_EMU(height)),
    )
    worksheet.add_chart(made)


def _corner(worksheet: Worksheet, row: int, column: int, shift: int) -> AnchorMarker:
    """Place the corner in the column in which it falls: Excel moves no corner past its column's end."""
    while shift > (width := _width(worksheet, column)):
        shift, column = shift - width, column + 1
    return AnchorMarker(col=column - 1, row=row - 1, colOff=shift)


def _width(worksheet: Worksheet, column: int) -> int:
    """Width of a column: seven pixels for each character, and five more."""
    return int(pixels_to_EMU(7 * worksheet.column_dimensions[get_column_letter(column)].width + 5))


def _plot_area(chart: Chart) -> Layout:
    """Where the columns or lines stand: programs leave them less room than titles and legend need."""
    width, height = chart.size
    if width < _SMALLEST:
        return Layout()
    left, below = _LEFT / width, (_BELOW + _LINE * _legend_lines(chart)) / height
    above = (_ABOVE + _LINE * int(_CAPITAL * len(chart.title) / width)) / height
    return Layout(
        ManualLayout(
            layoutTarget="inner", xMode="edge", yMode="edge", x=left, y=above,
            w=1.0 - left - _RIGHT / width, h=1.0 - above - below,
        )
    )  # fmt: skip


def _legend_lines(chart: Chart) -> int:
    """Lines of the legend: names stand in columns as wide as the longest; small keys alone may share one line."""
    room = chart.size[0] - _RIGHT
    key = _STROKE if chart.kind in {"line", "curve"} else _AMONG if chart.line_series else _SQUARE
    names = [key + _LETTER * len(one.name) for one in (*chart.series, *chart.line_series) if one.named]
    across = len(names) if key == _SQUARE and sum(names) <= room else max(1, int(room / max(names)))
    return -(-len(names) // across)


def _upright(chart: Chart) -> int:
    """Size of type in which the labels of all categories stand side by side, where they can, and need no slant."""
    count = _reference_cells(chart.categories)
    room = (chart.size[0] - _LEFT - _RIGHT) / max(1, count)
    if chart.kind == "histogram":
        room /= _AMOUNT
    return next((size for size, least in _SIZES.items() if room >= least), min(_SIZES))


def _reference_cells(place: Row | Block) -> int:
    """How many categories a chart has."""
    if isinstance(place, Row):
        return place.sheet.book.layout.years
    return max(last - first for first, last in zip(place.first, place.last, strict=True)) + 1


def _by_category(worksheet: Worksheet, chart: Chart) -> Any:
    """Columns, bars, areas or lines over categories, with lines on the same axes where the chart has both."""
    made = _KINDS[chart.kind]()
    if chart.kind in _GAPS:
        made.type, made.gapWidth = "bar" if chart.kind == "bar" else "col", _GAPS[chart.kind]
        made.overlap = 100 if chart.stacked or chart.kind == "bar" else None
    if chart.stacked:
        made.grouping = "stacked"
    _fill(worksheet, made, chart.series, chart, line=chart.kind == "line")
    made.legend.legendEntry = [
        LegendEntry(idx=place, delete=True) for place, one in enumerate(chart.series) if not one.named
    ]
    _axis(made.x_axis, chart.x_title, chart.category_format)
    _axis(made.y_axis, chart.y_title, chart.number_format)
    made.x_axis.tickLblPos = "low"
    if chart.kind != "bar":
        made.x_axis.txPr = _text(_upright(chart))
    if chart.from_zero:
        made.y_axis.scaling.min = 0
    if chart.kind == "bar":
        # The first category stands on top, and the figures still below.
        made.x_axis.scaling.orientation, made.y_axis.crosses = "maxMin", "max"
        made.x_axis.tickLblSkip = 1
    if chart.kind == "area":
        made.y_axis.crossBetween = "midCat"
    if chart.line_series:
        lines = LineChart()
        _fill(worksheet, lines, chart.line_series, chart, line=True)
        made += lines
    return made


def _curve(worksheet: Worksheet, chart: Chart) -> ScatterChart:
    made = ScatterChart()
    made.style, made.scatterStyle = 13, "lineMarker"
    across = _reference(worksheet, chart.categories)
    for wanted in chart.series:
        series = XlsxSeries(_reference(worksheet, wanted.values), across, title=wanted.name)
        _line(series, wanted)
        made.series.append(series)
    _axis(made.x_axis, chart.x_title, chart.x_format)
    _axis(made.y_axis, chart.y_title, chart.number_format)
    made.x_axis.tickLblPos = "low"
    if chart.x_range:
        made.x_axis.scaling.min, made.x_axis.scaling.max = chart.x_range
    return made


def _fill(worksheet: Worksheet, made: Any, wanted: list[Series], chart: Chart, *, line: bool) -> None:
    for item in wanted:
        series = XlsxSeries(_reference(worksheet, item.values))
        series.tx = SeriesLabel(v=item.name)
        if line:
            _line(series, item)
        else:
            series.graphicalProperties = (
                GraphicalProperties(solidFill=item.colour)
                if item.colour
                else GraphicalProperties(noFill=True)
            )
            series.graphicalProperties.line.noFill = True
            series.invertIfNegative = False
        made.series.append(series)
    made.set_categories(_reference(worksheet, chart.categories))


def _line(series: Any, wanted: Series) -> None:
    series.smooth = False
    series.marker.symbol = "none"
    series.graphicalProperties = GraphicalProperties(
        ln=LineProperties(solidFill=wanted.colour, w=28575, prstDash="dash" if wanted.dashed else None)
    )


def _axis(axis: Any, title: str, number_format: str) -> None:
    axis.delete = False
    axis.title = title
    for paragraph in axis.title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=_font(900))
        for run in paragraph.r:
            run.rPr = _font(900)
    axis.title.overlay = False
    axis.number_format = number_format
    axis.numFmt.sourceLinked = False
    axis.txPr = _text(900)
    if axis.majorGridlines is not None:
        axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E5E5E5"))


def _font(size: int, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, latin=Font(typeface=FONT))


def _text(size: int) -> RichText:
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_font(size)), endParaRPr=_font(size))
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


def _reference(worksheet: Worksheet, place: Row | Block) -> Reference:
    """Cells a series reads: the years of a timeline row, or a block."""
    target = worksheet.parent[place.sheet.name]
    if isinstance(place, Row):
        layout = place.sheet.book.layout
        first, last = (place.number, layout.first_year), (place.number, layout.last_year)
    else:
        first, last = place.first, place.last
    return Reference(target, min_col=first[1], min_row=first[0], max_col=last[1], max_row=last[0])
