"""Chapter of stakes: its formulas follow the engine when inputs are edited."""

from __future__ import annotations

from tests.workbooks.example_books import follows

from revshare_workbooks.examples import stakes


def test_stakes_follow_their_inputs() -> None:
    follows(
        stakes,
        {
            "dilution": [
                {"pro_rata": ["yes", "yes", "yes"], "ownership": 1.0},
                {"dilutions": [0.0, 1.0, 0.5], "pro_rata": ["no", "no", "yes"]},
            ],
            "E28": [{"cap": 500}, {"discount": 0.0, "cap": 90}, {"principal": 0, "new_money": 0}],
            "E43": [{"preference_multiple": 2.5}, {"preference_multiple": 0.0, "exit_values": [0, 1, 2, 3]}],
            "E38": [
                {"compute_margin": [60, 35, 60, 80]},
                {"probabilities": [0.0, 0.0, 1.0, 0.0], "outlay": {"A": 0, "B": 0}},
                {"equity_A": [0, 0, 0, 0]},
            ],
        },
    )
