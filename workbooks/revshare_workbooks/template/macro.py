"""A macro workbook for xlwings: its own empty VBA project, and settings that name our module."""

from __future__ import annotations

import zipfile
from importlib.util import find_spec
from pathlib import Path

from openpyxl import Workbook

from revshare.errors import ModelError
from revshare_workbooks.grid import Book, Role, Style

MODULE = "revshare_addin.excel"
SHEET = "xlwings.conf"
SETTINGS = {
    "UDF Modules": MODULE,
    # A file of the user's beside the workbook must not replace a module of the same name.
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
}
_PROJECT = "quickstart.xlsm"


def settings_sheet(book: Book) -> None:
    """Write what xlwings reads before it starts Python, from the first cell on."""
    sheet = book.sheet(SHEET, Role.OUTPUT, SHEET, "Settings of xlwings, which name our functions; hidden.")
    sheet.hidden = True
    for row, setting in enumerate(SETTINGS.items(), start=1):
        for column, text in enumerate(setting, start=1):
            sheet.put(row, column, text, Style.TEXT)


def add(target: Workbook) -> None:
    """Give a workbook the VBA project that xlwings ships for new workbooks.

    openpyxl cannot make a VBA project; xlwings' own refers to its add-in, so nothing is left to tick.

    Raises
    ------
    ModelError
        If xlwings is not installed.
    """
    project = _shipped()
    if project is None:
        raise ModelError("--macro needs xlwings, which is not installed; run pip install xlwings")
    if not project.is_file():
        raise ModelError(
            f"--macro needs {_PROJECT} of xlwings, which {project.parent} lacks; install xlwings anew"
        )
    target.vba_archive = zipfile.ZipFile(project)
    target.code_name = "ThisWorkbook"
    for number, worksheet in enumerate(target.worksheets, start=1):
        worksheet.sheet_properties.codeName = f"Sheet{number}"


def is_xlwings_own(content: bytes) -> bool:
    """Whether a VBA project is the one that xlwings ships, byte for byte, as far as xlwings is here to compare."""
    project = _shipped()
    if project is None or not project.is_file():
        return False
    with zipfile.ZipFile(project) as source:
        return source.read("xl/vbaProject.bin") == content


def _shipped() -> Path | None:
    """The workbook whose project xlwings gives to new ones; None without xlwings."""
    found = find_spec("xlwings")
    return None if found is None or found.origin is None else Path(found.origin).with_name(_PROJECT)
