"""A site of one's own beside rent: even cost a year, and how busy it must be; the worked example among them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.model.conftest import assumed, every
from tests.workbooks.compute_books import ComputeBook, compute_case
from tests.workbooks.contract_books import example

from revshare_workbooks.blocks.own_or_rent import NEVER

HOURS = 8760.0


def site(**terms: float) -> ComputeBook:
    """A site of one gigawatt, every cell of its sheet compared with the engine."""
    plain = {"capex": 1000.0, "life": 2.0, "residual": 0.0, "discount_rate": 0.0, "running": 100.0}
    given = plain | {"rent": 1500.0, "utilisation": 0.5} | terms
    table: dict[str, Any] = {key: assumed(value) for key, value in given.items()}
    case = compute_case({}, 2, site={"label": "Hall", "gigawatts": every(1.0)} | table)
    book = ComputeBook(case)
    assert book.faults() == []
    return book


def figures(book: ComputeBook) -> list[object]:
    """Values of the sheet in the total column."""
    sheet = book.live.values()["Commitments"]
    return [value for address, value in sheet.items() if address.startswith("C")]


def test_without_interest_the_cost_of_building_is_spread_over_its_years() -> None:
    book = site()
    assert book.years("site_cost") == pytest.approx([600, 600])
    assert book.years("site_rent") == pytest.approx([750, 750])


def test_the_worked_accelerator_pays_from_63_percent_of_use() -> None:
    given, expected = example("E34")["inputs"], example("E34")["expected"]
    book = site(
        capex=given["capex_per_accelerator"],
        life=given["life_years"],
        discount_rate=given["discount_rate"],
        running=given["opex_per_year"],
        rent=given["rent_per_hour"] * HOURS,
    )
    assert book.years("site_cost")[0] == pytest.approx(expected["annual_owned_cost"])
    shares = [value for value in figures(book) if isinstance(value, float)]
    assert any(value == pytest.approx(expected["break_even_utilisation"]) for value in shares)


def test_what_is_left_at_the_end_lowers_the_cost() -> None:
    book = site(residual=0.5, discount_rate=0.1)
    assert book.faults_after({"site.residual": 0.0, "site.discount_rate": 0.08, "site.life": 3.5}) == []


def test_a_site_that_is_dearer_at_any_use_says_so() -> None:
    assert NEVER in figures(site(rent=500.0))


def test_a_site_without_a_rent_is_flagged() -> None:
    book = site()
    (guard,) = book.rows.guards
    book.live.enter("site.rent", 0.0)
    assert book.live.spot(guard.spot) == 1
