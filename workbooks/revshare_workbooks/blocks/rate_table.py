"""Rate table: a contract's tiers on the totals of a year, and what each tier earns up to its threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revshare.break_even import YearTerms
from revshare.contracts.counters import TOLERANCE
from revshare.contracts.tiers import Boundary, Tiers
from revshare_workbooks.grid import Block, Row, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.yearly import Yearly


@dataclass(frozen=True)
class RateTable:
    """The contract's table of rates, with what each tier up to its threshold earns."""

    first: Spot
    thresholds: Block
    rates: Block
    steps: Block
    earned: Block
    side: Spot

    def marginal(self, total: Row, scale: Row) -> str:
        """Each rate on its own band of a total."""
        at = f"{self.thresholds}*{scale}"
        return f"{self.first}*{total}+SUMPRODUCT(({total}>{at})*({total}-{at})*{self.steps})"

    def cliff(self, total: Row, scale: Row) -> str:
        """One rate on the whole of a total; rounding is allowed at a threshold."""
        at = f"{self.thresholds}*{scale}"
        allowed = f"{self.side}*(1+({at}>1)*({at}-1))"
        return f"{total}*({self.first}+SUMPRODUCT(({total}-{at}>={allowed})*{self.steps}))"


def rate_table(years: Yearly, inputs: Inputs, key: str, tiers: Tiers) -> RateTable:
    """Lay out the table of a contract, one tier below the other."""
    money, name = years.sheet.book.money, f"contracts.{key}.tiers"
    count, rates = len(tiers.thresholds), [float(np.asarray(rate)) for rate in tiers.rates]
    steps = np.diff(rates, prepend=rates[0])
    engine = YearTerms(on_profit=True, tiers=tiers).earned_at

    def column(
        label: str, formulas: list[str], values: Sequence[float], style: Style, unit: str
    ) -> list[Spot]:
        return [
            years.scalar(f"Tier {place}: {label}", unit, formula, float(value), style)
            for place, (formula, value) in enumerate(zip(formulas, values, strict=True), start=1)
        ]

    numbers = range(1, count + 1)
    at = column(
        "from",
        [f"={inputs[f'{name}.{n}.from']}" for n in numbers],
        tiers.thresholds,
        Style.MONEY,
        money,
    )
    rate = column(
        "rate", [f"={inputs[f'{name}.{n}.rate']}" for n in numbers], rates, Style.PERCENT, "fraction"
    )
    before = [max(n - 1, 0) for n in range(count)]
    step = column(
        "step in rate",
        [f"={rate[n]}-{rate[b]}" for n, b in enumerate(before)],
        steps.tolist(),
        Style.PERCENT,
        "fraction",
    )
    sums = [
        f"=SUMPRODUCT(({at[n]}>{_block(at)})*({at[n]}-{_block(at)})*{_block(step)})+{rate[0]}*{at[n]}"
        for n in range(count)
    ]
    earned = column("earned up to it", sums, engine.tolist(), Style.MONEY, money)
    sign = -1.0 if tiers.boundary is Boundary.REACH else 1.0
    formula = f'=IF({inputs[f"contracts.{key}.tier_boundary"]}="reach",-1,1)*{years.sheet.book.tolerance}'
    side = years.scalar("Rounding allowed at a threshold", "number", formula, sign * TOLERANCE, Style.FACTOR)
    return RateTable(rate[0], _block(at), _block(rate), _block(step), _block(earned), side)


def _block(spots: list[Spot]) -> Block:
    return Block(spots[0].sheet, (spots[0].row, spots[0].column), (spots[-1].row, spots[-1].column))
