"""``revshare report``: the file, the headline, the checks and the path, nothing more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from revshare_workbooks import cli


def test_report_writes_the_file_and_prints_headline_checks_and_path_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["report"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    lines = said.out.splitlines()
    assert lines[0].startswith(
        "Anthropic and Amazon: half of gross profit through AWS (base scenario, 2024 to 2030"
    )
    assert re.fullmatch(r"  checks: all zero; [\d,]+ formulas agree with the engine to 1e-9", lines[-2])
    assert lines[-1] == "anthropic-amazon.xlsx"
    assert len(lines) <= 8
    assert [path.name for path in tmp_path.iterdir()] == ["anthropic-amazon.xlsx"]


def test_report_opens_on_the_scenario_asked_for_and_simulates_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "high.xlsx"
    words = ["openai-microsoft", "--scenario", "high", "--paths", "20", "--seed", "2"]
    assert cli.main(["report", *words, "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "(high scenario, 2024 to 2030, USD million)" in said
    assert said.splitlines()[-1] == str(out)
    assert re.search(r"20 random paths: operating profit of all years .* in nine of ten, mean", said)
    assert "Risk" in load_workbook(out, read_only=True).sheetnames


def test_a_report_that_is_renewed_keeps_its_risk_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    assert cli.main(["report", "openai-microsoft", "--paths", "20", "--seed", "2", "-o", str(first)]) == 0
    assert cli.main(["report", str(first), "-o", str(second)]) == 0
    of_first, of_second = (text for text in capsys.readouterr().out.splitlines() if "random paths" in text)
    assert of_first == of_second
    sheets = [load_workbook(book, read_only=True, data_only=True)["Risk"] for book in (first, second)]
    one, other = ([[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in sheets)
    assert one == other


def test_a_report_of_no_paths_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "none.xlsx"
    assert cli.main(["report", "--paths", "0", "-o", str(out)]) == 2
    assert "paths must be 1 to" in capsys.readouterr().err
    assert not out.exists()
