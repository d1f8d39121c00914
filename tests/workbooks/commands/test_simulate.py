"""``revshare simulate``: a line by year over random paths."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from revshare.case_file import read_case
from revshare.risk.simulation import simulate
from revshare_workbooks import cli


def test_a_simulation_shows_every_year_and_how_fast_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["simulate", "anthropic-amazon", "--paths", "50", "--seed", "3"]) == 0
    caught = capsys.readouterr()
    assert caught.err == ""
    years = [line.split()[0] for line in caught.out.splitlines() if line.strip().startswith("20")]
    assert years == [str(year) for year in range(2024, 2031)]
    assert re.search(r"50 paths of \d+ drivers, seed 3", caught.out)
    assert "paths a second" in caught.out
    assert "not moved: contracts.amazon.payment_lag: it shapes the contract" in caught.out


def test_a_file_holds_every_figure_with_seed_and_paths(tmp_path: Path) -> None:
    out = tmp_path / "paths.csv"
    words = ["anthropic-amazon", "partner_share", "--paths", "50", "--seed", "3", "-o", str(out)]
    assert cli.main(["simulate", *words]) == 0
    assert "50 paths of" in out.read_text().splitlines()[0]
    assert "seed 3" in out.read_text().splitlines()[0]
    found, expected = (
        pd.read_csv(out, comment="#"),
        simulate(read_case("anthropic-amazon"), "partner_share", 50, 3),
    )
    spread = expected.spreads["partner_share"]
    assert found["year"].tolist() == [*map(str, expected.years), "total"]
    assert found["mean (USD million)"].tolist() == pytest.approx([*spread.mean, spread.total.mean])
    assert found["P5 (USD million)"].tolist() == pytest.approx(
        [*spread.percentiles[0], spread.total.percentiles[0]]
    )
    assert found["probability of profit (fraction)"][:7].tolist() == pytest.approx(expected.profitable)


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (["profits"], 'has no line "profits"'),
        (["--paths", "0"], "paths must be 1 to 100,000,000, got 0"),
        (["-o", "paths.xls"], "must end in .xlsx, .csv or .parquet"),
        (["--seed", "-1"], "seed must be 0 or more, got -1"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    words: list[str], cure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["simulate", "anthropic-amazon", *words]) == 2
    assert cure in capsys.readouterr().err
