"""Summary sheet: what the partner gets, what the lab keeps, when it turns profitable, what could break it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from revshare.case import Case
from revshare.lines import Kind, Projection
from revshare.path import path_of
from revshare_workbooks import look
from revshare_workbooks.grid import Block, Book, Chart, Content, Role, Row, Series, Spot, Style
from revshare_workbooks.inputs import InputCells, label_of
from revshare_workbooks.monthly import shown
from revshare_workbooks.report.compare import CompareCells, break_even_chart
from revshare_workbooks.report.lab import NOT_REACHED, LabRows
from revshare_workbooks.report.partner import PartnerRows
from revshare_workbooks.report.revenue import RevenueRows
from revshare_workbooks.report.verdict import verdict

_PRODUCT_COLOURS = (look.LAB, look.SECOND, look.CASH, look.RIVAL)
_PARTNER_COLOURS = (look.PARTNER, look.RIVAL, look.SECOND, look.LOSS)
_CHART_ROWS = 15
_CHART_COLUMNS = (1, 4, 9)
_CHART_SIZE = (15.4, 7.2)


@dataclass(frozen=True)
class Sheets:
    """Rows of the other sheets that the summary shows."""

    inputs: InputCells
    revenue: RevenueRows
    lab: LabRows
    partner: PartnerRows
    compare: CompareCells


class _Summary:
    """Adds answers, figures by year, and charts."""

    def __init__(self, book: Book, case: Case, sheets: Sheets, projection: Projection) -> None:
        self.book, self.case, self.sheets = book, case, sheets
        self.projection = projection
        self.sheet = book.sheet("Summary", Role.OUTPUT, case.title, case.summary)
        self.partner = next(iter(case.contracts))
        self.years = len(case.timeline.years)
        self.at = 4

    def build(self) -> None:
        sheet = self.sheet
        sheet.put(1, 1, sheet.title, Style.TITLE)
        sheet.put(
            2, 1, f"Scenario in force, model check, and the answers; {self.case.money}.", Style.SUBTITLE
        )
        self._answers()
        header = self._table()
        self._charts(header)
        sheet.one_page = True
        sheet.widths = {1: 46, **dict.fromkeys(range(2, 15), 13)}

    def _answers(self) -> None:
        sheet, lab, case = self.sheet, self.sheets.lab, self.case
        label = case.partners[self.partner].label
        path = path_of(self.projection)
        chosen = label_of(case, self.book.scenario)
        sheet.put(3, 1, "Scenario", Style.LABEL)
        sheet.compute(3, 2, f"={self.sheets.inputs.scenario}", chosen, Style.TEXT)
        sheet.put(3, 4, "Model check", Style.LABEL)
        verdict(sheet, 3, 5)
        last = case.timeline.years[-1]
        take, share = f"take.{self.partner}", f"share.{self.partner}"
        answers: list[tuple[str, str, Content, Style, str]] = [
            (
                f"{label} receives from its share, to {last}",
                _total(lab[share]),
                self._sum(share),
                Style.FIGURE,
                case.money,
            ),
            (
                "  per dollar of covered revenue",
                _total(lab["effective_rate"]),
                self._sum("effective_rate"),
                Style.FIGURE_PERCENT,
                "fraction",
            ),
            (
                f"{label} with its margin on compute, to {last}",
                _total(self.sheets.partner[take]),
                self._sum(take),
                Style.FIGURE,
                case.money,
            ),
            (
                f"{case.lab} keeps after the share, to {last}",
                _total(lab["contribution"]),
                self._sum("contribution"),
                Style.FIGURE,
                case.money,
            ),
            (
                "First year of operating profit",
                _spot(lab.path["first_profitable_year"]),
                path.first_profitable_year or NOT_REACHED,
                Style.FIGURE_TEXT,
                "year",
            ),
            (
                "Peak funding need",
                _spot(lab.path["peak_funding"]),
                path.peak_funding,
                Style.FIGURE,
                case.money,
            ),
            (
                "Both deals cost the same at a cost ratio of, per covered dollar",
                _spot(self.sheets.compare.covered),
                self.book.expects(self.sheets.compare.covered),
                Style.FIGURE_PERCENT,
                "cost ratio",
            ),
            (
                "  and for the company, coverage included",
                _spot(self.sheets.compare.company),
                self.book.expects(self.sheets.compare.company),
                Style.FIGURE_PERCENT,
                "cost ratio",
            ),
        ]
        sheet.put(self.at, 1, "Answers", Style.HEADING)
        for row, (text, formula, value, style, unit) in enumerate(answers, start=self.at + 1):
            sheet.put(row, 1, text, Style.LABEL)
            sheet.compute(row, 2, formula, value, style)
            sheet.put(row, 3, unit, Style.UNIT)
            sheet.heights[row] = 20
        self.at += len(answers) + 2

    def _sum(self, name: str) -> Content:
        return shown(float(self.projection.total(name)))

    def _table(self) -> Block:
        """Headline lines by year."""
        sheet, lab = self.sheet, self.sheets.lab
        sheet.put(self.at, 1, "By year", Style.HEADING)
        self.at += 1
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
        ]
        names += [
            "spending",
            *(["commitment_shortfall"] if "commitment_shortfall" in lab.lines else []),
            "operating_profit",
            "cash_flow",
            "cumulative_cash",
            "gross_margin",
            "effective_rate",
            "company_rate",
        ]
        for name in names:
            self._line(name, lab[name])
        self.deepest = self._deepest() if "peak_month" in lab.path else None
        self.at += 1
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

    def _charts(self, years: Block) -> None:
        sheet, lab, case = self.sheet, self.sheets.lab, self.case
        label = case.partners[self.partner].label
        sheet.put(self.at, 1, "Charts", Style.HEADING)
        places = iter(
            [(self.at + 1 + row * _CHART_ROWS, column) for row in (0, 1) for column in _CHART_COLUMNS]
        )

        def chart(kind: str, title: str, alt: str, series: list[Series], **more: Any) -> None:
            unit = more.pop("unit", case.money)
            made = Chart(
                kind, title, "Calendar year", unit, series, years, next(places), alt, size=_CHART_SIZE, **more
            )
            sheet.charts.append(made)

        kept = lab["kept"] if "kept" in lab.lines else lab["contribution"]
        shares = [
            Series(f"{item.label} receives", lab[f"share.{key}"], colour)
            for (key, item), colour in zip(case.partners.items(), _PARTNER_COLOURS, strict=False)
        ]
        who = [
            Series(f"{case.lab} keeps", kept, look.LAB),
            *shares,
            Series("Inference cost", lab["inference"], look.COST),
        ]
        alt = "Stacked columns that split each year's revenue into inference cost, partner share and what is kept."
        chart("column", "Who gets what of each year's revenue", alt, who, stacked=True)
        profit = [Series("Operating profit", lab["operating_profit"], look.LAB)]
        if self.deepest:
            profit.append(Series("Peak funding need", self.deepest, look.COST))
        cash = [Series("Cumulative cash", lab["cumulative_cash"], look.LOSS)]
        marked = (
            "; a column marks the deepest need."
            if self.deepest
            else "; its lowest point is the deepest need."
        )
        alt = f"Columns of operating profit and a line of cumulative cash by year{marked}"
        chart("column", "Operating profit and cumulative cash", alt, profit, line_series=cash)
        curve = break_even_chart(self.sheets.compare, next(places))
        curve.size = _CHART_SIZE
        sheet.charts.append(curve)
        products = [
            Series(item.label, self.sheets.revenue[f"revenue.{key}"], colour)
            for (key, item), colour in zip(case.products.items(), _PRODUCT_COLOURS, strict=False)
        ]
        alt = "Stacked columns of annual revenue by product."
        chart("column", f"Revenue of {case.lab} by product", alt, products, stacked=True)
        partner, net = self.sheets.partner, f"net_share.{self.partner}"
        paid_back = net in partner.lines
        share = Series(
            "Share less what it pays back" if paid_back else "Share",
            partner[net if paid_back else f"share.{self.partner}"],
            look.PARTNER,
        )
        sources = [
            share,
            Series("Margin on compute", self.sheets.partner[f"compute_margin.{self.partner}"], look.COST),
        ]
        alt = "Stacked columns of the partner's income from its share and from the compute it sells."
        chart("column", f"What {label} earns, by source", alt, sources, stacked=True)
        rates = [
            Series("Gross margin before share", lab["gross_margin"], look.LAB),
            Series("Gross margin after share", lab["margin_after_share"], look.CASH),
            Series("Share per covered dollar", lab["effective_rate"], look.PARTNER),
        ]
        alt = "Lines of gross margin before and after the partner share, and of the share per covered dollar."
        chart("line", "Margin and effective rate", alt, rates, unit="Fraction of revenue", number_format="0%")


def _total(row: Row) -> str:
    return f"={row:total}"


def _spot(spot: Spot) -> str:
    return f"={spot}"


def summary_sheet(book: Book, case: Case, sheets: Sheets, projection: Projection) -> None:
    """Lay out the answers, the figures by year, and the charts."""
    _Summary(book, case, sheets, projection).build()
