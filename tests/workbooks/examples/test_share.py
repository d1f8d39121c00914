"""Chapter of share and settlement: its formulas follow the engine when inputs are edited."""

from __future__ import annotations

from tests.workbooks.example_books import follows

from revshare_workbooks.examples import share


def test_shares_and_payments_follow_their_inputs() -> None:
    partners = ("Amazon", "Microsoft", "Nvidia", "Oracle", "Alphabet")
    follows(
        share,
        {
            "E37": [
                {"effective": "2024-02-29", "month_end": "2027-12-31"},
                {
                    "effective": "2026-12-01",
                    "month_end": "2028-01-30",
                    "fiscal_year_end_months": dict(zip(partners, (3, 11, 12, 1, 9), strict=True)),
                },
            ],
            "E49": [
                {"cost_ratio": 0.95, "markups": [0.05, 0.2]},
                {"partner_compute_margin": 0.0, "markups": [0.1, 0.1], "gp_share_rate": 0.4},
            ],
            "E46": [
                {"revenue": [0, 300, 500.5, 0, 2000], "gross_profit": [-5, 100, 10, 20, 900]},
                {"thresholds": [0, 100, 101], "rates": [0.1, 0.6, 0.2]},
            ],
            "E36": [
                {"lab_to_partner_rate": 0.15, "partner_to_lab_rate": 0.0, "net_payments": [-10.5, 0]},
                {"partner_product_revenue_cases": [7, 8, 9]},
            ],
            "net_basis": [{"lab_rate": 0.5, "partner_rate": 0.9}, {"lab_revenue": 0, "partner_rate": 0.0}],
            "E48": [
                {"lag_months": 0, "opening_payable": 12},
                {"lag_months": 0.25, "accrued": [10, -20, 30, 40, -50, 60]},
                {"lag_months": 2.75, "opening_payable": 100},
                {"lag_months": 9},
                {"lag_months": 1},
            ],
        },
    )
