"""Chapter of months: its formulas follow the engine when inputs are edited."""

from __future__ import annotations

from tests.workbooks.example_books import follows

from revshare_workbooks.examples import months


def test_months_follow_their_inputs() -> None:
    follows(
        months,
        {
            "smooth": [
                {"annual_totals": [512, 3907]},
                {"annual_totals": [90, 30]},
                {"annual_totals": [5, 5]},
            ],
            "E31": [
                {"monthly_net_retention": 1.0},
                {"monthly_net_retention": 0.9, "new_mrr": 3.3},
                {"monthly_net_retention": 0.0},
            ],
        },
    )
