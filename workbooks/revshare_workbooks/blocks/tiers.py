"""Tiers: every method of a table of rates worked out on the running total, and the one in force chosen (stage 5)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from revshare.arrays import BoolArray, FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.counters import TOLERANCE, before, high_water, running_total
from revshare.contracts.tiers import (
    Boundary,
    Measure,
    Method,
    Scope,
    Tiers,
    rate_at,
    share_of_total,
    tiered_share,
)
from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.guards import Guard, rising_guard
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.blocks.years import part_year
from revshare_workbooks.grid import Block, Row, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly

KEYS = (
    "tiers",
    "tier_method",
    "tier_scope",
    "tier_boundary",
    "tier_measure",
    "prorate_thresholds",
    "opening_base_year",
    "opening_base_life",
)


@dataclass(frozen=True)
class _Table:
    """The table of rates on the sheet; `scale` is what of its thresholds a part year has."""

    first_rate: Spot
    thresholds: Block
    steps: Block
    side: Spot
    scale: Row
    guard: Guard

    def marginal(self, total: str, signed: Spot) -> str:
        """Share of a total, each rate on its own band; a negative total earns only if losses are shared."""
        at = f"{self.thresholds}*{self.scale}"
        bands = f"SUMPRODUCT(({total}>{at})*({total}-{at})*{self.steps})"
        return f"{self.first_rate}*IF({signed}=1,{total},MAX(0,{total}))+{bands}"

    def rate(self, total: str) -> str:
        """Rate of the tier in which a total lies, rounding allowed in proportion to thresholds above 1."""
        at = f"{self.thresholds}*{self.scale}"
        allowed = f"{self.side}*(1+({at}>1)*({at}-1))"
        return f"{self.first_rate}+SUMPRODUCT(({total}-{at}>={allowed})*{self.steps})"


@dataclass(frozen=True)
class _Engine:
    """What the engine says of every row of the block."""

    tiers: Tiers
    counted: FloatArray
    resets: FloatArray
    start: float
    signed: bool
    scale: FloatArray

    @property
    def flags(self) -> BoolArray:
        return np.asarray(self.resets == 1.0)

    @property
    def total(self) -> FloatArray:
        return running_total(self.counted, self.flags, self.start)

    def of(self, method: Method) -> Tiers:
        return replace(self.tiers, method=method, measure=Measure.BASE)

    def level(self, method: Method, totals: FloatArray) -> FloatArray:
        return share_of_total(
            np.array(totals, dtype=np.float64), self.of(method), self.scale[: totals.size], signed=self.signed
        )

    def share(self, method: Method) -> FloatArray:
        terms = self.of(method)
        return tiered_share(self.counted, terms, self.flags, self.start, scale=self.scale, signed=self.signed)

    def rate_before(self) -> FloatArray:
        return self.rate(before(self.total, self.flags, self.start))

    def rate(self, totals: FloatArray) -> FloatArray:
        return rate_at(totals, self.tiers, self.scale[: totals.size])

    def highest(self, method: Method) -> FloatArray:
        already = float(self.level(method, np.array([self.start]))[0])
        return high_water(self.level(method, self.total), self.flags, already)


def tiers_block(
    sheet: Monthly,
    terms: Terms,
    dates: DateRows,
    inputs: Inputs,
    partner: str,
    base: Row,
    revenue: Row,
    contract: Contract,
    flow: Laid,
) -> tuple[Row, Guard]:
    """The share of a table of rates under the method in force, and whether the table rises."""
    assert isinstance(contract.rate, Tiers)  # noqa: S101 - only a contract with tiers comes here
    tiers = contract.rate
    sheet.heading("Tiers")
    method, scope = terms.number(sheet, "tier_method"), terms.number(sheet, "tier_scope")
    scale, part = _scale(sheet, terms, dates, scope, tiers, flow)
    table = _table(sheet, terms, inputs, partner, tiers, scale)
    by_revenue = tiers.measure is Measure.REVENUE
    counted = flow.revenue if by_revenue else flow.after_losses
    shared = contract.losses is not None and contract.losses.signed and not by_revenue
    conditions = (
        f'{terms["kind"]}="profit_share",{terms["losses"]}="loss_share",{terms["tier_measure"]}="base"'
    )
    signed = sheet.scalar(
        "Losses are shared", f"=IF(AND({conditions}),1,0)", 1.0 * shared, Style.COUNT, "flag"
    )
    resets, flags = _resets(sheet, dates, scope, tiers.scope, flow)
    engine = _Engine(tiers, counted, flags, _start(contract, tiers.scope), shared, part)
    formula = f'=IF({terms["tier_measure"]}="revenue",{revenue},{base})'
    measured = sheet.flow("Counted against the thresholds", formula, counted)
    total = sheet.ahead()
    year = f"{terms['opening_base_year']}"
    opening = f"=CHOOSE({scope},{year},{year},{year},0,{terms['opening_base_life']})"
    formula = f"=IF({resets}=1,0,{total:prev})+{measured}"
    sheet.balance("Running total", formula, engine.total, opening=opening, start=engine.start, row=total)
    at_start = np.array([engine.start])

    def level(label: str, formula: str, kind: Method) -> Row:
        first = float(engine.level(kind, at_start)[0])
        return sheet.level(label, formula, engine.level(kind, engine.total), first)

    rate = sheet.level(
        "Rate at the total",
        f"={table.rate(f'{total}')}",
        engine.rate(engine.total),
        float(engine.rate(at_start)[0]),
        style=Style.PERCENT,
        unit="fraction",
    )
    marginal = level(
        "Share of the total, marginal", f"={table.marginal(f'{total}', signed)}", Method.MARGINAL
    )
    cliff_formula = f"=IF({signed}=1,{total},MAX(0,{total}))*{rate}"
    cliff = level("Share of the total, cliff", cliff_formula, Method.CLIFF_RETROACTIVE)
    formula = f"=IF({resets}=1,{table.rate('0')},{rate:prev})"
    at_open = sheet.state(
        "Rate at the opening total", formula, engine.rate_before(), style=Style.PERCENT, unit="fraction"
    )
    closing = engine.rate(engine.total) * flow.after_losses

    def ratchet(label: str, above: Row, kind: Method) -> Row:
        high = sheet.ahead()
        marks, start = engine.highest(kind), float(engine.level(kind, at_start)[0])
        formula = f"=MAX(IF({resets}=1,0,{high:prev}),{above})"
        sheet.balance(f"Highest so far, {label}", formula, marks, opening=f"={above}", start=start, row=high)
        return rise(label, high, kind)

    def rise(label: str, above: Row, kind: Method) -> Row:
        formula = f"={above}-IF({resets}=1,0,{above:prev})"
        return sheet.flow(f"Share, {label}", formula, engine.share(kind))

    shares = (
        rise("marginal", marginal, Method.MARGINAL),
        rise("cliff_retroactive", cliff, Method.CLIFF_RETROACTIVE),
        ratchet("cliff_ratchet", cliff, Method.CLIFF_RATCHET),
        sheet.flow("Share, step_open", f"={at_open}*{base}", engine.rate_before() * flow.after_losses),
        sheet.flow("Share, step_close", f"={rate}*{base}", closing),
        ratchet("marginal_ratchet", marginal, Method.MARGINAL_RATCHET),
    )
    picks = ",".join(f"{share}" for share in shares)
    by_step = engine.rate_before() * flow.after_losses if tiers.method is Method.STEP_OPEN else closing
    stepped = tiers.method in {Method.STEP_OPEN, Method.STEP_CLOSE}
    by_count = by_step if stepped else engine.share(tiers.method)
    earned = sheet.flow("Share on what is counted", f"=CHOOSE({method},{picks})", by_count)
    # A rate set by revenue is the blend of the tiers that the month's revenue passed through.
    values = np.divide(by_count, counted, out=np.array(engine.rate_before()), where=counted != 0.0)
    formula = f"=IF({measured}=0,{at_open},{earned}/{measured})"
    blended = sheet.state("Rate on what is counted", formula, values, style=Style.PERCENT, unit="fraction")
    own = f'OR({terms["tier_measure"]}="base",LEFT({terms["tier_method"]},4)="step")'
    share = sheet.flow("Partner share", f"=IF({own},{earned},{blended}*{base})", flow.share, total=True)
    return share, table.guard


def _start(contract: Contract, scope: Scope) -> float:
    """Total counted before the model's first month."""
    opening = contract.opening
    amount = {Scope.PERIOD: 0.0, Scope.LIFETIME: opening.base_life}.get(scope, opening.base_year)
    return float(np.asarray(amount))


