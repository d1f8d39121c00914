"""A small case whose figures can be worked out by hand, and the worked examples."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
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
                table[last] = value
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
