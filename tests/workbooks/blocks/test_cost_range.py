"""Risk over a range of cost ratios: the sheet's closed forms are the engine's, whatever the deal and the range."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.workbooks.page_books import new_page, proved

from revshare.headline import FlatDeal
from revshare.risk_sharing import TAIL, even_risk
from revshare_workbooks.blocks.cost_range import cost_range_rows
from revshare_workbooks.blocks.headline import FlatRows
from revshare_workbooks.grid import Spot, Style
from revshare_workbooks.yearly import Yearly


def stated(page: Yearly, deal: FlatDeal) -> FlatRows:
    def cell(value: float) -> Spot:
        return page.constant("Term", "number", value, Style.STORED_NUMBER)

    return FlatRows(
        cell(1.0 * deal.is_profit), cell(deal.rate), cell(deal.coverage), cell(1.0 * deal.floored), deal
    )


def shown(deal: FlatDeal, low: float, high: float) -> list[float]:
    """The figures of a deal, from the top; proving the book compares all of its cells."""
    page = new_page()
    rows = [stated(page, deal), stated(page, FlatDeal("revenue_share", 0.2, 1.0, floored=True))]
    ends = [page.constant("End", "fraction", end, Style.STORED_NUMBER) for end in (low, high)]
    tail = page.constant("Tail", "fraction", TAIL, Style.STORED_NUMBER)
    cost_range_rows(page, page, rows, ("one", "other"), (ends[0], ends[1]), tail)
    cells = proved(page.sheet.book)["Page"]
    return [float(str(cells[f"C{page.at - 6 + place}"])) for place in range(6)]


DEALS = st.builds(
    FlatDeal,
    st.sampled_from(["profit_share", "revenue_share"]),
    st.floats(0, 1),
    st.just(1.0),
    floored=st.booleans(),
)


@settings(deadline=None, max_examples=20, derandomize=True, database=None)
@given(deal=DEALS, low=st.floats(0, 1.5), width=st.just(0.0) | st.floats(0.001, 1))
def test_any_deal_over_any_range_is_shown_right(deal: FlatDeal, low: float, width: float) -> None:
    found = even_risk(deal, low, low + width)
    assert shown(deal, low, low + width)[:2] == pytest.approx([found.share, found.floor], abs=1e-12)


def test_the_floor_is_worth_an_eighth_of_the_share_where_half_the_range_loses() -> None:
    """Cost ratios from 40 % to 120 %: a quarter of them lose, 10 % on average; the floor spares half of that."""
    share, floor, *_ = shown(FlatDeal("profit_share", 0.5, 1.0, floored=True), 0.4, 1.2)
    assert (share, floor) == pytest.approx((0.1125, 0.0125))
