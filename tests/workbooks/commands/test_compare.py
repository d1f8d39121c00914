"""``revshare compare``: cases side by side, and where their deals cost the lab the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from revshare.case_file import read_case
from revshare.path import path_of
from revshare.projection import project
from revshare_workbooks import cli
from revshare_workbooks.commands.compare import LINES

PAIR = ("anthropic-amazon", "openai-microsoft")


def compared(tmp_path: Path, *words: str) -> pd.DataFrame:
    out = tmp_path / "deals.csv"
    assert cli.main(["compare", *words, "-o", str(out)]) == 0
    return pd.read_csv(out, comment="#")


def row(found: pd.DataFrame, figure: str, years: str = "all") -> pd.Series:
    (one,) = (line for _, line in found.iterrows() if (line["figure"], line["years"]) == (figure, years))
    return one


def test_every_headline_line_stands_beside_the_others_for_all_years_and_by_year(tmp_path: Path) -> None:
    found = compared(tmp_path, *PAIR, "--scenario", "low")
    for case in PAIR:
        projection = project(read_case(case), "low")
        for line in LINES:
            label = projection.line(line).label
            assert row(found, label)[case] == pytest.approx(float(projection.total(line)), rel=1e-12)
            by_year = projection.by_year(line)
            assert row(found, label, "2027")[case] == pytest.approx(float(by_year[3]), rel=1e-12)
        assert row(found, "Peak funding need")[case] == pytest.approx(path_of(projection).peak_funding)


def test_half_of_gross_profit_meets_a_fifth_of_revenue_at_a_cost_ratio_of_three_fifths(
    tmp_path: Path,
) -> None:
    found = compared(tmp_path, *PAIR)
    met = row(found, "Break-even cost ratio, covered dollar")
    assert met["openai-microsoft"] == pytest.approx(0.6, rel=1e-9)
    assert pd.isna(met["anthropic-amazon"])
    assert "openai-microsoft costs less below, anthropic-amazon above" in met["note"]
    assert row(found, "  as a gross margin")["openai-microsoft"] == pytest.approx(0.4, rel=1e-9)


def test_two_flat_deals_keep_their_order_at_every_revenue(tmp_path: Path) -> None:
    met = row(compared(tmp_path, *PAIR), "Break-even covered revenue")
    assert pd.isna(met["openai-microsoft"])
    assert met["note"].startswith("none, openai-microsoft costs less at every revenue")


def test_a_year_that_is_never_reached_is_said_in_words(tmp_path: Path) -> None:
    found = row(compared(tmp_path, *PAIR, "--scenario", "low"), "First year of operating profit")
    late = [case for case in PAIR if path_of(project(read_case(case), "low")).first_profitable_year is None]
    assert late
    assert found["note"] == f"not reached: {', '.join(late)}"
    assert all(pd.isna(found[case]) for case in late)


def test_other_years_are_said_and_left_blank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["anthropic-amazon", "anthropic-google"]
    found = compared(tmp_path, *words)
    assert pd.isna(row(found, "Operating profit", "2022")["anthropic-amazon"])
    capsys.readouterr()
    assert cli.main(["compare", *words]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "years differ: anthropic-amazon 2024 to 2030, anthropic-google 2022 to 2030" in said


def test_other_money_is_said_and_not_converted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = Path(cli.__file__).parents[2] / "model" / "revshare" / "cases" / "anthropic-amazon.toml"
    text = shipped.read_text(encoding="utf-8").replace('money = "USD million"', 'money = "EUR million"', 1)
    (tmp_path / "euro.toml").write_text(text, encoding="utf-8")
    pair = ("anthropic-amazon", str(tmp_path / "euro.toml"))
    chance = row(compared(tmp_path, *pair, "--paths", "4"), "Chance of the lower partner share")
    assert chance["note"] == "not comparable with 2: euro.toml path by path: other years or money"
    capsys.readouterr()
    assert cli.main(["compare", *pair]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "not converted: 1: anthropic-amazon USD million, 2: euro.toml EUR million" in said


def test_a_deal_beats_itself_on_no_path_and_a_dearer_one_on_some(tmp_path: Path) -> None:
    found = compared(tmp_path, PAIR[0], PAIR[0], PAIR[1], "--paths", "200", "--seed", "7")
    chances = found[found["figure"] == "Chance of the lower partner share"]
    own = chances[f"2: {PAIR[0]}"].dropna()
    other = chances[f"3: {PAIR[1]}"].dropna()
    assert own.tolist() == [0.0] * 8
    assert len(other) == 8
    assert 0.0 < other.iloc[0] < 1.0


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (["anthropic-amazon"], "name two cases or more"),
        (["anthropic-amazon", "nobody"], "nobody"),
        ([*PAIR, "--scenario", "best"], 'has no scenario "best"'),
        ([*PAIR, "--paths", "0"], "paths must be 1 to"),
        ([*PAIR, "-o", "deals.txt"], "must end in .xlsx, .csv or .parquet"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    words: list[str], cure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["compare", *words]) == 2
    assert cure in capsys.readouterr().err


def test_a_deal_beside_itself_costs_the_same_at_every_cost(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", "anthropic-amazon", "anthropic-amazon"]) == 0
    said = capsys.readouterr().out
    assert "the same at every cost ratio" in " ".join(said.split())
    assert "neither" not in said
