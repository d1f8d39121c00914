"""The values a finished workbook shows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from revshare.errors import ModelError
from revshare_workbooks.reading import values
from revshare_workbooks.recalculate import recalculated

Maker = Callable[[Mapping[str, object]], bytes]


def test_values_come_by_sheet_and_cell(tmp_path: Path, workbook_of: Maker) -> None:
    book = tmp_path / "book.xlsx"
    cells = {
        "A1": "Share",
        "B1": 0.15,
        "C3": 7,
        "AB12": True,
        "D1": date(2026, 4, 30),
        "E1": "=B1*2",
        "F1": "=1/0",
    }
    book.write_bytes(recalculated(workbook_of(cells)).content)
    assert values(book) == {
        "Lab": {
            "A1": "Share",
            "B1": 0.15,
            "C3": 7,
            "AB12": True,
            "D1": datetime(2026, 4, 30),
            "E1": 0.3,
            "F1": "#DIV/0!",
        }
    }


def test_a_sheet_that_understates_its_size_is_read_whole(tmp_path: Path, workbook_of: Maker) -> None:
    book = tmp_path / "book.xlsx"
    content = workbook_of({"A1": 1, "C3": 2})
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(book, "w") as target:
        for name in source.namelist():
            part = source.read(name).replace(b'<dimension ref="A1:C3"', b'<dimension ref="A1:A1"')
            target.writestr(name, part)
    assert values(book) == {"Lab": {"A1": 1, "C3": 2}}


def test_parts_that_contradict_each_other_are_refused_in_one_line(tmp_path: Path, workbook_of: Maker) -> None:
    book = tmp_path / "book.xlsx"
    content = workbook_of({"A1": 1})
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(book, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b't="n"><v>1</v>', b't="s"><v>77</v>'))
    with pytest.raises(ModelError, match=r"book.xlsx is damaged; open it in Excel"):
        values(book)


def test_an_unreadable_file_is_refused_before_openpyxl_sees_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no file"):
        values(tmp_path / "missing.xlsx")
