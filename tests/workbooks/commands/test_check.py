"""``revshare check``: every engine, every figure, and the published ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from openpyxl.utils.cell import column_index_from_string
from tests.workbooks.rules.faults import typed
from tests.workbooks.rules.model_books import content_of, put

from revshare_workbooks import cli, libreoffice
from revshare_workbooks.commands import check
from revshare_workbooks.proof import Finished


@pytest.mark.libreoffice
def test_check_compares_every_engine_and_the_published_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "openai-microsoft"]) == 0
    said = capsys.readouterr().out
    for engine in ("formualizer", "LibreOffice"):
        assert re.search(rf"{engine}: [\d,]+ formulas agree with the engine to 1e-9", said)
    assert re.search(r"First profitable year\s+2029 to 2030\s+2030\s+hit\s+F010, F051", said)


@pytest.fixture
def changed(reports: Callable[..., Finished], tmp_path: Path) -> Callable[[str, str, str, float | str], Path]:
    """Give a report in which the cell of a row, named by its label or input, holds something else."""

    def change(sheet: str, label: str, column: str, content: float | str) -> Path:
        report = reports("anthropic-amazon")
        cells = next(one for one in report.book.sheets if one.name == sheet).cells
        row = next(row for (row, _), cell in sorted(cells.items()) if cell.content == label)
        path = tmp_path / "report.xlsx"
        path.write_bytes(typed(report.content, sheet, (row, column_index_from_string(column)), content))
        return path

    return change


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One engine is enough to see a defect."""
    monkeypatch.setattr(libreoffice, "find", lambda: None)


@pytest.fixture
def _figures(_quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor are the rules asked where figures are looked at."""
    monkeypatch.setattr(check, "outcomes", lambda _: iter(()))


@pytest.mark.usefixtures("_figures")
def test_without_libreoffice_it_says_what_was_not_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "anthropic-amazon"]) == 0
    assert "LibreOffice: not installed here, so no second recalculation was made" in capsys.readouterr().out


@pytest.mark.usefixtures("_quick")
def test_a_report_as_written_holds(
    reports: Callable[..., Finished], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(reports("anthropic-amazon").content)
    assert cli.main(["check", str(path)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"formualizer: [\d,]+ formulas agree with the engine to 1e-9", said)
    assert re.search(r"rules: \d+ hold, 0 that must hold are broken", said)


@pytest.mark.usefixtures("_quick")
def test_a_report_with_a_number_typed_over_a_formula_fails_with_status_1(
    changed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(changed("Lab", "Operating profit", "T", 12345.0))]) == 1
    said = capsys.readouterr().out
    assert re.search(r"Lab!T\d+ shows 12345", said)
    assert re.search(r"must value-over-formula: .*\n  Lab!T\d+ holds the value 12345", said)
    assert re.search(r"must as-written: .*\n  Lab!T\d+ holds the value 12345; revshare writes =", said)
    assert "check fails:" in said


@pytest.mark.usefixtures("_quick")
def test_a_changed_input_is_no_fault(
    changed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(changed("Inputs", "contracts.amazon.rate", "D", 0.45))]) == 0
    said = capsys.readouterr().out
    assert "inputs changed since the report was written" in said
    assert "0 that must hold are broken" in said
    assert re.search(r"formualizer: [\d,]+ formulas agree", said)


@pytest.mark.usefixtures("_quick")
def test_a_bad_value_typed_into_a_report_is_refused_with_its_cell(
    changed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(changed("Inputs", "contracts.amazon.rate", "D", 15))]) == 2
    said = capsys.readouterr().err
    assert re.match(r"revshare: report\.xlsx: Inputs!D\d+: contracts\.amazon\.rate ", said)
    assert "15" in said
    assert "0.15" in said
    assert said.count("\n") == 1


def test_a_strangers_workbook_is_held_to_the_rules_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(content_of())
    assert cli.main(["check", str(path)]) == 0
    said = capsys.readouterr().out
    assert "theirs.xlsx holds no case of revshare; the rules of good workbooks are applied to it" in said
    assert "0 that must hold are broken" in said
    assert "not applicable: " in said
    path.write_bytes(content_of(put("Model", "J5", "=I4*share")))
    assert cli.main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert "must formula-row: " in said
    assert "  Model!J5 holds =I4*share; the others hold =E4*share" in said
    assert "  why: " in said
    assert "  cure: " in said


def test_a_strangers_workbook_has_no_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(content_of())
    assert cli.main(["check", str(path), "--scenario", "low"]) == 2
    assert "leave --scenario off" in capsys.readouterr().err


@pytest.mark.usefixtures("_figures")
def test_published_figures_read_as_years_fractions_and_money(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["check", "anthropic-amazon"])
    said = capsys.readouterr().out
    assert re.search(r"First profitable year\s+2027 to 2028\s+2027\s+hit", said)
    assert re.search(r"Cash flow of 2028\s+17,000\s+[\d,]+\s+[\d.]+% (below|above)", said)
    assert re.search(r"Revenue through clouds, late 2024\s+60.0% to 75.0%\s+[\d.]+%\s+hit", said)


@pytest.mark.usefixtures("_figures")
def test_each_statement_stands_by_itself_and_inputs_that_agree_are_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["check", "anthropic-amazon"]) == 0, "a miss is news, not a fault"
    said = capsys.readouterr().out
    assert re.search(r"F005\s+C06\s+First profitable year\s+2028\s+2027\s+missed by 1 year", said)
    assert re.search(r"F007\s+C06\s+First profitable year\s+2027\s+2027\s+hit", said)
    assert re.search(r"F072\s+C12\s+1 less API: .*50.0% to 55.0%\s+38.0%\s+24.0% below", said)
    assert not re.search(r"^ F001 ", said, re.MULTILINE), "an input as stated is only counted"
    assert re.search(r"\d+ of \d+ inputs beside the statements they name are as stated", said)
    assert "sheet Reconciliation" in said


@pytest.mark.usefixtures("_figures")
def test_an_input_that_a_scenario_moves_from_its_fact_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "anthropic-amazon", "--scenario", "low"]) == 0
    assert re.search(r"F047\s+C17\s+API revenue, 2025\s+3,907\s+3,500\s+10.4% below", capsys.readouterr().out)


@pytest.mark.usefixtures("_figures")
def test_an_input_said_to_be_reported_that_is_not_fails_with_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (files("revshare") / "cases" / "anthropic-amazon.toml").read_text(encoding="utf-8")
    mistaken = text.replace(
        "rate = { value = 0.5, low = 0.4, high = 0.5", "rate = { value = 0.45, low = 0.4, high = 0.5"
    )
    assert mistaken != text
    path = tmp_path / "mine.toml"
    path.write_text(mistaken, encoding="utf-8")
    assert cli.main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert "check fails: Contract with Amazon: Share as a fraction" in said
    assert "is said to be F001 (0.5 fraction of gross profit)" in said
    assert "mark the input assumed" in said


@pytest.mark.usefixtures("_figures")
def test_open_ranges_read_as_over_and_up_to(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["check", "openai-microsoft"])
    assert re.search(r"F006\s+C07\s+Losses before profit\s+over 100,000", capsys.readouterr().out)


@pytest.mark.usefixtures("_figures")
def test_its_tables_fit_in_a_hundred_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    cli.main(["check", "anthropic-amazon"])
    said = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)
    table = [line for line in said.splitlines() if line.startswith(" ")]
    assert max(map(len, table)) <= 100
    assert any("missed by 1 year" in line for line in table)
