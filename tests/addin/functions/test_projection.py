"""The functions of the section Projection."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS

Row = Callable[..., list[Any]]
Fault = Callable[..., str]
Examples = dict[str, Any]


def test_a_year_of_constant_monthly_growth_as_in_the_worked_example(row: Row, examples: Examples) -> None:
    given, expected = examples["E29"]["inputs"], examples["E29"]["expected"]
    months = row("RS_SPREAD_YEAR", given["current_year"], given["growth_stated"])
    assert len(months) == 12
    assert months[0] == pytest.approx(expected["january"], rel=1e-9)
    assert months[11] == pytest.approx(expected["december"], rel=1e-9)
    assert row("RS_RUN_RATE", months)[11] == pytest.approx(expected["december_run_rate"], rel=1e-9)
    growth = row("RS_CAGR", given["prior_year_stated"], given["current_year"], 1)
    assert growth == pytest.approx([expected["growth_from_stated_values"]], rel=1e-12)


def test_several_years_are_spread_as_they_lie(row: Row) -> None:
    months = row("RS_SPREAD_YEARS", [[512, 3907, 7814]])
    assert len(months) == 36
    assert sum(months[12:24]) == pytest.approx(3907, rel=1e-12)
    upright = answer(FUNCTIONS["RS_SPREAD_YEARS"], [[[512], [3907], [7814]]])
    assert [month for (month,) in upright] == months
    assert row("RS_SPREAD_YEARS", 120) == [10] * 12


def test_values_between_knots(row: Row, fault: Fault, examples: Examples) -> None:
    expected = examples["E44"]["expected"]
    rates = row("RS_INTERPOLATE", [[12, 24]], [[0.5, 0.4]], 30)
    assert rates[12] == pytest.approx(expected["rate_month_13"], rel=1e-12)
    assert rates[0] == 0.5
    assert rates[29] == pytest.approx(0.4, rel=1e-12)
    assert row("RS_INTERPOLATE", [[1], [3]], [[1], [4]], 4, "Step") == [1, 1, 4, 4]
    assert row("RS_INTERPOLATE", [[1, 3]], [[1, 4]], 4, "geometric") == pytest.approx([1, 2, 4, 4], rel=1e-12)
    assert fault("RS_INTERPOLATE", [[1, 3]], [[1, 4]], 4, "cubic") == (
        '#VALUE! method must be one of linear, step, geometric; got "cubic"'
    )


def test_growth_fades(row: Row) -> None:
    assert row("RS_FADE", 2, 0.2, 0.6931471805599453, 3) == pytest.approx([2, 1.1, 0.65], rel=1e-12)


def test_s_curves_as_in_the_worked_example(row: Row, examples: Examples) -> None:
    given, expected = examples["E30"]["inputs"], examples["E30"]["expected"]
    curve, diffusion = given["logistic"], given["bass"]
    times = [[float(year) for year in range(7)]]
    levels = row("RS_LOGISTIC", times, curve["ceiling"], curve["steepness"], curve["midpoint"])
    assert levels == pytest.approx(expected["logistic"], rel=1e-9)
    adopted = row("RS_BASS", times, diffusion["market"], diffusion["p"], diffusion["q"])
    assert adopted == pytest.approx([0, *expected["bass_cumulative"]], rel=1e-9)


@pytest.mark.parametrize(("kind", "totals"), [(None, [6, 9]), ("last", [3, 5]), ("mean", [2, 4.5])])
def test_an_unfinished_group_is_totalled_as_it_is(kind: str | None, totals: list[float], row: Row) -> None:
    assert row("RS_ROLLUP", [[1, 2, 3, 4, 5]], 3, kind) == totals
    assert answer(FUNCTIONS["RS_ROLLUP"], [[[1], [2], [3], [4], [5]], 3, kind]) == [[each] for each in totals]


def test_fiscal_years_as_in_the_worked_example(row: Row, fault: Fault, examples: Examples) -> None:
    given, expected = examples["E37"]["inputs"], examples["E37"]["expected"]
    day = dt.datetime.fromisoformat(given["effective"])
    for company, month in given["fiscal_year_end_months"].items():
        assert row("RS_FISCAL_YEAR", day, month) == [expected["fiscal_year"][company]]
    assert fault("RS_FISCAL_YEAR", day, 13).startswith("#VALUE! fiscal year end must be a month 1 to 12")


def test_cohorts_as_in_the_worked_example(row: Row, fault: Fault, examples: Examples) -> None:
    given, expected = examples["E31"]["inputs"], examples["E31"]["expected"]
    new = [[given["new_mrr"]] * given["months"]]
    revenue = row("RS_COHORT", new, given["monthly_net_retention"])
    assert revenue[23] == pytest.approx(expected["mrr_month_24"], rel=1e-9)
    assert sum(revenue) == pytest.approx(expected["recognised_24_months"], rel=1e-9)
    assert row("RS_COHORT", [[10, 20, 30]], [[1, 0.5, 0.2]]) == [10, 25, 42]
    assert "must cover the same periods" in fault("RS_COHORT", [[10, 20, 30]], [[1, 0.5]])


def test_price_erosion_and_cost_decline(row: Row, fault: Fault) -> None:
    assert row("RS_COST_RATIO", 0.6, 0.5, 0.2, 3) == pytest.approx([0.6, 0.375, 0.234375], rel=1e-12)
    assert fault("RS_COST_RATIO", 0.6, 0.5, 20, 3) == (
        "#VALUE! price_decline must be below 1, got 20; for 20 % enter 0.2"
    )
