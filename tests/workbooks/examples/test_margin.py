"""Chapter of margins: its formulas follow the engine when inputs are edited."""

from __future__ import annotations

from tests.workbooks.example_books import follows

from revshare_workbooks.examples import margin


def test_margins_follow_their_inputs() -> None:
    follows(
        margin,
        {
            "presentation": [
                {"cost_ratio": 0.4, "via_cloud_share": 0.0},
                {"gp_share_rate": 0.2, "via_cloud_share": 0.9, "revenue": 7},
            ],
            "E03": [
                {"reported_gross_margin": -0.1, "gp_share_rate": 0.25},
                {"via_cloud_shares": [0.0, 0.1, 0.99]},
            ],
            "E33": [
                {"shown_revenue": 12500},
                {"shown_revenue": 12000, "cost_ratios": [0.0, 0.1, 0.2, 0.95]},
                {"shown_revenue": 2000, "gp_share_rate": 1.0},
            ],
        },
    )
