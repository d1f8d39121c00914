"""Who pays whom in a case, by hand, and what always holds between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.inputs import Value
from revshare.lines import Projection
from revshare.party_flows import (
    compute_concentration,
    has_parties,
    kept_by_billing,
    payments_of,
    revenue_concentration,
    sellers_to_lab,
)
from revshare.projection import project

Tiny = Callable[..., Case]
Changes = dict[str, Any]


@pytest.fixture(scope="module")
def by_hand(tiny: Tiny, capital: Changes) -> Projection:
    return project(tiny(capital))


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("net_cash.cloud", [385.0, 600.0]),
        ("net_cash.lab", [-295.0, -450.0]),
        ("net_cash.fund", [-90.0, -150.0]),
        ("cumulative_net_cash.cloud", [385.0, 985.0]),
        ("received.cloud", [495.0, 1095.0]),
        ("own_money.cloud", [200.0, 350.0]),
        ("own_money_share.cloud", [200.0 / 495.0, 350.0 / 1095.0]),
        ("revenue_share.cloud", [0.6, 0.6]),
        ("revenue_share.direct", [0.4, 0.4]),
        ("bought.cloud", [330.0, 330.0]),
        ("compute_share.cloud", [0.5, 0.5]),
    ],
)
def test_the_small_case_is_as_worked_out_by_hand(by_hand: Projection, line: str, years: list[float]) -> None:
    """The cloud gets 165 and 180 of share, 330 and 420 for compute, 90 and 150 of the fund; it pays in 200 and 150."""
    np.testing.assert_allclose(by_hand.by_year(line), years, rtol=1e-12)


def test_every_payment_has_its_payer_and_its_payee(by_hand: Projection) -> None:
    found = {pair: series.sum() for pair, series in payments_of(by_hand).items() if series.any()}
    assert found == pytest.approx(
        {("lab", "cloud"): 1095.0, ("fund", "cloud"): 240.0, ("cloud", "lab"): 350.0}, rel=1e-12
    )
    assert by_hand.party_flows.parties == ("lab", "cloud", "fund")


@pytest.mark.parametrize(
    ("terms", "share"),
    [
        ({"collector": "lab", "payment_lag": 0.0}, 180.0),
        ({"collector": "partner", "payment_lag": 0.0}, 180.0),
        ({"collector": "partner", "payment_lag": 0.0, "cost_bearer": "partner"}, 180.0),
        ({"collector": "lab", "payment_lag": 0.0, "withholding": 0.1}, 162.0),
        ({"collector": "partner", "payment_lag": 0.0, "withholding": 0.1}, 180.0),
        ({"collector": "lab"}, 165.0),
        ({"collector": "partner"}, 180.0 + 45.0),
    ],
)
def test_a_share_counts_once_the_partner_has_it_whoever_bills(
    tiny: Tiny, terms: Changes, share: float
) -> None:
    """180 a year; 15 of December wait; a cloud that bills holds on to 45 of the lab's for a month."""
    case = tiny({"parties": {"fund": {"label": "A fund"}}, "partners/cloud/compute": []})
    found = project(case, overrides={f"contracts.cloud.{key}": value for key, value in terms.items()})
    assert found.by_year("net_cash.cloud")[0] == pytest.approx(share, rel=1e-12)


def test_a_partner_that_bills_keeps_what_it_does_not_pass_on(tiny: Tiny) -> None:
    """Of 600 billed, 420 go to the lab; or 180 once 240 of compute are the cloud's."""
    for bearer, kept in (("lab", 600.0 - 420.0), ("partner", 600.0 - 240.0 - 180.0)):
        terms: dict[str, Value] = {"collector": "partner", "payment_lag": 0.0, "cost_bearer": bearer}
        case = tiny({"parties": {"fund": {"label": "A fund"}}})
        found = project(case, overrides={f"contracts.cloud.{key}": value for key, value in terms.items()})
        shares = kept_by_billing(found.contracts["cloud"], found.waterfalls["cloud"])
        assert shares[:12].sum() == pytest.approx(kept, rel=1e-12)


def test_a_share_that_flows_back_is_paid_the_other_way(tiny: Tiny) -> None:
    case = tiny(
        {
            "parties": {"fund": {"label": "A fund"}},
            "partners/cloud/compute": [],
            "contracts/cloud/losses": {"value": "loss_share", "basis": "assumed", "note": "x"},
        }
    )
    found = project(case, overrides={"products.api.cost_ratio.every_year": 1.5})
    np.testing.assert_allclose(found.payments["cloud", "lab"][1:], np.full(23, 15.0))
    np.testing.assert_allclose(found.payments["lab", "cloud"], np.zeros(24))
    np.testing.assert_allclose(found["net_cash.lab"][1:], np.full(23, 15.0))


