"""Net payment: what one net amount of a two-way share says of the lab's revenue (stage 11)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.reciprocal import implied_lab_revenue
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.yearly import Yearly


def net_payment_rows(
    years: Yearly, partner: str, rows: tuple[Row, Row, Row], flows: tuple[FloatArray, FloatArray, FloatArray]
) -> None:
    """Net payment of each year, the least revenue it implies, and the revenue once what flows back is known.

    Parameters
    ----------
    rows
        Share, share paid back, and what the share's rate applies to.
    flows
        The engine's of each year.
    """
    share, back, base = rows
    shares, backs, bases = flows
    money = years.sheet.book.money
    years.heading(
        "What a net payment says of revenue",
        "Only the net of two shares changes hands. Alone it gives the least that the lab can have shared; "
        "with what flows back it gives all of it.",
    )
    years.header(money)
    net = years.line(f"Net payment to {partner}", money, f"={share}-{back}", shares - backs, Style.MONEY)
    rates = np.divide(shares, bases, out=np.zeros(bases.size), where=bases != 0.0)
    rate = years.line(
        "Rate the lab pays",
        "fraction",
        f"=IF({base}=0,0,{share}/IF({base}=0,1,{base}))",
        rates,
        Style.PERCENT,
    )
    paid = rates != 0.0

    def implied(paid_back: FloatArray) -> FloatArray:
        found = np.zeros(rates.size)
        found[paid] = implied_lab_revenue((shares - backs)[paid], rates[paid], 1.0, paid_back[paid])
        return found

    def over(part: str) -> str:
        return f"=IF({rate}=0,0,({part})/IF({rate}=0,1,{rate}))"

    years.line("Shared at least", money, over(f"{net}"), implied(0.0 * backs), Style.MONEY)
    returned = years.line(f"Paid back by {partner}", money, f"={back}", backs, Style.MONEY)
    gross = years.line(
        "Shared, with what flows back", money, over(f"{net}+{returned}"), implied(backs), Style.MONEY
    )
    known = np.where(paid, bases, 0.0)
    formula = f"=IF({rate}=0,0,{gross}-{base})"
    years.line("Difference to what the contract shares", money, formula, 0.0 * known, Style.CHECK)
