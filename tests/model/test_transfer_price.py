"""A partner that sells the compute and shares in the business: what its price does to both sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.headline import FlatDeal
from revshare.transfer_price import dearer_inference


def test_a_dearer_price_pays_the_partner_twice(example: Callable[[str], dict[str, Any]]) -> None:
    inputs, expected = example("E49")["inputs"], example("E49")["expected"]
    ways = {
        "gp": FlatDeal("profit_share", inputs["gp_share_rate"], 1.0, floored=True),
        "rev": FlatDeal("revenue_share", inputs["revenue_share_rate"], 1.0, floored=True),
    }
    rises = np.array(inputs["markups"])
    for way, deal in ways.items():
        found = dearer_inference(deal, inputs["cost_ratio"], inputs["partner_compute_margin"], rises)
        for place, row in enumerate(expected["rows"]):
            assert found.cost_ratio[place] == pytest.approx(row["cost_ratio"], rel=1e-9)
            assert found.partner[place] == pytest.approx(row[f"{way}_deal"], rel=1e-9)
            assert found.lab[place] == pytest.approx(row[f"lab_{way}_deal"], rel=1e-9)
        gain = np.diff(found.partner)[0] / np.diff(found.cost_ratio)[0]
        assert gain == pytest.approx(expected[f"partner_gain_per_unit_price_rise_{way}"], rel=1e-9)


@given(
    rate=st.floats(0, 1),
    ratio=st.floats(0, 1.5),
    margin=st.floats(0, 1),
    rise=st.floats(0, 1),
    profit=st.booleans(),
)
def test_lab_and_partner_share_what_the_compute_does_not_cost(
    rate: float, ratio: float, margin: float, rise: float, profit: bool
) -> None:
    deal = FlatDeal("profit_share" if profit else "revenue_share", rate, 1.0, floored=True)
    found = dearer_inference(deal, ratio, margin, np.array([rise]))
    assert found.partner + found.lab == pytest.approx(1.0 - ratio * (1.0 - margin))
