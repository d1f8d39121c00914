"""Page breaks: blocks stay whole where they fit, chapters begin a page."""

from __future__ import annotations

import pytest
from tests.workbooks.page_books import new_page

from revshare_workbooks.grid import Style
from revshare_workbooks.page_breaks import break_pages, breaks


@pytest.mark.parametrize(
    ("blocks", "chapters", "last", "expected"),
    [
        ([], [1], 30, []),
        ([5, 20], [1], 50, []),
        ([5, 20, 45], [1], 60, [44]),
        ([5, 30, 45, 70], [1], 80, [44]),
        ([5, 30, 45, 70, 90], [1], 130, [44, 89]),
        ([5, 22], [1, 20], 30, [19]),
        ([5, 20, 110], [1], 120, [19, 109]),
        ([5, 72], [1, 70], 140, [69]),
    ],
)
def test_a_block_that_does_not_fit_begins_a_page(
    blocks: list[int], chapters: list[int], last: int, expected: list[int]
) -> None:
    assert breaks(blocks, chapters, last, 50) == expected


def test_a_sheet_is_broken_before_its_second_title() -> None:
    page = new_page()
    page.heading("Block")
    page.sheet.put(20, 1, "Chapter", Style.TITLE)
    break_pages(page.sheet)
    assert page.sheet.breaks == [19]
