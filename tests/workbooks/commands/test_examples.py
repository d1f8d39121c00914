"""``revshare examples``: the file, what it holds, and its name refused where it is no workbook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from revshare_workbooks import cli
from revshare_workbooks.reading import values


def test_the_workbook_is_written_and_what_it_holds_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["examples"]) == 0
    first, second, path = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"\d+ worked examples in \d+ chapters", first)
    assert re.fullmatch(r"  checks: all zero; [\d,]+ formulas agree with the engine to 1e-9", second)
    assert path == "examples.xlsx"
    assert values(tmp_path / "examples.xlsx")["Cover"]["B4"] == "OK"


def test_a_name_that_is_no_workbook_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["examples", "-o", str(tmp_path / "examples.csv")]) == 2
    assert "must end in .xlsx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
