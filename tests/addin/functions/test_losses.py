"""RS_PROFIT_SHARE and RS_LOSS_BANK."""

from collections.abc import Callable
from typing import Any

import pytest

Row = Callable[..., list[Any]]
Fault = Callable[..., str]
Examples = dict[str, Any]


BASE = [100.0, 100.0, 100.0, 100.0, 100.0, 100.0]
TREATMENTS = ["floor_zero", "loss_share", "carryforward", "cumulative_true_up"]


def costs(examples: Examples) -> list[float]:
    return [
        revenue - base for revenue, base in zip(BASE, examples["E04"]["inputs"]["base_by_month"], strict=True)
    ]


@pytest.mark.parametrize("losses", TREATMENTS)
def test_each_treatment_of_a_loss_gives_the_worked_example(losses: str, row: Row, examples: Examples) -> None:
    shares = row("RS_PROFIT_SHARE", [BASE], [costs(examples)], examples["E04"]["inputs"]["rate"], losses)
    assert shares == pytest.approx(examples["E04"]["expected"][losses], rel=1e-12)
    assert sum(shares) == pytest.approx(examples["E04"]["expected"]["totals"][losses], rel=1e-12)


def test_a_loss_is_ignored_where_nothing_is_said(row: Row, examples: Examples) -> None:
    left_off = row("RS_PROFIT_SHARE", [BASE], [costs(examples)], 0.5)
    assert left_off == pytest.approx(examples["E04"]["expected"]["floor_zero"], rel=1e-12)
    for skipped in (None, "none", 0.0, ""):
        assert row("RS_PROFIT_SHARE", [BASE], [costs(examples)], 0.5, skipped, "none", None) == left_off


def test_the_headline_table_holds_at_every_cost_ratio(row: Row, examples: Examples) -> None:
    for line in examples["E01"]["expected"]["table"]:
        [share] = row("RS_PROFIT_SHARE", 1000, 1000 * line["c"], 0.5)
        assert share == pytest.approx(line["share_gp"], rel=1e-12, abs=1e-9)
        [other] = row("RS_REVENUE_SHARE", 1000, 0.2)
        assert share - other == pytest.approx(line["gp_minus_rev"], rel=1e-12, abs=1e-9)


def test_banked_losses_absorb_only_the_limit_and_lapse_after_their_time(row: Row) -> None:
    # Base 20, -50, 30, -10: half of the 30 absorbs 15 of the loss of 50.
    revenue, cost = [[100, 100, 100, 100]], [[80, 150, 70, 110]]
    assert row("RS_PROFIT_SHARE", revenue, cost, 0.5, "carryforward", 0.5) == [10, 0, 7.5, 0]
    assert row("RS_LOSS_BANK", revenue, cost, 0.5) == [0, 50, 35, 45]
    assert row("RS_LOSS_BANK", revenue, cost, "none", 1) == [0, 50, 0, 10]
    assert row("RS_LOSS_BANK", revenue, cost) == [0, 50, 20, 30]


def test_a_limit_without_carryforward_is_refused_not_ignored(fault: Fault) -> None:
    assert fault("RS_PROFIT_SHARE", 100, 70, 0.5, "loss_share", 0.5).startswith(
        "#VALUE! loss_limit and loss_expiry apply to carryforward only, and losses is loss_share"
    )
    assert "floor_zero" in fault("RS_PROFIT_SHARE", 100, 70, 0.5, None, None, 12)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((100, 70, 50), "rate must be 0 to 1, got 50; for 50 % enter 0.5"),
        ((100, 70), "rate is missing: share as a fraction (0.5 is 50 %), one number or one per period"),
        ((100, 70, 0.5, "carryforward", 0), 'loss_limit is 0: leave it off or write "none"'),
        ((100, 70, 0.5, "carryforward", 0.5, 0), 'loss_expiry is 0: leave it off or write "none"'),
        ((100, 70, 0.5, "carryforward", 12), "loss_limit must be 0 to 1, got 12; for 12 % enter 0.12"),
        (([[1, 2]], 70, 0.5), "series must cover the same periods: revenue has 2, cost has 1"),
        (
            (100, 70, 0.5, "carry"),
            (
                "losses must be one of floor_zero, loss_share, carryforward, cumulative_true_up, "
                'cumulative_ratchet; got "carry"'
            ),
        ),
    ],
)
def test_bad_input_is_refused_in_words(arguments: tuple[object, ...], message: str, fault: Fault) -> None:
    assert fault("RS_PROFIT_SHARE", *arguments) == f"#VALUE! {message}"
