"""Gross margin under the four presentations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.errors import InputError
from revshare.margin import Presentation, gross_margin, implied_cost_ratio, net_revenue, present

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
