"""Page breaks: a block stays whole on a printed page where it fits, and a chapter begins a new one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from revshare_workbooks.grid import Sheet, Style

_CHARACTERS, _ROWS = 170, 50
"""Width of a sheet, in characters, of which a landscape page holds so many rows; a wider one is printed smaller."""

_BESIDE_YEARS, _YEAR = 72, 12
"""Characters of what a sheet with a timeline prints: label, unit and total, and each year."""


def break_pages(sheet: Sheet) -> None:
    """Break a sheet between its blocks, and before each title but the first."""
    starts: dict[Style, list[int]] = {Style.TITLE: [], Style.HEADING: []}
    for (row, column), cell in sorted(sheet.cells.items()):
        if column == 1 and cell.style in starts:
            starts[cell.style].append(row)
    last = max(row for row, _ in sheet.cells)
    page = int(_ROWS * max(1.0, sum(sheet.widths.values()) / _CHARACTERS))
    sheet.breaks = breaks(starts[Style.HEADING], starts[Style.TITLE], last, page)


def breaks(blocks: Sequence[int], chapters: Sequence[int], last: int, page: int) -> list[int]:
    """Rows after which a new page begins.

    Parameters
    ----------
    blocks, chapters
        First rows of the blocks, and of the chapters above them, each of which begins a page; both rising.
    last
        Last row.
    page
        Rows that fit on a page.
    """
    found, first, is_empty = [], 1, True
    for start, following in pairwise([*sorted({*blocks, *chapters}), last + 1]):
        is_chapter = start in chapters
        if (is_chapter and start > first) or (not is_empty and following - first > page):
            found.append(start - 1)
            first = start
        # A title alone does not fill a page, however long its first block is.
        is_empty = is_chapter
    return found
