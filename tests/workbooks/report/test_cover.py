"""The cover: what the book is, where everything stands, and that it holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook


@pytest.mark.parametrize("scenario", ["base", "low"])
def test_it_says_what_the_book_is(figures: Callable[..., dict[str, list[Any]]], scenario: str) -> None:
    rows = figures("Cover", scenario=scenario)
    assert rows["Model check"][0] == "OK"
    assert rows["Scenario"][0] == {"base": "Base", "low": "Low"}[scenario]
    assert rows["Case"][0] == "anthropic-amazon"
    assert rows["Deals"][0] == "D01, D04, D05, D06"
    assert rows["Data as of"][0] == "30 April 2026"
    assert rows["Input hash (SHA-256)"][0] == "0" * 64
    assert rows["Signs"][0].startswith("A share is positive when Anthropic pays its partner")


def test_a_case_of_no_reported_deal_says_so(figures: Callable[..., dict[str, list[Any]]]) -> None:
    assert figures("Cover", "build-or-partner")["Deals"][0] == "None of those reported: an example"


def test_its_contents_lead_to_every_other_sheet(reports: Callable[..., Any]) -> None:
    book = load_workbook(io.BytesIO(reports("anthropic-amazon").content))
    links = {
        cell.value: (cell.hyperlink.location or cell.hyperlink.target).lstrip("#")
        for row in book["Cover"].iter_rows(max_col=1)
        for cell in row
        if cell.hyperlink
    }
    assert list(links) == book.sheetnames[1:]
    for name, target in links.items():
        assert target in {f"{name}!A1", f"'{name}'!A1"}


def test_every_sheet_is_described_in_a_sentence(
    figures: Callable[..., dict[str, list[Any]]], reports: Callable[..., Any]
) -> None:
    rows = figures("Cover")
    for sheet in reports("anthropic-amazon").book.sheets[1:]:
        assert len(rows[sheet.name][0]) > 15
