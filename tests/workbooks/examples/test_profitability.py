"""Chapter of profitability: its formulas follow the engine when inputs are edited."""

from __future__ import annotations

from tests.workbooks.example_books import follows

from revshare_workbooks.examples import profitability


def test_the_path_follows_its_inputs() -> None:
    nothing = [0, 0, 0, 0, 0]
    follows(
        profitability,
        {
            "E35": [
                {"research_and_training": [500, 100, 100, 100, 100], "other_operating": nothing},
                {"research_and_training": nothing, "other_operating": nothing},
                {"cost_ratio": [1.2, 1.1, 1.0, 0.9, 0.9]},
                {"revenue": [3000, 0, 9000, 9000, 100], "gp_share_rate": 0.0},
            ],
            "cash": [
                {"loss_limit": 1.0, "opening_losses": 0, "operating_profit": [100, -300, 200, 50]},
                {"loss_limit": 0.0, "tax_rate": 0.3},
            ],
            "affordability": [
                {"cash_flow": [100, -50, 20, -400], "fraction": 1.0},
                {"commitments": [0, 0, 0, 9]},
            ],
        },
    )
