"""A macro workbook for xlwings: its own empty VBA project, and settings that name our module."""

from __future__ import annotations

import zipfile
from importlib.util import find_spec
from pathlib import Path

from openpyxl import Workbook

from revshare.errors import ModelError

MODULE = "revshare_addin.excel"
SHEET = "xlwings.conf"
SETTINGS = {
    "UDF Modules": MODULE,
    # A file of the user's beside the workbook must not replace a module of the same name.
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
}
_PROJECT = "quickstart.xlsm"


def add(target: Workbook) -> None:
    """Give a workbook the VBA project that xlwings ships for new workbooks, and its settings sheet.

    openpyxl cannot make a VBA project; xlwings' own refers to its add-in, so nothing is left to tick.

    Raises
    ------
    ModelError
        If xlwings is not installed.
    """
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        raise ModelError("--macro needs xlwings, which is not installed; run pip install xlwings")
    project = Path(found.origin).with_name(_PROJECT)
    if not project.is_file():
        raise ModelError(
            f"--macro needs {_PROJECT} of xlwings, which {project.parent} lacks; install xlwings anew"
        )
    target.vba_archive = zipfile.ZipFile(project)
    target.code_name = "ThisWorkbook"
    sheet = target.create_sheet(SHEET, len(target.worksheets) - 1)
    for row, setting in enumerate(SETTINGS.items(), start=1):
        for column, text in enumerate(setting, start=1):
            sheet.cell(row, column, text)
    for number, worksheet in enumerate(target.worksheets, start=1):
        worksheet.sheet_properties.codeName = f"Sheet{number}"
