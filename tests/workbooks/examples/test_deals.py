"""Chapter of comparing deals: its formulas follow the engine when inputs are edited."""

from __future__ import annotations

from tests.workbooks.example_books import follows

from revshare_workbooks.examples import deals


def test_comparisons_follow_their_inputs() -> None:
    follows(
        deals,
        {
            "E01": [
                {"gp_share_rate": 0.3, "revenue_share_rate": 0.25, "revenue": 333.3},
                {"gp_share_rate": 0.1},
                {"gp_share_rate": 0.0, "revenue_share_rate": 0.0, "revenue": 0},
            ],
            "coverage": [
                {"via_cloud_shares": [0.2, 0.4, 1.0], "revenue_share_coverage": 0.8},
                {"cost_ratio": 1.3, "gp_share_rate": 0.05},
                {"revenue_share_rate": 0.0},
            ],
            "E42": [{"inference_cost": 2}, {"inference_cost": 7, "revenue": 6.5}, {"inference_cost": 3.6}],
        },
    )
