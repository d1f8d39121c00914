"""Scenarios side by side: stored figures, their weighted mean, and the live one tied to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from revshare.case_file import read_case
from revshare.projection import project
from revshare_workbooks.reading import values_of_bytes
from revshare_workbooks.report.scenarios import LINES

CASES = ["anthropic-amazon", "openai-microsoft"]


def block(cells: dict[str, Any], label: str, width: int) -> dict[str, list[Any]]:
    """The rows below a line's heading, by scenario."""
    (at,) = (int(address[1:]) for address, text in cells.items() if address[0] == "A" and text == label)
    letters = [chr(ord("C") + place) for place in range(width)]
    rows: dict[str, list[Any]] = {}
    row = at + 1
    while str(cells.get(f"A{row}", "")).startswith("  "):
        rows[cells[f"A{row}"].strip()] = [cells.get(f"{letter}{row}") for letter in letters]
        row += 1
    return rows


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", LINES)
def test_every_scenario_stands_beside_the_others_and_the_live_one_is_tied(
    reports: Callable[..., Any], case: str, name: str
) -> None:
    found = {scenario: project(read_case(case), scenario) for scenario in ("base", "low", "high")}
    cells = values_of_bytes(reports(case, "low").content)["Scenarios"]
    rows = block(cells, found["base"].line(name).label, 9)
    for scenario, projection in found.items():
        expected = [*projection.by_year(name), float(projection.total(name))]
        assert rows[scenario.title()][:8] == pytest.approx(expected, rel=1e-9)
    assert rows["Live"][:8] == pytest.approx(rows["Low"][:8], rel=1e-9)
    assert rows["Live"][8] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("case", CASES)
def test_money_is_weighted_by_probability_and_ratios_are_not(reports: Callable[..., Any], case: str) -> None:
    cells = values_of_bytes(reports(case).content)["Scenarios"]
    profit = block(cells, "Operating profit", 8)
    found = read_case(case)
    weights = {"Base": found.probability} | {
        item.label: item.probability for item in found.scenarios.values()
    }
    expected = [sum(weights[name] * profit[name][place] for name in weights) for place in range(8)]
    assert profit["Weighted by probability"] == pytest.approx(expected, rel=1e-9)
    assert "Weighted by probability" not in block(cells, "Inference cost per dollar of revenue", 8)


@pytest.mark.parametrize("case", CASES)
def test_probabilities_and_stories_are_told(reports: Callable[..., Any], case: str) -> None:
    cells = values_of_bytes(reports(case).content)["Scenarios"]
    shown = {cells[f"A{row}"]: (cells[f"B{row}"], cells[f"C{row}"]) for row in (5, 6, 7)}
    stories = read_case(case).scenarios
    assert shown["Low"] == (0.25, stories["low"].note)
    assert shown["High"] == (0.25, stories["high"].note)
    assert shown["Base"][0] == 0.5
