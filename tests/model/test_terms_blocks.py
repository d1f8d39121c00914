"""Deals given as terms blocks."""

from datetime import date

import numpy as np
import pytest

from revshare.contracts.waterfall import COLUMNS
from revshare.errors import InputError, NotApplicableError, TermsError
from revshare.terms_blocks import (
    break_even,
    break_even_cost_ratio,
    column,
    equivalent_rate,
    first_problem,
    months,
    run,
    table,
)

HALF = {"kind": "profit_share", "rate": 0.5}
FIFTH = {"kind": "revenue_share", "rate": 0.2}
YEAR = np.full(12, 100.0)


def test_a_model_starts_where_it_is_said_else_with_the_first_contract() -> None:
    april = {"rate": 0.5, "start": date(2026, 4, 20)}
    assert months((april,), 3, date(2026, 1, 1)).start == date(2026, 1, 1)
    assert months((HALF, april), 3).start == date(2026, 4, 1)
    assert months((HALF,), 3).months == 3
    with pytest.raises(InputError, match="start_date must be the first of a month"):
        months((HALF,), 3, date(2026, 1, 2))


@pytest.mark.parametrize(
    "dated", [{"tier_scope": "calendar_year"}, {"cap_year": "fiscal_year"}, {"end": date(2026, 6, 30)}]
)
def test_terms_that_look_at_the_calendar_need_a_start(dated: dict[str, object]) -> None:
    with pytest.raises(InputError, match="looks at the calendar; give start in the terms, or start_date"):
        months(({"rate": 0.5} | dated,), 3)
    assert months(({"rate": 0.5} | dated,), 3, date(2026, 1, 1)).months == 3


def test_a_table_holds_every_stage_and_no_room_where_there_is_no_cap() -> None:
    result = run(FIFTH, YEAR, YEAR * 0.6)
    stages = table(result)
    assert tuple(stages) == ("period", *COLUMNS)
    np.testing.assert_allclose(stages["share"], 20.0)
    assert np.isnan(column(result, "cap_room")).all()


def test_the_headline_deals_meet_at_60_per_cent_by_any_way_of_asking() -> None:
    for profit in (0.5, HALF):
        for share in (0.2, FIFTH):
            assert break_even_cost_ratio(YEAR, profit, share) == pytest.approx(0.6, rel=1e-9)
    found = break_even(YEAR, HALF, FIFTH, 0.1)
    assert found["status"] == "point"
    assert found["low"] == found["high"] == pytest.approx(0.6, rel=1e-9)
    assert (found["cheaper_below"], found["cheaper_above"]) == ("b", "a")


def test_contradictions_in_the_headline_comparison_are_refused() -> None:
    with pytest.raises(TermsError, match="revenue_terms is a profit_share; set kind to revenue_share"):
        break_even_cost_ratio(YEAR, 0.5, HALF)
    with pytest.raises(TermsError, match="revenue_coverage and the coverage in revenue_terms contradict"):
        break_even_cost_ratio(YEAR, 0.5, FIFTH | {"coverage": 0.5}, None, 0.7)
    with pytest.raises(NotApplicableError):
        break_even_cost_ratio(YEAR, HALF | {"rate": 0.1}, FIFTH)


def test_an_equivalent_rate_needs_no_rate_in_the_deal_it_is_sought_for() -> None:
    assert equivalent_rate(YEAR, YEAR * 0.6, HALF, {"kind": "revenue_share"}) == pytest.approx(0.2, rel=1e-9)
    assert equivalent_rate(YEAR, YEAR * 0.6, FIFTH, HALF | {"rate": 0.9}) == pytest.approx(0.5, rel=1e-9)


def test_the_first_problem_is_a_fault_then_a_warning_then_none() -> None:
    assert first_problem(HALF) == "ok"
    assert first_problem({"rate": 50}).startswith("rate must be 0 to 1")
    assert first_problem(HALF | {"annual_cap": 1.0, "annual_minimum": 2.0}).startswith(
        "warning: annual_minimum 2"
    )
