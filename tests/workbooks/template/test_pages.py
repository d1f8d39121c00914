"""Rows of a template: where they stand, how they are totalled, and what heads them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from revshare.lines import Kind
from revshare.timeline import Timeline
from revshare_workbooks.grid import Book, Role, Spot
from revshare_workbooks.template.pages import Page, TemplateLayout, where_there_is_one


@pytest.fixture
def page() -> Page:
    book = Book(
        Timeline.of_years(2024, 2025),
        title="Deal",
        money="USD",
        scenario="base",
        version="1",
        digest="0" * 64,
    )
    book.layout = TemplateLayout(2, 24)
    inputs = book.sheet("Inputs", Role.INPUT, "Inputs", "")
    return Page(book, "Lines", "Lines", "All of them.", Spot(inputs, 6, 3))


def written(page: Page, row: int, column: int) -> object:
    return page.sheet.rendered()[row, column].content


def test_months_begin_right_after_the_years() -> None:
    layout = TemplateLayout(7, 84)
    assert (layout.first_year, layout.last_year, layout.first_month, layout.last_month) == (4, 10, 11, 94)


def test_heads_count_on_from_the_first_day(page: Page) -> None:
    heads = [written(page, 4, column) for column in (4, 5, 6, 7)]
    assert heads == ["=YEAR(Inputs!$C$6)", "=D4+1", "=Inputs!$C$6", "=EDATE(F4,1)"]
    expected = page.book.expected
    assert (expected["Lines", 4, 5], expected["Lines", 4, 29]) == (2025, date(2025, 12, 1))


@pytest.mark.parametrize(
    ("kind", "years", "total", "figures"),
    [
        (Kind.FLOW, '=RS_ROLLUP($F$5:$AC$5,12,"sum")', "=SUM($D$5:$E$5)", (66.0, 210.0, 276.0)),
        (Kind.STOCK, '=RS_ROLLUP($F$5:$AC$5,12,"last")', "=E5", (11.0, 23.0, 23.0)),
    ],
)
def test_flows_sum_and_balances_close(
    page: Page, kind: Kind, years: str, total: str, figures: tuple[float, ...]
) -> None:
    row = page.place("Share")
    months = np.arange(24.0)
    page.months(row, "=RS_CASE(1)", months)
    page.totals(row, kind, months)
    assert (written(page, 5, 4), written(page, 5, 3)) == (years, total)
    assert tuple(page.book.expected["Lines", 5, column] for column in (4, 5, 3)) == figures
    assert page.sheet.cells[5, 6].fills == (1, 24)


def test_an_error_shows_as_nothing_or_a_word_even_where_it_comes_as_text() -> None:
    assert where_there_is_one("RS_CASE(1)") == '=IFERROR(1*RS_CASE(1),"")'
    assert where_there_is_one("RS_CASE(1)", "none") == '=IFERROR(1*RS_CASE(1),"none")'
