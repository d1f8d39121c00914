"""Payments by year and the part of the company they come to, live on a small case."""

from __future__ import annotations

from datetime import date

import pytest
from tests.model.conftest import assumed, every
from tests.workbooks.capital_books import CapitalBook, capital_case, stake


def test_what_is_announced_is_not_yet_funded() -> None:
    """100 before the model, 200 and half of 300 in it, and 50 after it: 450 of 650."""
    book = CapitalBook(capital_case())
    assert book.faults() == []
    assert book.row("Total")[:4] == [650.0, None, 500.0, 450.0]
    assert book.row("Paid in")[:3] == [450.0, 300.0, 150.0]
    assert book.row("Paid in so far")[1:3] == [300.0, 450.0]


def test_the_part_held_is_diluted_and_raised_by_what_is_bought() -> None:
    """0.2 less a tenth, and 150 at 3,000."""
    book = CapitalBook(capital_case())
    assert book.row("Given up to new money")[1:3] == pytest.approx([0.0, -0.02])
    assert book.row("Bought")[1:3] == pytest.approx([0.0, 0.05])
    assert book.row("Held")[1:3] == pytest.approx([0.2, 0.23])


@pytest.mark.parametrize(
    ("moved", "by_year"),
    [
        (date(2025, 6, 1), [100.0, 350.0]),
        (date(2019, 1, 1), [300.0, 150.0]),
        (date(2024, 12, 31), [300.0, 150.0]),
        (date(2026, 1, 1), [100.0, 150.0]),
    ],
)
def test_a_payment_moves_with_its_day(moved: date, by_year: list[float]) -> None:
    book = CapitalBook(capital_case())
    assert book.faults_after({"stakes.cloud.tranches.now.date": moved}) == []
    assert book.row("Paid in")[1:3] == by_year


def test_a_path_that_leaves_the_bounds_is_flagged() -> None:
    case = capital_case(stakes={"cloud": stake({date(2024, 1, 1): 100.0}, ownership=assumed(0.9))})
    book = CapitalBook(case)
    assert [guard.label for guard in book.guards[:3]] == [
        "Fraction held lies between 0 and 1: Stake",
        "Fraction held rises by purchases alone: Stake",
        "What is paid in buys at a value: Stake",
    ]
    book.live.enter("stakes.cloud.ownership", 1.25)
    assert book.live.spot(book.guards[0].spot) == pytest.approx(0.25)
    book.live.enter("stakes.cloud.dilution.every_year", -0.1)
    assert book.live.spot(book.guards[1].spot) == pytest.approx(0.125)
    book.live.type("companies.lab.value.2025", 0.0)
    book.live.enter("stakes.cloud.tranches.t0.date", date(2025, 1, 1))
    assert book.live.spot(book.guards[2].spot) == pytest.approx(100.0)


def test_stakes_in_one_company_are_held_to_the_whole() -> None:
    payments = {date(2024, 1, 1): 100.0}
    second = stake(payments, label="Second", ownership=assumed(0.3), dilution=every(0.0))
    book = CapitalBook(capital_case(stakes={"cloud": stake(payments), "other": second}))
    assert book.faults() == []
    assert book.row("Held by all of them")[1:3] == pytest.approx([0.5, 0.48])
    book.live.enter("stakes.other.ownership", 0.9)
    together = next(guard for guard in book.guards if guard.label.startswith("Stakes together"))
    assert book.live.spot(together.spot) == pytest.approx(0.1)
