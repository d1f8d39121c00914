from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from revshare.contracts.contract import KEYS, Contract, Kind, contract_from
from revshare.contracts.losses import Losses, Treatment
from revshare.contracts.ramps import Ramp
from revshare.contracts.tiers import Method, Tiers
from revshare.errors import TermsError
from revshare.inputs import Unit

PUBLISHED = [
    "kind",
    "coverage",
    "collector",
    "rate",
    "tiers",
    "tier_method",
    "tier_scope",
    "tier_boundary",
    "tier_measure",
    "ramp",
    "ramp_method",
    "losses",
    "loss_limit",
    "loss_expiry",
    "loss_reset",
    "deductions",
    "deduction_cap",
    "prorate_thresholds",
    "prorate_minimum",
    "period_cap",
    "annual_cap",
    "lifetime_cap",
    "cap_year",
    "minimum_year",
    "annual_minimum",
    "minimum_test",
    "minimum_recoupable",
    "minimum_over_cap",
    "advance",
    "advance_rate",
    "fiscal_year_end",
    "start",
    "end",
    "proration",
    "withholding",
    "payment_lag",
    "opening_base_year",
    "opening_base_life",
    "opening_paid_year",
    "opening_paid_life",
    "opening_earned_year",
    "opening_loss_bank",
    "opening_unrecouped",
    "opening_payable",
]


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_published_key_is_known_and_described(name: str) -> None:
    assert KEYS[name].label
    assert KEYS[name].name == name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kind", "revenue_share profit_share net_revenue_share"),
        ("collector", "lab partner"),
        ("tier_method", "marginal cliff_retroactive cliff_ratchet step_open step_close"),
        ("tier_scope", "contract_year calendar_year fiscal_year period lifetime"),
        ("tier_boundary", "reach exceed"),
        ("tier_measure", "base revenue"),
        ("ramp_method", "linear step"),
        ("losses", "floor_zero loss_share carryforward cumulative_true_up cumulative_ratchet"),
        ("loss_reset", "never year"),
        ("cap_year", "contract_year calendar_year fiscal_year"),
        ("minimum_year", "contract_year calendar_year fiscal_year"),
        ("minimum_test", "year quarter period term"),
        ("minimum_over_cap", "minimum_wins cap_wins"),
        ("proration", "actual_days months full_period none"),
    ],
)
def test_choices_take_the_published_words_default_first(name: str, words: str) -> None:
    expected = words.split()
    assert list(KEYS[name].words[: len(expected)]) == expected
    assert KEYS[name].default == expected[0]
    assert KEYS[name].unit is Unit.CHOICE


def test_a_terms_block_becomes_a_contract() -> None:
    contract = contract_from(
        {
            "kind": "Profit_Share",
            "tiers": "0:0.5; 300:0.4;",
            "tier_method": "step_open",
            "losses": "carryforward",
            "loss_expiry": 12.0,
            "annual_cap": 0,
            "minimum_recoupable": "TRUE",
            "annual_minimum": "20",
            "start": datetime(2026, 4, 20, 13),
            "end": "2030-12-31",
        }
    )
    assert contract.kind is Kind.PROFIT_SHARE
    assert contract.rate == Tiers((0.0, 300.0), (0.5, 0.4), Method.STEP_OPEN)
    assert contract.losses == Losses(Treatment.CARRYFORWARD, expiry=12.0)
    assert contract.caps.annual == 0
    assert contract.minimum
    assert contract.minimum.recoupable is True
    assert contract.minimum.amount == 20.0
    assert contract.term.start == date(2026, 4, 20)
    assert contract.term.end == date(2030, 12, 31)


def test_pairs_may_come_as_pairs() -> None:
    assert contract_from({"ramp": [(12, 0.5), (24, 0.4)]}).rate == Ramp((12.0, 24.0), (0.5, 0.4))


def test_an_uncertain_number_is_an_array() -> None:
    rates = np.array([[0.1], [0.2]])
    assert contract_from({"rate": rates}).rate is rates


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"rate": 15}, "rate must be 0 to 1, got 15; for 15 % enter 0.15"),
        ({}, "rate is missing; give rate, tiers or ramp"),
        ({"rate": None}, "rate has no value; enter one or leave the key out"),
        ({"rate": ""}, "rate has no value"),
        ({"rate": "abc"}, 'rate must be a number, got "abc"'),
        ({"rate": True}, "rate must be a number, got True"),
        ({"rate": float("nan")}, "rate has no value"),
        ({"rate": 0.2, "tiers": "0:0.5"}, "rate and tiers contradict each other; keep one"),
        ({"rate": 0.2, "anual_cap": 5}, 'unknown key "anual_cap"; did you mean "annual_cap"?'),
        ({"rate": 0.2, "annual_cap": "none"}, "leave the key out if it does not apply"),
        ({"rate": 0.2, "annual_cap": -5}, "annual_cap must be 0 or more, got -5"),
        ({"rate": 0.2, "losses": "floor_zero"}, "losses apply to profit shares only"),
        ({"rate": 0.2, "deductions": 5}, "deductions apply to net revenue shares only"),
        ({"rate": 0.2, "kind": "share"}, "kind must be one of revenue_share, profit_share"),
        ({"rate": 0.2, "minimum_recoupable": "perhaps"}, "minimum_recoupable must be TRUE or FALSE"),
        ({"rate": 0.2, "start": "April"}, "start must be a date such as 2026-04-20"),
        ({"rate": 0.2, "fiscal_year_end": 13}, "fiscal_year_end must be 1 to 12, got 13"),
        ({"rate": 0.2, "payment_lag": -1}, "payment_lag must be 0 or more"),
        ({"tiers": "0-0.5; >10"}, 'tiers must be threshold:rate pairs, got "0-0.5; >10"; write'),
        ({"kind": "Profit share", "rate": 0.5}, 'got "Profit share"; did you mean profit_share?'),
        ({"rate": "50%"}, 'rate must be a number, got "50%"; for 50% enter 0.5'),
        ({"tiers": ""}, "tiers has no value"),
        ({"tiers": ";"}, "tiers has no pairs"),
        ({"tiers": 5}, "tiers must be threshold:rate pairs, got 5"),
        ({"kind": "profit_share", "rate": 0.5, "loss_expiry": 2}, "apply to carryforward only"),
    ],
)
def test_a_refusal_names_key_value_and_cure(terms: dict[str, object], message: str) -> None:
    with pytest.raises(TermsError) as refusal:
        contract_from(terms)
    assert message in str(refusal.value)


def test_terms_are_checked_when_a_contract_is_replaced_too() -> None:
    contract = contract_from({"rate": 0.2})
    with pytest.raises(TermsError, match="coverage must be 0 to 1"):
        replace(contract, coverage=1.5)
    with pytest.raises(TermsError, match="rate is missing"):
        Contract(rate=None)  # type: ignore[arg-type]


def test_a_profit_share_floors_losses_unless_told_otherwise() -> None:
    assert contract_from({"kind": "profit_share", "rate": 0.5}).losses == Losses(Treatment.FLOOR_ZERO)
