"""``revshare calc``: its refusals; what it computes is tested beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

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
