"""Ramps: a rate that follows contract months from knot to knot (stage 5)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from revshare.contracts.contract import Contract
from revshare.contracts.ramps import Ramp, ramped_rate
from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.guards import Guard, rising_guard
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly

KEYS = ("ramp", "ramp_method")


def ramps_block(
    sheet: Monthly,
    terms: Terms,
    dates: DateRows,
    inputs: Inputs,
    partner: str,
    base: Row,
    contract: Contract,
    flow: Laid,
) -> tuple[Row, Guard]:
    """The share of the base at the rate of the month, and whether the knots rise."""
    assert isinstance(contract.rate, Ramp)  # noqa: S101 - only a contract with a ramp comes here
    ramp = contract.rate
    sheet.heading("Ramp")
    name = f"contracts.{partner}.ramp"
    places = range(1, len(ramp.months) + 1)
    months = [
        sheet.scalar(
            f"Knot {n}: contract month", f"={inputs[f'{name}.{n}.month']}", month, Style.COUNT, "month"
        )
        for n, month in zip(places, ramp.months, strict=True)
    ]
    rates = [
        sheet.scalar(
            f"Knot {n}: rate",
            f"={inputs[f'{name}.{n}.rate']}",
            float(np.asarray(rate)),
            Style.PERCENT,
            "fraction",
        )
        for n, rate in zip(places, ramp.rates, strict=True)
    ]
    contract_month = flow.columns.each.contract_month
    now, steps = dates.contract_month, []
    knots = zip(months, rates, strict=True)
    for n, ((start, low), (stop, high)) in enumerate(pairwise(knots), start=1):
        moved = f"MAX(0,MIN(1,({now}-{start})/({stop}-{start})))"
        formula = f'=({high}-{low})*IF({terms["ramp_method"]}="step",IF({now}>={stop},1,0),{moved})'
        part = replace(ramp, months=ramp.months[n - 1 : n + 1], rates=ramp.rates[n - 1 : n + 1])
        values = ramped_rate(part, contract_month) - float(np.asarray(ramp.rates[n - 1]))
        steps.append(
            sheet.state(f"Move to knot {n + 1}", formula, values, style=Style.PERCENT, unit="fraction")
        )
    formula = f"={rates[0]}+SUM({steps[0]}:{steps[-1]})" if steps else f"={rates[0]}"
    values = ramped_rate(ramp, contract_month)
    now_rate = sheet.state("Rate of the month", formula, values, style=Style.PERCENT, unit="fraction")
    rising = rising_guard(sheet, "Knots of the ramp rise", months)
    return sheet.flow("Partner share", f"={base}*{now_rate}", flow.share, total=True), rising
