"""Page breaks: blocks stay whole where they fit, chapters begin a page."""

from __future__ import annotations

import pytest
from tests.workbooks.page_books import new_page

from revshare_workbooks.grid import Block, Chart, Style
from revshare_workbooks.page_breaks import CHARACTER, PAGE_WIDTH, break_pages, breaks, extent


@pytest.mark.parametrize(
    ("blocks", "chapters", "last", "expected"),
    [
        ([], [1], 30, []),
        ([5, 20], [1], 50, []),
        ([5, 20, 45], [1], 60, [44]),
        ([5, 30, 45, 70], [1], 80, [44]),
        ([5, 30, 45, 70, 90], [1], 130, [44, 89]),
        ([5, 22], [1, 20], 30, [19]),
        ([5, 40, 110], [1], 130, [39]),
        ([5, 40, 135], [1], 150, [39, 134]),
        ([5, 72], [1, 70], 140, [69]),
        ([5, 20, 100], [1], 120, [99]),
    ],
)
def test_a_block_that_does_not_fit_begins_a_page(
    blocks: list[int], chapters: list[int], last: int, expected: list[int]
) -> None:
    assert breaks(blocks, chapters, [10.0] * last, 500.0, whole=blocks) == expected


def test_a_long_block_may_begin_on_the_page_before_unless_it_must_stay_whole() -> None:
    heights = [10.0] * 60
    assert breaks([5, 31], [1], heights, 500.0) == []
    assert breaks([5, 31], [1], heights, 500.0, whole=[31]) == [30]


def test_a_sheet_is_broken_before_its_second_title() -> None:
    page = new_page()
    page.heading("Block")
    page.sheet.put(80, 1, "Chapter", Style.TITLE)
    break_pages(page.sheet)
    assert page.sheet.breaks == [79]


def test_what_prints_ends_below_and_right_of_the_last_chart() -> None:
    sheet = new_page().sheet
    years = Block(sheet, (4, 4), (4, 6))
    sheet.widths = dict.fromkeys(range(1, 30), 10.0)
    sheet.charts.append(Chart("line", "", "", "", [], years, (30, 14), "", size=(7.4, 9.0)))
    assert extent(sheet) == (30 + 20, 14 + 3), "12.75 points a row, 52.5 a column"


def test_a_narrow_sheet_takes_empty_columns_along_to_the_width_of_a_page() -> None:
    sheet = new_page().sheet
    sheet.widths = {1: 40.0, 2: 20.0}
    sheet.put(6, 2, 1.0, Style.MONEY)
    _, last = extent(sheet)
    points = CHARACTER * (60.0 + 9.0 * (last - 2))
    assert PAGE_WIDTH - 9.0 * CHARACTER <= points <= PAGE_WIDTH


def test_a_list_under_its_repeated_header_goes_on_overleaf_and_a_block_of_a_timeline_stays_whole() -> None:
    for timeline, expected in ((False, []), (True, [23])):
        page = new_page()
        page.sheet.timeline, page.sheet.repeat_rows = timeline, "1:4"
        page.heading("First")
        page.sheet.put(24, 1, "Second", Style.HEADING)
        page.sheet.put(54, 1, "Last", Style.LABEL)
        break_pages(page.sheet)
        assert page.sheet.breaks == expected


def test_a_sheet_that_nearly_fits_is_printed_on_one_page() -> None:
    page = new_page()
    page.heading("Block")
    page.sheet.put(45, 1, "Last", Style.LABEL)
    break_pages(page.sheet)
    assert page.sheet.one_page
    assert not page.sheet.breaks


def test_a_last_page_with_two_lines_takes_the_block_before_along() -> None:
    heights = [10.0] * 53
    assert breaks([5, 30, 51], [1], heights, 500.0, whole=[5, 30, 51]) == [29]
    assert breaks([5, 15, 51], [1], heights, 500.0, whole=[5, 15, 51]) == [50], "the block before is long"
    assert breaks([5, 40, 65, 89], [1], [10.0] * 91, 500.0, whole=[5, 40, 65, 89]) == [39, 64]
    assert breaks([5, 45, 90], [1], [10.0] * 97, 500.0, whole=[5, 45, 90]) == [44, 89], "it stands alone"
