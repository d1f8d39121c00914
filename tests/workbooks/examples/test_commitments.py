"""Chapter of commitments: its formulas follow the engine when inputs are edited."""

from __future__ import annotations

from tests.workbooks.example_books import follows

from revshare_workbooks.examples import commitments


def test_commitments_follow_their_inputs() -> None:
    follows(
        commitments,
        {
            "E20": [
                {"annual_usage_at_contract_price": [30, 0, 0, 60, 0], "rollover_limit": 0.5},
                {"annual_commitment": [0, 5, 5, 5, 5], "rollover_limit": 0.0},
                {"annual_usage_at_contract_price": [12, 18, 25, 5, 31], "rollover_limit": 1.0},
            ],
            "E21": [
                {"make_up_years": 2, "annual_usage_at_contract_price": [0, 16, 22, 40, 50]},
                {"make_up_years": 4, "annual_usage_at_contract_price": [5, 5, 5, 26, 100]},
                {"make_up_years": 3, "annual_usage_at_contract_price": [5, 16, 5, 26, 37]},
                {"annual_usage_at_contract_price": [5, 16, 5, 26, 37]},
            ],
            "E22": [{"discount": 0.0, "usage_at_list": [0, 1, 100, 200]}, {"list_value_of_commitment": 0}],
            "E23": [
                {"prepayment": 500, "expected_breakage": 0.4},
                {"monthly_usage": [0, 200, 0, 300, 10, 0, 0, 900, 100, 0, 0, 7], "expected_breakage": 0.0},
                {"prepayment": 0},
            ],
            "capacity": [{"utilisation": 0.0}, {"gigawatts": 3.5}],
        },
    )
