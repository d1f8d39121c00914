"""A line by year over random paths of all uncertain inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from revshare.case import Case
from revshare.case_file import read_case
from revshare.errors import InputError
from revshare.risk.distributions import Discrete, Uniform
from revshare.risk.plan import BATCH
from revshare.risk.simulation import Simulation, simulate

Tiny = Callable[..., Case]
PATHS = 10_000


def ranged(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "basis": "assumed", "note": "A test"}


REVENUE = {
    "revenue/annual/2024": ranged(1200.0, 900.0, 1800.0),
    "revenue/annual/2025": ranged(1200.0, 1000.0, 1300.0),
}


def off(found: Simulation, mean: float) -> float:
    """Distance of the first year's mean from what it should be, in standard errors."""
    (spread,) = found.spreads.values()
    return float(abs(spread.mean[0] - mean) / spread.standard_error[0])


@pytest.mark.parametrize("paths", [PATHS, pytest.param(1_000_000, marks=pytest.mark.heavy)])
def test_half_of_gross_profit_is_worth_more_with_a_floor_than_without(
    tiny: Tiny, example: Callable[[str], dict[str, Any]], paths: int
) -> None:
    """A cost ratio from 0.4 to 1.2, on revenue of 1,000 through the cloud: 112.5 with the floor, 100 without."""
    wanted = example("E19")["expected"]
    total = ranged(1000.0 / 0.6, 1000.0 / 0.6, 1000.0 / 0.6)
    case = tiny({"revenue/annual": {"2024": total, "2025": total}})
    draws = {"products.api.cost_ratio": Uniform(0.4, 1.2)}
    floored = simulate(case, "share.cloud", paths, distributions=draws)
    assert off(floored, wanted["expected_share_with_floor"]) < 4
    # Without a floor the share is half of the gross profit on the 60 % of revenue that are covered.
    whole, part = simulate(case, "gross_profit", paths, distributions=draws), 0.5 * 0.6
    assert off(whole, wanted["expected_share_without_floor"] / part) < 4


def test_a_linear_line_has_the_mean_and_the_percentiles_of_its_input(tiny: Tiny) -> None:
    found = simulate(tiny(REVENUE), "revenue", PATHS)
    assert off(found, (900.0 + 4 * 1200.0 + 1800.0) / 6) < 4
    exact = stats.beta(1 + 4 / 3, 5 - 4 / 3, 900.0, 900.0)
    spread = found.spreads["revenue"]
    np.testing.assert_allclose(spread.percentiles[:, 0], exact.ppf([0.05, 0.25, 0.5, 0.75, 0.95]), rtol=0.01)
    assert spread.standard_error[0] == pytest.approx(exact.std() / np.sqrt(PATHS), rel=0.05)


def test_a_product_of_independent_inputs_has_the_product_of_their_means(tiny: Tiny) -> None:
    found = simulate(
        tiny({**REVENUE, "products/api/cost_ratio": {"every_year": ranged(0.5, 0.4, 0.9)}}),
        "inference",
        PATHS,
    )
    assert off(found, 1250.0 * (0.4 + 2.0 + 0.9) / 6) < 4


def test_the_years_of_one_table_take_the_same_place_in_their_ranges(tiny: Tiny) -> None:
    found = simulate(tiny(REVENUE), "revenue", 2000)
    assert stats.spearmanr(found.outcomes["revenue"]).statistic == pytest.approx(1.0, abs=1e-12)
    assert found.drivers == ("revenue.annual",)


def test_the_probability_of_profit_is_that_of_the_case(tiny: Tiny) -> None:
    """Of 1,200 a year 600 are gross profit, 180 of them shared: spending below 420 leaves a profit."""
    case = tiny({"spending/training/annual": {"every_year": ranged(420.0, 300.0, 500.0)}})
    found = simulate(case, "revenue", PATHS)
    wanted = stats.beta(1 + 4 * 0.6, 5 - 4 * 0.6, 300.0, 200.0).cdf(420.0)
    assert found.profitable[0] == pytest.approx(wanted, abs=4 * np.sqrt(wanted * (1 - wanted) / PATHS))
    assert found.spreads["revenue"].mean[0] == pytest.approx(1200.0)


