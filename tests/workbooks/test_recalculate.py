"""Stored values, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from revshare.errors import ModelError
from revshare_workbooks.reading import values
from revshare_workbooks.recalculate import CellError, finished, recalculate, recalculated

Maker = Callable[[Mapping[str, object]], bytes]


def test_every_formula_has_its_value(finished_book: Path) -> None:
    shown = values(finished_book)
    paid = [0.15 * (100 + month / 3) for month in range(1, 25)]
    assert shown["Cloud deal"]["Z6"] == pytest.approx(sum(paid), rel=1e-12)
    assert shown["Annual"]["B2"] == pytest.approx(sum(paid[:12]), rel=1e-12)
    assert shown["Annual"]["B3"] == pytest.approx(sum(paid[12:]), rel=1e-12)
    assert shown["Annual"]["C3"] == "paid in 2026"
    assert shown["Annual"]["D3"] == datetime(2026, 12, 31)


def test_formulas_charts_styles_and_rules_stay(model_content: bytes) -> None:
    with (
        zipfile.ZipFile(io.BytesIO(model_content)) as before,
        zipfile.ZipFile(io.BytesIO(recalculated(model_content).content)) as after,
    ):
        assert set(before.namelist()) == set(after.namelist())
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert "xl/charts/chart1.xml" in before.namelist()
    assert changed == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    old = load_workbook(io.BytesIO(model_content))
    new = load_workbook(io.BytesIO(recalculated(model_content).content))
    for sheet in old:
        for row in sheet.iter_rows():
            for cell in row:
                twin = new[sheet.title][cell.coordinate]
                assert (twin.value, twin.style_id, twin.number_format) == (
                    cell.value,
                    cell.style_id,
                    cell.number_format,
                )
    assert new["Annual"].data_validations.dataValidation[0].formula1 == '"base,low,high"'
    assert len(new["Annual"].conditional_formatting) == 1


def test_the_same_workbook_gives_the_same_bytes(model_content: bytes, finished_content: bytes) -> None:
    assert finished(model_content, date(2026, 4, 30)) == finished_content


def test_a_finished_workbook_keeps_its_values_when_finished_again(finished_content: bytes) -> None:
    assert finished(finished_content, date(2026, 4, 30)) == finished_content


def test_formulas_are_counted(workbook_of: Maker) -> None:
    result = recalculated(workbook_of({"A1": 1, "A2": "=A1+1", "A3": "=A2+1"}))
    assert (result.formulas, result.failing, result.errors) == (2, 0, ())


def test_a_workbook_without_formulas_is_fine(workbook_of: Maker) -> None:
    assert recalculated(workbook_of({"A1": 1})).formulas == 0


def test_an_error_value_is_stored_and_listed_with_its_place(workbook_of: Maker) -> None:
    result = recalculated(workbook_of({"A1": "=1/0", "B2": "=rate*2"}))
    assert result.errors == (
        CellError("Lab!A1", "#DIV/0!"),
        CellError("Lab!B2", "#NAME?", "Undefined name: rate"),
    )
    assert [str(error) for error in result.errors] == [
        "Lab!A1 #DIV/0!",
        "Lab!B2 #NAME? (Undefined name: rate)",
    ]


def test_a_report_with_errors_is_not_finished(workbook_of: Maker) -> None:
    cells = {f"A{row}": "=1/0" for row in range(1, 6)}
    with pytest.raises(ModelError) as caught:
        finished(workbook_of(cells), date(2026, 4, 30))
    assert str(caught.value) == (
        "the workbook is not written, as cells show errors: "
        "Lab!A1 #DIV/0!, Lab!A2 #DIV/0!, Lab!A3 #DIV/0! and 2 more; check the inputs they read"
    )


def test_a_circle_is_refused_with_its_cells(workbook_of: Maker) -> None:
    with pytest.raises(ModelError) as caught:
        recalculated(workbook_of({"A1": 1, "B7": "=B8", "B8": "=B7+A1"}))
    assert str(caught.value) == (
        "Lab!B7, Lab!B8 depends on itself, directly or through other cells; let it read the month before"
    )


def test_a_formula_that_cannot_be_read_is_named(workbook_of: Maker) -> None:
    with pytest.raises(ModelError, match=r"^the formula in Lab!C3 cannot be read: .*; correct it there$"):
        recalculated(workbook_of({"A1": "=1", "C3": "=SUM("}))


def test_an_unknown_function_is_named_with_its_cells(workbook_of: Maker) -> None:
    with pytest.raises(ModelError, match=r"^Lab!A1, Lab!A2: no such function as RS_TIERS; .*'revshare calc'"):
        recalculated(workbook_of({"A1": "=RS_TIERS(1)", "A2": "=RS_TIERS(2)"}))


def test_a_function_the_engine_lacks_is_refused_with_its_cell(workbook_of: Maker) -> None:
    with pytest.raises(ModelError, match=r"^Lab!D4 uses a function that is not known here"):
        recalculated(workbook_of({"D4": "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(2)"}))


def test_any_other_refusal_is_one_line() -> None:
    with pytest.raises(ModelError, match=r"^the workbook cannot be recalculated: [^\n]+$"):
        recalculated(b"not a workbook")


def test_a_file_is_recalculated_in_place(tmp_path: Path, model_content: bytes) -> None:
    book = tmp_path / "deal.xlsx"
    book.write_bytes(model_content)
    assert "Z6" not in values(book)["Cloud deal"]
    assert recalculate(book).formulas > 70
    assert values(book)["Cloud deal"]["Z6"]


def test_a_refused_file_stays_as_it_was(tmp_path: Path, workbook_of: Maker) -> None:
    book = tmp_path / "deal.xlsx"
    book.write_bytes(content := workbook_of({"A1": "=RS_TIERS(1)"}))
    with pytest.raises(ModelError, match=r"^.*deal.xlsx: Lab!A1: no such function"):
        recalculate(book)
    assert book.read_bytes() == content
