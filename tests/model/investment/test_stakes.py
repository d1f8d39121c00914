"""Tranches, dilution and value of a stake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.errors import InputError, NotApplicableError
from revshare.investment.stakes import (
    Tranche,
    dilute,
    funding,
    post_money,
    pro_rata_cheque,
    stake_value,
)
from revshare.timeline import Timeline

ROUNDS = st.lists(st.floats(0.0, 0.9), min_size=1, max_size=8)


def test_what_is_announced_is_not_yet_funded() -> None:
    tranches = [
        Tranche(5.0, date(2026, 4, 20)),
        Tranche(20.0, date(2026, 12, 31), probability=0.4, condition="commercial milestones"),
        Tranche(7.0, None, probability=0.5),
        Tranche(1.0, date(2025, 12, 31)),
    ]
    found = funding(tranches, Timeline(date(2026, 1, 1), 12))
    assert np.flatnonzero(found.announced).tolist() == [3, 11]
    np.testing.assert_allclose(found.announced[[3, 11]], [5.0, 20.0])
    np.testing.assert_allclose(found.expected[[3, 11]], [5.0, 8.0])
    assert found.elsewhere == 8.0
    with pytest.raises(InputError, match="amount of a tranche must be 0 or more, got -5"):
        Tranche(-5.0, None)
    with pytest.raises(
        InputError, match=r"probability of a tranche must be 0 to 1, got 40; for 40 % enter 0[.]4"
    ):
        Tranche(5.0, None, 40.0)


def test_a_stake_and_its_part_say_what_the_company_is_worth(example: Callable[[str], dict[str, Any]]) -> None:
    case = example("E27")
    given_, expected = case["inputs"], case["expected"]
    implied = post_money(given_["value"], np.array(given_["ownerships"]))
    np.testing.assert_allclose(implied, expected["implied_equity_values"])
    np.testing.assert_allclose(stake_value(np.array(given_["ownerships"]), implied), given_["value"])
    with pytest.raises(NotApplicableError, match="ownership is 0"):
        post_money(5.0, 0.0)
    with pytest.raises(InputError, match=r"for 49 % enter 0[.]49"):
        stake_value(49.0, 100.0)


def test_a_stake_falls_round_by_round_unless_the_holder_buys() -> None:
    np.testing.assert_allclose(dilute(0.2, [0.1, 0.25]), [0.2, 0.18, 0.135])
    np.testing.assert_allclose(dilute(0.2, [0.1, 0.25], 2), [0.2, 0.18, 0.18])
    np.testing.assert_allclose(dilute(0.2, [0.1, 0.25], [1, 2]), [0.2, 0.2, 0.2])
    assert pro_rata_cheque(0.18, 40.0) == pytest.approx(7.2)


def test_keeping_a_part_costs_that_part_of_the_round() -> None:
    """Shares counted: 18 of 100 before, 25 new ones sold for 50, of which 4.5 keep 18 %."""
    price = 50.0 / 25.0
    bought = float(pro_rata_cheque(0.18, 50.0)) / price
    assert (18.0 + bought) / 125.0 == pytest.approx(0.18)


@settings(deadline=None)
@given(held=st.floats(0.0, 1.0), rounds=ROUNDS, data=st.data())
def test_the_order_of_rounds_is_irrelevant_and_nothing_rises_without_buying(
    held: float, rounds: list[float], data: st.DataObject
) -> None:
    path = dilute(held, rounds)
    assert path[0] == held
    assert (np.diff(path) <= 0.0).all()
    other = dilute(held, data.draw(st.permutations(rounds)))
    assert other[-1] == pytest.approx(path[-1], rel=1e-9, abs=1e-300)
    bought = data.draw(st.sets(st.integers(1, len(rounds))))
    kept = dilute(held, rounds, sorted(bought) or None)
    assert (kept >= path - 1e-12).all()
    for number in bought:
        assert kept[number] == kept[number - 1]


def test_several_paths_of_rounds_at_once() -> None:
    found = dilute(np.array([0.2, 0.4]), [[0.1, 0.5], [0.5, 0.0]])
    np.testing.assert_allclose(found, [[0.2, 0.18, 0.09], [0.4, 0.2, 0.2]])


@pytest.mark.parametrize(
    ("held", "rounds", "bought", "words"),
    [
        (20.0, [0.1], None, "ownership must be 0 to 1, got 20; for 20 % enter 0.2"),
        (0.2, [0.1, 15.0], None, "dilutions must be 0 to 1, got 15; for 15 % enter 0.15"),
        (0.2, [0.1], 2, "pro_rata_rounds must be whole numbers from 1 to 1, got 2"),
        (0.2, [0.1, 0.1], [0], "pro_rata_rounds must be whole numbers from 1 to 2, got 0"),
        (0.2, [0.1, 0.1], [1.5], "pro_rata_rounds must be whole numbers from 1 to 2, got 1.5"),
    ],
)
def test_rounds_that_make_no_sense_are_refused(
    held: float, rounds: list[float], bought: Any, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        dilute(held, rounds, bought)
