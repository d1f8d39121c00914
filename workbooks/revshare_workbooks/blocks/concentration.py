"""Concentration: how much hangs on one channel or one seller, by year."""

from __future__ import annotations

from collections.abc import Sequence

from revshare.strategy.concentration import Concentration
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.monthly import Monthly


def concentration_rows(
    sheet: Monthly, of_what: str, amounts: Sequence[Row], found: Concentration
) -> tuple[Row, Row]:
    """Sum of squared shares, and the largest share; blank where there is nothing to divide.

    Parameters
    ----------
    of_what
        What divides, in words.
    amounts
        Money by partner.
    """
    each = ",".join(f"{row}" for row in amounts)
    whole = f"SUM({each})"
    rows = []
    for style, unit, label, part, values in (
        (
            Style.DECIMAL,
            "number",
            f"Concentration of {of_what} (Herfindahl; 1: all with one)",
            f"SUMSQ({each})/{whole}^2",
            found.herfindahl,
        ),
        (Style.PERCENT, "fraction", f"Largest share of {of_what}", f"MAX({each})/{whole}", found.largest),
    ):
        row = sheet.state(label, "", [], unit=unit)
        sheet.years(row, f'=IF({whole}=0,"",{part})', values, style)
        rows.append(row)
    return rows[0], rows[1]
