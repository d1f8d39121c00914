"""Chapter of investment: its formulas follow the engine when inputs are edited."""

from __future__ import annotations

from tests.workbooks.example_books import follows

from revshare_workbooks.examples import investment


def test_investments_follow_their_inputs() -> None:
    follows(
        investment,
        {
            "E25": [
                {"discount_rate": 0.0, "years": 4},
                {"compute_gross_margin": 0.01},
                {"compute_gross_margin": -0.05, "discount_rate": -0.02},
                {"investment": 35, "compute_gross_margin": 0.35},
            ],
            "E26": [{"fair_value_of_shares": 6}, {"years": 3, "fair_value_of_shares": 0}],
            "E27": [
                {
                    "flows": [
                        ["2020-01-01", -10],
                        ["2020-01-01", -5],
                        ["2022-06-30", 2],
                        ["2024-12-31", 8],
                    ],
                    "value": 0,
                },
                {"flows": [["2020-01-01", -10], ["2021-01-01", 5], ["2022-01-01", -5], ["2023-01-01", 40]]},
            ],
            "credits": [
                {"expiry": 0},
                {"expiry": 9, "usage": [10, 10, 10, 500]},
                {"expiry": 2, "usage": [0, 0, 0, 0], "opening": 0},
                {"expiry": 2, "granted": [10, 20, 30, 40], "usage": [5, 5, 5, 5]},
            ],
            "access": [{"capacity_without": 200}, {"units_unlocked": 5, "contribution_per_unit": -1.0}],
        },
    )
