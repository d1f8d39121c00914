"""A contract on the totals of each year: part years, limits, and the average rate where a year does not decide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.workbooks.contract_books import Bench, Trial

from revshare_workbooks.blocks.year_terms import WITHOUT, Flows, YearTermsRows
from revshare_workbooks.grid import Role, Row
from revshare_workbooks.yearly import Yearly

LIMITS = {"kind": "profit_share", "annual_cap": 90.0, "annual_minimum": 40.0}
YEARS = {
    "cap_year": "calendar_year",
    "minimum_year": "calendar_year",
    "start": date(2026, 7, 1),
    "end": date(2027, 12, 31),
}


def laid(terms: dict[str, object], *, favoured: bool = False) -> tuple[Bench, YearTermsRows]:
    bench = Bench([Trial(terms, [30.0] * 24, [12.0] * 24)], 2)
    (sheet,) = bench.sheets
    page = Yearly(bench.book.sheet("Workings", Role.CALCULATION, "Workings", ""))
    flows = Flows(sheet.rows.revenue, sheet.rows.cost, sheet.rows.base, sheet.rows.share)
    contract = sheet.flow.contracts[0][0]
    return bench, YearTermsRows(page, bench.inputs, "p1", flows, contract, sheet.flow, favoured=favoured)


def years(bench: Bench, row: Row) -> list[Any]:
    first = bench.book.layout.first_year
    return [bench.live.cell(row.sheet.name, row.number, first + place) for place in (0, 1)]


@pytest.mark.parametrize(("prorated", "cap"), [(False, [90.0, 90.0]), (True, [90.0 * 184 / 365, 90.0])])
def test_a_part_year_has_its_part_of_the_limits(*, prorated: bool, cap: list[float]) -> None:
    bench, rows = laid({**LIMITS, **YEARS, "rate": 0.5, "prorate_caps": prorated})
    assert bench.faults() == []
    assert years(bench, rows.part) == pytest.approx([184 / 365, 1.0])
    assert years(bench, rows.minimum) == pytest.approx([40.0 * 184 / 365, 40.0])
    assert years(bench, rows.cap) == pytest.approx(cap)


@pytest.mark.parametrize("terms", [{"rate": 0.5, "lifetime_cap": 120.0}, {"ramp": "1:0.5; 24:0.1"}])
def test_the_average_rate_stands_in_where_a_year_does_not_decide(terms: dict[str, object]) -> None:
    bench, rows = laid({"kind": "profit_share", **terms})
    assert bench.faults() == []
    assert bench.live.spot(rows.own) == 0
    share = bench.case.timeline.by_year(bench.sheets[0].flow.expense)
    assert years(bench, rows.highest) == pytest.approx(list(share / 216.0 * 360.0))
    assert years(bench, rows.cap) == [WITHOUT, WITHOUT]


def test_a_favoured_clause_is_not_decided_by_a_year() -> None:
    bench, rows = laid({"kind": "profit_share", "rate": 0.5}, favoured=True)
    assert bench.faults() == []
    assert bench.live.spot(rows.own) == 0


def test_thresholds_shrink_with_a_part_year_where_the_terms_say_so() -> None:
    terms = {
        "kind": "profit_share",
        "tiers": "0:0.5; 100:0.3",
        "tier_scope": "calendar_year",
        "prorate_thresholds": True,
    }
    bench, rows = laid({**terms, "start": date(2026, 7, 1)})
    assert bench.faults() == []
    at = 100.0 * 184 / 365
    assert years(bench, rows.highest) == pytest.approx([0.5 * at + 0.3 * (180 - at), 0.5 * 100 + 0.3 * 260])
