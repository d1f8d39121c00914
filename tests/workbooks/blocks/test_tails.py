"""Outcomes in order on the sheet, and what lies in either tail."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.workbooks.page_books import new_page, proved

from revshare.risk_sharing import TAIL, spread
from revshare_workbooks.blocks.tails import tail_rows
from revshare_workbooks.grid import Block, Style


def tails(values: list[float], weights: list[float]) -> list[float]:
    page = new_page()
    top = page.at
    for row, (value, weight) in enumerate(zip(values, weights, strict=True), start=top):
        page.sheet.put(row, 2, weight, Style.STORED_NUMBER)
        page.sheet.put(row, 3, value, Style.STORED_NUMBER)
    page.at = last = top + len(values)
    chances, kept = (Block(page.sheet, (top, column), (last - 1, column)) for column in (2, 3))
    tail = page.constant("Tail", "fraction", TAIL, Style.STORED_NUMBER)
    labels = [f"outcome {n}" for n in range(len(values))]
    found = tail_rows(page, "this deal", labels, (kept, np.array(values)), (chances, np.array(weights)), tail)
    cells = proved(page.sheet.book)["Page"]
    return [float(str(cells[spot.address("bare", 0)])) for spot in found]


@pytest.mark.parametrize(
    ("values", "weights"),
    [
        ([100.0, -20.0, 300.0], [0.5, 0.25, 0.25]),
        ([5.0], [1.0]),
        ([5.0, 5.0, 1.0, 9.0], [0.4, 0.1, 0.5, 0.0]),
        (list(range(50, 0, -1)), [0.02] * 50),
    ],
)
def test_the_tails_are_the_engines(values: list[float], weights: list[float]) -> None:
    found = spread(values, weights)
    assert tails(values, weights) == pytest.approx([found.low, found.high])


@settings(deadline=None, max_examples=10, derandomize=True, database=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([-3.0, 0.0, 1.0, 7.5, 40.0]), st.floats(0.01, 1)), min_size=1, max_size=9
    )
)
def test_any_outcomes_are_put_in_order(drawn: list[tuple[float, float]]) -> None:
    values, weights = (list(column) for column in zip(*drawn, strict=True))
    found = spread(values, weights)
    assert tails(values, weights) == pytest.approx([found.low, found.high])
