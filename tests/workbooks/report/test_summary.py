"""The first page: the answers, figures by year, and charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from revshare.case_file import read_case
from revshare.projection import project

Figures = Callable[..., dict[str, list[Any]]]


def test_the_answers_are_the_engines(figures: Figures) -> None:
    rows, found = figures("Summary"), project(read_case("anthropic-amazon"))
    assert rows["Amazon receives from its share, to 2030"][0] == pytest.approx(
        float(found.total("share.amazon"))
    )
    assert rows["Anthropic keeps after the share, to 2030"][0] == pytest.approx(
        float(found.total("contribution"))
    )
    assert rows["First year of operating profit"][0] == 2027
    both = "Both deals cost the same at a cost ratio of, per covered dollar"
    assert rows[both][0] == pytest.approx(0.6), "the headline"
    company = rows["and for the company, coverage included"][0]
    assert company == pytest.approx(1 - 0.2 / (0.5 * float(found.total("coverage"))))


def test_figures_by_year_are_the_engines(figures: Figures) -> None:
    for case in ("anthropic-amazon", "openai-microsoft"):
        rows, found = figures("Summary", case), project(read_case(case))
        for name in ("revenue", "gross_profit", "operating_profit", "cash_flow", "gross_margin"):
            label = found.line(name).label
            assert rows[label][:7] == pytest.approx(list(found.by_year(name)), rel=1e-9)
            assert rows[label][7] == pytest.approx(float(found.total(name)), rel=1e-9)


def test_it_says_which_scenario_is_in_force_and_that_the_book_holds(figures: Figures) -> None:
    for scenario, label in (("base", "Base"), ("high", "High")):
        scenario_row = figures("Summary", scenario=scenario)["Scenario"]
        assert scenario_row[0] == label
        assert "OK" in scenario_row


def test_it_fits_on_one_page(reports: Callable[..., Any]) -> None:
    sheet = next(sheet for sheet in reports("anthropic-amazon").book.sheets if sheet.name == "Summary")
    assert sheet.one_page
    assert len(sheet.charts) >= 4
