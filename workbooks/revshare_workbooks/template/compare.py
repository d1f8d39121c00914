"""Compare sheet of a template: the first contract against the other deal, by functions over rows of this book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from revshare import terms_blocks
from revshare.arrays import FloatArray
from revshare.contracts.contract import Kind as Shared
from revshare.errors import ModelError
from revshare.headline import FlatDeal, break_even_of, flat_deal, rival_deal
from revshare.lines import Projection
from revshare_workbooks.blocks.headline import NONE, RATIOS, Curves
from revshare_workbooks.grid import Block, Book, Content, Role, Row, Spot, Style
from revshare_workbooks.inputs import InputCells
from revshare_workbooks.monthly import shown
from revshare_workbooks.report.compare import CompareCells
from revshare_workbooks.template.contract import ContractRows
from revshare_workbooks.template.pages import where_there_is_one
from revshare_workbooks.yearly import Yearly


@dataclass(frozen=True)
class _Side:
    """A deal at its average rate: its terms block, the cells beside it, and what the engine says of it."""

    block: Block
    on_profit: Spot
    rate: Spot
    coverage: Spot
    deal: FlatDeal

    @property
    def terms(self) -> dict[str, object]:
        """The terms block as the model takes it."""
        kind = Shared.PROFIT_SHARE if self.deal.is_profit else Shared.REVENUE_SHARE
        losses = {} if self.deal.floored else {"losses": "loss_share"}
        return {"kind": kind.value, "rate": self.deal.rate, **losses}


class _Compare:
    """Adds the deals, the answers, the years and the curve."""

    def __init__(
        self,
        book: Book,
        inputs: InputCells,
        contract: ContractRows,
        years: dict[str, Row],
        months: dict[str, Row],
        projection: Projection,
    ) -> None:
        case = projection.case
        self.book, self.inputs, self.contract = book, inputs, contract
        self.years, self.months, self.projection = years, months, projection
        self.partner = next(iter(case.contracts))
        self.labels = (f"{case.lab} and {case.partners[self.partner].label}", case.rival.label)
        sheet = book.sheet(
            "Compare",
            Role.OUTPUT,
            "This deal against another",
            "Both deals at their average rates, compared by the functions for break-even and effective rate.",
        )
        self.sheet, self.page = sheet, Yearly(sheet)

    def build(self) -> CompareCells:
        first, second = self._deals()
        covered, company = self._answers(first, second)
        self._by_year(second)
        left, ratios, curves = self._curves(first, second, covered)
        self.sheet.one_page = True
        self.sheet.widths = {1: 56, 2: 15, **dict.fromkeys(range(3, 12), 15)}
        self.sheet.freeze = (4, 2)
        return CompareCells(covered, company, left, ratios, curves, {})

    def _deals(self) -> tuple[_Side, _Side]:
        """Each deal as a terms block of its own, with its coverage below."""
        contract, inputs, page = self.contract, self.inputs, self.page
        shared, profit = inputs[f"contracts.{self.partner}.kind"], contract.stages["after_losses"]
        share = f"{self.years[f'share.{self.partner}']:total}"
        covered, revenue = (f"{self.years[name]:total}" for name in (f"covered.{self.partner}", "revenue"))
        self._heading(self.labels[0])
        earned = page.scalar(
            "What the rate applies to, over the horizon",
            self.book.money,
            f'=IF({shared}="profit_share",{profit:total},{contract.stages["revenue"]:total})',
            self._earned(),
            Style.MONEY,
        )
        mine = self._side(
            f"contracts.{self.partner}.kind",
            f"=IF({earned}=0,0,{share}/{earned})",
            f'=IF({inputs[f"contracts.{self.partner}.losses"]}="loss_share","loss_share","")',
            f"=IF({revenue}=0,0,MIN(1,{covered}/{revenue}))",
            self._average(),
        )
        self._heading(self.labels[1])
        rate, coverage = (f"={inputs[f'rival.{term}']}" for term in ("rate", "coverage"))
        other = self._side("rival.kind", rate, '=""', coverage, rival_deal(self.projection))
        return mine, other

    def _heading(self, label: str) -> None:
        self.page.heading(label, "A terms block of keys and live values, at the average rate of the horizon.")

    def _earned(self) -> float:
        """What the contract's rate applies to, standing alone."""
        flow, deal = self.contract.flow, flat_deal(self.projection, self.partner)
        return float((flow.after_losses if deal.is_profit else flow.revenue).sum())

    def _average(self) -> FlatDeal:
        """The contract reduced to its average rate on what it covers, standing alone."""
        earned, share = self._earned(), float(self.projection.total(f"share.{self.partner}"))
        deal = flat_deal(self.projection, self.partner)
        return replace(deal, rate=share / earned if earned else 0.0)

    def _side(self, kind: str, rate: str, losses: str, coverage: str, deal: FlatDeal) -> _Side:
        """One deal; revenue less listed deductions counts as revenue here."""
        page = self.page
        on_profit = page.scalar(
            "Gross profit is shared",
            "1 or 0",
            f'=IF({self.inputs[kind]}="profit_share",1,0)',
            int(deal.is_profit),
            Style.COUNT,
        )
        top = page.at
        shared = (Shared.PROFIT_SHARE if deal.is_profit else Shared.REVENUE_SHARE).value
        formula = f'=IF({on_profit}=1,"profit_share","revenue_share")'
        page.scalar("What is shared", "kind", formula, shared, Style.TEXT_RIGHT)
        at = page.scalar("Rate, average of the horizon", "rate", rate, deal.rate, Style.PERCENT)
        page.scalar("Losses", "losses", losses, "" if deal.floored else "loss_share", Style.TEXT_RIGHT)
        block = Block(self.sheet, (top, page.layout.unit), (page.at - 1, page.layout.total))
        part = page.scalar(
            "Fraction of company revenue covered", "fraction", coverage, deal.coverage, Style.PERCENT
        )
        return _Side(block, on_profit, at, part, deal)

    def _answers(self, mine: _Side, other: _Side) -> tuple[Spot, Spot]:
        """Where both cost the same, which is cheaper on either side, and the rate that would pay as much."""
        page, revenue = self.page, f"{self.months['revenue']:months}"
        page.heading("Where both deals cost the lab the same", "At the average rates above.")
        rates = self._by_kind("Rate", mine, other, lambda side: (side.rate, side.deal.rate))
        covers = self._by_kind("Coverage", mine, other, lambda side: (side.coverage, side.deal.coverage))
        found = []
        for label, arguments, deals in (
            ("Cost ratio, per covered dollar (RS_BREAKEVEN_COST_RATIO)", rates, _alike(mine, other)),
            ("Cost ratio, for the company, coverage included", rates + covers, (mine.deal, other.deal)),
        ):
            call = f"RS_BREAKEVEN_COST_RATIO({revenue},{','.join(map(format, arguments))})"
            formula = f'=IF({mine.on_profit}={other.on_profit},"{NONE}",IFERROR(1*{call},"{NONE}"))'
            point = break_even_of(*deals)
            value: Content = NONE if np.isnan(point) else point
            found.append(page.scalar(label, "cost ratio", formula, value, Style.PERCENT))
        self._stretch(mine, other)
        self._equivalent(mine, other)
        return found[0], found[1]

    def _by_kind(
        self, label: str, mine: _Side, other: _Side, part: Callable[[_Side], tuple[Spot, float]]
    ) -> list[Spot]:
        """A figure of the deal that shares gross profit, and of the one that shares revenue."""
        (own, here), (rival, there) = part(mine), part(other)
        return [
            self.page.scalar(
                f"{label} of the share of {shared}",
                "fraction",
                f"=IF({mine.on_profit}={int(is_profit)},{own},{rival})",
                here if mine.deal.is_profit is is_profit else there,
                Style.PERCENT,
            )
            for shared, is_profit in (("gross profit", True), ("revenue", False))
        ]

    def _stretch(self, mine: _Side, other: _Side) -> None:
        """RS_BREAKEVEN on the covered revenue of the case: a table of names and values."""
        page, contract = self.page, self.contract
        page.heading(
            "Which deal is cheaper where (RS_BREAKEVEN)",
            "On the revenue covered; a is this deal, b the other.",
        )
        revenue = contract.stages["revenue"]
        answer = terms_blocks.break_even(contract.flow.revenue, mine.terms, other.terms)
        expected: list[list[Content]] = [
            [name, NONE if isinstance(value, float) and np.isnan(value) else _plain(value)]
            for name, value in answer.items()
        ]
        call = f"RS_BREAKEVEN({revenue:months},{mine.block},{other.block})"
        self.sheet.array(page.at, page.layout.unit, f'=IFERROR({call},"{NONE}")', expected, Style.FACTOR)
        page.at += len(expected) + 1

    def _equivalent(self, mine: _Side, other: _Side) -> None:
        """Rate of the other deal at which it would cost the same in this case."""
        page, contract = self.page, self.contract
        revenue, cost = contract.stages["revenue"], contract.stages["cost"]
        call = f"RS_EQUIVALENT_RATE({revenue:months},{cost:months},{mine.block},{other.block})"
        flow = contract.flow
        try:
            value: Content = terms_blocks.equivalent_rate(flow.revenue, flow.cost, mine.terms, other.terms)
        except ModelError:
            value = NONE
        formula = where_there_is_one(call, NONE)
        label = "Rate at which the other takes as much (RS_EQUIVALENT_RATE)"
        page.scalar(label, "fraction", formula, value, Style.PERCENT)

    def _by_year(self, other: _Side) -> None:
        """What each deal takes in each year of this case."""
        page, projection, years = self.page, self.projection, self.years
        page.heading("What each deal costs in this case")
        page.header(self.book.money, "Total")
        names = f"share.{self.partner}", f"covered.{self.partner}"
        share, covered = (projection.by_year(name) for name in names)
        nothing = np.full(share.shape, np.nan)
        self._array_row(
            "Share per covered dollar (RS_EFFECTIVE_RATE)",
            "fraction",
            where_there_is_one(f"RS_EFFECTIVE_RATE({years[names[0]]:years},{years[names[1]]:years})"),
            np.divide(share, covered, out=nothing, where=covered != 0),
            Style.PERCENT,
        )
        deal = other.deal
        base = (
            np.maximum(0.0, projection.by_year("gross_profit"))
            if deal.is_profit
            else projection.by_year("revenue")
        )
        call = f'{other.coverage}*RS_STAGE({years["revenue"]:years},{years["inference"]:years},{other.block},"share")'
        theirs = deal.rate * deal.coverage * base
        mine = page.line(self.labels[0], self.book.money, f"={years[names[0]]}", share, Style.MONEY)
        rival = self._array_row(
            f"{self.labels[1]}, on each year's total (RS_STAGE)",
            self.book.money,
            f"={call}",
            theirs,
            Style.MONEY,
        )
        gap = page.line("Difference", self.book.money, f"={mine}-{rival}", share - theirs, Style.MONEY_TOTAL)
        for row, values in ((mine, share), (rival, theirs), (gap, share - theirs)):
            page.total(row, f"=SUM({row:years})", float(values.sum()), Style.MONEY)

    def _array_row(self, label: str, unit: str, formula: str, values: FloatArray, style: Style) -> Row:
        row = self.page.line(label, unit, "", [], style)
        expected = [[shown(value) for value in values]]
        self.sheet.array(row.number, self.page.layout.first_year, formula, expected, style)
        return row

    def _curves(self, mine: _Side, other: _Side, covered: Spot) -> tuple[Spot, Block, Curves]:
        """What each deal takes of a dollar at each cost ratio; RS_STAGE takes the ratios as if they were months."""
        page, sheet, ratios = self.page, self.sheet, np.array(RATIOS)
        page.heading("Share by cost ratio", "Of one dollar of revenue, at the average rates of the horizon.")
        words = ("covered", "company")
        page.heads(
            (
                "Cost ratio",
                "Revenue",
                *(f"{label}, per {word} dollar" for word in words for label in self.labels),
            )
        )
        top, last = page.at, page.at + len(RATIOS) - 1
        for row, ratio in enumerate(RATIOS, start=top):
            sheet.put(row, 1, ratio, Style.STORED_PERCENT)
            sheet.put(row, 2, 1, Style.STORED_NUMBER)
        cost, revenue = (Block(sheet, (top, column), (last, column)) for column in (1, 2))
        curves = []
        for column, side in ((3, mine), (4, other), (5, mine), (6, other)):
            company = column > 4
            call = f'RS_STAGE({revenue},{cost},{side.block},"share")'
            values = side.deal.per_dollar(ratios) * (side.deal.coverage if company else 1.0)
            formula = f"={side.coverage}*{call}" if company else f"={call}"
            expected: list[list[Content]] = [[float(value)] for value in values]
            curves.append(sheet.array(top, column, formula, expected, Style.PERCENT))
        page.at = last + 2
        gaps = [f'RS_STAGE(1,{covered},{side.block},"share")' for side in (mine, other)]
        left = page.scalar(
            "Difference of the two deals at the break-even per covered dollar",
            "per dollar",
            f"=IF(ISNUMBER({covered}),{gaps[0]}-{gaps[1]},0)",
            0.0,
            Style.CHECK,
        )
        return left, cost, (curves[0], curves[1], curves[2], curves[3])


def compare_sheet(
    book: Book,
    inputs: InputCells,
    contract: ContractRows,
    years: dict[str, Row],
    months: dict[str, Row],
    projection: Projection,
) -> CompareCells:
    """Lay out the comparison of the first contract with the other deal of the case."""
    return _Compare(book, inputs, contract, years, months, projection).build()


def _alike(mine: _Side, other: _Side) -> tuple[FlatDeal, FlatDeal]:
    """Both deals as if they covered the same dollar."""
    return replace(mine.deal, coverage=1.0), replace(other.deal, coverage=1.0)


def _plain(value: object) -> Content:
    return value.value if isinstance(value, StrEnum) else value  # type: ignore[return-value] # words and numbers
