"""This deal against another: the headline, the curves, and what it means in each year."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from revshare.case_file import read_case
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.report.write import report_of

EXAMPLES = json.loads((Path(__file__).parents[2] / "examples.json").read_text(encoding="utf-8"))["examples"]
Figures = Callable[..., dict[str, list[Any]]]


def compared(**rival: Any) -> Values:
    """The Compare sheet of the shipped deal against a changed rival."""
    case = read_case("anthropic-amazon")
    parts = {
        name: replace(getattr(case.rival, name), value=value, low=0.0, high=1.0)
        for name, value in rival.items()
    }
    return values_of_bytes(report_of(replace(case, rival=replace(case.rival, **parts))).content)


def answer(cells: Values, label: str) -> Any:
    (row,) = (address[1:] for address, text in cells["Compare"].items() if text == label)
    return cells["Compare"][f"C{row}"]


def test_the_headline_is_a_cost_ratio_of_60_per_cent(figures: Figures) -> None:
    rows = figures("Compare")
    assert rows["Per covered dollar"][1] == pytest.approx(0.6)
    assert rows["Difference of the two deals there"][1] == pytest.approx(0.0, abs=1e-12)


def test_the_curves_are_the_published_table(reports: Callable[..., Any]) -> None:
    """E01 per dollar of revenue, at the cost ratios the sheet shows."""
    (table,) = (one["expected"]["table"] for one in EXAMPLES if one["id"] == "E01")
    cells = values_of_bytes(reports("anthropic-amazon").content)["Compare"]
    rows = {
        round(float(value), 4): address[1:]
        for address, value in cells.items()
        if address[0] == "A" and isinstance(value, (int, float)) and value < 2
    }
    shown = 0
    for line in table:
        if line["c"] in rows:
            row = rows[line["c"]]
            assert cells[f"C{row}"] == pytest.approx(line["share_gp"] / 1000, abs=1e-12)
            assert cells[f"D{row}"] == pytest.approx(line["share_rev"] / 1000, abs=1e-12)
            assert cells[f"E{row}"] == pytest.approx(line["gp_minus_rev"] / 1000, abs=1e-12)
            shown += 1
    assert shown >= 7


@pytest.mark.parametrize(
    ("rival", "covered"),
    [
        ({"rate": 0.25}, 0.5),
        ({"rate": 0.0}, 1.0),
        ({"rate": 0.5}, 0.0),
        ({"rate": 0.6}, "none"),
        ({"kind": "profit_share"}, "none"),
    ],
)
def test_the_break_even_moves_with_the_rival_or_is_none(rival: dict[str, Any], covered: Any) -> None:
    expected = covered if covered == "none" else pytest.approx(covered, abs=1e-12)
    assert answer(compared(**rival), "Per covered dollar") == expected


def test_coverage_lowers_the_answer_for_the_company() -> None:
    """Spec 8.1: a deal on part of the revenue is compared with one on all of it."""
    whole, part = (
        answer(compared(coverage=share), "For the company, coverage included") for share in (1.0, 0.5)
    )
    assert 0.0 < whole < part < 1.0


def test_a_deal_without_a_rate_has_no_break_even_and_no_error() -> None:
    case = read_case("anthropic-amazon")
    free = {"rate": replace(case.contracts["amazon"]["rate"], value=0.0, low=0.0)}
    made = report_of(replace(case, contracts={"amazon": case.contracts["amazon"] | free}))
    assert answer(values_of_bytes(made.content), "Per covered dollar") == "none"