def test_a_partner_without_a_commitment_is_paid_for_what_runs_in_its_channels(
    tiny: Tiny, capital: Changes
) -> None:
    found = project(tiny({"parties": capital["parties"]}))
    np.testing.assert_allclose(found["bought.cloud"], np.full(24, 30.0))
    assert found.by_year("net_cash.cloud")[1] == pytest.approx(180.0 + 360.0)
    assert "compute_share.cloud" not in found.lines
    assert "own_money.cloud" not in found.lines


def test_money_may_go_round_through_three(tiny: Tiny, capital: Changes) -> None:
    """A chip maker invests in the lab, the lab rents from the cloud, the cloud buys from the chip maker."""
    bought = capital["commitments"]["other"] | {"seller": "fund", "buyer": "cloud"}
    stake = {key: item for key, item in capital["stakes"]["cloud"].items() if key != "commitment"}
    changes = capital | {
        "commitments": {"cloud": capital["commitments"]["cloud"], "chips": bought},
        "stakes": {"fund": stake | {"investor": "fund"}},
    }
    found = project(tiny(changes))
    assert {pair for pair, series in found.payments.items() if series.any()} == {
        ("fund", "lab"),
        ("lab", "cloud"),
        ("cloud", "fund"),
    }
    assert "own_money.fund" not in found.lines
    assert found.party_flows.own_money("fund")[-1] > 0.0


def test_a_stake_in_another_company_is_no_money_of_the_lab(tiny: Tiny, capital: Changes) -> None:
    stake = {key: item for key, item in capital["stakes"]["cloud"].items() if key != "commitment"}
    company = capital["companies"]["lab"] | {"label": "Other lab", "party": "fund"}
    found = project(
        tiny(capital | {"companies": {"other": company}, "stakes": {"cloud": stake | {"company": "other"}}})
    )
    assert found.payments["cloud", "fund"].sum() == pytest.approx(350.0)
    assert "own_money.cloud" not in found.lines


@settings(deadline=None, max_examples=30)
@given(
    share=st.floats(0.0, 1.0),
    committed=st.floats(0.0, 5000.0),
    amount=st.floats(0.0, 2000.0),
    cost=st.floats(0.0, 2.0),
    losses=st.sampled_from(["floor_zero", "loss_share", "cumulative_true_up"]),
    rollover=st.sampled_from(["none", "excess", "defer", "term"]),
    make_up=st.sampled_from([0.0, 1.0]),
    collector=st.sampled_from(["lab", "partner"]),
)
def test_what_one_pays_another_receives(
    by_hand: Projection,
    share: float,
    committed: float,
    amount: float,
    cost: float,
    losses: str,
    rollover: str,
    make_up: float,
    collector: str,
) -> None:
    changes: dict[str, Value | FloatArray] = {
        "commitments.cloud.share_of_compute.every_year": share,
        "commitments.cloud.annual.2024": committed,
        "commitments.cloud.rollover": rollover,
        "commitments.cloud.make_up_years": make_up,
        "stakes.cloud.tranches.now.amount": amount,
        "products.api.cost_ratio.every_year": cost,
        "contracts.cloud.losses": losses,
        "contracts.cloud.collector": collector,
    }
    found = project(by_hand.case, overrides=changes)
    total = sum(found[f"net_cash.{party}"] for party in found.party_flows.parties)
    np.testing.assert_allclose(total, np.zeros(24), atol=1e-8)
    own = found["own_money_share.cloud"]
    assert (np.isnan(own) | ((own >= 0.0) & (own <= 1.0 + 1e-12))).all()
    paid = found["paid.cloud"].sum()
    assert paid == pytest.approx(found["usage.cloud"].sum() + found["shortfall.cloud"].sum(), abs=1e-6)
    profit = found["contribution"] - found["spending"] - found["commitment_shortfall"]
    np.testing.assert_allclose(found["operating_profit"], profit, atol=1e-8)


def test_concentration_is_told_by_channel_and_by_seller(by_hand: Projection) -> None:
    np.testing.assert_allclose(revenue_concentration(by_hand).herfindahl, [0.52, 0.52])
    np.testing.assert_allclose(compute_concentration(by_hand).largest, [1.0, 1.0])
    assert sellers_to_lab(by_hand.case) == ("cloud",)


def test_a_case_of_partners_alone_has_no_lines_of_parties(tiny: Tiny) -> None:
    assert not has_parties(tiny())
    assert not [name for name in project(tiny()).lines if name.startswith(("net_cash", "revenue_share"))]
