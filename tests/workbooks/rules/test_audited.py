"""A workbook opened once for all rules."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from tests.workbooks.rules.model_books import audited, content_of, model_book, put

from revshare.errors import ModelError
from revshare_workbooks.rules.audited import Audited, opened


def test_places_are_named_by_their_first_block_and_counted() -> None:
    sheet = audited().by_name["model"]
    assert sheet.at((5, 5)) == "Model!E5"
    assert sheet.at((5, 6), (5, 5), (6, 5), (6, 6)) == "Model!E5:F6"
    assert sheet.at((5, 5), (9, 9), (9, 10)) == "Model!E5 and 2 more"


def test_cells_of_a_row_share_one_form() -> None:
    sheet = audited().by_name["model"]
    forms = {sheet.forms[5, column] for column in range(5, 17)}
    assert len(forms) == 1
    assert forms.pop().text == "=R[-1]C*share"


def test_what_is_not_stored_is_shown_as_calculated() -> None:
    raw = io.BytesIO()
    model_book().save(raw)
    book = Audited(raw.getvalue())
    assert book.by_name["model"].number((5, 5)) == 50
    assert book.stored["Model"].get("E5") is None
    assert book.without_value


def test_cells_of_an_array_formula_are_not_empty() -> None:
    def change(book: Workbook) -> None:
        book["Costs"]["E8"] = ArrayFormula("E8:G8", "=E4:G4*2")

    sheet = audited(change).by_name["costs"]
    assert sheet.covered == {(8, 5), (8, 6), (8, 7)}
    assert sheet.forms[8, 5].array


def test_a_circle_is_named_with_its_cells() -> None:
    raw = io.BytesIO()
    book = model_book()
    put("Model", "C8", "=C9")(book)
    put("Model", "C9", "=C8")(book)
    book.save(raw)
    found = Audited(raw.getvalue()).recalculation
    assert set(found.circles) == {"Model!C8", "Model!C9"}
    assert not found.refusal


def test_a_file_is_looked_at_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "notes.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(ModelError, match="not a workbook"):
        opened(path)
    path.write_bytes(content_of())
    assert len(opened(path).sheets) == 5
    path.write_bytes(content_of()[:-500])
    with pytest.raises(ModelError):
        opened(path)
