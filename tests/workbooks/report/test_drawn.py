"""What a simulation drew, in words: distributions, shocks, correlations, and what was held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.workbooks.page_books import new_page

from revshare.case_file import read_case
from revshare.projection import project
from revshare.risk.drivers import drivers_of
from revshare.risk.plan import Plan
from revshare.risk.shocks import MonthlyShocks
from revshare.risk.start import Start
from revshare_workbooks.driver_words import distribution_of, label_of
from revshare_workbooks.report.drawn import INDEPENDENT, drawn_block

CASE = read_case("anthropic-amazon")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan.of(Start.of(CASE))


def words(plan: Plan) -> list[str]:
    """Every text on a page that shows what was drawn."""
    page = new_page(7)
    drawn_block(page, plan, project(CASE))
    return [str(cell.content) for _, cell in sorted(page.sheet.cells.items())]


def test_every_input_stands_with_its_distribution(plan: Plan) -> None:
    said, drivers = words(plan), drivers_of(plan.start)
    for name, table in plan.tables.items():
        assert label_of(drivers[name]) in said
        beginning = distribution_of(drivers[name], table)[:40]
        assert any(text.startswith(beginning) for text in said), name


def test_shocks_are_told_with_the_line_they_move(plan: Plan) -> None:
    shocked = replace(plan, shocks={"revenue": MonthlyShocks(0.03)})
    said = words(shocked)
    assert "Revenue: growth month by month" in said
    assert "random walk around the projection, 0.03 a month (of the logarithm)" in said


def test_pairs_that_go_together_are_told_once_and_none_is_said(plan: Plan) -> None:
    ranks = np.eye(len(plan.tables))
    ranks[0, 2] = ranks[2, 0] = -0.4
    said = words(replace(plan, ranks=ranks))
    assert [text for text in said if "rank correlation" in text] == [
        "API revenue and Subscriptions: inference cost per dollar of revenue: rank correlation -0.4"
    ]
    assert INDEPENDENT in words(replace(plan, ranks=None))


@pytest.mark.parametrize("held", [{}, {"products.api.share": "its parts sum to 1"}])
def test_what_was_held_is_told_with_the_reason(plan: Plan, held: dict[str, str]) -> None:
    said = words(replace(plan, held=held))
    assert ("Inputs with a range that were not drawn" in said) == bool(held)
    assert ("API: share of company revenue: its parts sum to 1" in said) == bool(held)
