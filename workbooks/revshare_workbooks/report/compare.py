"""Compare sheet: this deal against another, per covered dollar and for the company, with the break-even."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from revshare.case import Case
from revshare.headline import break_even_of, break_even_points, flat_deal, rival_deal
from revshare.lines import Projection
from revshare_workbooks import look
from revshare_workbooks.grid import Block, Book, Chart, Role, Row, Series, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import shown
from revshare_workbooks.report.contract import ContractRows
from revshare_workbooks.report.lab import LabRows

RATIOS = tuple(round(0.05 * step, 2) for step in range(25))
NONE = "none"


@dataclass(frozen=True)
class CompareCells:
    """Figures of the comparison that other sheets show."""

    covered: Spot
    company: Spot
    at_break_even: Spot
    cost_ratio: Block
    curves: tuple[Block, Block, Block, Block]
    labels: tuple[str, str]


class _Compare:
    """Adds the blocks of the compare sheet."""

    def __init__(
        self,
        book: Book,
        case: Case,
        inputs: Inputs,
        contracts: dict[str, ContractRows],
        lab: LabRows,
        projection: Projection,
    ) -> None:
        self.case, self.inputs, self.lab, self.projection = case, inputs, lab, projection
        self.partner, self.contract = next(iter(contracts.items()))
        self.covers = f"coverage.{self.partner}"
        self.labels = (f"{case.lab} and {case.partners[self.partner].label}", case.rival.label)
        self.sheet = book.sheet(
            "Compare",
            Role.OUTPUT,
            "This deal against another",
            "Which deal costs the lab less, at which cost of inference: per covered dollar, and for the whole company.",
        )
        self.deals = (flat_deal(projection, self.partner), rival_deal(projection))
        self.at = 4

    def build(self) -> CompareCells:
        sheet = self.sheet
        sheet.put(1, 1, sheet.title, Style.TITLE)
        sheet.put(2, 1, sheet.about, Style.SUBTITLE)
        kind, rate, coverage = self._terms()
        covered, company, left = self._break_even(kind, rate, coverage)
        ratios, curves = self._curves(kind, rate, coverage)
        self._years(kind, rate, coverage)
        sheet.widths = {1: 44, 2: 16, **dict.fromkeys(range(3, 12), 17)}
        return CompareCells(covered, company, left, ratios, curves, self.labels)

    def _terms(self) -> tuple[list[Spot], list[Spot], list[Spot]]:
        sheet, inputs = self.sheet, self.inputs
        sheet.put(self.at, 1, "The two deals", Style.HEADING)
        for column, label in enumerate(("", "Unit", *self.labels), start=1):
            sheet.put(self.at + 1, column, label, Style.HEADER)
        sheet.heights[self.at + 1] = 42
        names = (f"contracts.{self.partner}", "rival")
        kind, rate, coverage = [], [], []
        for row, label, unit in (
            (2, "What is shared", "choice"),
            (3, "Rate, average of the horizon", "fraction"),
            (4, "Fraction of company revenue covered", "fraction"),
            (5, "Negative gross profit floored at zero", "1 or 0"),
        ):
            sheet.put(self.at + row, 1, label, Style.LABEL)
            sheet.put(self.at + row, 2, unit, Style.UNIT)
        self.floored: list[Spot] = []
        for column, (name, deal) in enumerate(zip(names, self.deals, strict=True), start=3):
            kind.append(
                sheet.compute(self.at + 2, column, f"={inputs[f'{name}.kind']}", deal.kind, Style.TEXT_RIGHT)
            )
            rate.append(sheet.compute(self.at + 3, column, self._rate(name), deal.rate, Style.PERCENT))
            mine = (f"{self.contract.revenue:total}", f"{self.lab['revenue']:total}")
            source = f"={inputs['rival.coverage']}" if name == "rival" else _part(*mine)
            coverage.append(sheet.compute(self.at + 4, column, source, deal.coverage, Style.PERCENT))
        losses = self.inputs[f"{names[0]}.losses"]
        formula = f'=IF({losses}="loss_share",0,1)'
        self.floored = [
            sheet.compute(self.at + 5, 3, formula, 1.0 * self.deals[0].floored, Style.COUNT),
            sheet.put(self.at + 5, 4, 1, Style.COUNT),
        ]
        self.at += 7
        return kind, rate, coverage

    def _rate(self, name: str) -> str:
        """The rate of a deal: the other's as it stands, this one's as its share over what earned it."""
        if name == "rival":
            return f"={self.inputs['rival.rate']}"
        kind = self.inputs[f"{name}.kind"]
        earned = f'IF({kind}="profit_share",{self.contract.base:total},{self.contract.revenue:total})'
        return f"=IF({earned}=0,0,{self.contract.share:total}/IF({earned}=0,1,{earned}))"

    def _break_even(
        self, kind: list[Spot], rate: list[Spot], coverage: list[Spot]
    ) -> tuple[Spot, Spot, Spot]:
        """The cost ratio at which both deals cost the same, with the coverage of each beside it."""
        sheet = self.sheet
        sheet.put(self.at, 1, "Break-even cost ratio", Style.HEADING)
        sheet.put(
            self.at + 1,
            1,
            "Below it the gross-profit share costs the lab more, above it the revenue share.",
            Style.NOTE,
        )
        points = break_even_points(self.projection, self.partner)
        spots = []
        for row, label, weights in (
            (2, "Per covered dollar", (1.0, 1.0)),
            (3, "For the company, coverage included", tuple(deal.coverage for deal in self.deals)),
        ):
            parts = ("", "") if row == 2 else (f"*{coverage[0]}", f"*{coverage[1]}")
            terms = tuple(f"{one}{part}" for one, part in zip(rate, parts, strict=True))
            taken = tuple(deal.rate * weight for deal, weight in zip(self.deals, weights, strict=True))
            working = self._point_of(self.at + row, 4, kind, terms, taken, points[row - 2])
            sheet.put(self.at + row, 1, label, Style.LABEL)
            sheet.put(self.at + row, 2, "cost ratio", Style.UNIT)
            value = points[row - 2]
            shown_value = NONE if value < 0 else value
            spots.append(
                sheet.compute(
                    self.at + row, 3, f'=IF({working}<0,"{NONE}",{working})', shown_value, Style.PERCENT
                )
            )
        for column, text in enumerate(
            ("worked out; below zero there is none", "of gross profit", "of revenue"), start=4
        ):
            sheet.put(self.at + 1, column, text, Style.NOTE)
        sheet.put(self.at + 4, 1, "Difference of the two deals there", Style.LABEL)
        sheet.put(self.at + 4, 2, "per dollar", Style.UNIT)
        at = f"{spots[0]}"
        gap = "-".join(self._per_dollar(deal, at, kind, rate) for deal in (0, 1))
        left = sheet.compute(self.at + 4, 3, f"=IF(ISNUMBER({at}),{gap},0)", 0.0, Style.CHECK)
        self.at += 6
        return spots[0], spots[1], left

    def _point_of(
        self,
        row: int,
        column: int,
        kind: list[Spot],
        terms: tuple[str, ...],
        taken: tuple[float, ...],
        point: float,
    ) -> Spot:
        """Cost ratio at which a share of gross profit and one of revenue are the same; the two stand beside it.

        Below zero where there is none: the deals share the same thing, or one is cheaper at every cost ratio.
        """
        sheet = self.sheet
        mine, other = (f'IF({one}="profit_share",1,0)' for one in kind)
        is_profit = self.deals[0].is_profit
        profit, revenue = (
            sheet.compute(row, at, f"=IF({mine}=1,{first},{second})", value, Style.FACTOR)
            for at, (first, second), value in (
                (column + 1, terms, taken[not is_profit]),
                (column + 2, terms[::-1], taken[is_profit]),
            )
        )
        one_is_dearer = f"IF({profit}=0,-1,IF({profit}<{revenue},-1,1-{revenue}/{profit}))"
        return sheet.compute(row, column, f"=IF({mine}={other},-1,{one_is_dearer})", point, Style.FACTOR)

    def _per_dollar(self, deal: int, ratio: str, kind: list[Spot], rate: list[Spot]) -> str:
        margin = f"IF({self.floored[deal]}=1,MAX(0,1-{ratio}),1-{ratio})"
        return f'{rate[deal]}*IF({kind[deal]}="profit_share",{margin},1)'

    def _curves(
        self, kind: list[Spot], rate: list[Spot], coverage: list[Spot]
    ) -> tuple[Block, tuple[Block, Block, Block, Block]]:
        sheet = self.sheet
        sheet.put(self.at, 1, "Share by cost ratio", Style.HEADING)
        heads = (
            "Cost ratio",
            "Gross margin",
            *(f"{label}, per covered dollar" for label in self.labels),
            "Difference",
        )
        heads = (*heads, *(f"{label}, per company dollar" for label in self.labels), "Difference")
        for column, text in enumerate(heads, start=1):
            sheet.put(self.at + 1, column, text, Style.HEADER)
        sheet.heights[self.at + 1] = 40
        top = self.at + 2
        for row, ratio in enumerate(RATIOS, start=top):
            at = sheet.put(row, 1, ratio, Style.STORED_PERCENT)
            sheet.compute(row, 2, f"=1-{at}", 1.0 - ratio, Style.PERCENT)
            values = [float(deal.per_dollar(np.array(ratio))) for deal in self.deals]
            dollar = [
                sheet.compute(
                    row,
                    3 + deal,
                    f"={self._per_dollar(deal, f'{at}', kind, rate)}",
                    values[deal],
                    Style.PERCENT,
                )
                for deal in (0, 1)
            ]
            sheet.compute(row, 5, f"={dollar[0]}-{dollar[1]}", values[0] - values[1], Style.PERCENT)
            company = [value * deal.coverage for value, deal in zip(values, self.deals, strict=True)]
            spots = [
                sheet.compute(
                    row, 6 + deal, f"={dollar[deal]}*{coverage[deal]}", company[deal], Style.PERCENT
                )
                for deal in (0, 1)
            ]
            sheet.compute(row, 8, f"={spots[0]}-{spots[1]}", company[0] - company[1], Style.PERCENT)
        last = top + len(RATIOS) - 1
        self.at = last + 3
        blocks = tuple(Block(sheet, (top, column), (last, column)) for column in (3, 4, 6, 7))
        return Block(sheet, (top, 1), (last, 1)), blocks  # type: ignore[return-value]

    def _years(self, kind: list[Spot], rate: list[Spot], coverage: list[Spot]) -> None:
        """What each deal costs in each year of this case."""
        sheet, projection = self.sheet, self.projection
        sheet.put(self.at, 1, "What each deal costs in this case", Style.HEADING)
        heads = (
            "Year",
            "Number",
            "Cost ratio",
            "Covered by this deal",
            *(f"{label}, {self.case.money}" for label in self.labels),
        )
        more = ("Difference", "Break-even, company", "Worked out", "Of gross profit", "Of revenue")
        for column, text in enumerate((*heads, *more), start=1):
            sheet.put(self.at + 1, column, text, Style.HEADER)
        sheet.heights[self.at + 1] = 40
        yearly = {
            name: projection.by_year(name)
            for name in ("revenue", "gross_profit", "cost_ratio", self.covers, f"share.{self.partner}")
        }
        for offset, year in enumerate(self.case.timeline.years):
            row = self.at + 2 + offset
            number = sheet.put(row, 2, offset + 1, Style.COUNT)

            def of_year(line: Row, number: Spot = number) -> str:
                return f"INDEX({line:years},1,{number})"

            sheet.compute(row, 1, f"={of_year(sheet.book.header_years)}", year, Style.YEAR)
            ratio, through = (
                yearly["cost_ratio"][offset],
                min(1.0, np.nan_to_num(yearly[self.covers][offset])),
            )
            sheet.compute(row, 3, f"={of_year(self.lab['cost_ratio'])}", shown(ratio), Style.PERCENT)
            covered = _part(of_year(self.contract.revenue), of_year(self.lab["revenue"]))
            cover = sheet.compute(row, 4, covered, shown(through), Style.PERCENT)
            mine, other = yearly[f"share.{self.partner}"][offset], self._rival_cost(yearly, offset)
            first = sheet.compute(row, 5, f"={of_year(self.lab[f'share.{self.partner}'])}", mine, Style.MONEY)
            profit, revenue = of_year(self.lab["gross_profit"]), of_year(self.lab["revenue"])
            base = f'IF({kind[1]}="profit_share",MAX(0,{profit}),{revenue})'
            second = sheet.compute(row, 6, f"={rate[1]}*{coverage[1]}*{base}", other, Style.MONEY)
            sheet.compute(row, 7, f"={first}-{second}", mine - other, Style.MONEY)
            deals = (replace(self.deals[0], coverage=float(through)), self.deals[1])
            point = break_even_of(*deals)
            terms = (f"{rate[0]}*{cover}", f"{rate[1]}*{coverage[1]}")
            taken = tuple(deal.rate * deal.coverage for deal in deals)
            working = self._point_of(row, 9, kind, terms, taken, point)
            formula = f'=IF({working}<0,"{NONE}",{working})'
            sheet.compute(row, 8, formula, NONE if point < 0 else point, Style.PERCENT)
        self.at += 3 + len(self.case.timeline.years)

    def _rival_cost(self, yearly: dict[str, np.ndarray], year: int) -> float:
        rival = self.deals[1]
        base = max(0.0, yearly["gross_profit"][year]) if rival.is_profit else yearly["revenue"][year]
        return float(rival.rate * rival.coverage * base)


def _part(covered: str, revenue: str) -> str:
    """Formula of the fraction of revenue covered; the two sums may differ in their last digit."""
    return f"=IF({revenue}=0,0,MIN(1,{covered}/IF({revenue}=0,1,{revenue})))"


def compare_sheet(
    book: Book,
    case: Case,
    inputs: Inputs,
    contracts: dict[str, ContractRows],
    lab: LabRows,
    projection: Projection,
) -> CompareCells:
    """Lay out the comparison of the first contract with the other deal."""
    return _Compare(book, case, inputs, contracts, lab, projection).build()


def break_even_chart(cells: CompareCells, anchor: tuple[int, int]) -> Chart:
    """Share per dollar against cost ratio: the two deals cross at the break-even."""
    names = ("This deal, covered", "Other deal, covered", "This deal, company", "Other deal, company")
    colours = (look.PARTNER, look.RIVAL, look.PARTNER, look.RIVAL)
    series = [
        Series(name, block, colour, dashed=place > 1)
        for place, (name, block, colour) in enumerate(zip(names, cells.curves, colours, strict=True))
    ]
    return Chart(
        "curve",
        "Where the two deals cost the same",
        "Inference cost per dollar of revenue",
        "Share per dollar of revenue",
        series,
        cells.cost_ratio,
        anchor,
        "Lines of the share each deal takes per dollar of revenue by inference cost; they cross at the break-even.",
        number_format="0%",
        x_range=(0.0, 1.2),
    )
