"""Who pays whom: net cash of everyone, and whose own money comes back, as written and after an edit."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pytest
from tests.workbooks.capital_books import capital_case
from tests.workbooks.party_books import PartyBook

from revshare.inputs import Value

CHANGES: dict[str, dict[str, Value]] = {
    "as written": {},
    "a partner that bills": {
        "contracts.cloud.collector": "partner",
        "contracts.cloud.cost_bearer": "partner",
        "contracts.cloud.withholding": 0.1,
    },
    "a share that turns round": {
        "products.api.cost_ratio.every_year": 1.4,
        "contracts.cloud.losses": "loss_share",
    },
    "another day and chance": {
        "stakes.cloud.tranches.now.date": date(2025, 1, 31),
        "stakes.cloud.tranches.later.probability": 1.0,
        "stakes.cloud.tranches.after.date": date(2024, 2, 29),
    },
    "a commitment of the whole term": {
        "commitments.cloud.rollover": "term",
        "commitments.cloud.annual.2025": 700.0,
        "spending.training.compute.every_year": 0.9,
    },
}


@cache
def written() -> PartyBook:
    """The report of the small case with everyone in it."""
    return PartyBook(capital_case())


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_every_line_follows_as_the_engine_does(changes: dict[str, Value]) -> None:
    book = PartyBook(capital_case()) if changes else written()
    assert book.apart("Partner", changes) == []
    assert book.check("Sources equal uses") == "OK"


def test_what_one_pays_another_receives() -> None:
    book = written()
    parties = book.line("Partner", "net_cash.lab"), book.line("Partner", "net_cash.cloud")
    fund = book.line("Partner", "net_cash.fund")
    np.testing.assert_allclose(parties[0] + parties[1] + fund, 0.0, atol=1e-9)


def test_each_payment_into_a_stake_has_a_row_of_its_own() -> None:
    book = written()
    rows = {
        name: book.live.row_of("Partner", f"Money for shares: {name}") for name in ("before", "now", "later")
    }
    assert {name: float(row.sum()) for name, row in rows.items()} == {
        "before": 0.0,
        "now": 200.0,
        "later": 150.0,
    }
    assert rows["now"][2] == 200.0
    np.testing.assert_allclose(sum(rows.values()), book.line("Partner", "invested.cloud"))


def test_own_money_is_spent_first_and_never_exceeds_what_was_paid_in() -> None:
    book = written()
    own, received = (book.line("Partner", f"{name}.cloud") for name in ("own_money", "received"))
    assert (own <= received + 1e-9).all()
    assert own[-1] == pytest.approx(min(200.0 + 150.0, received[-1]))
