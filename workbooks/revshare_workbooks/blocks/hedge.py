"""Hedge: what an investor holds in each outcome, what that comes to on average and at worst, against its outlay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.hedge_flows import payoffs_of
from revshare.investment.hedge import Hedge, hedge
from revshare.lines import Projection
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.grid import Block, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import shown
from revshare_workbooks.yearly import Yearly

MEASURES = ("Expected", "Worst", "Standard deviation", "Deviation over expected")


@dataclass(frozen=True)
class HedgeCells:
    """Cells of a hedge that its chart and the checks read.

    Parameters
    ----------
    outcomes, worths, outlay
        Names of the outcomes; worth of each holding by outcome, by its label; and what was paid, by outcome.
    guard
        0 where the chances sum to 1.
    """

    outcomes: Block
    worths: dict[str, Block]
    outlay: Block
    guard: Guard


def hedge_rows(page: Yearly, key: str, inputs: Inputs, projection: Projection) -> HedgeCells:
    """Lay out holdings by outcome, their measures, and whether even the worst outcome returns what was paid."""
    return _Hedge(page, key, inputs, projection).build()


class _Hedge:
    """Adds the table of one hedge, and what it comes to."""

    def __init__(self, page: Yearly, key: str, inputs: Inputs, projection: Projection) -> None:
        self.page, self.key, self.inputs, self.projection = page, key, inputs, projection
        self.item, self.name = projection.case.hedges[key], f"hedges.{key}"
        self.money, self.first = page.sheet.book.money, page.layout.total
        self.count = len(self.item.outcomes)
        names = (f"{self.name}.outcomes.{outcome}.probability" for outcome in self.item.outcomes)
        self.chances = projection.numbers(names)
        self.found = projection.hedges[key]

    def build(self) -> HedgeCells:
        page, item, columns = self.page, self.item, range(self.count)
        page.heading(
            item.label, "One of the outcomes comes true; every holding has its worth in each of them."
        )
        outlay, paid = self._outlay()
        page.heads(
            (
                "What it holds, by outcome",
                "Unit",
                *(outcome.label for outcome in item.outcomes.values()),
                *MEASURES,
            )
        )
        outcomes = self._outcomes(page.at - 1)
        formulas = [f"={self.inputs[f'{self.name}.outcomes.{key}.probability']}" for key in item.outcomes]
        self.weights = self._row("Chance", "fraction", formulas, self.chances, Style.PERCENT)
        worths = {}
        for key, holding in item.holdings.items():
            places = [f"{self.name}.holdings.{key}.payoff.{outcome}" for outcome in item.outcomes]
            payoffs = payoffs_of(self.projection, self.key, key)
            formulas = [f"={self.inputs[place]}" for place in places]
            worths[holding.label] = self._row(holding.label, self.money, formulas, payoffs, Style.MONEY)
            self._measures(worths[holding.label], hedge(payoffs, self.chances))
        held = np.sum([payoffs_of(self.projection, self.key, key) for key in item.holdings], axis=0)
        formulas = [
            "=" + "+".join(f"{self._cell(row, place)}" for row in worths.values()) for place in columns
        ]
        total = self._row("Everything held", self.money, formulas, held, Style.MONEY_TOTAL)
        measured = self._measures(total, self.found, Style.MONEY_TOTAL)
        spent = self._row(
            "Paid for it", self.money, [f"={outlay}"] * self.count, np.full(self.count, paid), Style.MONEY
        )
        formulas = [f"={self._cell(total, place)}-{outlay}" for place in columns]
        self._row("Gain", self.money, formulas, held - paid, Style.MONEY_TOTAL)
        self._answers(outlay, (outcomes, total), measured)
        left = page.scalar("Check: chances less 1", "fraction", f"=SUM({self.weights})-1", 0.0, Style.CHECK)
        guard = Guard(
            f"Chances sum to 1: {item.label}",
            "The outcomes exclude each other, and one of them comes true",
            left,
        )
        return HedgeCells(outcomes, worths, spent, guard)

    def _outcomes(self, row: int) -> Block:
        return Block(self.page.sheet, (row, self.first), (row, self.first + self.count - 1))

    def _cell(self, row: Block, place: int) -> Spot:
        return Spot(self.page.sheet, row.first[0], self.first + place)

    def _row(self, label: str, unit: str, formulas: Sequence[str], values: FloatArray, style: Style) -> Block:
        """One figure for each outcome."""
        at = self.page.at
        self.page.across(label, unit, formulas, values.tolist(), style)
        return self._outcomes(at)

    def _measures(self, row: Block, found: Hedge, style: Style = Style.MONEY) -> list[Spot]:
        """Mean, least, and dispersion of a row, beside it."""
        sheet, at, column = self.page.sheet, row.first[0], self.first + self.count
        formula = f"=SUMPRODUCT({self.weights}*{row})"
        mean = sheet.compute(at, column, formula, float(found.expected), style)
        worst = sheet.compute(at, column + 1, f"=MIN({row})", float(found.worst), style)
        formula = f"=SQRT(SUMPRODUCT({self.weights}*({row}-{mean})*({row}-{mean})))"
        deviation = sheet.compute(at, column + 2, formula, float(found.standard_deviation), style)
        formula = f'=IF({mean}=0,"",{deviation}/IF({mean}=0,1,{mean}))'
        part = sheet.compute(at, column + 3, formula, shown(float(found.variation)), Style.PERCENT)
        return [mean, worst, deviation, part]

    def _outlay(self) -> tuple[Spot, float]:
        """What was paid for everything, part by part."""
        page = self.page
        page.heads(("What it has paid", "Unit", "Paid"))
        values = [float(self.projection.number(f"{self.name}.outlay.{key}")) for key in self.item.outlay]
        paid = [
            page.scalar(
                self._payee(key), self.money, f"={self.inputs[f'{self.name}.outlay.{key}']}",
                value, Style.MONEY,
            )
            for key, value in zip(self.item.outlay, values, strict=True)
        ]  # fmt: skip
        formula = "=" + ("+".join(f"{one}" for one in paid) or "0")
        total = page.scalar("Paid in all", self.money, formula, sum(values), Style.MONEY_TOTAL)
        page.at += 1
        return total, sum(values)

    def _payee(self, key: str) -> str:
        """What was paid for: a company by its label."""
        company = self.projection.case.companies.get(key)
        return company.label if company else key.replace("_", " ").capitalize()

    def _answers(self, outlay: Spot, rows: tuple[Block, Block], measured: list[Spot]) -> None:
        """What is left on average and at worst, and whether it profits whatever happens."""
        page, found = self.page, self.found
        outcomes, total = rows
        mean, worst, *_ = measured
        page.at += 1
        page.heads(("What that comes to", "Unit", "Figure"))
        gain = float(found.expected_net)
        page.scalar("Expected gain", self.money, f"={mean}-{outlay}", gain, Style.MONEY)
        gain = float(found.worst_net)
        least = page.scalar("Gain in the worst outcome", self.money, f"={worst}-{outlay}", gain, Style.MONEY)
        labels = [outcome.label for outcome in self.item.outcomes.values()]
        held = np.array(
            [float(str(page.sheet.book.expects(self._cell(total, place)))) for place in range(self.count)]
        )
        formula = f"=INDEX({outcomes},1,MATCH({worst},{total},0))"
        page.scalar("Worst outcome", "name", formula, labels[int(held.argmin())], Style.TEXT_RIGHT)
        answer = "yes" if found.always_profits else "no"
        formula = f'=IF({least}>0,"yes","no")'
        page.scalar("It profits even in the worst outcome", "yes or no", formula, answer, Style.TEXT_RIGHT)
