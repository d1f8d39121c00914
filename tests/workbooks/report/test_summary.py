"""The first page: the answers, figures by year, and charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from revshare.case_file import read_case
from revshare.projection import project
from revshare_workbooks.grid import Style
from revshare_workbooks.look import ROW
from revshare_workbooks.page_breaks import CENTIMETRE, CHARACTER, page_height

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


def test_the_boards_page_holds_answers_and_two_charts_and_the_years_follow_on_one(
    reports: Callable[..., Any],
) -> None:
    for case in ("anthropic-amazon", "openai-microsoft"):
        (sheet,) = (sheet for sheet in reports(case).book.sheets if sheet.name == "Summary")
        (end,) = sheet.breaks
        heights = [sheet.heights.get(row, ROW) for row in range(1, max(row for row, _ in sheet.cells) + 1)]
        page = page_height(CHARACTER * sum(sheet.widths.values()))
        assert sum(heights[:end]) <= page
        on_board = [chart for chart in sheet.charts if chart.anchor[0] <= end]
        for chart in sheet.charts:
            first, last = (0, end) if chart in on_board else (end, len(heights))
            above = sum(heights[first : min(chart.anchor[0] - 1, last)])
            assert above + CENTIMETRE * chart.size[1] <= page, chart.title
        assert len(on_board) == 2
        assert len(sheet.charts) == 5


def test_headlines_say_who_gets_what_when_it_pays_and_what_could_break_it(
    reports: Callable[..., Any],
) -> None:
    report = reports("anthropic-amazon")
    found = project(read_case("anthropic-amazon"))
    said = [
        str(report.book.expected["Summary", row, column])
        for (row, column), cell in sorted(report.book.sheets[1].cells.items())
        if cell.style is Style.HEADLINE
    ]
    share, kept = (f"{float(found.total(name)):,.0f}" for name in ("share.amazon", "contribution"))
    assert said[0].startswith(f"Amazon receives {share}, 32.4% of the revenue it shares in")
    assert f"keeps {kept} of" in said[1]
    assert said[2].startswith("Operating profit from 2027; the deepest funding need is 11,054")
    assert "the other deal costs less here" in said[3]
    low = f"{float(project(read_case('anthropic-amazon'), 'low').total('contribution')):,.0f}"
    assert f"in the scenario Low, the lab keeps {low}" in said[4]


def test_the_words_of_the_headlines_stand_below_what_prints(reports: Callable[..., Any]) -> None:
    (sheet,) = (sheet for sheet in reports("anthropic-amazon").book.sheets if sheet.name == "Summary")
    (top,) = (row for (row, _), cell in sheet.cells.items() if cell.content == "Words of the headlines")
    assert top == sheet.print_rows + 1
    for chart in sheet.charts:
        below = sum(sheet.heights.get(row, ROW) for row in range(chart.anchor[0], top))
        assert CENTIMETRE * chart.size[1] <= below, chart.title
    assert all(sheet.cells[row, 2].content for row, column in sheet.cells if row > top and column == 1)


def test_each_partner_is_shown_with_its_own_rate(figures: Figures) -> None:
    found = project(read_case("anthropic-google"))
    rows = figures("Summary", "anthropic-google")
    assert rows["per dollar of covered revenue"][0] == pytest.approx(
        float(found.total("effective_rate.google"))
    ), "not the average over both partners"
