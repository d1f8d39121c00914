from __future__ import annotations

from datetime import date

import numpy as np

from revshare.contracts.contract import contract_from
from revshare.contracts.regime import Flows, Regime
from revshare.contracts.term import YearKind
from revshare.timeline import Timeline

CONTRACT = contract_from({"rate": 0.2, "annual_cap": 5, "start": "2025-02-15"})
GRID = CONTRACT.grid(Timeline(date(2026, 1, 1), 3))


def test_flows_are_split_over_the_pieces_of_the_grid() -> None:
    flows = Flows.on(GRID, np.array([31.0, 28.0, 31.0]), np.zeros(3), favoured=np.array([0.0, 2.0, 0.0]))
    np.testing.assert_allclose(flows.revenue, [31, 14, 14, 31])
    assert flows.favoured is not None
    np.testing.assert_allclose(flows.favoured, [0, 1, 1, 0])
    part = flows.part(slice(2, 4))
    np.testing.assert_allclose(part.revenue, [14, 31])
    assert part.deductions is None


def test_a_regime_sees_the_resets_of_its_own_stretch() -> None:
    assert Regime(CONTRACT, GRID).resets(YearKind.CONTRACT).tolist() == [True, False, True, False]
    assert Regime(CONTRACT, GRID, slice(2, 4)).resets(YearKind.CONTRACT).tolist() == [True, False]
