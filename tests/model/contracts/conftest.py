"""The worked examples, and one contract run on one line of base."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from revshare.contracts.contract import contract_from
from revshare.contracts.waterfall import Waterfall, waterfall
from revshare.timeline import Timeline

EXAMPLES = Path(__file__).parents[2] / "examples.json"


@pytest.fixture(scope="session")
def example() -> Callable[[str], dict[str, Any]]:
    """Worked example by id; a test skips where the id is not shipped."""
    shipped = {one["id"]: one for one in json.loads(EXAMPLES.read_text(encoding="utf-8"))["examples"]}

    def find(name: str) -> dict[str, Any]:
        if name not in shipped:
            pytest.skip(f"{name} is not among the shipped examples")
        return dict(shipped[name])

    return find


@pytest.fixture(scope="session")
def run() -> Callable[..., Waterfall]:
    """Waterfall of plain terms on one line of base, without cost unless given."""

    def settle(
        terms: dict[str, object],
        base: Sequence[float],
        *,
        cost: Sequence[float] | None = None,
        start: date = date(2026, 1, 1),
        **options: Any,
    ) -> Waterfall:
        revenue = np.array(base, dtype=np.float64)
        spent = np.zeros(revenue.shape) if cost is None else np.array(cost, dtype=np.float64)
        months = Timeline(start, revenue.shape[-1])
        return waterfall(contract_from(terms), revenue, spent, months, **options)

    return settle
