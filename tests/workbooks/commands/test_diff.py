"""``revshare diff``: cases, case files and workbooks beside each other."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from revshare_workbooks import cli

TEXT = (files("revshare") / "cases" / "anthropic-amazon.toml").read_text(encoding="utf-8")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Give the shipped case with another rate."""
    path = tmp_path / "mine.toml"
    text = TEXT.replace("rate = { value = 0.5, low = 0.4", "rate = { value = 0.45, low = 0.4")
    assert text != TEXT
    path.write_text(text, encoding="utf-8")
    return path


def test_two_that_say_the_same_are_told_so_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "copy.toml").write_text(TEXT, encoding="utf-8")
    assert cli.main(["diff", "anthropic-amazon", str(tmp_path / "copy.toml")]) == 0
    said = capsys.readouterr().out
    assert "no difference" in said
    assert "headline" not in said


def test_inputs_figures_and_effects_are_told(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A tenth less of the share: 7,395.1 of 73,951 stays with the lab."""
    assert cli.main(["diff", "anthropic-amazon", str(mine), "--line", "operating_profit"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"contracts\.amazon\.rate .* fraction\s+0\.5\s+0\.45", said)
    assert re.search(r"Share of Amazon\s+all\s+73,951\s+66,556\s+\(7,395\)\s+-10\.0%", said)
    assert re.search(r"2028\s+15,421\s+13,879\s+\(1,542\)\s+-10\.0%", said)
    assert re.search(r"First year of operating profit\s+2027\s+2027\s+\+0", said)
    assert re.search(r"contracts\.amazon\.rate\s+7,395\s+100\.0%", said)
    assert re.search(r"the rest: .*\s+0\.0\s+0\.0%", said)


def test_scenarios_of_two_cases_may_be_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "anthropic-amazon", "openai-microsoft", "--scenario", "low"]) == 0
    said = capsys.readouterr().out
    assert "A: anthropic-amazon: Anthropic and Amazon" in said
    assert "note: A has no partner Microsoft" in said
    assert "note: B has no partner Amazon" in said


def test_a_bad_line_or_file_is_refused_in_one_line(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "anthropic-amazon", str(mine), "--line", "profits"]) == 2
    assert 'has no line "profits"' in capsys.readouterr().err
    assert cli.main(["diff", "anthropic-amazon", "nowhere.xlsx"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