def _resets(
    sheet: Monthly, dates: DateRows, scope: Spot, chosen: Scope, flow: Laid
) -> tuple[Row, FloatArray]:
    kinds = list(dates.opens.values())
    picks = ",".join(f"{row}" for row, _ in kinds)
    place = list(Scope).index(chosen)
    every_month = chosen is Scope.PERIOD
    monthly = (flow.columns.each.monthly_resets & every_month).astype(np.float64)
    flags = kinds[place][1] if place < len(kinds) else monthly
    opens = f"IF({dates.at.part}=1,1,0)" if dates.at.part else "1"
    return sheet.state(
        "New count of the tiers", f"=CHOOSE({scope},{picks},{opens},0)", flags, unit="flag"
    ), flags


def _scale(
    sheet: Monthly, terms: Terms, dates: DateRows, scope: Spot, tiers: Tiers, flow: Laid
) -> tuple[Row, FloatArray]:
    """What of the thresholds is in force: all, or the covered fraction of the year."""
    covered, fractions = part_year(sheet, terms, dates, scope, tiers.scope.year, flow, scopes=True)
    values = fractions if tiers.prorate and tiers.scope.year else np.ones(fractions.size)
    by_year = f'RIGHT({terms["tier_scope"]},4)="year"'
    formula = f'=IF(AND({terms["prorate_thresholds"]}="yes",{by_year}),{covered.fraction},1)'
    row = sheet.state("Fraction of the thresholds", formula, values, style=Style.FACTOR, unit="fraction")
    opening = f"=INDEX({row:months},1,1)"
    sheet.sheet.compute(row.number, sheet.layout.opening, opening, float(values[0]), Style.FACTOR)
    return row, values


