"""``revshare template``: what it writes, what reads it back, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.workbooks.rules.faults import retyped

from revshare_workbooks import cli


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a template as the command writes it; only to be read."""
    out = tmp_path_factory.mktemp("template") / "model.xlsx"
    assert cli.main(["template", "anthropic-amazon", "-o", str(out)]) == 0
    return out


def test_it_writes_the_file_and_says_what_was_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["template", "openai-microsoft", "--scenario", "low"]) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"  checks: all zero; [\d,]+ cells agree with the engine to 1e-9", first)
    assert last == "openai-microsoft-template.xlsx"
    assert [path.name for path in tmp_path.iterdir()] == [last]
    assert load_workbook(last, read_only=True)["Inputs"]["C4"].value == "Low"


@pytest.mark.parametrize("command", ["inputs", "lines", "report"])
def test_other_commands_read_its_inputs(
    book: Path, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["-o", str(tmp_path / "report.xlsx")] if command == "report" else []
    assert cli.main([command, str(book), *out]) == 0
    from_template = capsys.readouterr().out
    assert cli.main([command, "anthropic-amazon", *out]) == 0
    assert from_template == capsys.readouterr().out


def test_check_compares_stored_values_and_what_the_functions_answer(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(book)]) == 0
    said = capsys.readouterr().out
    for what in ("cell functions", "stored values"):
        assert re.search(rf"{what}: [\d,]+ formulas agree with the engine to 1e-9", said)


def test_check_notices_values_of_other_inputs_and_calc_renews_them(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "changed.xlsx"
    path.write_bytes(retyped(book.read_bytes(), "Inputs", (4, 3), "High"))
    assert cli.main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert re.search(r"cell functions: [\d,]+ formulas agree", said)
    assert f"revshare calc {path} renews them" in said
    assert cli.main(["calc", str(path)]) == 0
    assert cli.main(["check", str(path)]) == 0


def test_a_macro_workbook_is_read_like_any_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "model.xlsm"
    assert cli.main(["template", "--macro", "-o", str(out)]) == 0
    assert cli.main(["check", str(out)]) == 0
    assert "stored values" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--macro", "--for", "calc"], "--macro is for Excel; leave off --for calc"),
        (["--macro", "-o", "model.xlsx"], "model.xlsx must end in .xlsm; a macro workbook is no .xlsx"),
        (["-o", "model.xlsm"], "model.xlsm must end in .xlsx; with --macro it is an .xlsm"),
    ],
)
def test_a_name_or_a_choice_that_does_not_go_together_is_refused_in_one_line(
    options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["template", *options]) == 2
    assert capsys.readouterr().err == f"revshare: {message}\n"
