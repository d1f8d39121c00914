"""Contracts that between them use every term, each on its own series; the worked examples among them."""

from __future__ import annotations

from datetime import date

import numpy as np
from tests.workbooks.contract_books import Trial

TABLE = "0:0.5; 300:0.4; 800:0.3"
RISING = [40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0, 110.0, 120.0, 130.0, 140.0, 150.0]
SIGNED = [20.0, -50.0, 30.0, -10.0, 60.0, 90.0]


def yearly(*amounts: float) -> list[float]:
    """Amounts that each fall in December."""
    return [amount if month == 11 else 0.0 for amount in amounts for month in range(12)]


def _random(seed: int, months: int = 36) -> tuple[list[float], list[float]]:
    """Whole signed revenue and cost."""
    draw = np.random.default_rng(seed)
    return draw.integers(-40, 120, months).astype(float).tolist(), draw.integers(0, 90, months).astype(
        float
    ).tolist()


PROFIT = {"kind": "profit_share", "rate": 0.5}
CARRIED = {
    "kind": "profit_share",
    "losses": "carryforward",
    "loss_expiry": 3.0,
    "opening_loss_bank": 60.0,
}
MID_LIFE = {"start": date(2024, 7, 1), "end": date(2028, 9, 12)}
GUARANTEE = {"rate": 0.5, "annual_minimum": 300.0}


def inside_months() -> dict[str, Trial]:
    """Contracts whose terms turn inside months."""
    terms: dict[str, dict[str, object]] = {
        "a cap of contract years": {"rate": 0.5, "annual_cap": 90.0, "start": date(2026, 4, 20)},
        "a cap of part years, under way": {
            "rate": 0.5,
            "annual_cap": 90.0,
            "prorate_caps": True,
            "opening_paid_year": 50.0,
            "start": date(2024, 4, 20),
            "end": date(2028, 2, 10),
        },
        "balances from before its first day": {
            "rate": 0.5,
            "annual_cap": 90.0,
            "opening_paid_year": 5.0,
            "start": date(2026, 1, 20),
            "end": date(2026, 12, 31),
        },
        "steps at the opening total": {
            "tiers": TABLE,
            "tier_method": "step_open",
            "start": date(2026, 4, 20),
        },
        "part years of tiers": {
            "tiers": TABLE,
            "tier_method": "cliff_retroactive",
            "prorate_thresholds": True,
            "proration": "months",
            "opening_base_year": 210.0,
            "start": date(2025, 4, 20),
            "end": date(2028, 6, 3),
        },
        "tiers by revenue, losses for four months": {
            "tiers": TABLE,
            "tier_measure": "revenue",
            "kind": "profit_share",
            "losses": "carryforward",
            "loss_expiry": 4.0,
            "loss_limit": 0.7,
            "loss_reset": "year",
            "start": date(2025, 1, 31),
        },
        "tiers month by month beside a cap of contract years": {
            "tiers": "0:0.1; 60:0.3",
            "tier_scope": "period",
            "tier_method": "cliff_retroactive",
            "annual_cap": 50.0,
            "start": date(2025, 8, 30),
        },
        "a ramp of short months": {"ramp": "3:0.5; 24:0.4; 30:0.1", "start": date(2026, 1, 31)},
        "a ramp with every limit": {
            "ramp": "3:0.5; 24:0.4; 30:0.1",
            **CARRIED,
            "period_cap": 20.0,
            "annual_cap": 100.0,
            "lifetime_cap": 300.0,
            "annual_minimum": 30.0,
            "minimum_test": "period",
            "payment_lag": 1.5,
            "withholding": 0.1,
            "accrual": "expected_rate",
            "start": date(2024, 2, 29),
            "end": date(2028, 11, 29),
        },
        "quarters from a leap day": {
            **GUARANTEE,
            "minimum_test": "quarter",
            "minimum_recoupable": True,
            "start": date(2024, 2, 29),
            "end": date(2028, 9, 12),
        },
        "quarters beside a ramp, and an end inside a month without one": {
            "ramp": "1:0.5; 12:0.4",
            "annual_minimum": 300.0,
            "minimum_test": "quarter",
            "start": date(2026, 3, 31),
            "end": date(2028, 1, 1),
        },
        "quarters, an advance, and an end on a turn": {
            **GUARANTEE,
            "minimum_test": "quarter",
            "minimum_recoupable": True,
            "minimum_at_end": "refunded",
            "advance": 60.0,
            "proration": "full_period",
            "start": date(2026, 1, 31),
            "end": date(2028, 4, 29),
        },
        "a minimum topped up before": {
            **GUARANTEE,
            "minimum_recoupable": True,
            "opening_earned_year": 30.0,
            "opening_true_up_year": 10.0,
            "opening_unrecouped": 50.0,
            "advance": 50.0,
            "advance_rate": 0.4,
            "start": date(2025, 6, 15),
        },
        "caps over a minimum": {
            **GUARANTEE,
            "minimum_over_cap": "cap_wins",
            "annual_cap": 250.0,
            "lifetime_cap": 600.0,
            "start": date(2026, 4, 20),
            "end": date(2028, 4, 19),
        },
        "cumulative profit, billed by the partner": {
            **PROFIT,
            "losses": "cumulative_ratchet",
            "loss_reset": "contract_year",
            "opening_loss_bank": 75.0,
            "collector": "partner",
            "cost_bearer": "partner",
            "start": date(2026, 1, 15),
        },
        "net revenue under a cap": {
            "kind": "net_revenue_share",
            "rate": 0.3,
            "deductions": 25.0,
            "deduction_cap": 0.3,
            "annual_cap": 60.0,
            "start": date(2025, 8, 31),
            "end": date(2027, 8, 31),
        },
        "years of every kind": {
            "tiers": TABLE,
            "tier_scope": "calendar_year",
            "annual_cap": 90.0,
            "cap_year": "fiscal_year",
            "fiscal_year_end": 5.0,
            "annual_minimum": 300.0,
            "start": date(2025, 3, 17),
        },
    }
    return {name: Trial(given, *_random(seed)) for seed, (name, given) in enumerate(terms.items())}


