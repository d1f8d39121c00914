"""A case projected: figures by hand, identities that always hold, and many scenarios at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from revshare.case import Case
from revshare.case_file import parse_case, read_case, shipped_cases
from revshare.commitments.buckets import Settlement
from revshare.errors import InputError
from revshare.fields import fields as inputs_of
from revshare.inputs import Unit
from revshare.lines import Kind, Projection
from revshare.path import path_of
from revshare.projection import project
from revshare.scenarios import Values, values_of
from revshare.schema_example import CAPITAL, CLAUSES, EXAMPLE

Tiny = Callable[..., Case]
FRACTIONS = st.floats(0.0, 1.0)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "rate": FRACTIONS,
        "cost": st.floats(0.0, 2.0),
        "late_cost": st.floats(0.0, 2.0),
        "revenue": st.floats(1.0, 1e5),
        "direct": FRACTIONS,
        "lag": st.floats(0.0, 6.0),
        "kind": st.sampled_from(["revenue_share", "profit_share"]),
        "collector": st.sampled_from(["lab", "partner"]),
        "bearer": st.sampled_from(["lab", "partner"]),
        "presentation": st.sampled_from(["gross_sm", "gross_cogs", "net", "royalty"]),
        "withholding": FRACTIONS,
        "opening": st.floats(0.0, 500.0),
    },
)
NAMES = {
    "rate": "contracts.amazon.rate",
    "cost": "products.api.cost_ratio.2026",
    "late_cost": "products.api.cost_ratio.2030",
    "revenue": "revenue.annual.2027",
    "direct": "products.api.channels.direct.every_year",
    "lag": "contracts.amazon.payment_lag",
    "kind": "contracts.amazon.kind",
    "collector": "contracts.amazon.collector",
    "bearer": "contracts.amazon.cost_bearer",
    "presentation": "presentation",
    "withholding": "contracts.amazon.withholding",
    "opening": "contracts.amazon.opening_payable",
}


def changed(changes: dict[str, Any]) -> Values:
    """Changes by dotted name, the mix kept at 1."""
    found = {NAMES[name]: value for name, value in changes.items()}
    if "direct" in changes:
        found["products.api.channels.aws.every_year"] = 1.0 - changes["direct"]
    return found


@pytest.fixture(scope="module")
def by_hand(tiny: Tiny) -> Projection:
    return project(tiny())


@pytest.mark.parametrize(
    ("line", "month", "year", "total"),
    [
        ("revenue", 100.0, 1200.0, 2400.0),
        ("revenue.cloud", 60.0, 720.0, 1440.0),
        ("inference", 50.0, 600.0, 1200.0),
        ("gross_profit", 50.0, 600.0, 1200.0),
        ("covered.cloud", 60.0, 720.0, 1440.0),
        ("share.cloud", 15.0, 180.0, 360.0),
        ("effective_rate.cloud", 0.25, 0.25, 0.25),
        ("company_rate", 0.15, 0.15, 0.15),
        ("coverage", 0.6, 0.6, 0.6),
        ("contribution", 35.0, 420.0, 840.0),
        ("spending", 10.0, 120.0, 240.0),
        ("operating_profit", 25.0, 300.0, 600.0),
        ("cash.plant", -5.0, -60.0, -120.0),
        ("compute_margin.cloud", 7.5, 90.0, 180.0),
        ("take.cloud", 22.5, 270.0, 540.0),
        ("margin_after_share", 0.35, 0.35, 0.35),
    ],
)
def test_the_small_case_is_as_worked_out_by_hand(
    by_hand: Projection, line: str, month: float, year: float, total: float
) -> None:
    np.testing.assert_allclose(by_hand[line], np.full(24, month), rtol=1e-12)
    np.testing.assert_allclose(by_hand.by_year(line), [year, year], rtol=1e-12)
    assert by_hand.total(line) == pytest.approx(total, rel=1e-12)


def test_a_share_paid_a_month_late_leaves_one_month_of_cash_in_hand(by_hand: Projection) -> None:
    np.testing.assert_allclose(by_hand["settled.cloud"], [0.0] + [15.0] * 23, rtol=1e-12)
    np.testing.assert_allclose(by_hand["timing.cloud"], [15.0] + [0.0] * 23, atol=1e-12)
    np.testing.assert_allclose(by_hand["cash_flow"], [35.0] + [20.0] * 23, rtol=1e-12)
    assert by_hand.total("cumulative_cash") == pytest.approx(495.0)


def test_a_partner_that_bills_remits_the_rest_a_month_late(tiny: Tiny) -> None:
    """It collects 60 and keeps its 15; the lab pays the inference of 30 itself."""
    found = project(tiny(), overrides={"contracts.cloud.collector": "partner"})
    np.testing.assert_allclose(found["settled.cloud"], [0.0] + [45.0] * 23, rtol=1e-12)
    np.testing.assert_allclose(found["timing.cloud"], [-45.0] + [0.0] * 23, atol=1e-9)


def test_operating_profit_of_the_worked_path(tiny: Tiny, example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E35")["inputs"], example("E35")["expected"]

    def by_year(values: list[float]) -> dict[str, Any]:
        return {
            str(year): {"value": value, "low": value, "high": value, "basis": "assumed", "note": "E35"}
            for year, value in zip(given_["years"], values, strict=True)
        }

    case = tiny(
        {
            "last_year": 2028,
            "revenue/annual": by_year(given_["revenue"]),
            "products/api/cost_ratio": by_year(given_["cost_ratio"]),
            "spending/training/annual": by_year(given_["research_and_training"]),
            "spending/other": {"label": "Other", "annual": by_year(given_["other_operating"])},
        }
    )
    found = project(case)
    assert found.values["contracts.cloud.rate"] == given_["gp_share_rate"]
    assert found.by_year("coverage") == pytest.approx([given_["via_cloud_share"]] * 5)
    np.testing.assert_allclose(found.by_year("operating_profit"), expected["operating_profit"], rtol=1e-9)
    np.testing.assert_allclose(found.by_year("cumulative_profit"), expected["cumulative"], rtol=1e-9)
    path = path_of(found)
    assert path.first_profitable_year == expected["first_profitable_year"]
    assert path.payback_month is None
    assert path.peak_loss >= expected["peak_funding_need"], (
        "months may lie deeper than year ends, never higher"
    )


@pytest.mark.parametrize(
    ("name", "reported"),
    [("anthropic-amazon", [512.0, 3907.0]), ("openai-microsoft", [1000.0, 1800.0])],
)
def test_a_shipped_case_gives_its_reported_totals(name: str, reported: list[float]) -> None:
    """2024 512 and 2025 3,907 of API revenue (F046, F047); 1,000 and 1,800 (F049)."""
    np.testing.assert_allclose(project(read_case(name)).by_year("revenue.api")[:2], reported, rtol=1e-12)


def check_identities(found: Projection) -> None:
    """What holds in every month of every projection."""

    def same(left: Any, right: Any) -> None:
        np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-6)

    case = found.case
    for name, line in found.lines.items():
        if line.kind is Kind.FLOW:
            same(found.by_year(name).sum(axis=-1), found.total(name))
            same(line.values.sum(axis=-1), found.total(name))
        elif line.kind is Kind.STOCK:
            same(found.by_year(name)[..., -1], found.total(name))
    kept = found["contribution"] - found["reciprocal"]
    same(kept + found["partner_share"] + found["inference"], found["revenue"])
    same(sum(found[f"revenue.{key}"] for key in case.products), found["revenue"])
    same(sum(found[f"revenue.{key}"] for key in case.channels), found["revenue"])
    same(sum(found[f"inference.{key}"] for key in case.channels), found["inference"])
    beyond_use = found["commitment_shortfall"] if "commitment_shortfall" in found.lines else 0.0
    same(found["contribution"] - found["spending"] - beyond_use, found["operating_profit"])
    same(np.cumsum(found["cash_flow"], axis=-1), found["cumulative_cash"])
    shown = found["shown_revenue"] - found["shown_cost"] - found["shown_selling"]
    same(shown, kept)
    for key, flow in found.waterfalls.items():
        opening = found.values[f"contracts.{key}.opening_payable"]
        same(opening + flow.settled.sum(axis=-1), flow.cash.sum(axis=-1) + flow.payable[..., -1])


@settings(deadline=None, max_examples=50)
@given(changes=CHANGES)
def test_identities_hold_whatever_the_inputs(changes: dict[str, Any]) -> None:
    check_identities(project(read_case("anthropic-amazon"), overrides=changed(changes)))


SHIPPED = [(name, scenario) for name in shipped_cases() for scenario in read_case(name).scenario_names]


@pytest.mark.parametrize(("name", "scenario"), SHIPPED)
def test_identities_hold_in_every_shipped_scenario(name: str, scenario: str) -> None:
    check_identities(project(read_case(name), scenario))


@settings(deadline=None, max_examples=50)
@given(changes=CHANGES)
def test_a_floored_share_is_never_negative_and_never_above_its_rate(changes: dict[str, Any]) -> None:
    found = project(read_case("anthropic-amazon"), overrides=changed(changes))
    share, rate = found["share.amazon"], float(found.values["contracts.amazon.rate"])  # type: ignore[arg-type]
    assert (share >= 0.0).all()
    assert (share <= rate * found["covered.amazon"] + 1e-9).all()


def money_of(case: Case, values: Values) -> list[str]:
    """Every input that is money."""
    return [
        one.name
        for one in inputs_of(case)
        if one.unit is Unit.MONEY and not isinstance(values[one.name], str)
    ]


@settings(deadline=None, max_examples=25)
@given(changes=CHANGES, unit=st.sampled_from([1e-3, 1e3]))
def test_money_in_another_unit_gives_the_same_deal(changes: dict[str, Any], unit: float) -> None:
    """Thousands or millions: every flow scales, every ratio and date stays."""
    case = read_case("anthropic-amazon")
    plain = changed({key: value for key, value in changes.items() if key != "opening"})
    values = values_of(case, overrides=plain)
    scaled = dict(plain) | {name: values[name] * unit for name in money_of(case, values)}  # type: ignore[operator]
    one, other = project(case, overrides=plain), project(case, overrides=scaled)
    for name, line in one.lines.items():
        expected = line.values if line.kind is Kind.RATIO else unit * line.values
        np.testing.assert_allclose(other[name], expected, rtol=1e-6, atol=1e-6 * unit * 1e3)


STACKED: dict[str, list[Any]] = {
    "contracts.amazon.rate": [0.5, 0.2, 0.0],
    "products.api.cost_ratio.2026": [0.4, 1.3, 0.8],
    "revenue.annual.2027": [33000.0, 20000.0, 50000.0],
    "spending.training.annual.2028": [9500.0, 1.0, 20000.0],
    "partners.amazon.compute_margin.every_year": [0.1, 0.2, 0.3],
    "cash.capital_expenditure.annual.every_year": [0.0, -50.0, -5000.0],
}


def check_row(together: Projection, row: int, alone: Projection) -> None:
    """One of three stacked scenarios is the scenario alone, in every line and every total of it."""
    case = alone.case
    for name, line in together.lines.items():
        rows = np.broadcast_to(line.values, (3, case.timeline.months))
        np.testing.assert_allclose(rows[row], alone[name], rtol=1e-12, atol=1e-9, err_msg=name)
        years = np.broadcast_to(together.by_year(name), (3, len(case.timeline.years)))
        np.testing.assert_allclose(years[row], alone.by_year(name), rtol=1e-12, atol=1e-9, err_msg=name)
        totals = np.broadcast_to(together.total(name), (3,))
        np.testing.assert_allclose(totals[row], alone.total(name), rtol=1e-12, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("losses", ["floor_zero", "loss_share", "carryforward", "cumulative_true_up"])
@pytest.mark.parametrize(
    "names", [*([name] for name in STACKED), list(STACKED)], ids=lambda names: "+".join(names)[:40]
)
def test_stacked_scenarios_are_as_one_by_one(names: list[str], losses: str) -> None:
    case = read_case("anthropic-amazon")
    fixed: dict[str, Any] = {"contracts.amazon.losses": losses, "products.api.cost_ratio.2024": 1.5}
    stacked: dict[str, Any] = {name: np.array(STACKED[name])[:, None] for name in names}
    together = project(case, overrides=fixed | stacked)
    for row in range(3):
        alone = project(case, overrides=fixed | {name: STACKED[name][row] for name in names})
        check_row(together, row, alone)


STACKED_CAPITAL: dict[str, list[float]] = {
    "spending.training.compute.every_year": [0.5, 0.0, 1.0],
    "commitments.cloud.annual.2024": [300.0, 0.0, 500.0],
    "commitments.cloud.share_of_compute.every_year": [0.5, 0.1, 1.0],
    "commitments.cloud.rollover_limit": [1.0, 0.0, 0.5],
    "commitments.cloud.make_up_years": [0.0, 1.0, 2.0],
    "commitments.cloud.margin.every_year": [0.2, 0.3, 0.4],
    "commitments.other.usage.every_year": [90.0, 200.0, 0.0],
    "capacities.hall.cost": [6.0, 0.0, 9.0],
    "companies.lab.value.2025": [3000.0, 700.0, 9000.0],
    "stakes.cloud.tranches.later.amount": [300.0, 0.0, 10.0],
    "stakes.cloud.tranches.later.probability": [0.5, 1.0, 0.0],
    "stakes.cloud.ownership": [0.2, 0.0, 0.9],
    "stakes.cloud.dilution.every_year": [0.1, 0.0, 0.5],
    "stakes.cloud.preference": [1.0, 0.0, 2.0],
    "stakes.cloud.discount_rate": [0.1, 0.0, 0.5],
    "stakes.cloud.mark.value": [500.0, 0.0, 900.0],
    "hedges.cloud.outlay.lab": [100.0, 0.0, 900.0],
    "hedges.cloud.holdings.equity.payoff.wins": [800.0, 0.0, 50.0],
    "site.capex": [1000.0, 0.0, 9000.0],
    "site.life": [2.0, 3.0, 4.0],
    "site.rent": [1500.0, 100.0, 2000.0],
    "products.api.cost_ratio.every_year": [0.5, 0.9, 0.1],
    "revenue.annual.2025": [1200.0, 100.0, 5000.0],
}


def results_of(found: Projection) -> dict[str, Any]:
    """Everything a projection holds of commitments, stakes and hedges beside its lines, by name."""
    stake, hedge = found.stakes["cloud"], found.hedges["cloud"]
    assert stake.deal is not None
    assert stake.marked is not None
    results = {f"settlement.{name}": getattr(found.commitments["cloud"], name) for name in Settlement._fields}
    results |= {f"deal.{part.name}": getattr(stake.deal, part.name) for part in fields(stake.deal)}
    results |= {f"books.{part.name}": getattr(stake.books, part.name) for part in fields(stake.books)}
    results |= {f"hedge.{part.name}": getattr(hedge, part.name) for part in fields(hedge)}
    results |= {f"mark.{name}": getattr(stake.marked, name) for name in ("multiple", "rate", "company_value")}
    results |= {f"end.{name}": getattr(stake.at_end, name) for name in ("multiple", "rate", "gain")}
    return results | {name: getattr(stake, name) for name in ("bought", "funded", "ownership", "value")}


ALL = list(STACKED_CAPITAL)


@pytest.mark.parametrize(
    ("names", "books", "rollover"),
    [
        *(([name], "fair_value", "none") for name in STACKED_CAPITAL),
        *((ALL, "equity_method", rollover) for rollover in ("none", "excess", "defer", "term")),
        (ALL, "cost", "none"),
        (["stakes.cloud.ownership", "revenue.annual.2025"], "equity_method", "none"),
    ],
)
def test_stacked_commitments_and_stakes_are_as_one_by_one(
    tiny: Tiny, capital: dict[str, Any], names: list[str], books: str, rollover: str
) -> None:
    case = tiny(capital)
    fixed: dict[str, Any] = {"stakes.cloud.books": books, "commitments.cloud.rollover": rollover}
    stacked: dict[str, Any] = {name: np.array(STACKED_CAPITAL[name])[:, None] for name in names}
    together = project(case, overrides=fixed | stacked)
    for row in range(3):
        alone = project(case, overrides=fixed | {name: STACKED_CAPITAL[name][row] for name in names})
        check_row(together, row, alone)
        expected = results_of(alone)
        for name, value in results_of(together).items():
            one = np.broadcast_to(value, (3, *np.shape(expected[name])))[row]
            np.testing.assert_allclose(one, expected[name], rtol=1e-9, atol=1e-9, err_msg=name)


def test_money_in_another_unit_gives_the_same_commitments_and_stakes(
    tiny: Tiny, capital: dict[str, Any]
) -> None:
    case = tiny(capital)
    values = values_of(case)
    scaled = {name: 1e3 * values[name] for name in money_of(case, values)}  # type: ignore[operator]
    one, other = project(case), project(case, overrides=scaled)
    for name, line in one.lines.items():
        expected = line.values if line.kind is Kind.RATIO else 1e3 * line.values
        np.testing.assert_allclose(other[name], expected, rtol=1e-9, atol=1e-6, err_msg=name)
    for name in ("commitment_multiple", "break_even_margin"):
        ends = (getattr(found.stakes["cloud"].deal, name) for found in (one, other))
        assert len({round(float(end), 9) for end in ends}) == 1
    assert other.stakes["cloud"].at_end.rate == pytest.approx(one.stakes["cloud"].at_end.rate, rel=1e-9)


def test_a_case_is_the_same_with_what_surrounds_the_share_as_without(
    tiny: Tiny, capital: dict[str, Any]
) -> None:
    """Only a shortfall changes a line that was there before."""
    bare, whole = project(tiny()), project(tiny(capital), overrides={"commitments.cloud.annual.2025": 0.0})
    assert list(bare.lines) == [name for name in whole.lines if name in bare.lines]
    for name, line in bare.lines.items():
        np.testing.assert_array_equal(whole[name], line.values, err_msg=name)
        assert whole.line(name).label == line.label


@pytest.mark.parametrize("name", [*shipped_cases(), "example"])
def test_every_line_has_a_label_of_its_own(name: str) -> None:
    written = f"{EXAMPLE}\n{CLAUSES}\n{CAPITAL}"
    found = project(parse_case(written, name) if name == "example" else read_case(name))
    labels = [line.label for line in found.lines.values()]
    assert len(set(labels)) == len(labels)
    check_identities(found)


def test_a_ratio_of_balances_is_that_of_their_closes(tiny: Tiny, capital: dict[str, Any]) -> None:
    found = project(tiny(capital))
    assert found.line("ownership.cloud").kind is Kind.RATIO
    np.testing.assert_allclose(found.by_year("ownership.cloud"), [0.2, 0.23], rtol=1e-12)
    assert found.total("ownership.cloud") == pytest.approx(0.23)


def test_single_inputs_are_read_alone_and_side_by_side(tiny: Tiny, capital: dict[str, Any]) -> None:
    values = {"site.capex": np.array([[1.0], [2.0]])}
    found = project(tiny(capital), overrides=values)
    assert found.number("site.rent") == 1500.0
    assert found.number("site.capex").shape == (2, 1)
    np.testing.assert_array_equal(found.numbers(["site.rent"]), [1500.0])
    np.testing.assert_array_equal(found.numbers(["site.capex", "site.rent"]), [[1.0, 1500.0], [2.0, 1500.0]])
    assert found.is_unused("capacities.yard.cost")
    assert not found.is_unused("capacities.hall.cost")


def test_a_year_of_nothing_has_months_of_nothing_and_no_ratios(tiny: Tiny) -> None:
    found = project(tiny(), overrides={"revenue.annual.2024": 0.0})
    np.testing.assert_array_equal(found["revenue"][:12], np.zeros(12))
    assert np.isnan(found["gross_margin"][:12]).all()
    np.testing.assert_allclose(found.by_year("gross_margin"), [np.nan, 0.5])
    assert found.total("gross_margin") == pytest.approx(0.5)


def test_ratios_are_recomputed_and_never_summed(tiny: Tiny) -> None:
    """Margins of 50 % on 1,200 and of 0 % on 3,600 make 12.5 %, not 25 %."""
    found = project(
        tiny(
            {
                "revenue/annual/2025": {
                    "value": 3600,
                    "low": 0,
                    "high": 9999,
                    "basis": "assumed",
                    "note": "x",
                },
                "products/api/cost_ratio": {
                    year: {"value": value, "low": 0, "high": 1, "basis": "assumed", "note": "x"}
                    for year, value in (("2024", 0.5), ("2025", 1.0))
                },
            }
        )
    )
    np.testing.assert_allclose(found.by_year("gross_margin"), [0.5, 0.0], atol=1e-12)
    assert found.total("gross_margin") == pytest.approx(0.125)


def test_an_unknown_line_is_named_with_where_to_look(by_hand: Projection) -> None:
    with pytest.raises(InputError, match=r'tiny has no line "revenu"; did you mean revenue\?'):
        by_hand["revenu"]
    with pytest.raises(InputError, match=r'tiny has no line "zzz"; see revshare lines tiny'):
        by_hand["zzz"]


def test_lines_have_labels_of_their_own(by_hand: Projection) -> None:
    labels = [line.label for line in by_hand.lines.values()]
    assert len(set(labels)) == len(labels)
