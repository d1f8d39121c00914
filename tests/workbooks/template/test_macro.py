"""A macro workbook: xlwings' own VBA project, and settings that xlwings finds."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path

import pytest
import xlwings
from openpyxl import Workbook, load_workbook

from revshare.case_file import read_case
from revshare.errors import ModelError
from revshare_workbooks.template import macro
from revshare_workbooks.template.write import template_of


@pytest.fixture
def book() -> Workbook:
    """Two sheets, of which the last must stay the last."""
    made = Workbook()
    made.create_sheet("Last")
    return made


def saved(book: Workbook) -> bytes:
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_it_carries_the_vba_project_that_xlwings_ships(book: Workbook) -> None:
    macro.add(book)
    with zipfile.ZipFile(io.BytesIO(saved(book))) as made:
        types = made.read("[Content_Types].xml").decode()
        project = made.read("xl/vbaProject.bin")
        rels = made.read("xl/_rels/workbook.xml.rels").decode()
    shipped = Path(xlwings.__file__).with_name("quickstart.xlsm")
    with zipfile.ZipFile(shipped) as source:
        assert project == source.read("xl/vbaProject.bin")
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert "application/vnd.ms-office.vbaProject" in types
    assert "vbaProject.bin" in rels


def test_its_settings_name_our_module_where_xlwings_looks() -> None:
    made = template_of(read_case("anthropic-amazon"), with_macro=True).content
    sheet = load_workbook(io.BytesIO(made), keep_vba=True)["xlwings.conf"]
    assert sheet.sheet_state == "hidden"
    settings = dict(sheet.iter_rows(values_only=True, max_col=2))
    assert settings["UDF Modules"] == "revshare_addin.excel"
    assert settings["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert importlib.util.find_spec(settings["UDF Modules"]) is not None


def test_only_the_project_that_xlwings_ships_is_its_own(book: Workbook) -> None:
    macro.add(book)
    with zipfile.ZipFile(io.BytesIO(saved(book))) as made:
        project = made.read("xl/vbaProject.bin")
    assert macro.is_xlwings_own(project)
    assert not macro.is_xlwings_own(project + b" ")


def test_without_xlwings_it_says_what_to_install(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macro, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip install xlwings"):
        macro.add(book)
