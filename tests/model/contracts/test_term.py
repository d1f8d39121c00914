from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from revshare.contracts.term import Calendar, Proration, Term, YearKind
from revshare.errors import TermsError


def calendar(start: date, stop: date | None = None, **options: Any) -> Calendar:
    return Calendar(start, stop, options.get("proration", Proration.ACTUAL_DAYS), options.get("year_end", 12))


def test_a_contract_year_runs_from_the_start(example: Callable[[str], dict[str, Any]]) -> None:
    expected = example("E37")["expected"]
    first, second = (date.fromisoformat(day) for day in expected["contract_year_1"])
    assert calendar(first).interval(YearKind.CONTRACT, date(2027, 1, 31)) == (first, second)
    assert (second - first).days == expected["days_in_contract_year_1"]
    assert calendar(first).covered_fraction(date(2026, 4, 1), date(2026, 5, 1)) == pytest.approx(
        expected["april_fraction"], rel=1e-12
    )


def test_contract_months_count_from_the_original_day() -> None:
    """From 31 January the third month opens on 31 March, not on the 28th."""
    own = calendar(date(2027, 1, 31))
    assert own.interval(YearKind.CONTRACT, date(2027, 3, 30), 1) == (date(2027, 2, 28), date(2027, 3, 31))
    assert own.interval(YearKind.CONTRACT, date(2027, 3, 31), 1)[0] == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("year_end", "year", "quarter"),
    [
        (12, (date(2026, 1, 1), date(2027, 1, 1)), (date(2026, 4, 1), date(2026, 7, 1))),
        (6, (date(2025, 7, 1), date(2026, 7, 1)), (date(2026, 4, 1), date(2026, 7, 1))),
        (1, (date(2026, 2, 1), date(2027, 2, 1)), (date(2026, 2, 1), date(2026, 5, 1))),
    ],
)
def test_fiscal_years_and_their_quarters(
    year_end: int, year: tuple[date, date], quarter: tuple[date, date]
) -> None:
    own = calendar(date(2020, 1, 1), year_end=year_end)
    assert own.interval(YearKind.FISCAL, date(2026, 4, 20)) == year
    assert own.interval(YearKind.FISCAL, date(2026, 4, 20), 3) == quarter
    assert own.quarters(YearKind.FISCAL, year[0])[0][0] == year[0]
    assert own.quarters(YearKind.FISCAL, year[0])[3][1] == year[1]


@pytest.mark.parametrize(
    ("proration", "expected"),
    [
        (Proration.ACTUAL_DAYS, 256 / 365),
        (Proration.MONTHS, (11 / 30 + 8) / 12),
        (Proration.FULL_PERIOD, 9 / 12),
        (Proration.NONE, 1.0),
    ],
)
def test_what_a_part_year_counts(proration: Proration, expected: float) -> None:
    own = calendar(date(2026, 4, 20), proration=proration)
    assert own.covered_fraction(date(2026, 1, 1), date(2027, 1, 1)) == pytest.approx(expected, rel=1e-12)
    assert own.covered_fraction(date(2027, 1, 1), date(2028, 1, 1)) == 1.0
    assert own.covered_fraction(date(2025, 1, 1), date(2026, 1, 1)) == 0.0


def test_the_end_is_the_last_covered_day() -> None:
    own = Calendar.of(Term(end=date(2026, 3, 31)), date(2026, 1, 1))
    assert own.covers(date(2026, 3, 31))
    assert not own.covers(date(2026, 4, 1))


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(TermsError, match="end 2026-01-01 lies before start 2026-02-01"):
        Term(start=date(2026, 2, 1), end=date(2026, 1, 1))
