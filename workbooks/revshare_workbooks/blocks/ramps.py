"""Ramps: a rate that follows contract months from knot to knot (stage 5)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from revshare.contracts.contract import Contract
from revshare.contracts.ramps import Ramp, ramped_rate
from revshare.contracts.waterfall import Waterfall
from revshare_workbooks.blocks.dates import DateRows, piece_of_month
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.inputs import Inputs

KEYS = ("ramp", "ramp_method")


def ramps_block(
    sheet: Monthly,
    terms: Terms,
    dates: DateRows,
    inputs: Inputs,
    partner: str,
    base: Row,
    contract: Contract,
    flow: Waterfall,
) -> Row:
    """The share of the base at the rate of the month."""
    assert isinstance(contract.rate, Ramp)  # noqa: S101 - only a contract with a ramp comes here
    ramp = contract.rate
    sheet.heading("Ramp")
    name = f"contracts.{partner}.ramp"
    knots = []
    for n, (month, rate) in enumerate(zip(ramp.months, ramp.rates, strict=True), start=1):
        at = sheet.scalar(f"Knot {n}: contract month", f"={inputs[f'{name}.{n}.month']}", month, Style.COUNT, "month")
        link = f"={inputs[f'{name}.{n}.rate']}"
        knots.append((at, sheet.scalar(f"Knot {n}: rate", link, float(np.asarray(rate)), Style.PERCENT, "fraction")))
    contract_month = flow.grid.contract_month[piece_of_month(flow.grid)]
    now, steps = dates.contract_month, []
    for n, ((start, low), (stop, high)) in enumerate(zip(knots, knots[1:], strict=False), start=1):
        moved = f"MAX(0,MIN(1,({now}-{start})/({stop}-{start})))"
        formula = f'=({high}-{low})*IF({terms["ramp_method"]}="step",IF({now}>={stop},1,0),{moved})'
        part = replace(ramp, months=ramp.months[n - 1 : n + 1], rates=ramp.rates[n - 1 : n + 1])
        values = ramped_rate(part, contract_month) - float(np.asarray(ramp.rates[n - 1]))
        steps.append(
            sheet.state(f"Move to knot {n + 1}", formula, values, style=Style.PERCENT, unit="fraction")
        )
    formula = "=" + "+".join([f"{knots[0][1]}", *(f"{step}" for step in steps)])
    values = ramped_rate(ramp, contract_month)
    rate = sheet.state("Rate of the month", formula, values, style=Style.PERCENT, unit="fraction")
    return sheet.flow("Partner share", f"={base}*{rate}", flow.share, total=True)
