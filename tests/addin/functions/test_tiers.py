"""RS_TIERED_SHARE, RS_TIER_AMOUNT and RS_TIER_SHARE_BY."""

from collections.abc import Callable
from typing import Any

import pytest

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS

Row = Callable[..., list[Any]]
Fault = Callable[..., str]
Examples = dict[str, Any]


def table(example: dict[str, Any]) -> tuple[list[float], list[float]]:
    thresholds, rates = zip(*example["inputs"]["tiers"], strict=True)
    return list(thresholds), list(rates)


def test_marginal_tiers_give_the_worked_example_month_by_month(row: Row, examples: Examples) -> None:
    example = examples["E06"]
    thresholds, rates = table(example)
    shares = row("RS_TIERED_SHARE", [example["inputs"]["monthly_base"]], thresholds, rates, 12)
    assert shares == pytest.approx(example["expected"]["monthly_share"], rel=1e-12)
    total = row("RS_TIER_AMOUNT", sum(example["inputs"]["monthly_base"]), thresholds, rates)
    assert total == pytest.approx([example["expected"]["F_of_annual_base"]], rel=1e-12)


@pytest.mark.parametrize(
    ("method", "boundary", "expected"),
    [
        ("cliff_retroactive", "reach", "monthly_reach"),
        ("cliff_retroactive", None, "monthly_reach"),
        ("cliff_retroactive", "exceed", "monthly_exceed"),
        ("cliff_ratchet", "reach", "monthly_ratchet"),
    ],
)
def test_cliff_tiers_give_the_worked_example(
    method: str, boundary: str | None, expected: str, row: Row, examples: Examples
) -> None:
    example = examples["E07"]
    thresholds, rates = table(example)
    base = [example["inputs"]["monthly_base"]]
    shares = row("RS_TIERED_SHARE", base, thresholds, rates, "never", method, boundary)
    assert shares == pytest.approx(example["expected"][expected], rel=1e-12)


def test_a_year_opens_by_count_or_by_flags_and_an_opening_total_counts_in_the_first(row: Row) -> None:
    base, tiers = [[200, 200, 200, 200]], ([0, 300], [0.5, 0.4])
    by_count = row("RS_TIERED_SHARE", base, *tiers, 2)
    assert by_count == [100, 90, 100, 90]
    assert row("RS_TIERED_SHARE", base, *tiers, [[1, 0, 1, 0]]) == by_count
    assert row("RS_TIERED_SHARE", base, *tiers, [[False], [False], [True], [False]]) == by_count
    assert row("RS_TIERED_SHARE", base, *tiers, 1) == [100, 100, 100, 100]
    assert row("RS_TIERED_SHARE", base, *tiers, 2, None, None, 250) == [85, 80, 100, 90]


def test_a_refund_reverses_the_last_increments_first(row: Row, examples: Examples) -> None:
    example = examples["E45"]
    base = [example["inputs"]["monthly_base"]]
    shares = row("RS_TIERED_SHARE", base, *table(example), "never")
    assert shares == pytest.approx(example["expected"]["monthly_share"], rel=1e-12)
    kept = row("RS_TIERED_SHARE", base, *table(example), "never", "marginal_ratchet")
    assert kept == pytest.approx(example["expected"]["ratchet_no_repayment"], rel=1e-12)


def test_a_falling_cliff_has_a_dead_zone(row: Row, examples: Examples) -> None:
    example = examples["E09"]
    thresholds, rates = zip(*example["inputs"]["fee_tiers_usd"], strict=True)
    points = [example["inputs"]["fee_test_points_usd"]]
    fees = row("RS_TIER_AMOUNT", points, [thresholds], [rates], "cliff_retroactive")
    assert fees == pytest.approx(example["expected"]["fees"], rel=1e-12)


def test_a_rate_set_by_revenue_is_applied_to_profit(row: Row) -> None:
    # Revenue 200 of the second period: 100 at 50 %, 100 at 40 %, so 45 % of its profit.
    assert row("RS_TIER_SHARE_BY", [[200, 200]], [[80, 90]], [0, 300], [0.5, 0.4], 12) == [40, 40.5]
    assert row("RS_TIER_SHARE_BY", [[200, 0]], [[80, 90]], [0, 300], [0.5, 0.4], 12, 200) == [36, 36]


def test_a_block_is_answered_series_by_series() -> None:
    block = [[200, 200], [400, 0]]
    assert answer(FUNCTIONS["RS_TIERED_SHARE"], [block, [0, 300], [0.5, 0.4], 12]) == [[100, 90], [190, 0]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0, 300], [0.5], 12), "tiers has 2 thresholds and 1 rates; give one rate per threshold"),
        (([10, 300], [0.5, 0.4], 12), "tiers must start at threshold 0, got 10; add 0 with its rate"),
        (
            ([0, 300, 200], [0.5, 0.4, 0.3], 12),
            "tiers must have rising thresholds, got 300 before 200; sort them",
        ),
        (([0, 300], [0.5, 40], 12), "rates must be 0 to 1, got 40; for 40 % enter 0.4"),
        (([0, 300], [0.5, 0.4]), "reset_every is missing: periods after which the total starts again"),
        (
            ([0, 300], [0.5, 0.4], 0),
            'reset_every must be a whole number of periods from 1, or "never", got 0',
        ),
        (([0, 300], [0.5, 0.4], "yearly"), "reset_every must be a number of periods"),
        (
            ([0, 300], [0.5, 0.4], [[1, 0, 0]]),
            "reset_every has 3 flags for 2 periods; give one flag per period",
        ),
        (([0, 300], [0.5, 0.4], [[1, 2]]), "reset_every flags must be 1 where a new year opens"),
        (([0, None, 300], [0.5, 0.4], 12), "thresholds has no value in position 2; enter 0 if none"),
    ],
)
def test_a_bad_table_is_refused_in_words(arguments: tuple[object, ...], message: str, fault: Fault) -> None:
    assert fault("RS_TIERED_SHARE", [[100, 100]], *arguments).startswith(f"#VALUE! {message}")


def test_one_total_takes_only_the_methods_that_need_no_periods(fault: Fault) -> None:
    assert fault("RS_TIER_AMOUNT", 100, [0], [0.5], "step_open") == (
        '#VALUE! method must be one of marginal, cliff_retroactive; got "step_open"'
    )
