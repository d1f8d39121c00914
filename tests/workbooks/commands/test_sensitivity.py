"""``revshare sensitivity``: one input over values, or all over their ranges."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from revshare_workbooks import cli

RATE = "contracts.amazon.rate"


def test_without_a_driver_the_widest_swing_stands_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sensitivity", "anthropic-amazon", "operating_profit"]) == 0
    said = capsys.readouterr().out
    bars = [line.split()[0] for line in said.splitlines() if line.startswith(" ") and "." in line]
    assert bars[0] == "revenue.annual"
    assert "not moved: products.api.share" in said


def test_a_driver_takes_the_values_typed_or_five_over_its_range(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        cli.main(["sensitivity", "anthropic-amazon", "effective_rate", RATE, "--values", "0.4", "0.5"]) == 0
    )
    assert "32.4%" in capsys.readouterr().out
    assert cli.main(["sensitivity", "anthropic-amazon", "share.amazon", RATE]) == 0
    said = capsys.readouterr().out
    assert all(f" {value} " in said for value in ("40%", "42.5%", "45%", "47.5%", "50%"))


def test_a_table_by_year_takes_one_place_in_all_its_ranges(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sensitivity", "anthropic-amazon", "share.amazon", "revenue.annual"]) == 0
    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["as", "it", "is", "73,951"] in said
    assert ["high", "end", "93,388"] in said


def test_two_inputs_make_a_table_of_both(capsys: pytest.CaptureFixture[str]) -> None:
    by = ["revenue.annual", "--by", RATE, "--by-values", "0.4", "0.5"]
    assert cli.main(["sensitivity", "anthropic-amazon", "operating_profit", *by]) == 0
    said = capsys.readouterr().out
    assert f"across: {RATE}" in said
    assert ["low", "end", "1,429", "(6,194)"] in [line.split() for line in said.splitlines()]


def test_a_file_is_written_instead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "swings.csv"
    assert cli.main(["sensitivity", "anthropic-amazon", "operating_profit", "-o", str(out)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == str(out)
    found = pd.read_csv(out, comment="#")
    assert found["driver"][0] == "revenue.annual"
    assert found["to"][0] == "513 in 2024, 128,000 in 2030"


def test_a_day_may_be_compared(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "anthropic-amazon",
        "operating_profit",
        "contracts.amazon.start",
        "--values",
        "2024-01-01",
        "2025-07-01",
    ]
    assert cli.main(["sensitivity", *words]) == 0
    said = capsys.readouterr().out
    assert re.search(r"2024-01-01 +58,781", said)
    assert re.search(r"2025-07-01 +59,040", said)


def test_a_word_may_be_compared(capsys: pytest.CaptureFixture[str]) -> None:
    losses = ["contracts.amazon.losses", "--values", "floor_zero", "carryforward"]
    assert cli.main(["sensitivity", "anthropic-amazon", "share.amazon", *losses]) == 0
    assert "73,951" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (["profits"], 'has no line "profits"'),
        (["share.amazon", "contracts.amazon.rat"], "did you mean contracts.amazon.rate?"),
        (["share.amazon", RATE, "--values", "40"], "for 40 % enter 0.4"),
        (["share.amazon", "contracts.amazon.losses"], "add --values"),
        (["share.amazon", "--by", RATE], "--by has no driver"),
        (["share.amazon", RATE, "--by-values", "1"], "--by-values has no driver"),
        (["share.amazon", RATE, "--by", RATE], "moves already"),
        (["share.amazon", "-o", "swings.txt"], "must end in .xlsx, .csv or .parquet"),
        (["share.amazon", "--values", "1"], "name the input after the line"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    words: list[str], cure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sensitivity", "anthropic-amazon", *words]) == 2
    assert cure in capsys.readouterr().err
