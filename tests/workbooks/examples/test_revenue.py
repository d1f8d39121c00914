"""Chapter of revenue: its formulas follow the engine when inputs are edited."""

from __future__ import annotations

from tests.workbooks.example_books import follows

from revshare_workbooks.examples import revenue


def test_revenue_follows_its_inputs() -> None:
    follows(
        revenue,
        {
            "E29": [
                {"growth_stated": 0.0},
                {"growth_stated": -0.6, "current_year": 100, "prior_year_stated": 250},
                {"growth_stated": 1.5},
            ],
            "fade": [
                {"decay": 0.0},
                {"first_growth": -0.5, "last_growth": 0.2, "decay": 2.0},
                {"start": 7, "first_growth": 3.0},
            ],
            "knots": [
                {"knot_periods": [2, 3, 10], "knot_values": [5.5, 1.5, 2.5]},
                {"periods": [-3, 2, 4.5, 5, 8.9, 9, 9.1]},
            ],
            "E30": [
                {
                    "logistic": {"ceiling": 10.0, "steepness": -1.5, "midpoint": 2.5},
                    "bass": {"p": 0.2, "q": 0.1, "market": 55.0},
                },
                {"bass": {"p": 0.01, "q": 0.9, "market": 1e6}},
                {"bass": {"p": 0.3, "q": 0.0, "market": 9.0}},
            ],
            "decline": [
                {"price_decline": -0.2, "cost_decline": 0.0},
                {"cost": 0, "units": [0, 1, 2, 3, 4]},
            ],
            "E32": [{"gross_margin": -0.2}, {"openai_api_shares": [0.5, 1.0], "gp_share_rate": 0.2}],
            "mix": [{"shares": [0.5, 0.5, 0.0]}, {"shares": [0.9, 0.8, 0.1], "total": 12}],
        },
    )
