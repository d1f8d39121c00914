"""Who pays whom in a loop of several parties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.arrays import FloatArray
from revshare.errors import InputError
from revshare.investment.flows import PartyFlows

LOOP = PartyFlows.of(
    {
        ("Chips", "Lab"): [10.0, 0.0],
        ("Lab", "Cloud"): [20.0, 20.0],
        ("Cloud", "Chips"): [10.0, 30.0],
    }
)


@st.composite
def matrices(draw: st.DrawFn) -> PartyFlows:
    count, periods = draw(st.integers(2, 4)), draw(st.integers(1, 2))
    cells = st.integers(0, 9).map(float) | st.just(0.0)
    paid = np.array([draw(cells) for _ in range(count * count * periods)]).reshape(count, count, periods)
    paid[range(count), range(count)] = 0.0
    return PartyFlows(tuple("ABCD"[:count]), paid)


def walked(flows: PartyFlows, party: str, period: int, steps: int = 1000) -> float:
    """Follow the party's money step by step, each payee passing on its mixture: an independent answer."""
    paid = flows.to_date[..., period]
    me = flows.parties.index(party)
    pool = np.maximum(paid.sum(axis=0), paid.sum(axis=1))
    on_its_way, back = paid[me].copy(), 0.0
    for _ in range(steps):
        on_its_way[me], returned = 0.0, on_its_way[me]
        back += returned
        passed = np.where(pool > 0.0, on_its_way / np.where(pool > 0.0, pool, 1.0), 0.0)
        on_its_way = passed @ paid
    return float(back + on_its_way[me])


def test_in_a_loop_of_two_the_investors_part_is_investment_over_commitment() -> None:
    two = PartyFlows.of({("Cloud", "Lab"): [5.0, 0.0], ("Lab", "Cloud"): [50.0, 50.0]})
    np.testing.assert_allclose(two.own_money("Cloud"), [0.1, 0.05])
    np.testing.assert_allclose(
        two.own_money("Lab"), [1.0, 1.0], err_msg="all the lab got was its own later money"
    )


def test_money_that_comes_round_through_a_third_party_is_found() -> None:
    """Half of what the lab pays is the chip maker's, so half of what the cloud passes on is."""
    np.testing.assert_allclose(LOOP.own_money("Chips"), [0.5, 0.25])
    np.testing.assert_allclose(LOOP.net_cash, [[0.0, 30.0], [-10.0, -20.0], [10.0, -10.0]])
    np.testing.assert_allclose(LOOP.peak_need, [0.0, 30.0, 0.0])


def test_more_invested_than_bought_back_makes_all_of_it_own_money() -> None:
    two = PartyFlows.of({("Cloud", "Lab"): 100.0, ("Lab", "Cloud"): 30.0})
    np.testing.assert_allclose(two.own_money("Cloud"), [1.0])
    np.testing.assert_allclose(two.exposure[..., 0], [[0.0, 70.0], [0.0, 0.0]])


def test_a_circle_the_party_does_not_pay_into_holds_none_of_its_money() -> None:
    apart = PartyFlows.of(
        {("A", "B"): 7.0, ("B", "A"): 7.0, ("B", "Me"): 0.0, ("Me", "C"): 1.0, ("C", "Me"): 4.0}
    )
    np.testing.assert_allclose(apart.own_money("Me"), [0.25])
    assert np.isnan(PartyFlows.of({("Me", "A"): 1.0}).own_money("Me")).all(), "nothing came back at all"


@settings(deadline=None)
@given(flows=matrices())
def test_cash_is_moved_and_never_made(flows: PartyFlows) -> None:
    np.testing.assert_allclose(flows.net_cash.sum(axis=-2), 0.0, atol=1e-9)
    assert (flows.peak_need >= 0.0).all()
    both_ways = flows.exposure * np.swapaxes(flows.exposure, -3, -2)
    assert not both_ways.any(), "only one of two owes the other"


@settings(deadline=None)
@given(flows=matrices())
def test_the_part_of_own_money_is_what_walking_each_payment_gives(flows: PartyFlows) -> None:
    for party in flows.parties:
        share = flows.own_money(party)
        assert ((share >= -1e-9) & (share <= 1.0 + 1e-9) | np.isnan(share)).all()
        received = flows.to_date[:, flows.parties.index(party)].sum(axis=0)
        for period in range(share.size):
            if received[period] > 0.0:
                assert share[period] * received[period] == pytest.approx(
                    walked(flows, party, period), abs=1e-6
                )


def test_paths_together_are_as_one_by_one() -> None:
    paid: FloatArray = np.random.default_rng(3).uniform(0.0, 9.0, (5, 3, 3, 4))
    paid[:, range(3), range(3)] = 0.0
    together = PartyFlows(("A", "B", "C"), paid)
    for place in range(5):
        alone = PartyFlows(("A", "B", "C"), paid[place])
        np.testing.assert_allclose(together.own_money("B")[place], alone.own_money("B"))
        np.testing.assert_allclose(together.peak_need[place], alone.peak_need)


@pytest.mark.parametrize(
    ("parties", "paid", "words"),
    [
        (("A", "A"), np.zeros((2, 2, 1)), "different names, got A, A"),
        (("A", "B"), np.zeros((2, 3, 1)), "table of 2 by 2 parties"),
        (("A", "B"), np.full((2, 2, 1), -1.0), "A to A must be 0 or more in period 1"),
        (("A", "B"), np.ones((2, 2, 1)), "A pays itself"),
    ],
)
def test_payments_that_make_no_sense_are_refused(
    parties: tuple[str, ...], paid: FloatArray, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        PartyFlows(parties, paid)


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(InputError, match="there are no payments"):
        PartyFlows.of({})
    with pytest.raises(InputError, match="party must be one of Chips, Lab, Cloud; got Bank"):
        LOOP.own_money("Bank")
