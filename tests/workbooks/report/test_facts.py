"""Facts in the book: each with source and date, conflicts side by side, and what each is used for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from revshare.facts import conflicts, groups, load_facts
from revshare_workbooks.report.facts import as_reported


@pytest.mark.parametrize("case", ["anthropic-amazon", "openai-microsoft"])
def test_every_fact_stands_with_value_date_basis_and_source(
    figures: Callable[..., dict[str, list[Any]]], case: str
) -> None:
    rows = figures("Facts", case)
    for fact in load_facts():
        subject, _, metric, value, unit, when, basis, source, *_ = rows[fact.id]
        assert (subject, metric, unit) == (fact.subject, fact.metric, fact.unit)
        assert str(value).replace(",", "") == fact.value_text.replace(",", "")
        assert str(when or "") == fact.as_of
        assert basis == fact.basis_text
        assert source == f"{fact.source}:{fact.source_line}"


def test_large_numbers_read_well_and_years_stay_years() -> None:
    said = {as_reported(fact) for fact in load_facts()}
    assert {"100,000", "5,000", "2028"} <= said


def test_conflicting_statements_stand_side_by_side(reports: Callable[..., Any]) -> None:
    sheet = next(sheet for sheet in reports("anthropic-amazon").book.sheets if sheet.name == "Facts")
    column = {row: cell.content for (row, place), cell in sheet.cells.items() if place == 1}
    for group, title in groups().items():
        (at,) = (row for row, text in column.items() if text == f"{group}  {title}")
        beside = [column[at + step] for step in range(1, len(conflicts(group)) + 1)]
        assert beside == [fact.id for fact in conflicts(group)]


def test_a_fact_says_which_inputs_rest_on_it(figures: Callable[..., dict[str, list[Any]]]) -> None:
    rows = figures("Facts")
    assert rows["F047"][8] == "input API revenue, 2025"
    assert "input Contract with Amazon: share as a fraction" in rows["F001"][8]
    assert "input AWS compute, 100,000 in all: committed, 2026 to 2030" in rows["F054"][8]
    assert "API: share sold through AWS, every year" in rows["F043"][8]
    assert rows["F008"][8] == "compared: Cash flow of 2028", "a target is compared, never used"
