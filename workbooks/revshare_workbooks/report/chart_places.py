"""Where charts stand below the rows of a sheet with a timeline: side by side as far as the printed page is wide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from revshare_workbooks.monthly import Monthly

_BESIDE_YEARS, _YEAR, _GAP = 13.7, 2.35, 0.4
_HEIGHT, ROWS = 7.8, 18
_YEARS_FOR_TWO = 7


def chart_places(sheet: Monthly) -> Iterator[tuple[tuple[int, int], tuple[float, float]]]:
    """Cell and size, in centimetres, of one chart after the other, from the row that comes next."""
    layout = sheet.layout
    page = _BESIDE_YEARS + _YEAR * layout.years
    right, room = [layout.label], page
    if layout.years >= _YEARS_FOR_TWO:
        # The second begins at the year nearest the middle of the page.
        years = round((page / 2 - _BESIDE_YEARS) / _YEAR)
        middle = _BESIDE_YEARS + _YEAR * years
        right, room = [layout.label, layout.first_year + years], min(middle, page - middle)
    size = (min(room, page) - _GAP, _HEIGHT)
    for line in count():
        for column in right:
            yield (sheet.at + line * (ROWS + 1), column), size
