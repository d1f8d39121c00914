"""What is possible in commitments and stakes but seldom meant, one sentence each, with a cure."""

from __future__ import annotations

from collections.abc import Iterator

from revshare.commitments.buckets import Settlement
from revshare.stake_returns import StakeReturns


def commitment_warnings(settlement: Settlement) -> Iterator[str]:
    """Warn of a commitment above any use."""
    due = settlement.commitment > 0.0
    if due.any() and (settlement.usage < settlement.commitment)[due].all():
        yield "use stays below the commitment in every year; lower it, or raise what it serves"


def stake_warnings(stake: StakeReturns) -> Iterator[str]:
    """Warn of payments that the model does not reach."""
    late = [day for day in stake.tranches.days if day > stake.at_end.day]
    if late:
        yield (
            f"{len(late)} of {len(stake.tranches.days)} payments fall after {stake.at_end.day.isoformat()} and do "
            "not count; move last_year or the day"
        )
