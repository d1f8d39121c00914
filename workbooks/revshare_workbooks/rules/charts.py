"""Charts: titles, units, alternative text, colours, places, and the cells they read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TypeAlias

from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.colours import difference_for_the_colour_blind
from revshare_workbooks.rules.drawings import Corner, Drawn, Element, local, text_of, value_of
from revshare_workbooks.rules.forms import Place, references
from revshare_workbooks.rules.rule import Finding, Need, must, should

MOST_SERIES = 6
MOST_READ = 2000
"""Rows and columns of a series that are looked at."""
LEAST_DIFFERENCE = 10.0
"""Distance of two colours (CIE 1976) below which readers with a colour weakness take one for the other."""
PLAIN_HEIGHT, PLAIN_WIDTH = 15.0, 8.43
NEAR = 2.0
"""Points by which charts may touch."""
BARS = ("barChart", "bar3DChart")
AXES = ("catAx", "valAx", "dateAx", "serAx")

Box: TypeAlias = tuple[float, float, float, float]
"""Left, upper, right and lower edge, in points."""

_CHARTS = Need("charts", lambda book: book.charts)


@must(
    "chart-labels",
    "Every chart has a title, titled axes that are shown, and a legend where it has several series",
    why="A curve without axes can be anything; a chart is copied into slides without the sheet around it.",
    cure="Chart Design > Add Chart Element: title, axis titles with unit, legend.",
    need=_CHARTS,
)
def chart_labels(book: Audited) -> Iterator[Finding]:
    """Find charts that do not say what they show."""
    for chart in book.charts:
        faults = [] if chart.title or _autotitle(chart) else ["no title"]
        for axis in chart.find(*AXES):
            if value_of(axis, "delete") in {"1", "true"}:
                faults.append("an axis that is switched off")
            elif not any(local(child) == "title" and text_of(child) for child in axis):
                faults.append(f"no title on its {'value' if local(axis) == 'valAx' else 'category'} axis")
        if len(list(chart.find("ser"))) > 1 and not any(True for _ in chart.find("legend", "dLbls")):
            faults.append("several series and no legend")
        if faults:
            yield Finding(_place(chart), f"has {', '.join(dict.fromkeys(faults))}")


def _autotitle(chart: Drawn) -> bool:
    """Whether the title is read from a cell, or stands as the single series' name."""
    return any(local(child) == "title" for one in chart.find("chart") for child in one)


@must(
    "chart-alt",
    "Every chart has alternative text that says what it shows",
    why="A reader who does not see it, or a program that reads it aloud, has nothing else.",
    cure="Right click > View Alt Text: one sentence with what is compared and what comes out.",
    need=_CHARTS,
)
def chart_alt(book: Audited) -> Iterator[Finding]:
    """Find charts without alternative text."""
    for chart in book.charts:
        if not chart.alt.strip():
            yield Finding(_place(chart), "has no alternative text")


@must(
    "chart-source",
    "Every chart reads cells that exist and hold figures",
    why="A chart whose cells moved shows old values, or nothing, without an error.",
    cure="Chart Design > Select Data: point each series at its row again.",
    need=_CHARTS,
)
def chart_source(book: Audited) -> Iterator[Finding]:
    """Find series that read no figures."""
    for chart in book.charts:
        for formula in _read(chart):
            found = list(references(formula))
            lost = "#REF!" in formula or not found
            sheets = [book.sheet(one.sheet) for one in found]
            figures = any(
                sheet.number(place) is not None or place in sheet.formulas
                for one, sheet in zip(found, sheets, strict=True)
                if sheet
                for place in one.cells(MOST_READ)
            )
            if lost or not figures:
                yield Finding(_place(chart), f"reads {formula}, which holds no figures")


def _read(chart: Drawn) -> Iterator[str]:
    """Formulas of the values a chart shows."""
    for values in chart.find("val", "yVal"):
        yield from (one.text or "" for one in values.iter() if local(one) == "f")


@should(
    "chart-series",
    f"At most {MOST_SERIES} series, columns that begin at zero, one colour for one series in all charts",
    why="Seven lines are a tangle; columns cut off below make small differences large; a colour that changes its "
    "meaning misleads.",
    cure="Split the chart, set the axis minimum to 0, give each party and measure its own colour.",
    need=_CHARTS,
)
def chart_series(book: Audited) -> Iterator[Finding]:
    """Find charts that are hard to read or that read against each other."""
    colours: dict[str, dict[str, str]] = defaultdict(dict)
    for chart in book.charts:
        series = list(chart.find("ser"))
        if len(series) > MOST_SERIES:
            yield Finding(_place(chart), f"has {len(series)} series")
        if any(True for _ in chart.find(*BARS)) and any(float(low) > 0 for low in _minima(chart)):
            yield Finding(_place(chart), "has columns that do not begin at zero")
        for one in series:
            name, colour = _name(one), _colour(one)
            if name and colour:
                colours[name].setdefault(colour, _place(chart))
    for name, used in colours.items():
        if len(used) > 1:
            places = ", ".join(dict.fromkeys(used.values()))
            yield Finding(places, f'"{name}" has {len(used)} colours: {", ".join(used)}')


