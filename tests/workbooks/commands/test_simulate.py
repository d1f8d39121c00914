"""``revshare simulate``: a line by year over random paths."""

from __future__ import annotations

import re
from dataclasses import replace
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


def test_chances_of_other_events_stand_below_and_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["simulate", "anthropic-amazon", "--paths", "50", "--antithetic", "--threads", "1"]) == 0
    assert "AWS compute, 100,000 in all: paid beyond use" in capsys.readouterr().out
    assert cli.main(["simulate", "anthropic-amazon", "--paths", "50", "-o", str(tmp_path / "a.csv")]) == 0
    assert "probability: AWS compute, 100,000 in all: paid beyond use" in (tmp_path / "a.csv").read_text()


def test_a_stopped_run_says_of_how_many_paths_it_tells(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = simulate(read_case("anthropic-amazon"), "operating_profit", 50)
    monkeypatch.setattr(
        "revshare_workbooks.commands.simulate.simulate", lambda *_, **__: replace(whole, partial=True)
    )
    assert cli.main(["simulate", "anthropic-amazon", "--paths", "9000"]) == 130
    assert "stopped after 50 of 9,000 paths; the figures are of those" in capsys.readouterr().out


def test_a_cluster_that_does_not_answer_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["simulate", "anthropic-amazon", "--paths", "10", "--cluster", "nowhere://x"]) == 2
    assert 'no cluster answers at "nowhere://x"' in capsys.readouterr().err
