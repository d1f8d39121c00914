"""Risk sheet: what the uncertain inputs together do to the main figures, as simulated when the report was written."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revshare.arrays import FloatArray
from revshare.lines import Projection
from revshare.risk.events import event_labels
from revshare.risk.plan import Plan
from revshare.risk.simulation import Simulation, survey
from revshare.risk.spread import PERCENTILES, Histogram, Spread
from revshare.risk.start import Start
from revshare_workbooks import look
from revshare_workbooks.grid import Block, Book, Chart, Content, Role, Row, Series, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.look import ROW
from revshare_workbooks.reading import values
from revshare_workbooks.report.drawn import drawn_block
from revshare_workbooks.report.lab import LabRows
from revshare_workbooks.report.reconciliation import CHANGED
from revshare_workbooks.report.verdict import verdict
from revshare_workbooks.yearly import Yearly

NAME = "Risk"
LINES = ("operating_profit", "partner_share")
MAIN = LINES[0]

PATHS, SEED = "Paths", "Seed, which draws the same paths again"

_HEIGHT, _LABELS = 8.5, 50
"""Centimetres of a chart, and characters of the first column."""
_CENTIMETRES = ROW / 72 * 2.54
_WIDTH = 13
"""Characters of a column of figures."""


@dataclass(frozen=True)
class Risk:
    """A simulation with what it drew.

    Parameters
    ----------
    plan
        What was drawn, and from what.
    found
        What the paths came to.
    """

    plan: Plan
    found: Simulation

    @classmethod
    def of(
        cls, start: Start, paths: int, seed: int = 1, progress: Callable[[int], object] | None = None
    ) -> Risk:
        """Simulate the lines that the sheet shows.

        Raises
        ------
        InputError
            If there is nothing to draw, or the number of paths or the seed may not be.
        """
        plan = Plan.of(start, seed)
        return cls(plan, survey(plan, LINES, paths, progress=progress))


def stored_run(book: Path) -> tuple[int, int] | None:
    """Paths and seed of the Risk sheet of a workbook; None if it has none that says so.

    Raises
    ------
    ModelError
        If the file is no workbook.
    """
    cells = values(book, only=NAME).get(NAME, {})
    rows = {str(cells[place]): place[1:] for place in cells if place[0] == "A" and place[1:].isdigit()}
    found = [
        next(
            (value for place, value in cells.items() if place[1:] == row and isinstance(value, float | int)),
            None,
        )
        for row in (rows.get(PATHS), rows.get(SEED))
    ]
    paths, seed = found
    return None if paths is None or seed is None else (int(paths), int(seed))


class _Sheet:
    """Adds tables, charts and what was drawn."""

    def __init__(self, book: Book, inputs: Inputs, lab: LabRows, projection: Projection, risk: Risk) -> None:
        self.book, self.inputs, self.lab, self.projection = book, inputs, lab, projection
        self.plan, self.found = risk.plan, risk.found
        self.sheet = book.sheet(
            NAME,
            Role.OUTPUT,
            "What chance does to the figures",
            "All uncertain inputs drawn at once, path by path. Grey slanted figures were simulated by the engine when "
            "the report was written.",
        )
        self.page = Yearly(self.sheet)

    def build(self) -> None:
        sheet = self.sheet
        sheet.put(3, 1, "Model check", Style.LABEL)
        verdict(sheet, 3, 3)
        self._paths()
        for line in LINES:
            self._line(line)
        self._chances()
        drawn_block(self.page, self.plan, self.projection)
        sheet.freeze = (4, 2)
        sheet.widths = {1: _LABELS, **dict.fromkeys(range(2, 4 + len(self.found.years)), _WIDTH)}

    def _paths(self) -> None:
        """How many paths, from which seed, and whether the inputs are still those."""
        page, found = self.page, self.found
        words = f'=IF({self.inputs.moved}>0,"{CHANGED}","as stored")'
        label = "These figures, for the inputs and the scenario in force"
        page.across(label, "status", [words], ["as stored"], Style.TEXT_RIGHT)
        said = f"{PATHS}, stopped before the last was drawn" if found.partial else PATHS
        page.constant(said, "number", found.paths, Style.STORED_NUMBER)
        page.constant(SEED, "number", found.seed, Style.STORED_NUMBER)
        if found.rank_error:
            label = "Ranks of the percentiles are right within"
            page.constant(label, "fraction", found.rank_error, Style.STORED_FACTOR)

    def _line(self, line: str) -> None:
        """Mean, percentiles and lower tail of a line by year; of the main line also the charts."""
        label, spread = self.projection.line(line).label, self.found.spreads[line]
        self.page.heading(
            f"{label} by year",
            "Standard error: how far the mean may be off for want of more paths. Expected shortfall: mean of the "
            "worst 5 % of the paths.",
        )
        self.page.header(self.book.money, "All years")
        mean = self._stored("Mean", spread.mean, spread.total.mean)
        error = self._stored("Standard error of the mean", spread.standard_error, spread.total.standard_error)
        percentiles = [
            self._stored(f"P{at}: {at} % of the paths lie below", by_year, total)
            for at, by_year, total in zip(
                PERCENTILES, spread.percentiles, spread.total.percentiles, strict=True
            )
        ]
        self._stored("Expected shortfall", spread.expected_shortfall, spread.total.expected_shortfall)
        self._as_it_is(line, spread, mean, error)
        if line == MAIN:
            self._fan(label, spread, percentiles)
            if spread.histogram:
                self._histogram(label, spread.histogram)

    def _stored(self, label: str, by_year: FloatArray, total: FloatArray) -> Row:
        """A row of simulated money, with that of all years."""
        values: list[Content] = [_or_blank(value) for value in by_year]
        row = self.page.stored(label, self.book.money, values, Style.STORED_MONEY)
        self.sheet.put(row.number, self.page.layout.total, _or_blank(float(total)), Style.STORED_MONEY)
        return row

    def _as_it_is(self, line: str, spread: Spread, mean: Row, error: Row) -> None:
        """The line as the inputs stand, live, and how far from the mean that is."""
        page, live = self.page, self.lab[line]
        by_year, total = self.projection.by_year(line), float(self.projection.total(line))
        row = page.line("As the inputs stand, live", self.book.money, f"={live}", by_year, Style.MONEY_TOTAL)
        page.total(row, f"={live:total}", total, Style.MONEY_TOTAL)
        if np.isnan(spread.total.standard_error):
            return
        apart = [
            0.0 if wide == 0.0 else (value - middle) / wide
            for value, middle, wide in zip(
                (*by_year, total),
                (*spread.mean, spread.total.mean),
                (*spread.standard_error, spread.total.standard_error),
                strict=True,
            )
        ]
        label = "  less the mean, in standard errors"
        formula = f"IFERROR(({live}-{mean})/{error},0)"
        away = page.line(label, "number", self._while_stored(formula), apart[:-1], Style.DECIMAL)
        totals = [f"{one:total}" for one in (error, live, mean)]
        formula = f"IFERROR(({totals[1]}-{totals[2]})/{totals[0]},0)"
        page.total(away, self._while_stored(formula), apart[-1], Style.DECIMAL)

    def _while_stored(self, formula: str) -> str:
        """A formula over stored figures that says so once they are those of other inputs."""
        return f'=IF({self.inputs.moved}>0,"{CHANGED}",{formula})'

    def _fan(self, label: str, spread: Spread, percentiles: Sequence[Row]) -> None:
        """Bands between percentiles and the median, which the chart stacks on an unseen floor."""
        page, money, found = self.page, self.book.money, spread.percentiles
        page.heading(f"{label} by year, as a chart")
        page.header("What it shows")
        floor = page.line(
            "Floor of the bands (P5)", money, self._while_stored(f"{percentiles[0]}"), found[0], Style.MONEY
        )
        pairs = ((0, 1), (1, 3), (3, 4))
        bands = [
            page.line(
                f"From P{PERCENTILES[low]} to P{PERCENTILES[high]}",
                money,
                self._while_stored(f"{percentiles[high]}-{percentiles[low]}"),
                found[high] - found[low],
                Style.MONEY,
            )
            for low, high in pairs
        ]
        median = page.line(
            "Median (P50)", money, self._while_stored(f"{percentiles[2]}"), found[2], Style.MONEY
        )
        series = [
            Series("Floor", floor, "", named=False),
            Series("P5 to P25", bands[0], look.WORSE),
            Series("P25 to P75, half of the paths", bands[1], look.SECOND),
            Series("P75 to P95", bands[2], look.BAND),
        ]
        self._chart(
            f"{label} by year: how the paths fan out",
            "area",
            "Calendar year",
            money,
            series,
            Block(self.sheet, *self._years(floor)),
            "Bands by year within which half and nine tenths of the simulated paths lie, and a line for the median.",
            stacked=True,
            line_series=[Series("Median", median, look.NAVY)],
        )

    def _years(self, row: Row) -> tuple[tuple[int, int], tuple[int, int]]:
        """Cells of the years above the first row of a chart."""
        layout = self.page.layout
        return (row.number - 1, layout.first_year), (row.number - 1, layout.last_year)

    def _histogram(self, label: str, histogram: Histogram) -> None:
        """How the line over all years spreads: a table of bars, and the bars."""
        page, sheet = self.page, self.sheet
        page.heading(
            f"{label} over all years: how the paths spread",
            "The first and the last bar hold also the few paths beyond them.",
        )
        page.heads((label, "Unit", "From", "To", "Middle", "Chance up to there", "Chance within"))
        top, sums = page.at, np.cumsum(histogram.shares)
        before: Spot | None = None
        for place, reached in enumerate(sums):
            low, high = (float(edge) for edge in histogram.edges[place : place + 2])
            sheet.put(page.at, 1, f"{low:,.0f} to {high:,.0f}", Style.LABEL)
            sheet.put(page.at, 2, self.book.money, Style.UNIT)
            ends = [
                sheet.put(page.at, column, edge, Style.STORED_MONEY)
                for column, edge in enumerate((low, high), start=3)
            ]
            sheet.compute(page.at, 5, f"=({ends[0]}+{ends[1]})/2", (low + high) / 2, Style.MONEY)
            whole = sheet.put(page.at, 6, float(reached), Style.STORED_PERCENT)
            formula = f"{whole}-{before}" if before else f"{whole}"
            sheet.compute(
                page.at, 7, self._while_stored(formula), float(reached - (sums[place - 1] if place else 0.0)),
                Style.PERCENT,
            )  # fmt: skip
            before = whole
            page.at += 1
        last = page.at - 1
        page.heading(f"{label} over all years, as a chart")
        self._chart(
            f"{label} over all years: chance of each outcome",
            "histogram",
            f"{label} over all years, {self.book.money}",
            "Fraction of the paths",
            [Series("Paths", Block(sheet, (top, 7), (last, 7)), look.LAB)],
            Block(sheet, (top, 5), (last, 5)),
            "Columns of the fraction of simulated paths by what the line comes to over all years.",
            number_format="0%",
            category_format="#,##0",
        )

    def _chart(
        self,
        title: str,
        kind: str,
        x_title: str,
        y_title: str,
        series: list[Series],
        categories: Block,
        alt: str,
        *,
        stacked: bool = False,
        line_series: list[Series] | None = None,
        number_format: str = "#,##0",
        category_format: str = "General",
    ) -> None:
        page = self.page
        self.sheet.charts.append(
            Chart(
                kind,
                title,
                x_title,
                y_title,
                series,
                categories,
                (page.at, 1),
                alt,
                size=(self._page_width, _HEIGHT),
                stacked=stacked,
                line_series=line_series or [],
                number_format=number_format,
                category_format=category_format,
            )
        )
        page.at += 1 + math.ceil(_HEIGHT / _CENTIMETRES)

    @property
    def _page_width(self) -> float:
        """Centimetres across label, unit, total and years."""
        return 0.18 * (_LABELS + _WIDTH * (2 + len(self.found.years)))

    def _chances(self) -> None:
        """Probability of each event by year."""
        page, labels = self.page, event_labels(self.projection)
        page.heading("Chance of what may happen", "Fraction of the paths on which it happens in the year.")
        page.header("Event")
        for name, chances in self.found.chances.items():
            text = labels[name]
            page.stored(
                f"{text[:1].upper()}{text[1:]}", "fraction", map(float, chances), Style.STORED_PERCENT
            )


def _or_blank(value: float) -> Content:
    return None if np.isnan(value) else float(value)


def risk_sheet(book: Book, inputs: Inputs, lab: LabRows, projection: Projection, risk: Risk) -> None:
    """Lay out what the paths came to, by year and over all years, and what was drawn."""
    _Sheet(book, inputs, lab, projection, risk).build()
