"""Page breaks: a block stays whole on a printed page where it fits, and a chapter begins a new one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from revshare_workbooks.grid import Sheet, Style
from revshare_workbooks.look import ROW

PAGE_WIDTH, PAGE_HEIGHT = 780.0, 475.0
"""Points that an A4 page across holds within its margins, a little less than there are."""

_ORPHAN = 0.2
"""A last page that would hold less than this part takes the block before along."""

CHARACTER, CENTIMETRE = 5.25, 72 / 2.54
"""Points of a character of a column's width, at least, and of a centimetre."""

WIDEST = 5.55
"""Points of such a character at most: programs round the width of a digit to their own grid."""

_DEFAULT_WIDTH = 9.0
"""Characters of a column without a width of its own."""

_SMALLEST = 0.7
"""A sheet that would fit on one page at this scale is printed on one."""

_LONG, _WORTH_STARTING = 1 / 2, 1 / 3
"""A block longer than this part of a page may begin on the page before, if that part of it is empty."""


def extent(sheet: Sheet) -> tuple[int, int]:
    """Last row and column that print: cells and charts, but of a timeline the years alone."""
    last_row = max((row for row, _ in sheet.cells), default=1)
    last_column = max((column for _, column in sheet.cells), default=1)
    for chart in sheet.charts:
        (row, column), (width, height) = chart.anchor, chart.size
        width += chart.shift
        last_row = max(last_row, _reached(row, height, lambda one: sheet.heights.get(one, ROW)))
        last_column = max(last_column, _reached(column, width, lambda one: _column(sheet, one)))
    if sheet.timeline:
        last_column = sheet.layout.last_year
    last_column = sheet.print_columns or last_column
    across = sum(_column(sheet, column) for column in range(1, last_column + 1))
    while across < PAGE_WIDTH - _column(sheet, last_column + 1):
        # Some programs enlarge a narrow sheet to the width of the page; empty columns hold it back.
        last_column += 1
        across += _column(sheet, last_column)
    return sheet.print_rows or last_row, last_column


def break_pages(sheet: Sheet) -> None:
    """Break a sheet between its blocks, and before each title but the first."""
    last_row, last_column = extent(sheet)
    starts: dict[Style, list[int]] = {Style.TITLE: [], Style.HEADING: []}
    for (row, column), cell in sorted(sheet.cells.items()):
        if column == 1 and cell.style in starts and row <= last_row:
            starts[cell.style].append(row)
    heights = [sheet.heights.get(row, ROW) for row in range(1, last_row + 1)]
    page = page_height(sum(_column(sheet, column) for column in range(1, last_column + 1)))
    if sum(heights) <= min(page, PAGE_HEIGHT) / _SMALLEST:
        sheet.one_page = True
        return
    for row in (repeated := _repeated(sheet)):
        page -= heights[row - 1]
        heights[row - 1] = 0.0
    blocks = [*starts[Style.HEADING], *starts[Style.TITLE]]
    drawn = [
        max((start for start in blocks if start <= chart.anchor[0]), default=1) for chart in sheet.charts
    ]
    # A list under a repeated header may go on overleaf; a balance that rolls forward may not.
    is_list = bool(repeated) and not sheet.timeline
    sheet.breaks = breaks(
        starts[Style.HEADING], starts[Style.TITLE], heights, page, drawn if is_list else blocks
    )


def page_height(width: float) -> float:
    """Points of height that a page holds, once so many points across are fitted to its width."""
    return PAGE_HEIGHT * max(1.0, width / PAGE_WIDTH * WIDEST / CHARACTER)


def breaks(
    blocks: Sequence[int],
    chapters: Sequence[int],
    heights: Sequence[float],
    page: float,
    whole: Collection[int] = (),
) -> list[int]:
    """Rows after which a new page begins.

    Parameters
    ----------
    blocks, chapters
        First rows of the blocks, and of the chapters above them, each of which begins a page; both rising.
    heights
        Height of every row, from the first.
    page
        Height of a page, in the same unit.
    whole
        First rows of blocks that are parted only if a page does not hold them; others may be that are long.
    """
    found, used, is_empty = [], 0.0, True
    before = here = 0
    for start, following in pairwise([*sorted({*blocks, *chapters}), len(heights) + 1]):
        is_chapter, height = start in chapters, sum(heights[start - 1 : following - 1])
        crowded = used + height > page and not is_empty
        is_long = height > (page if start in whole else _LONG * page)
        may_part = is_long and page - used >= _WORTH_STARTING * page
        if (is_chapter and used) or (crowded and not may_part):
            found.append(start - 1)
            used, before = 0.0, 0 if is_chapter else here
        here = 0 if is_empty else start
        used += height
        if used > page:
            used %= page
        # A title alone does not fill a page, however long its first block is.
        is_empty = is_chapter
    if before and before - 1 not in found and used < _ORPHAN * page:
        # The last block of the page before comes along, if it is not long.
        moved = sum(heights[before - 1 : found[-1]])
        found[-1] = before - 1 if moved <= _LONG * page else found[-1]
    return found


def _column(sheet: Sheet, column: int) -> float:
    """Points of one column."""
    return CHARACTER * sheet.widths.get(column, _DEFAULT_WIDTH)


def _reached(first: int, length: float, points: Callable[[int], float]) -> int:
    """Row or column in which something ends that begins in `first` and is so many centimetres long."""
    left = length * CENTIMETRE
    while left > points(first):
        left -= points(first)
        first += 1
    return first


def _repeated(sheet: Sheet) -> range:
    """Rows that each page repeats."""
    rows = f"1:{sheet.layout.header}" if sheet.timeline else sheet.repeat_rows
    first, _, last = rows.partition(":")
    return range(int(first), int(last) + 1) if first else range(0)
