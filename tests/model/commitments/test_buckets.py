"""Commitments settled bucket by bucket, against worked examples and the promises every form keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revshare.arrays import FloatArray
from revshare.commitments.buckets import Commitment, Opening, Rollover, Settlement, settle
from revshare.errors import InputError, TermsError

Example = Callable[[str], dict[str, Any]]

RAMP = [10.0, 15.0, 20.0, 25.0, 30.0]
USED = [8.0, 18.0, 16.0, 30.0, 25.0]

MONEY = st.floats(0, 200, width=32)
FORMS = st.fixed_dictionaries(
    {
        "rollover": st.sampled_from(Rollover),
        "rollover_limit": st.none() | st.sampled_from([0.0, 0.1, 1.0]),
        "rollover_years": st.integers(1, 3),
        "make_up_years": st.integers(0, 3),
    }
)
SERIES = st.integers(1, 7).flatmap(
    lambda count: st.tuples(*[st.lists(MONEY, min_size=count, max_size=count)] * 2)
)
OPENINGS = st.builds(Opening, used=MONEY, deferred=MONEY) | st.just(Opening())


def settled(usage: Any, amounts: Any, *, opening: Opening | None = None, **terms: Any) -> Settlement:
    finished = terms.pop("finished", True)
    commitment = Commitment(np.array(amounts, dtype=np.float64), **terms)
    return settle(np.array(usage, dtype=np.float64), commitment, opening or Opening(), finished=finished)


def total(paid: FloatArray) -> float:
    return float(paid.sum())


@pytest.mark.parametrize(
    ("terms", "key"),
    [
        ({}, "annual"),
        ({"rollover": Rollover.EXCESS}, "carry"),
        ({"rollover": Rollover.EXCESS, "rollover_limit": 0.1}, "carry10"),
    ],
)
def test_take_or_pay_by_year_with_and_without_rollover(
    example: Example, terms: dict[str, Any], key: str
) -> None:
    case = example("E20")
    inputs, expected = case["inputs"], case["expected"]
    result = settled(inputs["annual_usage_at_contract_price"], inputs["annual_commitment"], **terms)
    np.testing.assert_allclose(result.shortfall, expected[f"{key}_shortfall"], rtol=1e-12)
    np.testing.assert_allclose(result.paid, expected[f"{key}_paid"], rtol=1e-12)
    assert total(result.paid) == pytest.approx(expected[f"{key}_total"], rel=1e-12)


def test_one_term_bucket_is_tested_at_its_end(example: Example) -> None:
    expected = example("E20")["expected"]
    result = settled(USED, RAMP, rollover=Rollover.TERM)
    assert result.shortfall.tolist() == [0, 0, 0, 0, expected["term_shortfall"]]
    assert result.paid.tolist() == [8, 18, 16, 30, 28]
    assert total(result.paid) == expected["term_total"]
    assert result.closing.tolist() == [92, 74, 58, 28, 0]
    alone = settled(USED, [100.0], rollover=Rollover.TERM)
    np.testing.assert_array_equal(alone.paid, result.paid)


def test_usage_early_in_a_term_counts_against_all_of_it() -> None:
    result = settled([12, 13], [10, 15], rollover=Rollover.TERM)
    assert result.shortfall.tolist() == [0, 0]
    assert result.overage.tolist() == [0, 0]


def test_a_shortfall_paid_is_made_up_by_later_usage_above_the_commitment() -> None:
    """2 paid in the first year serve 2 of the second year's 3 above; 4 of the third serve the fourth's 5."""
    result = settled(USED, RAMP, make_up_years=1)
    assert result.paid.tolist() == [10, 16, 20, 26, 30]
    assert result.make_up_used.tolist() == [0, 2, 0, 4, 0]
    assert result.make_up_bank.tolist() == [2, 0, 4, 0, 5]
    assert total(result.paid) == 102


def test_make_up_lapses_after_its_years_oldest_first_and_is_never_refunded() -> None:
    result = settled([6, 7, 11, 10, 20], [10] * 5, make_up_years=2)
    assert result.make_up_earned.tolist() == [4, 3, 0, 0, 0]
    assert result.make_up_used.tolist() == [0, 0, 1, 0, 0]
    assert result.make_up_lapsed.tolist() == [0, 0, 3, 3, 0]
    assert result.make_up_bank.tolist() == [4, 7, 3, 0, 0]
    assert result.paid.tolist() == [10, 10, 10, 10, 20]


def test_unused_commitment_is_deferred_once_and_met_before_the_next_years_own() -> None:
    result = settled([4, 5, 18], [10, 10, 10], rollover=Rollover.DEFER)
    # 6 move to the second year, whose 5 meet 5 of them: 1 has moved once already, the year's own 10 move on.
    assert result.deferred.tolist() == [6, 10, 0]
    assert result.shortfall.tolist() == [0, 1, 2]
    assert result.paid.tolist() == [4, 6, 20]
    assert result.drawdown.tolist() == [4, 5, 18]


def test_deferral_stops_at_its_limit_and_at_the_last_bucket() -> None:
    result = settled([4, 10, 2], [10, 10, 10], rollover=Rollover.DEFER, rollover_limit=0.25)
    assert result.deferred.tolist() == [2.5, 2.5, 0]
    assert result.shortfall.tolist() == [3.5, 0, 10.5]
    assert result.rollover_bank.tolist() == [2.5, 2.5, 0]


def test_excess_serves_only_the_next_bucket_unless_agreed_for_longer() -> None:
    usage, amounts = [14, 10, 7], [10, 10, 10]
    once = settled(usage, amounts, rollover=Rollover.EXCESS)
    assert once.excess_lapsed.tolist() == [0, 4, 0]
    assert once.shortfall.tolist() == [0, 0, 3]
    longer = settled(usage, amounts, rollover=Rollover.EXCESS, rollover_years=2)
    assert longer.excess_bank.tolist() == [4, 4, 0]
    assert longer.excess_lapsed.tolist() == [0, 0, 1]
    assert longer.shortfall.tolist() == [0, 0, 0]


def test_overage_that_uses_make_up_is_not_kept_as_excess_too() -> None:
    result = settled([6, 15, 5], [10, 10, 10], rollover=Rollover.EXCESS, make_up_years=1)
    assert result.make_up_used.tolist() == [0, 4, 0]
    assert result.excess_earned.tolist() == [0, 1, 0]
    assert result.shortfall.tolist() == [4, 0, 4]


def test_a_bucket_that_has_not_ended_is_not_tested() -> None:
    result = settled([8, 3], [10, 10], rollover=Rollover.DEFER, make_up_years=1, finished=False)
    assert result.shortfall.tolist() == [0, 0]
    assert result.closing.tolist() == [2, 9]
    assert result.paid.tolist() == [8, 3]
    over = settled([14, 13], [10, 10], rollover=Rollover.EXCESS, finished=False)
    assert over.excess_bank.tolist() == [4, 4]
    assert over.excess_lapsed.tolist() == [0, 0]


def test_a_commitment_under_way_opens_with_its_balances() -> None:
    begun = Opening(used=6.0, make_up=np.array([1.0, 2.0]))
    result = settled([7, 12], [10, 10], opening=begun, make_up_years=2)
    assert result.counted.tolist() == [13, 12]
    assert result.make_up_used.tolist() == [3, 0]
    assert result.paid.tolist() == [4, 12]
    kept = settled([7, 12], [10, 10], opening=Opening(excess=2.0), rollover=Rollover.EXCESS)
    assert kept.shortfall.tolist() == [1, 0]
    moved = settled([7, 12], [10, 10], opening=Opening(deferred=3.0), rollover=Rollover.DEFER)
    assert moved.drawdown.tolist() == [7, 12]
    assert moved.shortfall.tolist() == [0, 4]


def test_a_balance_that_has_lapsed_is_refused() -> None:
    with pytest.raises(
        InputError, match="opening_make_up has balances of 2 buckets, but one may be used for 1"
    ):
        settled([7], [10], opening=Opening(make_up=np.array([1.0, 2.0])), make_up_years=1)
    with pytest.raises(InputError, match="opening_excess"):
        settled([7], [10], opening=Opening(excess=1.0))


def test_the_table_shows_what_happened_by_bucket() -> None:
    table = settled(USED, RAMP, rollover=Rollover.EXCESS, rollover_limit=0.1).table()
    assert list(table) == [
        *("usage", "commitment", "drawdown", "overage", "shortfall", "paid"),
        *("rollover_bank", "make_up_bank"),
    ]
    assert table["commitment"].tolist() == RAMP
    assert table["rollover_bank"].tolist() == [0, 1.5, 0, 2.5, 0]


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"rollover_limit": 15}, "rollover_limit must be 0 to 1, got 15; for 15 % enter 0.15"),
        ({"make_up_years": 1.5}, "make_up_years must be whole years, got 1.5"),
        ({"make_up_years": -1}, "make_up_years must be 0 or more, got -1"),
        ({"rollover_years": 0}, "rollover_years must be 1 or more, got 0"),
        ({"rollover": "excess usage"}, "rollover must be one of none, excess, defer, term"),
    ],
)
def test_terms_are_checked_at_birth(terms: dict[str, Any], message: str) -> None:
    with pytest.raises(TermsError, match=message):
        Commitment(np.array([1.0]), **terms)


def test_amounts_are_checked_and_counted() -> None:
    with pytest.raises(InputError, match="commitment has no value in period 2"):
        Commitment(np.array([1.0, np.nan]))
    with pytest.raises(TermsError, match="commitment must be 0 or more, got -1"):
        Commitment(np.array([1.0, -1.0]))
    with pytest.raises(InputError, match="commitment has 1 amounts and usage fills 2 buckets"):
        settled([1, 2], [10])
    with pytest.raises(InputError, match="usage must be 0 or more, got -2 in bucket 2"):
        settled([1, -2], [10, 10])


@given(series=SERIES, form=FORMS, opening=OPENINGS, finished=st.booleans())
def test_every_balance_runs_on_and_none_is_negative(
    series: tuple[list[float], list[float]], form: dict[str, Any], opening: Opening, finished: bool
) -> None:
    usage, amounts = series
    s = settled(usage, amounts, opening=opening, finished=finished, **form)
    for name in set(Settlement._fields) - {"paid"}:
        assert (getattr(s, name) >= 0).all(), name
    for moved, closing in (
        (s.opening + s.committed - s.drawdown - s.excess_applied - s.shortfall, s.closing),
        (s.excess_opening + s.excess_earned - s.excess_applied - s.excess_lapsed, s.excess_bank),
        (s.make_up_opening + s.make_up_earned - s.make_up_used - s.make_up_lapsed, s.make_up_bank),
        (s.drawdown + s.overage, s.counted),
    ):
        np.testing.assert_allclose(moved, closing, rtol=1e-12, atol=1e-9)
    for opens, closes in (
        (s.opening, s.closing),
        (s.excess_opening, s.excess_bank),
        (s.make_up_opening, s.make_up_bank),
    ):
        np.testing.assert_array_equal(opens[1:], closes[:-1])
    assert s.committed.sum() == pytest.approx(np.sum(amounts), abs=1e-9)


@given(series=SERIES, limit=st.floats(0, 1), years=st.integers(1, 5))
def test_more_freedom_never_costs_more_in_total(
    series: tuple[list[float], list[float]], limit: float, years: int
) -> None:
    usage, amounts = series
    term, deferred, free, capped, annual = (
        total(settled(usage, amounts, **form).paid)
        for form in (
            {"rollover": Rollover.TERM},
            {"rollover": Rollover.DEFER},
            {"rollover": Rollover.EXCESS, "rollover_years": years},
            {"rollover": Rollover.EXCESS, "rollover_years": years, "rollover_limit": limit},
            {},
        )
    )
    assert term == pytest.approx(max(np.sum(usage), np.sum(amounts)), abs=1e-9)
    assert annual == pytest.approx(np.maximum(usage, amounts).sum(), abs=1e-9)
    assert term <= free + 1e-9
    assert free <= capped + 1e-9
    assert capped <= annual + 1e-9
    assert term - 1e-9 <= deferred <= annual + 1e-9


@given(series=SERIES, limit=st.floats(0, 1))
def test_a_capped_rollover_is_the_clause_read_year_by_year(
    series: tuple[list[float], list[float]], limit: float
) -> None:
    usage, amounts = (np.array(part) for part in series)
    kept = np.minimum(np.maximum(usage - amounts, 0), limit * amounts)
    brought = np.append(0.0, kept[:-1])
    result = settled(usage, amounts, rollover=Rollover.EXCESS, rollover_limit=limit)
    np.testing.assert_allclose(result.shortfall, np.maximum(amounts - usage - brought, 0), atol=1e-9)


@given(series=SERIES)
def test_a_make_up_that_never_lapses_pays_the_most_of_what_either_total_has_reached(
    series: tuple[list[float], list[float]],
) -> None:
    """The bank is the running peak of what the commitments had asked for beyond usage, less that today."""
    usage, amounts = (np.array(part) for part in series)
    result = settled(usage, amounts, make_up_years=99)
    behind = np.cumsum(amounts - usage)
    lowest_before = np.minimum.accumulate(np.append(0.0, behind))[1:]
    np.testing.assert_allclose(result.make_up_bank, behind - lowest_before, atol=1e-9)


@given(series=SERIES, years=st.integers(1, 4))
def test_what_lapses_follows_from_running_totals_alone(
    series: tuple[list[float], list[float]], years: int
) -> None:
    """Oldest first needs no list of ages, so one formula per column says it in a workbook."""
    result = settled(*series, make_up_years=years)
    gone = 0.0
    for bucket, lapsed in enumerate(result.make_up_lapsed):
        old = result.make_up_earned[: max(0, bucket + 1 - years)].sum()
        expected = max(0.0, old - result.make_up_used[: bucket + 1].sum() - gone)
        assert lapsed == pytest.approx(expected, abs=1e-9)
        gone += expected


@given(series=SERIES, form=FORMS)
def test_what_is_paid_is_used_or_lapses_or_stays_in_the_bank(
    series: tuple[list[float], list[float]], form: dict[str, Any]
) -> None:
    usage, amounts = series
    s = settled(usage, amounts, **(form | {"make_up_years": max(1, form["make_up_years"])}))
    assert total(s.paid) == pytest.approx(
        np.sum(usage) + s.make_up_lapsed.sum() + s.make_up_bank[-1], abs=1e-9
    )
    assert total(s.paid) >= max(np.sum(usage), np.sum(amounts)) - 1e-9


@given(
    stack=st.lists(st.tuples(*[st.lists(MONEY, min_size=4, max_size=4)] * 2), min_size=2, max_size=4),
    form=FORMS,
    opening=OPENINGS,
)
def test_stacked_scenarios_equal_one_by_one(
    stack: list[tuple[list[float], list[float]]], form: dict[str, Any], opening: Opening
) -> None:
    usage, amounts = (np.array(part) for part in zip(*stack, strict=True))
    limits = np.linspace(0, 1, len(stack))[:, np.newaxis]
    together = settled(usage, amounts, opening=opening, **(form | {"rollover_limit": limits}))
    shared = settled(usage, amounts[0], opening=opening, **form)
    for row, (used, agreed) in enumerate(stack):
        alone = settled(used, agreed, opening=opening, **(form | {"rollover_limit": float(limits[row, 0])}))
        same_terms = settled(used, stack[0][1], opening=opening, **form)
        for name in Settlement._fields:
            np.testing.assert_array_equal(getattr(together, name)[row], getattr(alone, name), name)
            np.testing.assert_array_equal(getattr(shared, name)[row], getattr(same_terms, name), name)
