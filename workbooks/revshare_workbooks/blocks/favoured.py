"""Favoured: the partner's rate raised to the best of the rates compared (stage 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.grid import Row, Spot, Style
from revshare_workbooks.monthly import Monthly


def favoured_block(
    sheet: Monthly,
    dates: DateRows,
    base: Row,
    share: Row,
    rates: Sequence[Spot],
    effective: Spot,
    flow: Laid,
) -> Row:
    """Share with what the clause adds to it."""
    sheet.heading("Most-favoured clause")
    at, columns = dates.at, flow.columns
    before, after = (columns.in_months(part) for part in (flow.share - flow.favoured, flow.after_losses))
    own = np.divide(before, after, out=np.zeros(after.shape), where=after != 0)
    earning, earned = base, share
    if at.part:
        label = "Base of the whole month"
        earning = sheet.amounts(label, f"={at.in_month(base)}", columns.of_months(after))
        label = "Share of the whole month"
        earned = sheet.amounts(label, f"={at.in_month(share)}", columns.of_months(before))
    formula = f"=IF({earning}=0,0,{earned}/{earning})"
    rate = sheet.state(
        "Rate before the clause", formula, columns.of_months(own), style=Style.PERCENT, unit="fraction"
    )
    compared = ",".join(f"{spot}" for spot in rates)
    expected = [sheet.book.content(spot) for spot in rates]
    best = np.maximum.reduce([own, *(np.full(own.shape, float(value)) for value in expected)])  # type: ignore[arg-type]
    formula = f"=MAX({rate},{compared})"
    highest = sheet.state(
        "Best of the rates compared", formula, columns.of_months(best), style=Style.PERCENT, unit="fraction"
    )
    first = sheet.book.content(effective)
    in_force = flow.grid.in_force_from(first if isinstance(first, date) else None)
    days = dates.in_month
    late = f"(MAX({at.opens},{dates.start})+{days}-N({effective}))/MAX(1,{days})"
    formula = f'=IF({days}=0,0,IF({effective}="none",1,MAX(0,MIN(1,{late}))))'
    force = sheet.state(
        "Fraction of the covered days in force",
        formula,
        columns.of_months(in_force),
        style=Style.FACTOR,
        unit="fraction",
    )
    falls_on = f"*{dates.days}/MAX(1,{days})" if at.part else ""
    due = sheet.flow("Added by the clause", f"=({highest}-{rate})*{earning}*{force}{falls_on}", flow.favoured)
    return sheet.flow("Share with the clause", f"={share}+{due}", flow.share, total=True)
