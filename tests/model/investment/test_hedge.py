"""What an investor holds in each outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.errors import InputError
from revshare.investment.hedge import hedge, held


def test_stakes_in_both_labs_and_the_margin_on_compute(example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E38")["inputs"], example("E38")["expected"]
    payoffs = held(given_["equity_A"], given_["equity_B"], given_["compute_margin"])
    np.testing.assert_allclose(payoffs, expected["state_values"])
    chances, outlay = given_["probabilities"], sum(given_["outlay"].values())
    found = hedge(payoffs, chances, outlay)
    assert found.expected == pytest.approx(expected["expected"], rel=1e-12)
    assert found.worst == expected["worst"]
    assert found.expected_net == pytest.approx(expected["expected_net"], rel=1e-12)
    assert found.worst_net == expected["worst_net"]
    assert found.standard_deviation == pytest.approx(expected["sd"], rel=1e-12)
    assert found.variation == pytest.approx(expected["cv"], rel=1e-12)
    assert not found.always_profits, "the claim that it profits even if both falter fails"
    alone = hedge(given_["equity_A"], chances)
    assert alone.standard_deviation == pytest.approx(expected["sd_equity_A_only"], rel=1e-12)
    assert alone.variation == pytest.approx(expected["cv_equity_A_only"], rel=1e-12)
    assert hedge(given_["compute_margin"], chances).worst == expected["worst_compute_only"]
    assert hedge(payoffs, chances, 36.9).always_profits


def test_paths_of_payoffs_at_once() -> None:
    found = hedge([[1.0, 3.0], [0.0, 0.0]], [0.5, 0.5], np.array([1.0, 2.0]))
    np.testing.assert_allclose(found.expected, [2.0, 0.0])
    np.testing.assert_allclose(found.worst_net, [0.0, -2.0])
    np.testing.assert_allclose(found.standard_deviation, [1.0, 0.0])
    np.testing.assert_allclose(found.variation, [0.5, np.nan])
    assert found.always_profits.tolist() == [False, False], "nothing gained is no profit"


@settings(deadline=None)
@given(payoffs=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), data=st.data())
def test_the_mean_lies_between_worst_and_best(payoffs: list[float], data: st.DataObject) -> None:
    weights = np.array([data.draw(st.floats(0.01, 1.0)) for _ in payoffs])
    found = hedge(payoffs, weights / weights.sum(), 7.0)
    assert min(payoffs) == found.worst
    assert found.worst - 1e-6 <= found.expected <= max(payoffs) + 1e-6
    assert 0.0 <= found.standard_deviation <= (max(payoffs) - min(payoffs)) / 2 + 1e-6
    assert found.expected - found.expected_net == pytest.approx(7.0, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: hedge([1, 2], [0.5, 0.4]), "probabilities must sum to 1, got 0.9; add the missing outcome"),
        (lambda: hedge([1, 2], [0.7, 0.6]), "sum to 1, got 1.3; outcomes must exclude each other"),
        (lambda: hedge([1, 2], [50, 50]), "probabilities must be 0 to 1, got 50; for 50 % enter 0.5"),
        (lambda: hedge([1, 2, 3], [0.5, 0.5]), "payoffs has 3 outcomes and probabilities has 2"),
        (lambda: hedge([1, 2], [0.5, 0.5], -3), "outlay must be 0 or more, got -3"),
        (lambda: held([1, 2], [1, 2, 3]), "must cover the same outcomes, got 2, 3"),
        (held, "must cover the same outcomes, got none"),
    ],
)
def test_outcomes_that_make_no_sense_are_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()