def _minima(chart: Drawn) -> Iterator[str]:
    for axis in chart.find("valAx"):
        for scaling in (child for child in axis if local(child) == "scaling"):
            if (low := value_of(scaling, "min")) is not None:
                yield low


@should(
    "chart-colours",
    "Series of one chart are told apart by readers of every colour vision",
    why="One man in twelve does not tell red from green; printed in grey nobody does.",
    cure="Use colours that differ in lightness, such as Okabe and Ito's, or dash one of the lines.",
    need=_CHARTS,
)
def chart_colours(book: Audited) -> Iterator[Finding]:
    """Find pairs of series whose colours look alike to readers with a colour weakness."""
    for chart in book.charts:
        kinds = [(_name(one), _colour(one), _dash(one)) for one in chart.find("ser")]
        for (name, colour, dash), (other, its, their_dash) in combinations(kinds, 2):
            if not (colour and its) or dash != their_dash or (colour == its and name == other):
                continue
            if difference_for_the_colour_blind(colour, its) < LEAST_DIFFERENCE:
                yield Finding(_place(chart), f'"{name}" ({colour}) and "{other}" ({its}) look alike')


@should(
    "chart-place",
    "Charts cover neither figures nor each other",
    why="What lies under a chart is not read.",
    cure="Move the chart to empty cells, or make it smaller.",
    need=_CHARTS,
)
def chart_place(book: Audited) -> Iterator[Finding]:
    """Find charts that lie over filled cells or over another chart."""
    boxes = [(chart, _Grid(book.by_name[chart.sheet.casefold()])) for chart in book.charts]
    drawn = [(chart, grid.box(chart)) for chart, grid in boxes]
    for (chart, grid), (_, box) in zip(boxes, drawn, strict=True):
        if chart.corner.right > grid.width(chart.corner.cell[1]) + NEAR:
            yield Finding(_place(chart), "begins past the end of its column, where Excel does not leave it")
        if under := [place for place in grid.sheet.shown if _meet(grid.cell(place), box)]:
            yield Finding(_place(chart), f"covers {grid.sheet.at(*under)}")
    for (one, box), (other, its) in combinations(drawn, 2):
        if one.sheet == other.sheet and _meet(box, its):
            yield Finding(_place(one), f"overlaps {other.title or other.name}")


def _meet(one: Box, other: Box) -> bool:
    """Whether two rectangles share more than an edge."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > NEAR and down > NEAR


class _Grid:
    """Where the cells of a sheet lie, in points."""

    def __init__(self, sheet: AuditedSheet) -> None:
        self.sheet = sheet
        self._widths = {
            number: float(one.width)
            for one in sheet.worksheet.column_dimensions.values()
            if one.width and one.min
            for number in range(one.min, min(one.max, one.min + 100) + 1)
        }
        self._rows = sheet.worksheet.row_dimensions
        self._lefts, self._tops = [0.0], [0.0]

    def width(self, column: int) -> float:
        """Width of a column: seven pixels for each character and five more; four pixels are three points."""
        return 5.25 * self._widths.get(column, PLAIN_WIDTH) + 3.75

    def height(self, row: int) -> float:
        """Height of a row."""
        return float((self._rows[row].height if row in self._rows else None) or PLAIN_HEIGHT)

    def left(self, column: int) -> float:
        """Left edge of a column."""
        while len(self._lefts) < column:
            self._lefts.append(self._lefts[-1] + self.width(len(self._lefts)))
        return self._lefts[column - 1]

    def top(self, row: int) -> float:
        """Upper edge of a row."""
        while len(self._tops) < row:
            self._tops.append(self._tops[-1] + self.height(len(self._tops)))
        return self._tops[row - 1]

    def cell(self, place: Place) -> Box:
        """Rectangle of a cell."""
        left, top = self.left(place[1]), self.top(place[0])
        return left, top, left + self.width(place[1]), top + self.height(place[0])

    def box(self, chart: Drawn) -> Box:
        """Rectangle of a chart, as Excel draws it: no corner lies past its cell's end."""
        left, top = self._point(chart.corner)
        if chart.end:
            return left, top, *self._point(chart.end)
        return left, top, left + chart.extent[0], top + chart.extent[1]

    def _point(self, corner: Corner) -> tuple[float, float]:
        row, column = corner.cell
        right, down = min(corner.right, self.width(column)), min(corner.down, self.height(row))
        return self.left(column) + right, self.top(row) + down


def _name(series: Element) -> str:
    return next((text_of(child) for child in series if local(child) == "tx"), "")


def _colour(series: Element) -> str:
    """Colour of a series' fill or line; empty where the program chooses it."""
    for shape in (child for child in series if local(child) == "spPr"):
        for one in shape.iter():
            if local(one) == "srgbClr":
                return str(one.get("val", "")).upper()
    return ""


def _dash(series: Element) -> str:
    for one in series.iter():
        if local(one) == "prstDash":
            return str(one.get("val", ""))
    return ""


def _place(chart: Drawn) -> str:
    return f"{chart.sheet}: {chart.title or chart.name or 'a chart'}"
