"""Chapter of clouds: its formulas follow the engine when inputs are edited, and their optimum is the least cost."""

from __future__ import annotations

import numpy as np
from tests.workbooks.example_books import follows

from revshare_workbooks.examples import clouds


def terms(*rows: tuple[float, float, float]) -> list[dict[str, object]]:
    """Commitment, price and capacity of three clouds."""
    names = ("commitment", "unit_price", "capacity")
    return [
        {"name": name, **dict(zip(names, row, strict=True))} for name, row in zip("ABC", rows, strict=True)
    ]


def test_the_allocation_follows_its_inputs() -> None:
    tie = terms((10, 0.5, 30), (0, 0.5, 30), (5, 0.5, 30))
    tight = terms((100, 1.0, 20), (0, 2.0, 20), (10, 0.1, 20))
    free = terms((5, 0.0, 40), (5, 1 / 3, 60), (50, 0.9, 30))
    random = np.random.default_rng(24)
    several = [
        {
            "clouds": terms(*((float(a), float(b), float(c)) for a, b, c in random.integers(0, 60, (3, 3)))),
            "demand": int(random.integers(0, 150)),
        }
        for _ in range(20)
    ]
    follows(
        clouds,
        {
            "E24": [
                {"clouds": tie, "demand": 50},
                {"clouds": tie, "demand": 500},
                {"clouds": tight},
                {"clouds": tight, "demand": 15},
                {"clouds": free, "demand": 120},
                {"demand": 0},
                *several,
            ]
        },
    )
