"""What a stake is worth with its preference, and its multiple, after every edit of the company's value."""

from __future__ import annotations

from datetime import date

import pytest
from tests.model.conftest import assumed, every
from tests.workbooks.capital_books import CapitalBook, capital_case, stake


def test_the_preference_comes_first_and_converting_pays_later() -> None:
    """A fifth for 100, all of it back first: of 50 there is 50, to 500 the 100, and of 1,000 the fifth."""
    preferred = stake({date(2024, 1, 1): 100.0}, preference=assumed(1.0), dilution=every(0.0))
    book = CapitalBook(capital_case(stakes={"cloud": preferred}))
    shown = []
    for worth in (50.0, 100.0, 300.0, 500.0, 1000.0):
        assert book.faults_after({"companies.lab.value.2025": worth}) == []
        shown.append(book.row("Worth of the stake")[2])
    assert shown == pytest.approx([50.0, 100.0, 100.0, 100.0, 200.0])
    assert book.row("Multiple of what was paid")[2] == pytest.approx(2.0)


def test_without_payments_there_is_no_multiple() -> None:
    book = CapitalBook(capital_case(stakes={"cloud": stake({date(2024, 1, 1): 0.0})}))
    assert book.faults() == []
    assert book.row("Multiple of what was paid")[1:3] == ["", ""]
