"""``revshare inputs``: every input with its source."""

from __future__ import annotations

import re

import pytest

from revshare_workbooks import cli


def test_inputs_shows_value_range_basis_and_fact(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["inputs", "anthropic-amazon"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "revenue.annual.2025" in line]
    for word in ("3,907", "USD million", "3,500 to 4,300", "projected", "F047"):
        assert word in line or word.replace(",", "") in line


def test_inputs_of_a_scenario_shows_what_it_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["inputs", "anthropic-amazon", "--scenario", "low"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "revenue.annual.2025" in line]
    assert re.search(r"revenue\.annual\.2025\s+3,?500 ", line)


def test_inputs_shows_what_is_uncertain_without_a_range(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["inputs", "anthropic-amazon"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"uncertainty\.months\.deviation\s+0\.03\s+fraction\s+assumed ", shown)
    assert re.search(r"correlations\.costs\.rank\s+0\.95\s+number\s+assumed ", shown)