def variants() -> dict[str, Trial]:
    """Contracts over three years from 2026, by what they show."""
    terms: dict[str, dict[str, object]] = {
        "flat": {"rate": 0.2},
        "covered in part": {"rate": 0.2, "coverage": 0.35},
        "inside months": {"rate": 0.2, "start": date(2026, 4, 20), "end": date(2028, 2, 10)},
        "whole months": {
            "rate": 0.2,
            "start": date(2026, 4, 20),
            "end": date(2028, 2, 10),
            "proration": "full_period",
        },
        "one day": {"rate": 0.2, "start": date(2026, 2, 28), "end": date(2026, 2, 28)},
        "over before the model": {"rate": 0.2, "start": date(2020, 1, 1), "end": date(2025, 12, 31)},
        "one contract year, mid-month": {
            "rate": 0.5,
            "annual_cap": 90.0,
            "start": date(2026, 4, 20),
            "end": date(2027, 4, 19),
        },
        "net revenue": {"kind": "net_revenue_share", "rate": 0.3, "deductions": 25.0, "deduction_cap": 0.3},
        "net revenue, no cap": {
            "kind": "net_revenue_share",
            "rate": 0.3,
            "deductions": 25.0,
            "start": date(2026, 1, 11),
        },
        "loss share": {**PROFIT, "losses": "loss_share"},
        "carried with a limit": {
            **PROFIT,
            "losses": "carryforward",
            "loss_limit": 0.6,
            "opening_loss_bank": 75.0,
        },
        "carried for a while": {
            **PROFIT,
            "losses": "carryforward",
            "loss_expiry": 5.0,
            "opening_loss_bank": 75.0,
        },
        "carried within a year": {
            **PROFIT,
            "losses": "carryforward",
            "loss_expiry": 14.0,
            "loss_limit": 0.8,
            "loss_reset": "fiscal_year",
            "fiscal_year_end": 6.0,
        },
        "true-up of losses": {
            **PROFIT,
            "losses": "cumulative_true_up",
            "opening_loss_bank": 75.0,
            "loss_reset": "calendar_year",
        },
        "ratchet of losses": {
            **PROFIT,
            "losses": "cumulative_ratchet",
            "loss_reset": "contract_year",
            **MID_LIFE,
        },
        "lifetime tiers": {"tiers": TABLE, "tier_scope": "lifetime", "opening_base_life": 250.0},
        "tiers of fiscal years": {
            "tiers": TABLE,
            "tier_scope": "fiscal_year",
            "fiscal_year_end": 1.0,
            "opening_base_year": 280.0,
        },
        "tiers of part years": {
            "tiers": TABLE,
            "tier_method": "cliff_retroactive",
            "prorate_thresholds": True,
            "tier_scope": "calendar_year",
            "proration": "months",
            "start": date(2026, 4, 20),
            "end": date(2028, 9, 12),
        },
        "tiers month by month": {
            "tiers": "0:0.1; 60:0.3",
            "tier_scope": "period",
            "tier_method": "cliff_retroactive",
        },
        "tiers by revenue": {
            "tiers": TABLE,
            "tier_measure": "revenue",
            "kind": "profit_share",
            "losses": "loss_share",
        },
        "steps by revenue": {
            "tiers": TABLE,
            "tier_measure": "revenue",
            "tier_method": "step_close",
            "kind": "profit_share",
        },
        "tiers that share losses": {"tiers": TABLE, "kind": "profit_share", "losses": "loss_share"},
        "linear ramp": {"ramp": "3:0.5; 24:0.4; 30:0.1", "start": date(2026, 3, 1)},
        "steps of a ramp": {"ramp": "-5:0.5; 24:0.4; 30:0.1", "ramp_method": "step", **MID_LIFE},
        "all caps": {
            "rate": 0.5,
            "period_cap": 40.0,
            "annual_cap": 150.0,
            "lifetime_cap": 500.0,
            "cap_year": "fiscal_year",
            "fiscal_year_end": 6.0,
            "opening_paid_year": 30.0,
            "opening_paid_life": 130.0,
        },
        "caps of part years": {
            "rate": 0.5,
            "annual_cap": 200.0,
            "prorate_caps": True,
            "proration": "full_period",
            "cap_year": "calendar_year",
            "start": date(2026, 4, 20),
            "end": date(2028, 9, 12),
        },
        "paid above the cap": {"rate": 0.5, "lifetime_cap": 100.0, "opening_paid_life": 140.0},
        "tested every quarter": {
            **GUARANTEE,
            "minimum_test": "quarter",
            "minimum_recoupable": True,
            **MID_LIFE,
        },
        "tested every period": {
            "rate": 0.5,
            "annual_minimum": 30.0,
            "minimum_test": "period",
            "start": date(2026, 4, 20),
        },
        "tested at the end": {**GUARANTEE, "minimum_test": "term", **MID_LIFE, "opening_earned_year": 20.0},
        "minimum of fiscal years": {
            **GUARANTEE,
            "minimum_year": "fiscal_year",
            "fiscal_year_end": 6.0,
            "opening_earned_year": 90.0,
            "opening_true_up_year": 20.0,
            "opening_unrecouped": 60.0,
            "minimum_recoupable": True,
        },
        "minimum after an advance": {
            **GUARANTEE,
            "minimum_recoupable": True,
            "advance": 400.0,
            "advance_rate": 0.5,
            "minimum_at_end": "refunded",
            **MID_LIFE,
        },
        "cap over minimum": {
            **GUARANTEE,
            "minimum_over_cap": "cap_wins",
            "annual_cap": 250.0,
            "lifetime_cap": 700.0,
            "minimum_recoupable": True,
            "prorate_caps": True,
            "end": date(2028, 9, 30),
        },
        "refunds outweigh the share under a cap over a minimum": {
            "rate": 0.5,
            "annual_cap": 0.0,
            "annual_minimum": 1.0,
            "minimum_over_cap": "cap_wins",
            "opening_earned_year": -19.0,
        },
        "late payment": {"rate": 0.5, "payment_lag": 1.5, "opening_payable": 90.0, "withholding": 0.1},
        "very late payment": {"rate": 0.5, "payment_lag": 50.0, "opening_payable": 90.0},
        "partner bills": {
            **PROFIT,
            "collector": "partner",
            "cost_bearer": "partner",
            "withholding": 0.1,
            "payment_lag": 0.25,
        },
        "at the expected rate": {
            "tiers": TABLE,
            "accrual": "expected_rate",
            "fiscal_year_end": 6.0,
            "payment_lag": 1.0,
        },
        "a ramp of many knots": {"ramp": "; ".join(f"{1 + 2 * n}:{0.6 - 0.02 * n:g}" for n in range(24))},
        "a table of many tiers": {
            "tiers": "; ".join(f"{60 * n}:{0.6 - 0.05 * n:g}" for n in range(10)),
            "tier_scope": "fiscal_year",
            "prorate_thresholds": True,
            "end": date(2028, 9, 12),
        },
    }
    whole_months = {name: Trial(given, *_random(seed)) for seed, (name, given) in enumerate(terms.items())}
    return whole_months | inside_months()
