"""An even yearly amount and its present value, as formula text."""

from __future__ import annotations

from revshare_workbooks.grid import Place


def of_one_a_year(rate: Place, years: Place) -> str:
    """Present value of 1 at the end of each year; the years themselves where nothing is discounted."""
    return f"IF({rate}=0,{years},(1-(1+{rate})^-{years})/{rate})"
