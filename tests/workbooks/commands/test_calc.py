"""``revshare calc``: its refusals; what it computes is tested beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from revshare_workbooks import cli


def test_calc_refuses_what_is_no_workbook_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "notes.xlsx"
    book.write_text("call Bob")
    assert cli.main(["calc", str(book)]) == 2
    said = capsys.readouterr().err
    assert str(book) in said
    assert said.count("\n") == 1
    assert book.read_text() == "call Bob"


def test_calc_names_the_cells_it_left_because_they_read_another_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    book.active["A1"], book.active["A2"] = "='[other.xlsx]Sheet1'!A1", "=1+1"
    book.save(tmp_path / "deal.xlsx")
    assert cli.main(["calc", str(tmp_path / "deal.xlsx")]) == 0
    said = capsys.readouterr().out
    assert said.startswith("1 cells calculated\n  Sheet!A1 reads another workbook and keeps its value\n")
