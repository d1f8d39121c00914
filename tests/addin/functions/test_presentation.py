"""RS_GROSS_MARGIN, RS_NET_REVENUE, RS_IMPLIED_COST_RATIO and RS_IMPLIED_VIA_CLOUD."""

from collections.abc import Callable
from typing import Any

import pytest

Row = Callable[..., list[Any]]
Fault = Callable[..., str]
Examples = dict[str, Any]


def test_what_a_reported_margin_implies_as_in_the_worked_example(row: Row, examples: Examples) -> None:
    given = examples["E03"]["inputs"]
    margin, rate = given["reported_gross_margin"], given["gp_share_rate"]
    for line in examples["E03"]["expected"]["rows"]:
        through = line["via_cloud_share"]
        for word, key in (("gross_cogs", "cost_ratio_post"), ("net", "cost_ratio_net")):
            ratio = row("RS_IMPLIED_COST_RATIO", margin, rate, through, word)
            assert ratio == pytest.approx([line[key]], rel=1e-9)
            assert row("RS_GROSS_MARGIN", *ratio, rate, through, word) == pytest.approx([margin], rel=1e-9)
    assert row("RS_IMPLIED_COST_RATIO", margin, rate, 0.6) == pytest.approx([0.62], rel=1e-12)


def test_a_path_of_cost_ratios_is_answered_at_once(row: Row) -> None:
    assert row("RS_GROSS_MARGIN", [[0.6, 0.5]], 0.5, 0.6, "gross_cogs") == pytest.approx(
        [0.28, 0.35], rel=1e-12
    )
    assert row("RS_NET_REVENUE", [[1000, 2000]], 0.5, 0.5, 0.6) == pytest.approx([850, 1700], rel=1e-12)
    assert row("RS_NET_REVENUE", 1000, 0.5, 0.5, 0.6, "royalty") == pytest.approx([550], rel=1e-12)


def test_the_presentation_decides_whether_two_revenues_can_both_hold(row: Row, fault: Fault) -> None:
    """A gap of 4 in 15 at a share of one half fits net up to a cost ratio of 46.7 %, and royalty at 60 %."""
    assert row("RS_IMPLIED_VIA_CLOUD", 15, 11, 7 / 15, 0.5) == pytest.approx([1], rel=1e-12)
    assert row("RS_IMPLIED_VIA_CLOUD", 15, 11, 0.6, 0.5, "royalty") == pytest.approx([1 / 3], rel=1e-12)
    assert fault("RS_IMPLIED_VIA_CLOUD", 15, 11, 0.6, 0.5).startswith(
        "#NUM! no fraction sold through clouds explains both revenues as net: it would have to be 1.333"
    )


def test_per_cent_and_unknown_presentations_are_refused(fault: Fault) -> None:
    assert fault("RS_IMPLIED_COST_RATIO", 38, 0.5, 0.6) == (
        "#VALUE! gross margin must be 1 or less, got 38; for 38 % enter 0.38"
    )
    assert fault("RS_GROSS_MARGIN", 0.5, 50, 0.6).endswith("for 50 % enter 0.5")
    assert fault("RS_NET_REVENUE", 1000, 0.5, 0.5, 0.6, "gross_sm") == (
        '#VALUE! presentation must be one of net, royalty; got "gross_sm"'
    )
