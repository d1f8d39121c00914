"""Reciprocal: what the partner owes the lab on revenue of its own; netted when it is settled (stage 11)."""

from __future__ import annotations

from revshare.arrays import FloatArray
from revshare_workbooks.grid import Block, Row, Spot
from revshare_workbooks.monthly import Monthly


def reciprocal_block(
    sheet: Monthly,
    partner: str,
    label: str,
    annual: tuple[Spot | Block, FloatArray, FloatArray],
    rate: tuple[Spot | Block, FloatArray, FloatArray],
    due: FloatArray,
) -> Row:
    """The share that flows back.

    Parameters
    ----------
    annual, rate
        The partner's revenue of the year, and the share of it: input cells, months and years.
    due
        What the engine says flows back.
    """
    sheet.heading("Share that flows back")
    cells, months, years = annual
    revenue = sheet.driver(
        f"Revenue of {partner} from {label}, of the year", cells, months, years, money=True
    )
    cells, months, years = rate
    part = sheet.driver("Share paid to the lab", cells, months, years)
    return sheet.flow(f"Share paid back by {partner}", f"={revenue}/12*{part}", due)
