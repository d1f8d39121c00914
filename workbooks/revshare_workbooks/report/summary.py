"""Summary sheet: a page for the board with the answers in words and figures, and a page of figures by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from revshare.case import Case
from revshare.lines import Kind, Projection
from revshare.path import path_of
from revshare_workbooks.grid import Block, Book, Content, Role, Row, Style
from revshare_workbooks.inputs import InputCells, label_of
from revshare_workbooks.look import ROW
from revshare_workbooks.monthly import shown
from revshare_workbooks.page_breaks import CHARACTER, page_height
from revshare_workbooks.report import headlines
from revshare_workbooks.report.chart_frame import Frame
from revshare_workbooks.report.compare import CompareCells
from revshare_workbooks.report.headlines import Figure, WordRows, Words
from revshare_workbooks.report.lab import NOT_REACHED, LabRows
from revshare_workbooks.report.partner import PartnerRows
from revshare_workbooks.report.revenue import RevenueRows
from revshare_workbooks.report.scenarios import Outcome
from revshare_workbooks.report.sensitivity import Swing
from revshare_workbooks.report.summary_charts import board_charts, more_charts
from revshare_workbooks.report.verdict import verdict
from revshare_workbooks.row_heights import fit_rows

_LABEL, _YEARS, _NARROWEST = 54.0, 104.0, 10.5
"""Characters of the labels, of all years and their total together, and of one of them at least."""

_FEWEST = 7
"""Years for which there is room at least, so that charts fit beside the answers."""

_HEADLINE, _ANSWER, _CHARTS = 17.0, 16.0, 520.0
"""Points of a row of headlines and of answers, and of the charts beside the answers, at most."""

_MARGIN = 12.0
"""Points that stay free at the end of a page, and left of the charts."""

_BESIDE = 5
"""First column right of answers and scenarios."""


_Scenarios: TypeAlias = tuple[list[str], list[list[Content]]]


@dataclass(frozen=True)
class Sheets:
    """Rows of the other sheets that the summary shows, what each scenario comes to, and what moves the lab most."""

    inputs: InputCells
    revenue: RevenueRows
    lab: LabRows
    partner: PartnerRows
    compare: CompareCells
    outcomes: Sequence[Outcome] = ()
    widest: Swing | None = None


@dataclass
class _Summary:
    """Adds headlines, answers, scenarios and charts; then figures by year with charts of their own."""

    book: Book
    case: Case
    sheets: Sheets
    projection: Projection
    at: int = 5
    answers: dict[str, Figure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        case = self.case
        self.sheet = self.book.sheet("Summary", Role.OUTPUT, case.title, case.summary)
        self.years = len(case.timeline.years)
        self.columns = 2 + max(self.years, _FEWEST)
        each = max(_NARROWEST, _YEARS / (self.columns - 1))
        self.sheet.widths = {1: _LABEL, **dict.fromkeys(range(2, self.columns + 1), each)}
        self.width = CHARACTER * sum(self.sheet.widths.values())
        self.page = page_height(self.width)

    def build(self) -> None:
        sheet, case = self.sheet, self.case
        sheet.put(1, 1, sheet.title, Style.TITLE)
        sheet.freeze = (4, 1)
        span = f"{case.first_year} to {case.last_year}"
        sheet.put(2, 1, f"All amounts in {case.money}, {span}, unless a unit says otherwise.", Style.SUBTITLE)
        sheet.put(3, 1, "Scenario", Style.LABEL)
        chosen = label_of(case, self.book.scenario)
        sheet.compute(3, 2, f"={self.sheets.inputs.scenario}", chosen, Style.TEXT)
        sheet.put(3, 4, "Model check", Style.LABEL)
        verdict(sheet, 3, 5)
        top = self.at
        count = len(case.contracts) + 3 + bool(self.sheets.outcomes) + bool(self.sheets.widest)
        sheet.heights |= dict.fromkeys(range(top, top + count), _HEADLINE)
        self.at = beside = top + count + 1
        self._answers()
        scenarios = self._scenarios()
        self._board(beside)
        years = self._table()
        fit_rows(sheet)
        frame = Frame(sheet, (self.at, 1), self.width, min(self._left() - _MARGIN, 0.5 * self.page))
        sheet.charts += more_charts(
            frame, years, case, self.sheets.compare, self.sheets.lab, self.sheets.partner
        )
        self._below(frame.height)
        self._headlines(top, scenarios)

    def _below(self, height: float) -> None:
        """Go below the last charts, where nothing is printed."""
        end = self._used(self.at) + height
        while self._used(self.at) < end:
            self.at += 1
        self.sheet.print_rows = self.at - 1
        self._heading("Words of the headlines")

    def _headlines(self, row: int, scenarios: _Scenarios | None) -> None:
        """The answers as sentences, from a row on; what they are made of stands below the pages."""
        case, get, rows = self.case, self.answers, WordRows(self.sheet, self.at)
        said = []
        for key, item in case.partners.items():
            parts = (get[f"{what}.{key}"] for what in ("share", "rate", "take"))
            said.append(headlines.receives(rows, item.label, *parts))
        revenue, profit = self._line_figure("revenue"), self._line_figure("operating_profit")
        said.append(headlines.keeps(rows, case.lab, get["kept"], revenue, profit))
        said.append(headlines.turns(rows, case.last_year, get["first_year"], get["need"]))
        here = self._line_figure("cost_ratio")
        said.append(headlines.meets(rows, case.rival.label, get["company"], here, self._cheaper()))
        if scenarios:
            said.append(headlines.worst(rows, *scenarios))
        if self.sheets.widest:
            said.append(self._mover(rows, self.sheets.widest))
        for place, words in enumerate(said, start=row):
            self.sheet.compute(place, 1, f"={words.formula}", words.text, Style.HEADLINE)

    def _mover(self, rows: WordRows, widest: Swing) -> Words:
        """The input that moves operating profit most."""
        cells = (widest.name, widest.low, widest.high)
        name, low, high = (Figure(cell, self.book.content(cell)) for cell in cells)
        return headlines.moves(rows, self.projection.line("operating_profit").label, name, low, high)

    def _line_figure(self, name: str) -> Figure:
        """Total of a line of the lab."""
        return Figure(f"{self.sheets.lab[name]:total}", self._sum(name))

    def _cheaper(self) -> Figure | None:
        """Which deal costs the lab less here, where the Compare sheet says so."""
        cell = self.sheets.compare.cheaper
        return Figure(cell, self.book.expects(cell)) if cell else None

    def _answers(self) -> None:
        """Label, figure and unit of every answer."""
        case, lab, compare = self.case, self.sheets.lab, self.sheets.compare
        path, last, money = path_of(self.projection), self.case.last_year, self.case.money
        self._heading("Answers")
        for key, item in case.partners.items():
            share, covered, take = (
                f"{self.sheets.partner[f'{what}.{key}']:total}" for what in ("share", "covered", "take")
            )
            label = f"{item.label} receives from its share, to {last}"
            self._answer(f"share.{key}", label, f"={share}", self._sum(f"share.{key}"))
            rate = f'=IF({covered}=0,"",{share}/IF({covered}=0,1,{covered}))'
            value = self._sum(f"effective_rate.{key}")
            self._answer(f"rate.{key}", "  per dollar of covered revenue", rate, value, "fraction")
            label = f"{item.label} with its margin on compute, to {last}"
            self._answer(f"take.{key}", label, f"={take}", self._sum(f"take.{key}"))
        label = f"{case.lab} keeps after the share, to {last}"
        self._answer("kept", label, f"={lab['contribution']:total}", self._sum("contribution"))
        first = path.first_profitable_year or NOT_REACHED
        label = "First year of operating profit"
        self._answer("first_year", label, f"={lab.path['first_profitable_year']}", first, "year")
        self._answer("need", "Peak funding need", f"={lab.path['peak_funding']}", path.peak_funding, money)
        label = "Both deals cost the same at a cost ratio of, per covered dollar"
        for name, text, cell in (
            ("covered", label, compare.covered),
            ("company", "  and for the company, coverage included", compare.company),
        ):
            self._answer(name, text, f"={cell}", self.book.expects(cell), "cost ratio")
        self.at += 1

    def _answer(self, name: str, label: str, formula: str, value: Content, unit: str = "") -> None:
        looks = {"": Style.FIGURE, self.case.money: Style.FIGURE, "year": Style.FIGURE_TEXT}
        spot = self.sheet.compute(self.at, 2, formula, value, looks.get(unit, Style.FIGURE_PERCENT))
        self.sheet.put(self.at, 1, label, Style.LABEL)
        self.sheet.put(self.at, 3, unit or self.case.money, Style.UNIT)
        self.sheet.heights[self.at] = _ANSWER
        self.answers[name] = Figure(spot, value)
        self.at += 1

    def _scenarios(self) -> _Scenarios | None:
        """What each scenario comes to, as stored; answers its columns, and their values by row."""
        sheet, outcomes = self.sheet, self.sheets.outcomes
        if not outcomes:
            return None
        heads = (
            "What could break it: scenarios as stored",
            f"{self.case.lab} keeps",
            "First profit",
            "Funding need",
        )
        for column, text in enumerate(heads, start=1):
            sheet.put(self.at, column, text, Style.HEADER if column > 1 else Style.HEADER_TEXT)
        # Two lines, however short the names: what stands below keeps its place.
        sheet.heights[self.at] = 2 * ROW
        top, values = self.at + 1, []
        for one in outcomes:
            self.at += 1
            styles = (Style.LABEL, Style.MONEY_WHOLE, Style.TEXT_RIGHT, Style.MONEY_WHOLE)
            cells = (one.name, one.kept, one.first_year, one.peak_funding)
            values.append([self.book.content(cell) for cell in cells])
            for column, (cell, style) in enumerate(zip(cells, styles, strict=True), start=1):
                sheet.compute(self.at, column, f"={cell}", values[-1][column - 1], style)
        blocks = [f"{Block(sheet, (top, column), (self.at, column))}" for column in range(1, 5)]
        self.at += 2
        return blocks, values

    def _board(self, beside: int) -> None:
        """Two charts right of answers and scenarios, and the end of the first page below them."""
        sheet = self.sheet
        fit_rows(sheet)
        used = self._used(beside)
        height = max(self._used(self.at) - used, min(self.page - used - _MARGIN, _CHARTS))
        while self._used(self.at) < used + height:
            self.at += 1
        sheet.breaks = [self.at - 1]
        width = CHARACTER * sum(sheet.widths[column] for column in range(_BESIDE, self.columns + 1))
        self.board = (beside, width, height)

    def _used(self, row: int) -> float:
        """Points above a row."""
        return sum(self.sheet.heights.get(one, ROW) for one in range(1, row))

    def _left(self) -> float:
        """Points left of the second page."""
        return self.page - (self._used(self.at) - self._used(self.sheet.breaks[0] + 1))

    def _heading(self, text: str) -> None:
        self.sheet.put(self.at, 1, text, Style.HEADING)
        self.at += 1

    def _sum(self, name: str) -> Content:
        return shown(float(self.projection.total(name)))

    def _table(self) -> Block:
        """Headline lines by year."""
        sheet, lab = self.sheet, self.sheets.lab
        self._heading("By year")
        sheet.put(self.at, 1, self.case.money, Style.HEADER_TEXT)
        for offset, year in enumerate(self.case.timeline.years):
            formula = "=" + format(self.book.header_years, f"y{offset}")
            sheet.compute(self.at, 2 + offset, formula, year, Style.HEADER_YEAR)
        sheet.put(self.at, 2 + self.years, "Total", Style.HEADER_YEAR)
        header = Block(sheet, (self.at, 2), (self.at, 1 + self.years))
        self.at += 1
        names = [
            "revenue",
            "inference",
            "gross_profit",
            *(f"share.{key}" for key in self.case.contracts),
            *(["reciprocal"] if "reciprocal" in lab.lines else []),
            "contribution",
            "spending",
            *(["commitment_shortfall"] if "commitment_shortfall" in lab.lines else []),
            "operating_profit",
            "cash_flow",
            "cumulative_cash",
            "gross_margin",
            "margin_after_share",
            "effective_rate",
            "company_rate",
        ]
        for name in names:
            self._line(name, lab[name])
        deepest = self._deepest() if "peak_month" in lab.path else None
        self.at += 1
        row, width, height = self.board
        frame = Frame(sheet, (row, _BESIDE), width - _MARGIN, height, shift=_MARGIN)
        sheet.charts += board_charts(frame, header, self.case, lab, deepest)
        return header

    def _deepest(self) -> Block:
        """The deepest need, below zero in the year of its month, for the chart to mark."""
        sheet, path = self.sheet, path_of(self.projection)
        month, need = self.sheets.lab.path["peak_month"], self.sheets.lab.path["peak_funding"]
        sheet.put(self.at, 1, "Peak funding need, in its year", Style.LABEL)
        for offset, year in enumerate(self.case.timeline.years):
            header = format(self.book.header_years, f"y{offset}")
            deep = path.peak_month is not None and path.peak_month.year == year
            formula = f"=IF(ISNUMBER({month}),IF(YEAR({month})={header},-{need},0),0)"
            sheet.compute(
                self.at, 2 + offset, formula, -path.peak_funding if deep else 0.0, Style.MONEY_WHOLE
            )
        block = Block(sheet, (self.at, 2), (self.at, 1 + self.years))
        sheet.compute(self.at, 2 + self.years, f"=SUM({block})", -path.peak_funding, Style.MONEY_WHOLE)
        self.at += 1
        return block

    def _line(self, name: str, row: Row) -> None:
        line, sheet = self.projection.line(name), self.sheet
        whole = name in {"gross_profit", "contribution", "operating_profit", "cash_flow"}
        money = Style.MONEY_WHOLE_TOTAL if whole else Style.MONEY_WHOLE
        style = Style.PERCENT if line.kind is Kind.RATIO else money
        sheet.put(self.at, 1, line.label, Style.TOTAL_LABEL if whole else Style.LABEL)
        for offset, value in enumerate(self.projection.by_year(name)):
            sheet.compute(self.at, 2 + offset, "=" + format(row, f"y{offset}"), shown(float(value)), style)
        sheet.compute(self.at, 2 + self.years, f"={row:total}", self._sum(name), style)
        self.at += 1


def summary_sheet(book: Book, case: Case, sheets: Sheets, projection: Projection) -> None:
    """Lay out the board's page, and the figures by year behind it."""
    _Summary(book, case, sheets, projection).build()
