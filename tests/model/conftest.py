"""A small case whose figures can be worked out by hand, and the worked examples."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from revshare.case import Case
from revshare.case_file import case_from

EXAMPLES = Path(__file__).parents[1] / "examples.json"


def assumed(value: Any, **more: Any) -> dict[str, Any]:
    """An input as a case file states it."""
    found = {"value": value, "basis": "assumed", "note": "for the test", **more}
    if not isinstance(value, str):
        found = {"low": value, "high": value} | found
    return found


def every(value: Any, **more: Any) -> dict[str, Any]:
    return {"every_year": assumed(value, **more)}


TINY: dict[str, Any] = {
    "name": "tiny",
    "title": "A lab and a cloud",
    "summary": "One product, two ways to sell it.",
    "lab": "Lab",
    "as_of": "2026-01-31",
    "first_year": 2024,
    "last_year": 2025,
    "probability": 1.0,
    "revenue": {"measure": "total", "annual": {"2024": assumed(1200.0), "2025": assumed(1200.0)}},
    "products": {
        "api": {
            "label": "API",
            "share": every(1.0),
            "channels": {"direct": every(0.4), "cloud": every(0.6)},
            "cost_ratio": every(0.5),
        }
    },
    "channels": {"direct": {"label": "Direct"}, "cloud": {"label": "Cloud"}},
    "partners": {
        "cloud": {
            "label": "Big Cloud",
            "covers": ["cloud"],
            "compute": ["cloud"],
            "compute_margin": every(0.25),
        }
    },
    "contracts": {
        "cloud": {
            "kind": assumed("profit_share"),
            "rate": assumed(0.5),
            "collector": assumed("lab"),
            "payment_lag": assumed(1.0),
        }
    },
    "spending": {"training": {"label": "Training", "annual": every(120.0)}},
    "cash": {"plant": {"label": "Plant", "annual": every(-60.0)}},
    "presentation": assumed("gross_sm"),
    "rival": {
        "label": "Other deal",
        "kind": assumed("revenue_share"),
        "rate": assumed(0.2),
        "coverage": assumed(1.0),
    },
}
"""Even months: 100 a month, 60 of it through the cloud at a cost of 30, of which 15 are shared."""


CAPITAL: dict[str, Any] = {
    "spending/training/compute": every(0.5),
    "parties": {"fund": {"label": "A fund"}},
    "commitments": {
        "cloud": {
            "label": "Compute",
            "seller": "cloud",
            "annual": {"2024": assumed(300.0), "2025": assumed(420.0)},
            "share_of_compute": every(0.5),
            "rollover": assumed("none"),
            "rollover_limit": assumed(1.0),
            "make_up_years": assumed(0.0),
            "margin": every(0.2),
        },
        "other": {
            "label": "Compute of the fund",
            "seller": "cloud",
            "buyer": "fund",
            "annual": every(120.0),
            "usage": every(90.0),
            "rollover": assumed("term"),
            "rollover_limit": assumed(1.0),
            "make_up_years": assumed(0.0),
            "margin": every(0.2),
        },
    },
    "capacities": {
        "hall": {
            "label": "Hall",
            "seller": "cloud",
            "gigawatts": every(2.0),
            "cost": assumed(6.0),
            "utilisation": assumed(0.5),
        },
        "yard": {
            "label": "Yard",
            "seller": "fund",
            "gigawatts": every(1.0),
            "cost": assumed("none"),
            "utilisation": assumed(1.0),
        },
    },
    "companies": {
        "lab": {"label": "Lab", "value": {"2024": assumed(2000.0), "2025": assumed(3000.0)}},
    },
    "stakes": {
        "cloud": {
            "label": "Stake",
            "investor": "cloud",
            "company": "lab",
            "commitment": "cloud",
            "tranches": {
                key: {
                    "label": key,
                    "amount": assumed(amount),
                    "date": assumed(day, low=None, high=None),
                    "probability": assumed(chance),
                }
                for key, amount, day, chance in (
                    ("before", 100.0, date(2023, 7, 1), 1.0),
                    ("now", 200.0, date(2024, 3, 15), 1.0),
                    ("later", 300.0, date(2025, 9, 1), 0.5),
                    ("after", 50.0, date(2026, 2, 1), 1.0),
                )
            },
            "ownership": assumed(0.2),
            "dilution": every(0.1),
            "preference": assumed(1.0),
            "books": assumed("fair_value"),
            "discount_rate": assumed(0.1),
            "mark": {
                "value": assumed(500.0),
                "on": assumed(date(2024, 12, 31), low=None, high=None),
                "ownership": assumed(0.2),
            },
        }
    },
    "hedges": {
        "cloud": {
            "label": "Cloud",
            "investor": "cloud",
            "outlay": {"lab": assumed(100.0)},
            "outcomes": {
                "wins": {"label": "Wins", "probability": assumed(0.25)},
                "falters": {"label": "Falters", "probability": assumed(0.75)},
            },
            "holdings": {
                "equity": {
                    "label": "Equity",
                    "payoff": {"wins": assumed(800.0), "falters": assumed(40.0)},
                },
                "compute": {
                    "label": "Compute",
                    "payoff": {"wins": assumed(100.0), "falters": assumed(60.0)},
                },
            },
        }
    },
    "site": {
        "label": "Own hall",
        "gigawatts": every(0.1),
        "capex": assumed(1000.0),
        "life": assumed(2.0),
        "residual": assumed(0.0),
        "discount_rate": assumed(0.0),
        "running": assumed(100.0),
        "rent": assumed(1500.0),
        "utilisation": assumed(0.5),
    },
}
"""What surrounds the share of the small case, as changes to it: 55 of compute a month, half of it committed."""


@pytest.fixture(scope="session")
def capital() -> dict[str, Any]:
    """Give every table that surrounds the share, as changes to the small case."""
    return copy.deepcopy(CAPITAL)


@pytest.fixture(scope="session")
def tables() -> Callable[..., dict[str, Any]]:
    """Give the small case as a case file's tables, with changes by dotted name; ``None`` takes a key out."""

    def build(changes: dict[str, Any] | None = None) -> dict[str, Any]:
        found = copy.deepcopy(TINY)
        for name, value in (changes or {}).items():
            *path, last = name.split("/")
            table: Any = found
            for key in path:
                table = table.setdefault(key, {})
            if value is None:
                del table[last]
            else:
                table[last] = copy.deepcopy(value)
        return found

    return build


@pytest.fixture(scope="session")
def tiny(tables: Callable[..., dict[str, Any]]) -> Callable[..., Case]:
    """Give the small case with changes by ``path/to/key``."""

    def build(changes: dict[str, Any] | None = None) -> Case:
        return case_from(tables(changes), lambda key: f"tiny: {key}")

    return build


@pytest.fixture(scope="session")
def example() -> Callable[[str], dict[str, Any]]:
    """Give a worked example by its id."""
    listed = json.loads(EXAMPLES.read_text(encoding="utf-8"))["examples"]
    by_id = {one["id"]: one for one in listed}
    return lambda name: dict(by_id[name])
