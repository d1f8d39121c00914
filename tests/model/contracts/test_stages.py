from __future__ import annotations

from datetime import date

import numpy as np

from revshare.contracts.contract import contract_from
from revshare.contracts.regime import Flows, Regime
from revshare.contracts.stages import stages
from revshare.timeline import Timeline


def test_stages_run_on_the_pieces_of_the_grid() -> None:
    contract = contract_from({"tiers": "0:0.5; 10:0.1", "start": "2025-02-15"})
    grid = contract.grid(Timeline(date(2026, 1, 1), 3))
    series = stages(Regime(contract, grid), Flows.on(grid, np.array([31.0, 28.0, 31.0]), np.zeros(3)))
    np.testing.assert_allclose(series.revenue, [31, 14, 14, 31])
    np.testing.assert_allclose(series.share, [5 + 2.1, 1.4, 5 + 0.4, 3.1])


def test_a_stretch_of_pieces_starts_from_its_own_balances() -> None:
    contract = contract_from({"tiers": "0:0.5; 10:0.1", "opening_base_year": 10})
    grid = contract.grid(Timeline(date(2026, 1, 1), 4))
    flows = Flows.on(grid, np.ones(4), np.zeros(4))
    part = stages(Regime(contract, grid, slice(2, 4)), flows.part(slice(2, 4)))
    np.testing.assert_allclose(part.share, [0.1, 0.1])
