"""Compiled paths are compared with the stages they fuse in test_share_paths.py; here, what they pay."""

from __future__ import annotations

import numpy as np

from revshare.risk.compiled import shares
from revshare.risk.plain import Plain
from revshare.risk.streams import BLOCK, Normals


def test_with_next_to_no_shocks_a_contract_pays_what_it_says() -> None:
    """100 a month at 30 % up to 600 and 20 % above: 300 a year, held to 250 and topped up to 400; then half a year."""
    found = np.empty((2, BLOCK))
    terms = Plain(np.array([0.0, 600.0]), np.array([0.3, 0.2]), 250.0, 400.0)
    shares(Normals(1, 0, "x"), 1e-12, np.full(18, 100.0), terms, np.repeat([0, 1], [12, 6]), found)
    np.testing.assert_allclose(found[0], 400.0)
    np.testing.assert_allclose(found[1], 180.0)
