"""A partner's contract in a case: pools, favoured rates, what flows back, and cash against what is booked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from revshare.case import Case, CaseError
from revshare.case_file import case_from
from revshare.partner_flows import covered_lines, pool_of
from revshare.projection import project


def given(value: object) -> dict[str, Any]:
    low_high = {"low": value, "high": value} if isinstance(value, float) else {}
    return {"value": value, "basis": "assumed", "note": "for the test", **low_high}


def every_year(value: float) -> dict[str, Any]:
    return {"every_year": given(value)}


def product(label: str, share: float, cost_ratio: float) -> dict[str, Any]:
    channels = {"cloud": every_year(1.0)}
    return {
        "label": label,
        "share": every_year(share),
        "channels": channels,
        "cost_ratio": every_year(cost_ratio),
    }


def case_of(partner: dict[str, Any], terms: dict[str, object]) -> Case:
    """300 of profit and 100 of loss a year, through one cloud."""
    return case_from(
        {
            "name": "two-products",
            "title": "Two products",
            "summary": "One earns, one loses.",
            "lab": "Lab",
            "as_of": "2025-01-01",
            "first_year": 2025,
            "last_year": 2025,
            "probability": 1.0,
            "revenue": {"measure": "total", "annual": {"2025": given(1200.0)}},
            "products": {"good": product("Good", 0.5, 0.5), "bad": product("Bad", 0.5, 1.0 + 1.0 / 6.0)},
            "channels": {"cloud": {"label": "Cloud"}},
            "partners": {
                "p": {
                    "label": "Partner",
                    "covers": ["cloud"],
                    "compute": ["cloud"],
                    "compute_margin": every_year(0.0),
                    **partner,
                }
            },
            "contracts": {"p": {key: given(value) for key, value in terms.items()}},
            "spending": {"all": {"label": "All", "annual": {"2025": given(0.0)}}},
            "presentation": given("gross_sm"),
            "rival": {
                "label": "Rival",
                "kind": given("revenue_share"),
                "rate": given(0.2),
                "coverage": given(1.0),
            },
        },
        lambda key: key,
    )


HALF_OF_PROFIT = {"kind": "profit_share", "rate": 0.5}


@pytest.mark.parametrize(("pooling", "share"), [("all", 100.0), ("channel", 100.0), ("product", 150.0)])
def test_a_loss_meets_the_profit_of_its_own_pool_only(pooling: str, share: float) -> None:
    """Half of 300 less 100 pooled; half of 300 where each product has its own floor."""
    projection = project(case_of({"pooling": pooling}, HALF_OF_PROFIT))
    assert projection.total("share.p") == pytest.approx(share, rel=1e-12)


def test_pools_are_named_by_what_they_gather() -> None:
    case = case_of({"pooling": "product"}, HALF_OF_PROFIT)
    partner = case.partners["p"]
    lines = covered_lines(case, partner)
    assert lines == [("good", "cloud"), ("bad", "cloud")]
    assert [pool_of(partner, *line) for line in lines] == ["good", "bad"]


def test_a_favoured_partner_is_raised_to_the_best_rate_compared() -> None:
    """40 % of a base of 800 becomes 50 %: 80 more, as in the worked example of the clause."""
    clause = {"rates": {"b": given(0.5), "c": given(0.3)}, "effective": given("none")}
    terms = {"kind": "revenue_share", "rate": 0.4, "coverage": 800.0 / 1200.0}
    alone = project(case_of({}, terms))
    raised = project(case_of({"favoured": clause}, terms))
    assert alone.total("share.p") == pytest.approx(320.0)
    assert raised.total("share.p") - alone.total("share.p") == pytest.approx(80.0)


def test_a_favoured_clause_does_not_reach_back_before_its_first_day() -> None:
    clause = {"rates": {"b": given(0.5)}, "effective": given("2025-07-01")}
    half = {"kind": "revenue_share", "rate": 0.4}
    from_july = project(case_of({"favoured": {**clause, "effective": _day("2025-07-01")}}, half))
    share = from_july["share.p"]
    np.testing.assert_allclose(share[:6], 0.4 * 100.0)
    np.testing.assert_allclose(share[6:], 0.5 * 100.0)


def _day(text: str) -> dict[str, Any]:
    from datetime import date  # noqa: PLC0415

    return given(date.fromisoformat(text))


def test_what_flows_back_is_income_of_the_lab_and_netted_only_in_cash() -> None:
    """20 % of 1,200 one way and 20 % of 1,000 the other: 240 and 200 are shown, 40 changes hands."""
    back = {"label": "its own product", "annual": {"2025": given(1000.0)}, "rate": every_year(0.2)}
    projection = project(case_of({"reciprocal": back}, {"kind": "revenue_share", "rate": 0.2}))
    assert projection.total("share.p") == pytest.approx(240.0)
    assert projection.total("reciprocal.p") == pytest.approx(200.0)
    assert projection.total("settled.p") == pytest.approx(40.0)
    gross_profit = float(projection.total("gross_profit"))
    assert projection.total("contribution") == pytest.approx(gross_profit - 240.0 + 200.0)
    assert projection.total("cash_flow") == pytest.approx(gross_profit - 40.0)


@pytest.mark.parametrize("collector", ["lab", "partner"])
def test_cash_comes_later_and_nothing_is_lost(collector: str) -> None:
    terms = {"kind": "revenue_share", "rate": 0.25, "collector": collector, "payment_lag": 1.0}
    projection = project(case_of({}, terms))
    flow = projection.waterfalls["p"]
    sign = 1.0 if collector == "lab" else -1.0
    late = float(projection.total("timing.p"))
    assert late == pytest.approx(sign * float(flow.payable[-1]))
    assert projection.total("cash_flow") - late == pytest.approx(float(projection.total("operating_profit")))


def test_tax_withheld_from_what_a_lab_pays_is_cash_of_the_lab_all_the_same() -> None:
    plain = project(case_of({}, {"kind": "revenue_share", "rate": 0.25}))
    taxed = project(case_of({}, {"kind": "revenue_share", "rate": 0.25, "withholding": 0.1}))
    np.testing.assert_allclose(taxed["cash_flow"], plain["cash_flow"], rtol=1e-12)
    assert taxed.total("settled.p") == pytest.approx(0.9 * float(plain.total("settled.p")))


def test_a_clause_that_starts_with_its_contract_inside_a_month_counts_every_covered_day() -> None:
    """15 of 30 days of June covered: a base of 50, lifted from 40 to 50 %."""
    first = _day("2025-06-16")
    clause = {"rates": {"b": given(0.5)}, "effective": first}
    case = case_of({"favoured": clause}, {"kind": "revenue_share", "rate": 0.4})
    case.contracts["p"]["start"] = case.partners["p"].favoured.effective  # type: ignore[union-attr]
    flow = project(case).waterfalls["p"]
    np.testing.assert_allclose(flow.after_losses[5:7], [50.0, 100.0])
    np.testing.assert_allclose(flow.favoured[5:7], [5.0, 10.0])
    assert not flow.share[:5].any()


def test_each_partner_covers_its_own_part_of_revenue() -> None:
    projection = project(case_of({}, {"kind": "revenue_share", "rate": 0.4, "coverage": 0.25}))
    assert projection.total("coverage.p") == pytest.approx(0.25)
    assert projection.total("coverage") == pytest.approx(0.25)


def test_pools_are_for_profit_shares_only() -> None:
    with pytest.raises(CaseError, match="only a profit share can use"):
        case_of({"pooling": "product"}, {"kind": "revenue_share", "rate": 0.4})
