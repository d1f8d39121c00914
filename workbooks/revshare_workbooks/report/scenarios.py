"""Scenarios sheet: headline figures of every scenario as stored values, the chosen one live and tied to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.case import Case
from revshare.lines import Kind, Projection
from revshare.path import path_of
from revshare_workbooks.grid import Block, Book, Content, Role, Sheet, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import shown
from revshare_workbooks.report.lab import NOT_REACHED, LabRows

LINES = (
    "revenue",
    "gross_profit",
    "partner_share",
    "contribution",
    "operating_profit",
    "cash_flow",
    "cumulative_cash",
    "cost_ratio",
    "company_rate",
)
PATH = {
    "first_profitable_year": ("First year of operating profit", "year", Style.YEAR),
    "first_cash_year": ("First year of free cash flow at or above zero", "year", Style.YEAR),
    "peak_funding": ("Peak funding need", "", Style.MONEY),
    "peak_loss": ("Deepest cumulative operating loss", "", Style.MONEY),
}
_STORED = {
    Style.MONEY: Style.STORED_MONEY,
    Style.PERCENT: Style.STORED_PERCENT,
    Style.YEAR: Style.STORED_NUMBER,
}


@dataclass(frozen=True)
class Outcome:
    """Stored figures of one scenario, as this sheet shows them."""

    name: Spot
    kept: Spot
    first_year: Spot
    peak_funding: Spot


@dataclass(frozen=True)
class ScenarioCells:
    """Ties of live figures to stored ones, by label, and what each scenario comes to."""

    ties: list[tuple[str, Spot]]
    outcomes: list[Outcome]


class _Scenarios:
    """Adds the blocks of the scenarios sheet."""

    def __init__(
        self,
        book: Book,
        case: Case,
        inputs: Inputs,
        lab: LabRows,
        projections: dict[str, Projection],
        current: Projection,
    ) -> None:
        self.book, self.case, self.inputs, self.lab = book, case, inputs, lab
        self.projections, self.current = projections, current
        self.names = ["Base", *(item.label for item in case.scenarios.values())]
        self.sheet: Sheet = book.sheet(
            "Scenarios",
            Role.OUTPUT,
            "Scenarios side by side",
            "Grey slanted figures were stored when the report was written; the live row follows the chosen scenario.",
        )
        self.ties: list[tuple[str, Spot]] = []
        self.titles: list[Spot] = []
        self.stored: dict[str, list[Spot]] = {}
        self.at = 4

    def build(self) -> ScenarioCells:
        sheet = self.sheet
        sheet.put(1, 1, sheet.title, Style.TITLE)
        sheet.put(2, 1, sheet.about, Style.SUBTITLE)
        self._stories()
        self._path()
        self._lines()
        sheet.widths = {1: 54, 2: 13, **dict.fromkeys(range(3, 6 + len(self.case.timeline.years)), 14)}
        sheet.freeze = (4, 2)
        figures = (self.stored[name] for name in ("contribution", "first_profitable_year", "peak_funding"))
        outcomes = [Outcome(*cells) for cells in zip(self.titles, *figures, strict=True)]
        return ScenarioCells(self.ties, outcomes)

    def _stories(self) -> None:
        sheet, case = self.sheet, self.case
        for column, text in enumerate(("Scenario", "Probability", "What happens"), start=1):
            sheet.put(self.at, column, text, Style.HEADER_TEXT)
        stories = [("Base", case.probability, "The base value of every input")]
        stories += [(item.label, item.probability, item.note) for item in case.scenarios.values()]
        self.probabilities = []
        for row, (name, probability, note) in enumerate(stories, start=self.at + 1):
            self.titles.append(sheet.put(row, 1, name, Style.LABEL))
            self.probabilities.append(sheet.put(row, 2, probability, Style.STORED_PERCENT))
            sheet.put(row, 3, note, Style.NOTE)
        self.at += len(stories) + 2

    def _header(self, texts: tuple[str, ...]) -> None:
        for column, text in enumerate(texts, start=1):
            self.sheet.put(self.at, column, text, Style.HEADER)
        self.at += 1

    def _path(self) -> None:
        sheet, case = self.sheet, self.case
        sheet.put(self.at, 1, "Path to profitability", Style.HEADING)
        self.at += 1
        self._header(("Figure", "Unit", *self.names, "Live", "Difference"))
        paths = {key: path_of(projection) for key, projection in self.projections.items()}
        for name, (label, unit, style) in PATH.items():
            sheet.put(self.at, 1, label, Style.LABEL)
            sheet.put(self.at, 2, unit or case.money, Style.UNIT)
            values: list[Content] = [self._text(getattr(path, name)) for path in paths.values()]
            self.stored[name] = [
                sheet.put(self.at, 3 + offset, value, _STORED[style]) for offset, value in enumerate(values)
            ]
            stored = Block(sheet, (self.at, 3), (self.at, 2 + len(values)))
            current = self._text(getattr(path_of(self.current), name))
            live = sheet.compute(self.at, 3 + len(values), f"={self.lab.path[name]}", current, style)
            self._tie(label, live, stored, self.at, 4 + len(values), text=style is Style.YEAR)
            self.at += 1
        self.at += 1

    @staticmethod
    def _text(value: Content) -> Content:
        return NOT_REACHED if value is None else value

    def _tie(
        self, label: str, live: Spot, stored: Block, row: int, column: int, *, text: bool = False
    ) -> None:
        """Difference of the live figure and the stored one of the chosen scenario; 0 once inputs are changed."""
        pick = f"INDEX({stored},1,{self._within(f'COLUMNS({stored})')})"
        gap = f"IF({live}={pick},0,1)" if text else f"{live}-{pick}"
        formula = self._unless_changed(gap, f"COLUMNS({stored})")
        spot = self.sheet.compute(row, column, formula, 0.0, Style.CHECK)
        self.ties.append((label, spot))

    def _within(self, count: str) -> str:
        """Number of the chosen scenario, kept inside the stored ones."""
        return f"MIN({self.inputs.number},{count})"

    def _unless_changed(self, gap: str, count: str) -> str:
        """The difference, or 0 where nothing is stored to compare with: changed inputs, or own values."""
        return f"=IF(OR({self.inputs.changed}>0,{self.inputs.number}>{count}),0,{gap})"

    def _lines(self) -> None:
        """Every headline line by year: one row per scenario, the probability-weighted row, and the live row."""
        sheet, timeline = self.sheet, self.case.timeline
        count = len(timeline.years)
        sheet.put(self.at, 1, "By year", Style.HEADING)
        self.at += 1
        sheet.put(self.at, 1, "Line", Style.HEADER_TEXT)
        sheet.put(self.at, 2, "Unit", Style.HEADER_TEXT)
        for offset, year in enumerate(timeline.years):
            formula = "=" + format(self.book.header_years, f"y{offset}")
            sheet.compute(self.at, 3 + offset, formula, year, Style.HEADER_YEAR)
        sheet.put(self.at, 3 + count, "Total", Style.HEADER_YEAR)
        sheet.put(self.at, 4 + count, "Difference", Style.HEADER_YEAR)
        sheet.repeat_rows = f"{self.at}:{self.at}"
        self.at += 1
        for name in LINES:
            self._line(name, count)

    def _line(self, name: str, count: int) -> None:
        sheet, base = self.sheet, self.projections["base"]
        line = base.line(name)
        ratio = line.kind is Kind.RATIO
        style = Style.PERCENT if ratio else Style.MONEY
        sheet.put(self.at, 1, line.label, Style.HEADING)
        sheet.put(self.at, 2, "fraction" if ratio else self.case.money, Style.UNIT)
        self.at += 1
        top = self.at
        tables = {key: self._row(projection, name) for key, projection in self.projections.items()}
        for label, values in zip(self.names, tables.values(), strict=True):
            sheet.put(self.at, 1, f"  {label}", Style.LABEL)
            cells = [
                sheet.put(self.at, 3 + offset, shown(float(value)), _STORED[style])
                for offset, value in enumerate(values)
            ]
            self.stored.setdefault(name, []).append(cells[-1])
            self.at += 1
        if not ratio:
            self._weighted(top, tables, count)
        self._live(name, top, self._row(self.current, name), count, style)

    def _row(self, projection: Projection, name: str) -> np.ndarray:
        return np.append(projection.by_year(name), float(projection.total(name)))

    def _weighted(self, top: int, tables: dict[str, np.ndarray], count: int) -> None:
        sheet = self.sheet
        sheet.put(self.at, 1, "  Weighted by probability", Style.LABEL)
        weights = [self.case.probability, *(item.probability for item in self.case.scenarios.values())]
        values = sum(weight * table for weight, table in zip(weights, tables.values(), strict=True))
        cells = [
            Block(sheet, (top, 3 + offset), (top + len(tables) - 1, 3 + offset))
            for offset in range(count + 1)
        ]
        chances = Block(sheet, (self.probabilities[0].row, 2), (self.probabilities[-1].row, 2))
        for offset, cell in enumerate(cells):
            expected = float(np.asarray(values)[offset])
            sheet.compute(self.at, 3 + offset, f"=SUMPRODUCT({chances}*{cell})", expected, Style.MONEY)
        self.at += 1

    def _live(self, name: str, top: int, values: np.ndarray, count: int, style: Style) -> None:
        sheet, row = self.sheet, self.lab[name]
        sheet.put(self.at, 1, "  Live", Style.TOTAL_LABEL)
        total = Style.MONEY_TOTAL if style is Style.MONEY else style
        for offset, value in enumerate(values[:-1]):
            sheet.compute(self.at, 3 + offset, "=" + format(row, f"y{offset}"), shown(float(value)), total)
        live = sheet.compute(self.at, 3 + count, f"={row:total}", shown(float(values[-1])), total)
        stored = Block(sheet, (top, 3 + count), (top + len(self.names) - 1, 3 + count))
        pick = f"INDEX({stored},{self._within(f'ROWS({stored})')},1)"
        formula = self._unless_changed(f"N({live})-N({pick})", f"ROWS({stored})")
        tie = sheet.compute(self.at, 4 + count, formula, 0.0, Style.CHECK)
        self.ties.append((self.projections["base"].line(name).label, tie))
        self.at += 2


def scenarios_sheet(
    book: Book,
    case: Case,
    inputs: Inputs,
    lab: LabRows,
    projections: dict[str, Projection],
    current: Projection,
) -> ScenarioCells:
    """Lay out the scenarios side by side; answers the ties of live figures to stored ones, and the outcomes."""
    return _Scenarios(book, case, inputs, lab, projections, current).build()
