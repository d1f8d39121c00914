"""``revshare sensitivity``: one input over values, or all over their ranges."""

from __future__ import annotations

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
    assert all(f" {value} " in said for value in ("0.4", "0.425", "0.45", "0.475", "0.5"))


def test_a_word_may_be_compared(capsys: pytest.CaptureFixture[str]) -> None:
    losses = ["contracts.amazon.losses", "--values", "floor_zero", "carryforward"]
    assert cli.main(["sensitivity", "anthropic-amazon", "share.amazon", *losses]) == 0
    assert "73,951" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (["profits"], 'has no line "profits"; see revshare lines anthropic-amazon'),
        (["share.amazon", "contracts.amazon.rat"], "did you mean contracts.amazon.rate?"),
        (["share.amazon", RATE, "--values", "40"], "for 40 % enter 0.4"),
        (["share.amazon", "revenue.annual"], "add --values"),
        (["share.amazon", "--values", "1"], "name the input after the line"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    words: list[str], cure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sensitivity", "anthropic-amazon", *words]) == 2
    assert cure in capsys.readouterr().err
