"""Stored values: there, free of errors, and those of the formulas."""

from __future__ import annotations

import io
import zipfile

from tests.workbooks.rules.model_books import audited, broken, content_of, model_book, only, outcomes_of, put

from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.sheet_xml import NewCell, Place, SheetXml
from revshare_workbooks.workbook_parts import exchanged, worksheets


def spliced(sheet: str, place: Place, cell: NewCell) -> Audited:
    """The model with one cell's bytes exchanged and nothing calculated anew."""
    content = content_of()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = worksheets(package)[sheet]
        xml = SheetXml(package.read(part)).with_cells({place: cell})
    return Audited(exchanged(content, {part: xml}))


def test_an_error_is_found_where_it_is_shown() -> None:
    found = only(broken(audited(put("Model", "C8", "=C4/(C5-C5)"))), "error-value")
    assert "Model!C8 shows #DIV/0!" in found


def test_a_formula_that_lost_its_cell_is_found() -> None:
    assert "reads a deleted cell" in only(
        broken(audited(put("Model", "C8", "=IFERROR(#REF!,1)"))), "error-value"
    )


def test_a_text_that_names_an_error_is_none() -> None:
    assert "error-value" not in broken(audited(put("Cover", "B14", "#N/A", data_type="s")))


def test_a_stored_value_that_is_not_the_formulas_is_found() -> None:
    found = broken(spliced("Model", (5, 9), NewCell(123.0)))
    assert only(found, "stale-value") == "Model!I5 shows 123; its formula gives 250"
    assert "stored-value" not in found


def test_a_formula_without_a_value_is_found_and_the_others_are_still_judged() -> None:
    book = model_book()
    book["Model"]["J5"] = "=I4*share"
    raw = io.BytesIO()
    book.save(raw)
    found = broken(Audited(raw.getvalue()))
    assert "Cover!B2 has a formula and no stored value" in only(found, "stored-value")
    assert set(found) == {"stored-value", "formula-row"}, "what it would show is calculated"


def test_a_workbook_that_cannot_be_calculated_here_is_told_so() -> None:
    book = model_book()
    book["Model"]["C8"] = "=C8+1"
    raw = io.BytesIO()
    book.save(raw)
    assert "circular" in broken(Audited(raw.getvalue()))


def test_values_that_change_by_themselves_are_compared_with_nothing() -> None:
    assert "stale-value" not in broken(audited(put("Model", "C8", "=NOW()")))
    assert "stay the same" in outcomes_of(audited(put("Model", "C8", "=NOW()")))["stale-value"].missing
