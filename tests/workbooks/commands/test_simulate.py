"""``revshare simulate``: a line by year over random paths."""

from __future__ import annotations

import pytest

from revshare_workbooks import cli


def test_a_simulation_shows_every_year_and_how_fast_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["simulate", "anthropic-amazon", "--paths", "50", "--seed", "3"]) == 0
    caught = capsys.readouterr()
    assert caught.err == ""
    years = [line.split()[0] for line in caught.out.splitlines() if line.strip().startswith("20")]
    assert years == [str(year) for year in range(2024, 2031)]
    assert "50 paths of 26 drivers, seed 3" in caught.out
    assert "paths a second" in caught.out
    assert "not moved: contracts.amazon.payment_lag: counted in months" in caught.out


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (["profits"], 'has no line "profits"'),
        (["--paths", "0"], "paths must be 1 to 10,000,000, got 0"),
        (["--seed", "-1"], "seed must be 0 or more, got -1"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    words: list[str], cure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["simulate", "anthropic-amazon", *words]) == 2
    assert cure in capsys.readouterr().err
