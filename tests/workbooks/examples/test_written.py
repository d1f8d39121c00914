"""Inputs as written: an untouched example counts none changed, and an edited cell is counted."""

from __future__ import annotations

import io

from openpyxl import load_workbook
from tests.workbooks.examples.test_page import small_book
from tests.workbooks.page_books import proved

from revshare_workbooks.reading import values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.xlsx import workbook


def test_inputs_are_kept_and_none_is_changed() -> None:
    book, _ = small_book(27.5)
    sheet = proved(book)["As written"]
    assert [sheet[f"A{row}"] for row in (5, 6, 7)] == ["Tried: A sum", "First", "Second"]
    assert (sheet["D6"], sheet["D7"], sheet["E7"]) == (25, 1, 1.5)
    assert (sheet["C3"], sheet["C5"]) == (0, 0)


def test_every_edited_cell_is_counted() -> None:
    raw, typed = io.BytesIO(), io.BytesIO()
    workbook(small_book(27.5)[0]).save(raw)
    book = load_workbook(io.BytesIO(raw.getvalue()))
    book["Tried"]["D8"], book["Tried"]["E8"] = 2, None
    book.save(typed)
    found = values_of_bytes(recalculated(typed.getvalue()).content)
    assert (found["As written"]["C3"], found["As written"]["C6"], found["As written"]["C7"]) == (2, 0, 2)
    assert found["Tried"]["C5"] == "inputs changed"
    assert found["Tried"]["C10"] == "inputs changed"
