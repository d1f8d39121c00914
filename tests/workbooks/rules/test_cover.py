"""Rules on the cover: what it says of the workbook."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from tests.workbooks.rules.model_books import Change, audited, broken, only, outcomes_of, put


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        (put("Cover", "A1", "Share of a cloud"), "version of the model"),
        (put("Cover", "A5", "Hints"), "signs"),
        (put("Cover", "B2", "fine"), "does not show the model check"),
        (put("Inputs", "A5", "Scenario"), "does not say: scenario"),
    ],
)
def test_a_cover_that_leaves_something_out_is_found(change: Change, missing: str) -> None:
    def without_signs(book: Workbook) -> None:
        change(book)
        book["Cover"]["B5"] = "none"

    wanted = without_signs if missing == "signs" else change
    assert missing in only(broken(audited(wanted)), "cover-says")


def test_two_hashes_in_one_file_are_found() -> None:
    def hashes(book: Workbook) -> None:
        book["Cover"]["A15"] = "Hash: " + "a" * 64
        book.properties.keywords = "b" * 64

    assert "Cover says aaaaaaaaaaaa" in only(broken(audited(hashes)), "cover-hash")


def test_a_workbook_without_a_cover_is_told_so() -> None:
    def rename(book: Workbook) -> None:
        book["Cover"].title = "Deal"

    found = outcomes_of(audited(rename))
    assert found["cover-says"].missing == found["contents-links"].missing == "a cover or contents sheet"
