"""Gross margin under the four presentations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given

from revshare.errors import InputError, NoSolutionError, NotApplicableError
from revshare.margin import (
    Presentation,
    gross_margin,
    implied_cost_ratio,
    implied_via_cloud,
    net_revenue,
    present,
)

RATIOS = st.floats(0.0, 1.5)
FRACTIONS = st.floats(0.0, 0.99)
EVERY = st.sampled_from(list(Presentation))


def test_what_a_reported_margin_of_38_per_cent_implies(example: Callable[[str], dict[str, Any]]) -> None:
    given_ = example("E03")["inputs"]
    margin, rate = given_["reported_gross_margin"], given_["gp_share_rate"]
    for row in example("E03")["expected"]["rows"]:
        through = row["via_cloud_share"]
        for presentation, name in ((Presentation.GROSS_COGS, "post"), (Presentation.NET, "net")):
            ratio = implied_cost_ratio(margin, rate, through, presentation)
            assert ratio == pytest.approx(row[f"cost_ratio_{name}"], rel=1e-9)
            assert rate * (1.0 - ratio) == pytest.approx(row[f"effective_rate_{name}"], rel=1e-9)
        post = 1.0 - implied_cost_ratio(margin, rate, through, Presentation.GROSS_COGS)
        net = 1.0 - implied_cost_ratio(margin, rate, through, Presentation.NET)
        assert post == pytest.approx(row["pre_share_margin_if_38_is_post_share"], rel=1e-9)
        assert net == pytest.approx(row["pre_share_margin_if_38_is_net_revenue"], rel=1e-9)
    assert implied_cost_ratio(margin, rate, 0.6) == pytest.approx(0.62, rel=1e-12)


def test_gross_profit_after_share_as_in_the_worked_sensitivity(
    example: Callable[[str], dict[str, Any]],
) -> None:
    case = example("E41")

    def kept(revenue: float, via_cloud: float, rate: float, cost_ratio: float) -> float:
        return revenue * float(gross_margin(cost_ratio, rate, via_cloud, Presentation.GROSS_COGS))

    base, ranges = case["inputs"]["base"], case["inputs"]["ranges"]
    assert kept(**base) == pytest.approx(case["expected"]["base_value"], rel=1e-12)
    for bar in case["expected"]["bars"]:
        for end, value in zip(("low", "high"), ranges[bar["driver"]], strict=True):
            assert kept(**base | {bar["driver"]: value}) == pytest.approx(bar[end], rel=1e-12)


def test_operating_profit_of_the_worked_path(example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E35")["inputs"], example("E35")["expected"]
    margin = gross_margin(
        np.array(given_["cost_ratio"]),
        given_["gp_share_rate"],
        given_["via_cloud_share"],
        Presentation.GROSS_COGS,
    )
    spending = np.add(given_["research_and_training"], given_["other_operating"])
    np.testing.assert_allclose(
        given_["revenue"] * margin - spending, expected["operating_profit"], rtol=1e-12
    )


def test_a_royalty_fits_a_cost_ratio_that_net_does_not() -> None:
    """Under royalty a cost ratio of 0.6 fits a margin of 38 % only with its own part through clouds."""
    shown = gross_margin(0.6, 0.5, 1 / 3, Presentation.ROYALTY)
    assert implied_cost_ratio(shown, 0.5, 1 / 3, Presentation.ROYALTY) == pytest.approx(0.6, rel=1e-12)


def test_the_four_ways_to_show_one_year() -> None:
    """Revenue 1,000 of which 600 through the cloud, half of cost; the cloud takes half of 300."""
    shown = {way: present(1000.0, 500.0, 150.0, 300.0, way) for way in Presentation}
    assert [float(one.revenue) for one in shown.values()] == [1000.0, 1000.0, 850.0, 550.0]
    assert [float(one.cost) for one in shown.values()] == [500.0, 650.0, 500.0, 200.0]
    assert [float(one.share_below) for one in shown.values()] == [150.0, 0.0, 0.0, 0.0]
    margins = [500 / 1000, 350 / 1000, 350 / 850, 350 / 550]
    assert [float(one.gross_margin) for one in shown.values()] == pytest.approx(margins)


@given(ratio=RATIOS, rate=FRACTIONS, through=FRACTIONS, way=EVERY)
def test_the_inverse_gives_back_the_cost_ratio(
    ratio: float, rate: float, through: float, way: Presentation
) -> None:
    shown = gross_margin(ratio, rate, through, way)
    assume(shown <= 1.0)  # it is above where a royalty leaves less than no revenue
    assert implied_cost_ratio(shown, rate, through, way) == pytest.approx(ratio, rel=1e-7, abs=1e-7)


@given(
    revenue=st.floats(0.0, 1e6),
    ratio=RATIOS,
    share=st.floats(-1e5, 1e6),
    through=FRACTIONS,
    way=EVERY,
)
def test_profit_is_the_same_however_it_is_shown(
    revenue: float, ratio: float, share: float, through: float, way: Presentation
) -> None:
    shown = present(revenue, revenue * ratio, share, revenue * ratio * through, way)
    profit = shown.revenue - shown.cost - shown.share_below
    assert profit == pytest.approx(revenue * (1.0 - ratio) - share, rel=1e-9, abs=1e-6)


@given(revenue=st.floats(1.0, 1e6), ratio=st.floats(0.0, 1.0), rate=FRACTIONS, through=FRACTIONS)
def test_net_revenue_is_gross_less_the_share(
    revenue: float, ratio: float, rate: float, through: float
) -> None:
    share = revenue * rate * through * (1.0 - ratio)
    assert net_revenue(revenue, ratio, rate, through) == pytest.approx(revenue - share, rel=1e-12)


def test_without_revenue_there_is_no_margin() -> None:
    shown = present(np.array([0.0, 10.0]), 0.0, 0.0, 0.0, Presentation.NET)
    np.testing.assert_array_equal(shown.gross_margin, [np.nan, 1.0])


@pytest.mark.parametrize(("rate", "through"), [(50.0, 0.5), (0.5, 60.0)])
def test_a_percentage_for_a_fraction_is_refused_with_the_cure(rate: float, through: float) -> None:
    with pytest.raises(InputError, match=r"for [56]0 % enter 0\.[56]"):
        gross_margin(0.5, rate, through)


@pytest.mark.parametrize(
    ("presentation", "ratio", "through"),
    [
        (Presentation.NET, 0.4, 4 / 9),
        (Presentation.NET, 7 / 15, 0.5),
        (Presentation.NET, 11 / 15, 1.0),
        (Presentation.ROYALTY, 0.6, 1 / 3),
    ],
)
def test_two_revenues_tell_the_fraction_through_clouds(
    presentation: Presentation, ratio: float, through: float
) -> None:
    """Net revenue 13.3 % below gross at a share of 50 %; 26.7 % below for the royalty."""
    shown = 2600.0 if presentation is Presentation.NET else 2200.0
    found = implied_via_cloud(3000.0, shown, ratio, 0.5, presentation)
    assert found == pytest.approx(through, rel=1e-12)


def test_a_gap_of_four_fifteenths_fits_net_up_to_a_cost_ratio_of_46_7_per_cent() -> None:
    assert implied_via_cloud(15.0, 11.0, 7 / 15, 0.5) == pytest.approx(1.0, rel=1e-12)
    with pytest.raises(NoSolutionError, match=r"as net: it would have to be 1\.333"):
        implied_via_cloud(15.0, 11.0, 0.6, 0.5)
    assert implied_via_cloud(15.0, 11.0, 0.6, 0.5, Presentation.ROYALTY) == pytest.approx(1 / 3, rel=1e-12)


@given(
    ratio=st.floats(0.0, 0.9),
    rate=st.floats(0.01, 1.0),
    through=st.floats(0.0, 1.0),
    way=st.sampled_from([Presentation.NET, Presentation.ROYALTY]),
)
def test_the_fraction_through_clouds_is_given_back(
    ratio: float, rate: float, through: float, way: Presentation
) -> None:
    shown = net_revenue(1000.0, ratio, rate, through, way)
    assert implied_via_cloud(1000.0, shown, ratio, rate, way) == pytest.approx(through, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "fault", "words"),
    [
        (lambda: implied_via_cloud(10.0, 11.0, 0.5, 0.5), NoSolutionError, r"it would have to be -0\.4"),
        (lambda: implied_via_cloud(0.0, 0.0, 0.5, 0.5), NotApplicableError, "gross_revenue is 0"),
        (lambda: implied_via_cloud(10.0, 9.0, 1.0, 0.5), NotApplicableError, "shown whole as net"),
        (
            lambda: implied_via_cloud(10.0, 9.0, 0.5, 0.5, Presentation.GROSS_SM),
            InputError,
            "must be net or royalty, got gross_sm",
        ),
        (lambda: implied_cost_ratio(38.0, 0.5, 0.6), InputError, r"for 38 % enter 0\.38"),
        (
            lambda: implied_cost_ratio(1.0, 0.5, 1.0, Presentation.ROYALTY),
            NotApplicableError,
            "the same whatever the cost",
        ),
        (
            lambda: implied_cost_ratio(0.0, 1.0, 1.0, Presentation.GROSS_COGS),
            NotApplicableError,
            "the same whatever the cost",
        ),
        (
            lambda: implied_cost_ratio(-1.5, 0.5, 1.0, Presentation.NET),
            NoSolutionError,
            "stays above -1 at any cost",
        ),
    ],
)
def test_figures_that_cannot_all_hold_are_refused(
    call: Callable[[], object], fault: type[Exception], words: str
) -> None:
    with pytest.raises(fault, match=words):
        call()
