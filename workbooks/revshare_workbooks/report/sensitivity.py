"""Sensitivity sheet: what each input does to the main figures, and two of them together, as stored when written."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from revshare.arrays import FloatArray
from revshare.errors import ModelError
from revshare.lines import Projection
from revshare.risk.drivers import Driver, drivers_of
from revshare.risk.sensitivity import grid, steps
from revshare.risk.start import Point, Start
from revshare.risk.tornado import Bar, Tornado, tornados
from revshare_workbooks import look
from revshare_workbooks.driver_words import end_of, held_in_words, label_of, labelled, step_of
from revshare_workbooks.grid import Block, Book, Chart, Role, Row, Series, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.look import ROW
from revshare_workbooks.report.drawn import LINE_OF_NOTE
from revshare_workbooks.report.reconciliation import CHANGED
from revshare_workbooks.report.verdict import verdict

NAME = "Sensitivity"
LINES = ("operating_profit", "partner_share")
SHOWN = 12
"""Bars of a tornado; what swings less is counted."""

_FIGURES = 4
"""First column of figures, after the driver and the two ends of its range."""
_WIDTHS = {1: 46, 2: 28, 3: 28, **dict.fromkeys(range(_FIGURES, _FIGURES + 5), 13)}
_CHART_WIDTH = 30.0
_CENTIMETRES = ROW / 72 * 2.54
_RATE = "contracts.{}.rate"


@dataclass(frozen=True)
class Tie:
    """A figure stored at the start of an analysis, and the live one it must equal."""

    label: str
    stored: Spot
    live: str


@dataclass(frozen=True)
class Swing:
    """Cells of one bar: the input, and the figure at both ends of its range."""

    name: Spot
    low: Spot
    high: Spot


@dataclass(frozen=True)
class SensitivityCells:
    """What stored figures must equal, and the widest swing of the first line; None where nothing moves it."""

    ties: list[Tie]
    widest: Swing | None


class _Sensitivity:
    """Adds the tornadoes, then the table of two drivers."""

    def __init__(
        self, book: Book, inputs: Inputs, rows: Mapping[str, Row], projection: Projection, start: Start
    ) -> None:
        self.book, self.inputs, self.rows, self.projection, self.start = book, inputs, rows, projection, start
        self.drivers = drivers_of(start)
        self.sheet = book.sheet(
            NAME,
            Role.OUTPUT,
            "What moves the figures most",
            "Each input over its range, the others as they are. Grey slanted figures were stored by the engine "
            "when the report was written; a workbook cannot work them out alone.",
        )
        self.at = 5
        self.ties: list[Tie] = []
        self.widest: Swing | None = None

    def build(self) -> SensitivityCells:
        sheet = self.sheet
        sheet.put(1, 1, sheet.title, Style.TITLE)
        sheet.put(2, 1, sheet.about, Style.SUBTITLE)
        sheet.put(3, 1, "Model check", Style.LABEL)
        verdict(sheet, 3, 2)
        sheet.put(4, 1, "These figures, for the inputs and the scenario in force", Style.LABEL)
        words = f'=IF({self.inputs.moved}>0,"{CHANGED}","as stored")'
        self.status = sheet.compute(4, 2, words, "as stored", Style.TEXT)
        sheet.put(4, 3, "Where inputs changed, revshare report on this file stores them anew", Style.NOTE)
        found = tornados(self.start, LINES)
        for line, one in zip(LINES, found, strict=True):
            self._tornado(line, one)
        self._table([bar.driver for bar in found[0].bars])
        self._held(found[0].held)
        sheet.widths = dict(_WIDTHS)
        sheet.freeze = (4, 2)
        return SensitivityCells(self.ties, self.widest)

    def _heading(self, text: str, note: str) -> None:
        self.at += 1
        self.sheet.put(self.at, 1, text, Style.HEADING)
        self.sheet.put(self.at + 1, 1, note, Style.NOTE)
        self.at += 2

    def _header(self, texts: Sequence[str], figures: Sequence[str]) -> None:
        for column, text in enumerate((*texts, *figures), start=1):
            self.sheet.put(self.at, column, text, Style.HEADER_TEXT if column <= len(texts) else Style.HEADER)
        self.at += 1

    def _tie(self, line: str, where: str, stored: Spot) -> None:
        self.ties.append(Tie(f"{where}: {self._label(line)}", stored, f"{self.rows[line]:total}"))

    def _label(self, line: str) -> str:
        return self.projection.line(line).label

    def _total(self, line: str) -> float:
        return float(self.projection.total(line))

    def _tornado(self, line: str, found: Tornado) -> None:
        """The widest bars of a line, as numbers and as a chart."""
        label, money, sheet = self._label(line), self.book.money, self.sheet
        years = self.book.timeline.years
        self._heading(
            f"{label}, {years[0]} to {years[-1]}: what each input does to it",
            "Each input alone at both ends of its range, the widest swing first; the years of one table move together.",
        )
        self._base(line, found.bars)
        names = (
            "At the low end",
            "At the high end",
            "Swing",
            "Change at the low end",
            "Change at the high end",
        )
        self._header(("Input", "Low end", "High end"), [f"{name}, {money}" for name in names])
        top, bars = self.at, found.bars[:SHOWN]
        for bar in bars:
            swing = self._bar(bar)
            if line == LINES[0]:
                self.widest = self.widest or swing
        if not bars:
            sheet.put(self.at, 1, "No input with a range moves it", Style.NOTE)
            self.at += 1
            return
        if rest := len(found.bars) - len(bars):
            sheet.put(self.at, 1, f"{rest} more inputs swing it less", Style.NOTE)
            self.at += 1
        self._chart(label, top, len(bars))

    def _base(self, line: str, bars: Sequence[Bar]) -> None:
        """The figure as it is: stored, and live beside it."""
        sheet, total = self.sheet, self._total(line)
        sheet.put(self.at, 1, "As it is, stored", Style.LABEL)
        sheet.put(self.at, 2, self.book.money, Style.UNIT)
        # Of the same projection as the bars: another one may differ in its last digit.
        base = bars[0].base if bars else total
        self.base = sheet.put(self.at, _FIGURES, base, Style.STORED_MONEY)
        sheet.put(self.at, _FIGURES + 1, "live", Style.TEXT_RIGHT)
        sheet.compute(self.at, _FIGURES + 2, f"={self.rows[line]:total}", total, Style.MONEY)
        self._tie(line, "As it is", self.base)
        self.at += 2

    def _bar(self, bar: Bar) -> Swing:
        sheet, driver = self.sheet, self.drivers[bar.driver]
        name, *_ = (
            sheet.put(self.at, column, text, Style.WRAPPED)
            for column, text in enumerate(
                (label_of(driver), end_of(driver, "low"), end_of(driver, "high")), start=1
            )
        )
        ends = [
            sheet.put(self.at, _FIGURES + place, value, Style.STORED_MONEY)
            for place, value in enumerate((bar.low, bar.high))
        ]
        figures = [
            (f"ABS({ends[1]}-{ends[0]})", bar.swing),
            *(
                (f"{end}-{self.base}", value - bar.base)
                for end, value in zip(ends, (bar.low, bar.high), strict=True)
            ),
        ]
        for column, (formula, value) in enumerate(figures, start=_FIGURES + 2):
            said = f'=IF({self.inputs.moved}>0,"{CHANGED}",{formula})'
            sheet.compute(self.at, column, said, value, Style.MONEY)
        self.at += 1
        return Swing(name, *ends)

    def _chart(self, label: str, top: int, bars: int) -> None:
        def column(number: int) -> Block:
            return Block(self.sheet, (top, number), (top + bars - 1, number))

        height = 4.2 + 0.5 * bars
        # A block of its own, so that a page ends before it and not within it.
        self.at += 1
        self.sheet.put(self.at, 1, f"{label}: what each input does to it, as a chart", Style.HEADING)
        self.sheet.charts.append(
            Chart(
                "bar",
                f"{label}: change from what it is, over the range of each input",
                "Input",
                f"Change over all years, {self.book.money}",
                [
                    Series("At the low end of its range", column(_FIGURES + 3), look.SECOND),
                    Series("At the high end", column(_FIGURES + 4), look.LAB),
                ],
                column(1),
                (self.at + 1, 1),
                f"Bars to either side of zero for each input, the widest on top: what {label.lower()} gains or loses "
                "at both ends of that input's range.",
                size=(_CHART_WIDTH, height),
            )
        )
        self.at += 1 + math.ceil(height / _CENTIMETRES)

    def _table(self, widest: Sequence[str]) -> None:
        """The first line over the ranges of two inputs at once."""
        line = LINES[0]
        pair = self._pair(widest)
        if len(pair) < 2:
            return
        down, across = (steps(self.start, driver) for driver in pair)
        try:
            found = grid(self.start, line, list(down.values()), list(across.values()))
        except ModelError:
            return  # both together make the case impossible, though each alone does not
        self._heading(
            f"{self._label(line)} where two inputs move together",
            "The figure in the box is the one of the inputs as they are. The years of one table take the same place in "
            "their ranges.",
        )
        self._grid(pair, down, across, found)
        self.at += 1

    def _grid(
        self,
        pair: list[Driver],
        down: Mapping[float, Point],
        across: Mapping[float, Point],
        found: FloatArray,
    ) -> None:
        sheet, line = self.sheet, LINES[0]
        sheet.put(self.at, 1, f"{self._label(line)}, {self.book.money}", Style.UNIT)
        sheet.put(self.at, _FIGURES, label_of(pair[1]), Style.LABEL)
        self.at += 1
        words = [step_of(point, pair[1], place) for place, point in across.items()]
        self._header((label_of(pair[0]), "", ""), words)
        for (place, point), values in zip(down.items(), found, strict=True):
            sheet.put(self.at, 1, step_of(point, pair[0], place), Style.LABEL)
            for column, (there, value) in enumerate(zip(across, values, strict=True), start=_FIGURES):
                is_base = place == 0.0 and there == 0.0
                spot = sheet.put(
                    self.at, column, float(value), Style.STORED_BASE if is_base else Style.STORED_MONEY
                )
                if is_base:
                    self._tie(line, "Two inputs together", spot)
            self.at += 1

    def _pair(self, widest: Sequence[str]) -> list[Driver]:
        """The input with the widest swing, and the first partner's rate if that moves anything, or the next widest."""
        rates = [name for key in self.projection.contracts if (name := _RATE.format(key)) in widest[1:]]
        return [self.drivers[name] for name in [*widest[:1], *rates, *widest[1:]][:2]]

    def _held(self, held: Mapping[str, str]) -> None:
        """Inputs with a range that do not move, with the reason."""
        if not held:
            return
        self.at += 1
        self.sheet.put(self.at, 1, "Inputs with a range that did not move", Style.HEADING)
        self.at += 1
        for words in held_in_words(labelled(held, self.drivers)):
            for text in wrap(words, LINE_OF_NOTE):
                self.sheet.put(self.at, 1, text, Style.NOTE)
                self.at += 1


def sensitivity_sheet(
    book: Book, inputs: Inputs, rows: Mapping[str, Row], projection: Projection, start: Start
) -> SensitivityCells:
    """Lay out the tornadoes and the table of two inputs; answers what stored figures must equal, and the widest swing.

    Parameters
    ----------
    rows
        Live rows of lines by name.
    start
        The case under the scenario in force.
    """
    return _Sensitivity(book, inputs, rows, projection, start).build()
