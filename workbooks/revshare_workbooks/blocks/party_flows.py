"""Party flows: who pays whom by month, what each party has had of it, and whose own money comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from revshare_workbooks.blocks.lines import Lines
from revshare_workbooks.grid import Row, Spot

PAID_IN = "Paid in for shares so far"


@dataclass(frozen=True)
class Payment:
    """A payment from one party to another by month; a negative amount goes the other way.

    Parameters
    ----------
    payer, payee
        Keys of the parties.
    row
        Where it stands.
    stake
        Key of the stake it buys; nothing otherwise.
    """

    payer: str
    payee: str
    row: Row
    stake: str = ""

    def net(self, party: str) -> str:
        """Formula text of what a party has of it, negative where it pays; nothing where it has no part."""
        if party not in {self.payer, self.payee}:
            return ""
        return f"{'+' if party == self.payee else '-'}{self.row}"


class Tranche(NamedTuple):
    """Inputs of a payment into a stake."""

    amount: Spot
    day: Spot
    chance: Spot


def invested(days: tuple[Row, Row], tranche: Tranche) -> str:
    """Formula of what a tranche pays into a stake in a month, by the month's first and last day."""
    first, last = days
    due = f"AND({tranche.day}>={first},{tranche.day}<={last})"
    return f"=IF({due},{tranche.amount}*{tranche.chance},0)"


def net_cash_rows(lines: Lines, parties: Iterable[str], payments: Sequence[Payment]) -> None:
    """Net cash of each party with the others, and since the start."""
    for party in parties:
        formula = "=" + ("".join(one.net(party) for one in payments).removeprefix("+") or "0")
        net = lines.flow(f"net_cash.{party}", formula)
        lines.running(f"cumulative_net_cash.{party}", f"{net}")


def own_money_rows(lines: Lines, party: str, lab: str, payments: Sequence[Payment]) -> None:
    """What a party has received from the lab, and the part of it that it had paid in, which is spent first."""
    between = [one for one in payments if {one.payer, one.payee} == {lab, party}]
    back = "+".join(f"MAX(0,{one.net(party).removeprefix('+')})" for one in between)
    received = lines.running(f"received.{party}", back)
    stakes = [one for one in between if one.stake]
    amounts = np.add.reduce([lines.projection[f"invested.{one.stake}"] for one in stakes])
    paid_in = lines.sheet.ahead()
    formula = f"={paid_in:prev}+{'+'.join(f'{one.row}' for one in stakes)}"
    lines.sheet.balance(PAID_IN, formula, np.cumsum(amounts, axis=-1), row=paid_in)
    lines.balance(f"own_money.{party}", f"=MIN({paid_in},{received})")
    lines.ratio(f"own_money_share.{party}")
