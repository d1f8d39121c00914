"""Rate: the share of the base after losses (stage 5)."""

from __future__ import annotations

from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly

KEYS = ("rate",)


def rate_block(sheet: Monthly, terms: Terms, base: Row, flow: Laid) -> Row:
    """Flat rate times base."""
    sheet.heading("Share")
    return sheet.flow("Partner share", f"={base}*{terms['rate']}", flow.share, total=True)