def _table(sheet: Monthly, terms: Terms, inputs: Inputs, partner: str, tiers: Tiers, scale: Row) -> _Table:
    """The table in rows: thresholds, rates, and the steps in rate."""
    name, money = f"contracts.{partner}.tiers", sheet.book.money
    places = range(1, len(tiers.thresholds) + 1)
    at, rate = tiers.thresholds, [float(np.asarray(value)) for value in tiers.rates]

    def column(label: str, formulas: list[str], values: list[float], style: Style, unit: str) -> list[Spot]:
        return [
            sheet.scalar(f"Tier {n}: {label}", formulas[n - 1], values[n - 1], style, unit) for n in places
        ]

    links = [f"={inputs[f'{name}.{n}.from']}" for n in places]
    thresholds = column("from", links, list(at), Style.MONEY, money)
    links = [f"={inputs[f'{name}.{n}.rate']}" for n in places]
    rates = column("rate", links, rate, Style.PERCENT, "fraction")
    formulas = [f"={rates[n - 1]}-{rates[max(n - 2, 0)]}" for n in places]
    values = [rate[n - 1] - rate[max(n - 2, 0)] for n in places]
    steps = column("step in rate", formulas, values, Style.PERCENT, "fraction")
    rising = rising_guard(sheet, "Thresholds rise from 0", thresholds, 0.0)
    sign = -1.0 if tiers.boundary is Boundary.REACH else 1.0
    formula = f'=IF({terms["tier_boundary"]}="reach",-1,1)*{sheet.book.tolerance}'
    side = sheet.scalar("Rounding allowed at a threshold", formula, sign * TOLERANCE, Style.FACTOR, "number")
    at_rows, step_rows = (Block.between(spots[0], spots[-1]) for spots in (thresholds, steps))
    return _Table(rates[0], at_rows, step_rows, side, scale, rising)