def test_a_tail_and_a_total_are_those_of_the_outcomes(tiny: Tiny) -> None:
    found = simulate(tiny(REVENUE), ("revenue", "kept"), 1000)
    values, spread = found.outcomes["kept"], found.spreads["kept"]
    np.testing.assert_allclose(spread.expected_shortfall, np.sort(values, axis=0)[:50].mean(axis=0))
    assert spread.total.mean == pytest.approx(values.sum(axis=1).mean())
    assert spread.histogram is not None
    assert spread.histogram.shares.sum() == pytest.approx(1.0)
    inside = np.histogram(values.sum(axis=1), spread.histogram.edges)[0][1:-1] / 1000
    np.testing.assert_allclose(spread.histogram.shares[1:-1], inside, atol=0.002)
    assert list(found.spreads) == ["revenue", "kept"]


def test_mirrored_paths_are_surer_of_a_mean_and_come_in_pairs(tiny: Tiny) -> None:
    plain, mirrored = (simulate(tiny(REVENUE), "revenue", 4000, antithetic=each) for each in (False, True))
    assert off(mirrored, 1250.0) < 4
    assert mirrored.spreads["revenue"].standard_error[0] < 0.5 * plain.spreads["revenue"].standard_error[0]
    with pytest.raises(InputError, match="come in pairs; paths must be even, got 11"):
        simulate(tiny(REVENUE), "revenue", 11, antithetic=True)


def test_a_longer_run_begins_with_the_paths_of_a_shorter_one(tiny: Tiny) -> None:
    case, whole = tiny(REVENUE), simulate(tiny(REVENUE), "kept", 5000, 3).outcomes["kept"]
    for paths in (1, BATCH + 1, 4096):
        np.testing.assert_array_equal(simulate(case, "kept", paths, 3).outcomes["kept"], whole[:paths])
    assert (simulate(case, "kept", 10, 4).outcomes["kept"] != whole[:10]).all()


def test_a_shipped_case_is_simulated_and_says_what_it_holds() -> None:
    told: list[int] = []
    found = simulate(read_case("anthropic-amazon"), "operating_profit", 600, progress=told.append)
    assert told == [BATCH, 600]
    assert found.outcomes["operating_profit"].shape == (600, 7)
    assert (np.diff(found.spreads["operating_profit"].percentiles, axis=0) > 0).all()
    assert "contracts.amazon.rate" in found.drivers
    assert "products.api.channels.aws" in found.held
    assert list(found.table("operating_profit")) == [
        *("year", "mean", "standard error", "P5", "P25", "P50", "P75", "P95"),
        "probability of profit",
    ]


def test_one_path_has_no_standard_error(tiny: Tiny) -> None:
    assert np.isnan(simulate(tiny(REVENUE), "revenue", 1).spreads["revenue"].standard_error).all()


@pytest.mark.parametrize(
    ("arguments", "more", "words"),
    [
        (("profits",), {}, 'has no line "profits"'),
        (("kept", 0), {}, "paths must be 1 to 100,000,000, got 0"),
        (("kept", 10, -1), {}, "seed must be 0 or more"),
        (("kept",), {"scenario": "worst"}, 'has no scenario "worst"'),
        (("kept",), {"distributions": {"zzz": Uniform(0.0, 1.0)}}, 'has no input "zzz"'),
        (("kept",), {"distributions": {"products.api.share": Uniform(0.0, 1.0)}}, "sum to 1"),
        (("kept",), {"distributions": {"contracts.cloud.payment_lag": Uniform(0.0, 1.0)}}, "cannot be drawn"),
        (
            ("kept",),
            {"distributions": {"contracts.cloud.rate": Discrete((2.0,), (1.0,))}},
            "contracts.cloud.rate: values",
        ),
        (("kept",), {"correlations": {("revenue.annual", "rate"): 0.5}}, 'no driver "rate" is drawn'),
    ],
)
def test_what_cannot_be_asked_is_refused(
    tiny: Tiny, arguments: Any, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError) as fault:
        simulate(tiny(REVENUE), *arguments, **more)
    assert words in str(fault.value)


def test_a_case_without_ranges_has_nothing_to_draw(tiny: Tiny) -> None:
    with pytest.raises(InputError, match="has no input to draw; give inputs a low and a high"):
        simulate(tiny(), "kept")
