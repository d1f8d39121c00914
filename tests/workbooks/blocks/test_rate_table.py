"""A table of rates on the sheet: each tier with its step and with what it earns up to its threshold."""

from __future__ import annotations

import pytest
from tests.workbooks.contract_books import Bench, Trial

from revshare.contracts.tiers import Tiers
from revshare_workbooks.blocks.rate_table import RateTable, rate_table
from revshare_workbooks.grid import Block, Role
from revshare_workbooks.yearly import Yearly

TERMS = {"kind": "profit_share", "tiers": "0:0.5; 300:0.4; 800:0.3"}


def laid(**terms: object) -> tuple[Bench, RateTable]:
    bench = Bench([Trial({**TERMS, **terms}, [100.0] * 12, [40.0] * 12)], 1)
    page = Yearly(bench.book.sheet("Table", Role.CALCULATION, "Table", ""))
    tiers = bench.sheets[0].flow.contracts[0][0].rate
    assert isinstance(tiers, Tiers)
    return bench, rate_table(page, bench.inputs, "p1", tiers)


def column(bench: Bench, block: Block) -> list[float]:
    (top, place), (bottom, _) = block.first, block.last
    return [float(str(bench.live.cell(block.sheet.name, row, place))) for row in range(top, bottom + 1)]


def test_a_tier_earns_what_the_tiers_below_it_have_earned() -> None:
    """300 at 50 % are 150, and 500 more at 40 % are 200."""
    bench, table = laid()
    assert bench.faults() == []
    assert column(bench, table.earned) == pytest.approx([0.0, 150.0, 350.0])
    assert column(bench, table.steps) == pytest.approx([0.0, -0.1, -0.1])


@pytest.mark.parametrize(("boundary", "sign"), [("reach", -1.0), ("exceed", 1.0)])
def test_rounding_at_a_threshold_is_on_the_side_of_its_boundary(boundary: str, sign: float) -> None:
    bench, table = laid(tier_method="cliff_retroactive", tier_boundary=boundary)
    assert bench.faults() == []
    assert float(str(bench.live.spot(table.side))) == pytest.approx(sign * 1e-9)
