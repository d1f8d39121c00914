"""Transfer price: what dearer inference does to both sides where the partner sells the compute too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from revshare.arrays import FloatArray
from revshare.transfer_price import dearer_inference
from revshare_workbooks.blocks.headline import FlatRows
from revshare_workbooks.grid import Row, Spot, Style
from revshare_workbooks.yearly import Yearly

RISES = (0.0, 0.05, 0.1, 0.2, 0.3)


def transfer_price_rows(
    years: Yearly, deals: Sequence[FlatRows], names: Sequence[str], cost_ratio: Spot, compute_margin: Spot
) -> list[Spot]:
    """Split a covered dollar for each rise of the price, under either deal.

    Answers what the partner gains from each dollar that inference costs more, deal by deal.
    """
    book, first = years.sheet.book, years.layout.total
    ratio, margin = (float(book.content(spot)) for spot in (cost_ratio, compute_margin))  # type: ignore[arg-type]
    splits = [dearer_inference(deal.deal, ratio, margin, np.array(RISES)) for deal in deals]
    rise = Row(years.sheet)
    rise.number = years.at
    years.sheet.put(years.at, years.layout.label, "Rise of the price of inference", Style.HEADER_TEXT)
    years.sheet.put(years.at, years.layout.unit, "Unit", Style.HEADER_TEXT)
    for place, one in enumerate(RISES):
        years.sheet.put(years.at, first + place, one, Style.STORED_PERCENT)
    years.at += 1

    def line(label: str, formula: str, values: FloatArray) -> Row:
        return years.alike(label, "per dollar", formula, values, Style.PERCENT)

    after = line("Cost ratio", f"={cost_ratio}*(1+{rise})", splits[0].cost_ratio)
    earned = line(
        "Margin of the partner on compute", f"={after}-{cost_ratio}*(1-{compute_margin})", splits[0].compute
    )
    gains = []
    for deal, name, split in zip(deals, names, splits, strict=True):
        share = line(f"Share under {name}", f"={deal.per_dollar(f'{after}')}", split.share)
        takes = line(f"Partner takes under {name}", f"={share}+{earned}", split.partner)
        line(f"Lab keeps under {name}", f"=1-{after}-{share}", split.lab)
        ends = [
            [Spot(years.sheet, row.number, first + place) for place in (0, len(RISES) - 1)]
            for row in (takes, after)
        ]
        (start, end), (before, later) = ends
        rose = float(split.cost_ratio[-1] - split.cost_ratio[0])
        gain = float(split.partner[-1] - split.partner[0]) / rose if rose else 0.0
        formula = f"=IF({later}={before},0,({end}-{start})/({later}-{before}))"
        label = f"Partner's gain per dollar more for inference, {name}"
        gains += years.across(label, "per dollar", [formula], [gain], Style.PERCENT)
    return gains
