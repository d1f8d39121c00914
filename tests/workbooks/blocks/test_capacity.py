"""Capacity in gigawatts: its money where it has a price, and words where it has none."""

from __future__ import annotations

import pytest
from tests.model.conftest import assumed, every
from tests.workbooks.compute_books import ComputeBook, compute_case

from revshare_workbooks.blocks.capacity import NOT_PRICED


def hall(cost: object) -> ComputeBook:
    """Two gigawatts, half of them paid for."""
    given = {"label": "Hall", "seller": "cloud", "gigawatts": every(2.0)}
    case = compute_case(
        {}, 2, capacities={"hall": given | {"cost": assumed(cost), "utilisation": assumed(0.5)}}
    )
    return ComputeBook(case)


def test_power_at_its_price_is_money_by_month() -> None:
    book = hall(6.0)
    assert book.faults() == []
    assert book.months("capacity.hall").tolist() == pytest.approx([0.5] * 24)


def test_power_without_a_price_says_so_until_one_is_typed_in() -> None:
    book = hall("none")
    assert book.faults() == []
    assert NOT_PRICED in book.live.values()["Commitments"].values()
    assert book.months("capacity.hall").tolist() == [0.0] * 24
    assert book.faults_after({"capacities.hall.cost": 12.0}) == []
    assert book.months("capacity.hall").tolist() == pytest.approx([1.0] * 24)
