"""RS_CAPPED, RS_CAP_ROOM, RS_MINIMUM_PAID and RS_RECOUPED."""

from collections.abc import Callable
from typing import Any

import pytest

Row = Callable[..., list[Any]]
Fault = Callable[..., str]
Examples = dict[str, Any]


def test_a_lifetime_cap_stops_the_share_in_the_period_it_is_reached(row: Row, examples: Examples) -> None:
    example = examples["E10"]
    revenue = [list(example["inputs"]["annual_revenue"].values())]
    share = row("RS_REVENUE_SHARE", revenue, example["inputs"]["rate"])
    paid = row("RS_CAPPED", [share], example["inputs"]["lifetime_cap"], "never")
    assert paid == pytest.approx(example["expected"]["annual_share"], rel=1e-12, abs=1e-12)


def test_a_cap_per_month_is_nested_in_one_per_year(row: Row, examples: Examples) -> None:
    example = examples["E11"]
    monthly = row("RS_CAPPED", [example["inputs"]["uncapped_monthly_share"]], 25, 1)
    assert monthly == example["expected"]["after_monthly"]
    assert row("RS_CAPPED", [monthly], 60, 12) == example["expected"]["after_annual"]
    assert row("RS_CAP_ROOM", [monthly], 60, 12) == [50, 30, 5, 0]


def test_what_was_paid_before_counts_in_the_first_year_only(row: Row) -> None:
    assert row("RS_CAPPED", [[30, 30, 30, 30]], 50, 2, 20) == [30, 0, 30, 20]
    assert row("RS_CAP_ROOM", [[30, 30, 30, 30]], 50, 2, 20) == [0, 0, 20, 0]


def test_a_cap_of_0_is_a_cap_and_a_negative_one_is_refused(row: Row, fault: Fault) -> None:
    assert row("RS_CAPPED", [[30, 30]], 0, "never") == [0, 0]
    assert fault("RS_CAPPED", [[30, 30]], -1, "never") == "#VALUE! cap must be 0 or more, got -1"


@pytest.mark.parametrize(("recoupable", "total"), [(True, 460), (False, 510), (None, 510)])
def test_a_minimum_is_topped_up_and_recouped_as_in_the_worked_example(
    recoupable: bool | None, total: float, row: Row, examples: Examples
) -> None:
    example = examples["E13"]
    paid = row("RS_MINIMUM_PAID", [example["inputs"]["annual_earned"]], 100, 1, recoupable)
    assert sum(paid) == pytest.approx(total, rel=1e-12)
    if recoupable:
        assert paid == pytest.approx(example["expected"]["paid"], rel=1e-12)


def test_the_top_up_falls_on_the_last_period_of_each_finished_interval(row: Row) -> None:
    assert row("RS_MINIMUM_PAID", [[10, 20, 40, 30, 5]], 50, 2) == [10, 40, 40, 30, 5]


def test_an_advance_is_recouped_at_its_rate(row: Row, examples: Examples) -> None:
    example = examples["E14"]
    paid = row("RS_RECOUPED", [example["inputs"]["annual_earned"]], 500, 0.6)
    assert paid == pytest.approx(example["expected"]["net_paid"], rel=1e-12)
    assert row("RS_RECOUPED", [[200, 200, 200]], 500) == [0, 0, 100]


def test_a_recoupment_rate_of_0_is_refused_with_the_cure(fault: Fault) -> None:
    assert fault("RS_RECOUPED", 200, 500, 0) == '#VALUE! recoup_rate is 0: leave it off or write "none"'
