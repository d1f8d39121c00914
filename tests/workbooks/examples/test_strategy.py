"""Chapter of strategy: its formulas follow the engine when inputs are edited."""

from __future__ import annotations

from tests.workbooks.example_books import follows

from revshare_workbooks.examples import strategy


def test_strategies_follow_their_inputs() -> None:
    follows(
        strategy,
        {
            "E34": [
                {"discount_rate": 0.0, "life_years": 3},
                {"rent_per_hour": 1.5},
                {"discount_rate": -0.05},
            ],
            "own_or_rent": [
                {"price_decline": 0.0, "delay_years": 0, "discount_rate": 0.0},
                {"price_decline": 0.4, "utilisation": 1.0},
                {"price_decline": -0.1, "discount_rate": 0.1, "residual": 30000},
            ],
            "E39": [
                {"switching_cost": 900},
                {"discount_rate": 0.0},
                {"switching_cost": 0, "stranded": 0},
                {"discount_rate": 0.5, "offered_discount": 0.3},
            ],
            "churn": [{"price": 30.0}, {"base_churn": 0.0, "elasticities": [0.0, 3.0]}],
            "adding_a_cloud": [
                {"margin": 0.5, "incrementality": 0.0},
                {"fixed_cost": 400},
                {"margin": -0.1, "incrementality": 1.0},
                {"margin": 0.02},
            ],
            "own_chips": [
                {"adoption": 1.0, "discount_rate": 0.0},
                {"migration_cost": 2000},
                {"migration_cost": 0},
            ],
            "concentration": [
                {"amounts": [0, 0, 5], "adoption": 0.0},
                {"adoption": 1.0, "amounts": [1, 1, 1]},
            ],
        },
    )
