"""Capacity: power contracted for, and the money it comes to where it has a price."""

from __future__ import annotations

import numpy as np

from revshare.by_year import ByYear
from revshare.fields import NOT_USED
from revshare.lines import Projection
from revshare_workbooks.grid import Row, Spot, Style
from revshare_workbooks.inputs import Inputs, cell_value
from revshare_workbooks.monthly import Monthly

NOT_PRICED = "not priced"


def power_row(
    sheet: Monthly, label: str, name: str, table: ByYear, inputs: Inputs, projection: Projection
) -> Row:
    """Add power by year, in gigawatts."""
    source = inputs.by_year(name)
    row = sheet.state(label, "", [], unit="gigawatts")
    formula = f"={source}" if isinstance(source, Spot) else f"=INDEX({source},{sheet.book.year_number},1)"
    sheet.years(row, formula, projection.yearly(name, table), Style.DECIMAL)
    return row


def capacity_block(sheet: Monthly, key: str, inputs: Inputs, projection: Projection) -> Row:
    """Gigawatts, their price or the words that there is none, and the money by month."""
    item, name = projection.case.capacities[key], f"capacities.{key}"
    power = power_row(sheet, "Contracted", f"{name}.gigawatts", item.gigawatts, inputs, projection)
    value, unused = projection.values[f"{name}.cost"], projection.is_unused(f"{name}.cost")
    given = inputs[f"{name}.cost"]
    priced = f'{given}<>"{NOT_USED}"'
    price = sheet.scalar(
        "Price of a gigawatt-year",
        f'=IF({priced},{given},"{NOT_PRICED}")',
        NOT_PRICED if unused else cell_value(value),  # type: ignore[arg-type]
        Style.MONEY,
        sheet.book.money,
    )
    part = sheet.scalar(
        "Part that is paid for",
        f"={inputs[f'{name}.utilisation']}",
        float(projection.number(f"{name}.utilisation")),
        Style.PERCENT,
        "fraction",
    )
    line = projection.lines.get(f"capacity.{key}")
    annual = f"INDEX({power:years},1,{sheet.book.year_number})"
    label = f"{item.label} at its price; not part of profit"
    values = line.values if line else np.zeros(projection.case.timeline.months)
    return sheet.flow(label, f"=IF(ISNUMBER({price}),{annual}*N({price})*{part}/12,0)", values)
