"""How annual totals fall on the months: solved by the engine, stored, and chosen by the scenario."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from revshare.case_file import read_case
from revshare.projection import project


def test_every_scenario_has_its_profile_and_each_year_sums_to_1(reports: Callable[..., Any]) -> None:
    book = reports("openai-microsoft").book
    sheet = next(sheet for sheet in book.sheets if sheet.name == "Profiles")
    first = book.layout.first_month
    rows = [
        row
        for (row, column), cell in sheet.cells.items()
        if column == 1 and str(cell.content).startswith("Solved")
    ]
    labels = [sheet.cells[row, 1].content for row in rows]
    stories = read_case("openai-microsoft").scenarios.values()
    solved = ["Solved for Base", *(f"Solved for {story.label}" for story in stories), "Solved for Own"]
    assert labels == solved * 4, "two products and two kinds of spending"
    for row in rows:
        shares = np.array([sheet.cells[row, first + month].content for month in range(84)])
        np.testing.assert_allclose(shares.reshape(7, 12).sum(axis=1), 1.0, rtol=1e-12)
        assert (shares > 0).all()


@pytest.mark.parametrize("scenario", ["base", "low", "high"])
def test_the_chosen_profile_is_the_one_of_the_scenario(reports: Callable[..., Any], scenario: str) -> None:
    book = reports("anthropic-amazon", scenario).book
    sheet = next(sheet for sheet in book.sheets if sheet.name == "Profiles")
    chosen = [
        row
        for (row, column), cell in sheet.cells.items()
        if column == 1 and cell.content == "In the chosen scenario"
    ]
    shares = project(read_case("anthropic-amazon"), scenario).shares_of_year["revenue.api"]
    found = [book.expected["Profiles", chosen[0], book.layout.first_month + month] for month in range(84)]
    np.testing.assert_allclose(found, shares)
