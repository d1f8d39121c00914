"""Where charts stand below the rows of a sheet with a timeline: side by side as far as the printed page is wide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from revshare_workbooks.monthly import Monthly

_BESIDE_YEARS, _YEAR, _GAP = 15.1, 2.2, 0.3
_HEIGHT, ROWS = 8.0, 18
_YEARS_FOR_TWO, _YEARS_FOR_THREE = 6, 12


def chart_places(sheet: Monthly) -> Iterator[dict[str, Any]]:
    """Anchor, shift and size, in centimetres, of one chart after the other, from the row that comes next."""
    layout = sheet.layout
    page = _BESIDE_YEARS + _YEAR * layout.years
    beside = 1 + (layout.years >= _YEARS_FOR_TWO) + (layout.years >= _YEARS_FOR_THREE)
    each = page / beside
    for number in count():
        down, across = divmod(number, beside)
        yield {
            "anchor": (sheet.at + down * (ROWS + 1), layout.label),
            "shift": across * each,
            "size": (each - _GAP, _HEIGHT),
        }
