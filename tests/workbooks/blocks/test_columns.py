"""Columns of a contract's sheet: months, or months cut where its terms turn."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from revshare.contracts.contract import contract_from
from revshare.contracts.term import YearKind
from revshare.timeline import Timeline
from revshare_workbooks.blocks.columns import Columns

TIMELINE = Timeline.of_years(2026, 2027)
CAPPED: dict[str, object] = {"rate": 0.5, "annual_cap": 90.0}
RAMP: dict[str, object] = {"ramp": "1:0.5; 12:0.4"}


def columns_of(terms: dict[str, object]) -> Columns:
    contract = contract_from(terms)
    return Columns.of(contract, contract.grid(TIMELINE))


def turns(columns: Columns) -> list[date]:
    """First days of the second parts of months that are cut."""
    return [second for first, second in zip(*[iter(columns.each.firsts)] * 2, strict=True) if first != second]


@pytest.mark.parametrize(
    "terms",
    [
        {"rate": 0.5, "start": date(2026, 4, 20), "end": date(2027, 6, 10)},
        {**CAPPED, "start": date(2025, 4, 1)},
        {**CAPPED, "start": date(2025, 4, 20), "cap_year": "calendar_year"},
        {**CAPPED, "start": date(2026, 4, 20), "end": date(2027, 4, 19)},
        {**CAPPED, "start": date(2026, 1, 20), "end": date(2026, 12, 31), "opening_payable": 5.0},
    ],
)
def test_months_stay_whole_where_nothing_turns_inside_a_covered_one(terms: dict[str, object]) -> None:
    columns = columns_of(terms)
    assert not columns.cut
    assert len(columns.each.firsts) == 24


@pytest.mark.parametrize(
    ("terms", "cut"),
    [
        ({**CAPPED, "start": date(2026, 4, 20)}, [date(2026, 4, 20), date(2027, 4, 20)]),
        (
            {**CAPPED, "start": date(2026, 1, 20), "end": date(2026, 12, 31), "opening_paid_year": 5.0},
            [date(2026, 1, 20), date(2027, 1, 20)],
        ),
        (
            {"rate": 0.5, "annual_minimum": 9.0, "minimum_test": "quarter", "start": date(2026, 10, 31)},
            [
                *(date(2026, 10, 31), date(2027, 1, 31), date(2027, 4, 30)),
                *(date(2027, 7, 31), date(2027, 10, 31)),
            ],
        ),
    ],
)
def test_a_month_is_cut_on_the_day_its_terms_turn(terms: dict[str, object], cut: list[date]) -> None:
    assert turns(columns_of(terms)) == cut


def test_a_ramp_of_the_31st_turns_at_the_end_of_every_month() -> None:
    found = turns(columns_of({**RAMP, "start": date(2025, 12, 31)}))
    assert found[:4] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert len(found) == 24


def test_flows_add_up_in_their_part_and_a_part_without_days_has_none() -> None:
    columns = columns_of({**CAPPED, "start": date(2026, 4, 20), "end": date(2027, 4, 25)})
    days = columns.sums(columns.pieces.days)
    assert days[:10].tolist() == [0, 31, 0, 28, 0, 31, 19, 11, 0, 31]
    assert columns.sums(columns.pieces.days * columns.pieces.active)[30:34].tolist() == [19, 6, 0, 0]
    np.testing.assert_array_equal(columns.in_months(days), TIMELINE.days)


def test_balances_stand_still_over_a_part_without_days() -> None:
    columns = columns_of({**CAPPED, "start": date(2026, 4, 20)})
    balance = np.arange(1.0, len(columns.pieces.firsts) + 1)
    assert columns.closing(balance, 0.5)[:10].tolist() == [0.5, 1, 1, 2, 2, 3, 4, 5, 5, 6]


def test_years_open_with_the_part_that_holds_their_first_day() -> None:
    columns = columns_of({**CAPPED, "start": date(2025, 4, 20)})
    opens = {kind.value: np.flatnonzero(columns.resets(kind)).tolist() for kind in YearKind}
    assert opens == {"contract_year": [7, 31], "calendar_year": [24], "fiscal_year": [24]}
