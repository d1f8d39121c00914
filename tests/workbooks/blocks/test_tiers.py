"""Tables of rates on the sheet: examples E06, E07, E08, E09 and E45, opening balances and part years."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.contract_books import example, shown
from tests.workbooks.contract_trials import RISING, TABLE

SHARE = "Partner share"


def test_marginal_tiers_give_example_e06() -> None:
    expected = example("E06")["expected"]
    sheet = shown({"tiers": TABLE}, RISING)
    assert sheet.row(SHARE) == pytest.approx(expected["monthly_share"])
    assert sum(sheet.row(SHARE)) == pytest.approx(expected["annual_share"])


@pytest.mark.parametrize(
    ("terms", "name"),
    [
        ({"tier_method": "cliff_retroactive"}, "monthly_reach"),
        ({"tier_method": "cliff_retroactive", "tier_boundary": "exceed"}, "monthly_exceed"),
        ({"tier_method": "cliff_ratchet"}, "monthly_ratchet"),
    ],
)
def test_cliffs_give_example_e07(terms: dict[str, object], name: str) -> None:
    assert shown({"tiers": TABLE, **terms}, RISING).row(SHARE) == pytest.approx(
        example("E07")["expected"][name]
    )


@pytest.mark.parametrize(("method", "total"), [("step_open", 457.0), ("step_close", 436.0)])
def test_steps_take_the_rate_of_one_end_of_the_month(method: str, total: float) -> None:
    assert sum(shown({"tiers": TABLE, "tier_method": method}, RISING).row(SHARE)) == pytest.approx(total)


def test_each_month_on_its_own_gives_the_trap_of_example_e06() -> None:
    assert sum(shown({"tiers": TABLE, "tier_scope": "period"}, RISING).row(SHARE)) == pytest.approx(570.0)


@pytest.mark.parametrize("place", range(5))
def test_a_published_fee_schedule_gives_example_e09(place: int) -> None:
    given = example("E09")
    table = "; ".join(f"{at}:{rate}" for at, rate in given["inputs"]["fee_tiers_usd"])
    base = [given["inputs"]["fee_test_points_usd"][place]]
    sheet = shown({"tiers": table, "tier_method": "cliff_retroactive"}, base)
    assert sheet.row(SHARE, 1) == pytest.approx([given["expected"]["fees"][place]])


def test_a_refund_reverses_the_last_increments_as_in_example_e45() -> None:
    given = example("E45")
    base, expected = given["inputs"]["monthly_base"], given["expected"]
    terms: dict[str, object] = {"tiers": "0:0.5; 300:0.4"}
    assert shown(terms, base).row(SHARE, 4) == pytest.approx(expected["monthly_share"])
    ratchet = shown({**terms, "tier_method": "marginal_ratchet"}, base).row(SHARE, 4)
    assert ratchet == pytest.approx(expected["ratchet_no_repayment"])


@pytest.mark.parametrize(
    ("scope", "april", "july"),
    [("contract_year", 70, 100), ("calendar_year", 70, 60), ("lifetime", 60, 60)],
)
def test_what_was_counted_before_moves_the_tiers_until_its_counter_starts_again(
    scope: str, april: float, july: float
) -> None:
    # 250 counted this year and 350 ever, on a contract whose second year opens in July 2026.
    terms = {
        "tiers": "0:0.5; 300:0.3", "tier_scope": scope, "start": date(2025, 7, 1),
        "opening_base_year": 250.0, "opening_base_life": 350.0,
    }  # fmt: skip
    sheet = shown(terms, [0, 0, 0, 200, 0, 0, 200], years=2)
    assert sheet.row(SHARE, 7)[3::3] == pytest.approx([april, july])


def test_fiscal_years_start_the_count_again_in_their_own_month() -> None:
    terms = {"tiers": "0:0.5; 100:0.1", "tier_scope": "fiscal_year", "fiscal_year_end": 6.0}
    assert shown(terms, [60.0] * 12).row("New count of the tiers").index(1.0) == 6


def test_thresholds_shrink_with_a_part_year_where_the_contract_says_so() -> None:
    terms = {
        "tiers": "0:0.5; 120:0.1", "tier_scope": "calendar_year", "start": date(2026, 10, 1), "proration": "months",
    }  # fmt: skip
    base = [0.0] * 9 + [60.0, 0.0, 0.0]
    assert shown(terms, base).row(SHARE)[9] == pytest.approx(30.0)
    assert shown({**terms, "prorate_thresholds": True}, base).row(SHARE)[9] == pytest.approx(
        0.5 * 30 + 0.1 * 30
    )


def test_a_rate_set_by_revenue_is_the_blend_of_the_tiers_it_passed() -> None:
    terms = {
        "tiers": "0:0.5; 100:0.3",
        "tier_measure": "revenue",
        "kind": "profit_share",
        "losses": "loss_share",
    }
    sheet = shown(terms, [150.0, 0.0, 50.0], [100.0, 10.0, 0.0])
    assert sheet.row(SHARE, 3) == pytest.approx([(50 + 15) / 150 * 50, 0.3 * -10, 0.3 * 50])


def test_a_total_at_a_threshold_but_for_rounding_has_reached_it() -> None:
    terms = {"tiers": "0:0.5; 0.3:0.1", "tier_method": "cliff_retroactive"}
    assert sum(shown(terms, [0.1, 0.1, 0.1]).row(SHARE)) == pytest.approx(0.03)
