"""Buckets: a commitment settled year by year, and what one year leaves to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.commitments.buckets import Rollover, Settlement
from revshare_workbooks.grid import Block, Row, Spot, Style
from revshare_workbooks.monthly import Monthly

SENTENCES = {
    Rollover.NONE: "Each year stands alone: what is not used is paid for at its end, and use above the "
    "commitment earns nothing.",
    Rollover.EXCESS: "Use above a year's commitment counts toward the next year's, up to the limit; what is "
    "then still open is paid for.",
    Rollover.DEFER: "Commitment not used moves to the next year, once and up to the limit; what may not move "
    "is paid for.",
    Rollover.TERM: "All years are one commitment: only at the end of the last is what was not used paid for.",
}
"""How each form of the clause works."""

LOST = "A shortfall paid is lost."
KEPT = "Years in which a shortfall paid may be used, above the commitment and the oldest first, before it lapses: "


@dataclass(frozen=True)
class Clause:
    """Terms of a commitment.

    Parameters
    ----------
    rollover, limit, make_up_years
        What moves to the next year, the most of it, and in how many years a shortfall paid may be used.
    agreed
        Committed by year.
    """

    rollover: Spot
    limit: Spot
    make_up_years: Spot
    agreed: Row


@dataclass(frozen=True)
class BucketRows:
    """Rows by year of a commitment settled, by the names of the engine's columns; `paid` stands by month."""

    columns: dict[str, Row]

    @property
    def all(self) -> Block:
        """All years of all columns that this block lays out, which stand one below the other."""
        rows = [row for name, row in self.columns.items() if name not in _ELSEWHERE]
        layout, numbers = rows[0].sheet.layout, [row.number for row in rows]
        first, last = (min(numbers), layout.first_year), (max(numbers), layout.last_year)
        return Block(rows[0].sheet, first, last)

    def __getitem__(self, name: str) -> Row:
        """Row of a column."""
        return self.columns[name]


@dataclass(frozen=True)
class ClauseWords:
    """Cells with the sentences on how a clause works.

    Parameters
    ----------
    forms, works
        Forms of the clause, and how each of them works.
    lost, kept
        What becomes of a shortfall paid, without years of make-up and with them.
    """

    forms: Block
    works: Block
    lost: Spot
    kept: Spot

    @classmethod
    def of(cls, sheet: Monthly) -> ClauseWords:
        """Lay the sentences out, one below the other."""
        label, beside = sheet.layout.label, sheet.layout.unit
        sheet.heading("What moves from one year to the next")
        first = sheet.at

        def line(name: str, sentence: str) -> Spot:
            sheet.sheet.put(sheet.at, label, name, Style.LABEL)
            sheet.at += 1
            return sheet.sheet.put(sheet.at - 1, beside, sentence, Style.NOTE)

        for form, sentence in SENTENCES.items():
            line(form.value, sentence)
        last = sheet.at - 1
        forms, works = (Block(sheet.sheet, (first, column), (last, column)) for column in (label, beside))
        return cls(forms, works, line("Without years of make-up", LOST), line("With years of make-up", KEPT))

    def beside(self, sheet: Monthly, rollover: Spot, years: Spot) -> None:
        """Say in two lines how the clause in force works."""
        form = Rollover(str(sheet.book.content(rollover)))
        count = float(str(sheet.book.content(years)))
        for formula, said in (
            (f"=INDEX({self.works},MATCH({rollover},{self.forms},0),1)", SENTENCES[form]),
            (f"=IF({years}=0,{self.lost},{self.kept}&{years})", f"{KEPT}{count:g}" if count else LOST),
        ):
            sheet.sheet.compute(sheet.at, sheet.layout.label, formula, said, Style.NOTE)
            sheet.at += 1


def buckets_block(sheet: Monthly, clause: Clause, usage: Row, settled: Settlement) -> BucketRows:
    """Settle a commitment by year: three balances that run on, what is short, and what is paid.

    Parameters
    ----------
    usage
        What is bought under it.
    settled
        What the engine says of each year.
    """
    given = {"usage": usage, "counted": usage, "commitment": clause.agreed}
    names = (*Settlement._fields, _MOST, _SO_FAR)
    rows = given | {name: sheet.ahead() for name in names if name not in _ELSEWHERE}
    most, so_far = _most_deferred(sheet, clause, settled), np.cumsum(settled.make_up_earned)
    values = settled._asdict() | {_MOST: most, _SO_FAR: so_far}
    for name, label, formula in _columns(clause, rows, sheet.book.year_number):
        flow, closing = name not in _OPENINGS | _CLOSINGS, name in _CLOSINGS
        row = by_year(sheet, label, formula, values[name], flow=flow, closing=closing, row=rows[name])
        if name in _BROUGHT:
            sheet.sheet.put(row.number, sheet.layout.total, 0, Style.MONEY_TOTAL if closing else Style.MONEY)
    return BucketRows(rows)


def by_year(
    sheet: Monthly,
    label: str,
    formula: str,
    values: FloatArray,
    *,
    flow: bool = True,
    closing: bool = False,
    row: Row | None = None,
) -> Row:
    """Add money by year that has no months; a balance, which is no flow, has no total."""
    style = Style.MONEY_TOTAL if closing else Style.MONEY
    placed = sheet.state(label, "", [], unit=sheet.book.money, row=row)
    if closing:
        sheet.sheet.put(placed.number, sheet.layout.label, label, Style.TOTAL_LABEL)
    sheet.years(placed, formula, values, style)
    total = float(values.sum())
    if flow:
        sheet.total(placed, f"=SUM({placed:years})", total, style)
    sheet.book.ties.append((label, placed, f"SUM({placed:years})", total))
    return placed


_MOST, _SO_FAR = "most deferred", "made up so far"
_ELSEWHERE = frozenset({"usage", "counted", "commitment", "paid"})
_OPENINGS = frozenset({"opening", _MOST, "deferred", "excess_opening", "make_up_opening", _SO_FAR})
_CLOSINGS = frozenset({"closing", "excess_bank", "make_up_bank"})
_BROUGHT = _CLOSINGS | {_SO_FAR}
"""What the next year reads: nothing, which stands before the first year, where a flow has its total."""


def _most_deferred(sheet: Monthly, clause: Clause, settled: Settlement) -> FloatArray:
    """Commitment of each year that the next may take over."""
    limit = float(str(sheet.book.content(clause.limit)))
    defers = sheet.book.content(clause.rollover) == Rollover.DEFER
    return min(1.0, limit) * defers * settled.commitment


def _columns(clause: Clause, row: dict[str, Row], number: Row) -> Iterator[tuple[str, str, str]]:
    """Name, label and formula of each column, in the order in which a reader follows them."""
    first, last = f"{number}=1", f"{number}=MAX({number:years})"
    rollover, years, agreed = clause.rollover, clause.make_up_years, clause.agreed
    term, excess, defer = (
        f'{rollover}="{form}"' for form in (Rollover.TERM, Rollover.EXCESS, Rollover.DEFER)
    )

    yield "opening", "Commitment open from before", f"={row['closing']:prev}"
    formula = f"=IF({term},IF({first},SUM({agreed:years}),0),{agreed})"
    yield "committed", "Commitment that becomes open", formula
    available = f"{row['opening']}+{row['committed']}"
    yield "drawdown", "  met by the year's own use", f"=MIN({row['usage']},{available})"
    unused = f"{available}-{row['drawdown']}"
    yield "excess_applied", "  met by use kept from before", f"=MIN({row['excess_opening']},{unused})"
    left = f"{unused}-{row['excess_applied']}"
    yield "shortfall", "  paid for without use", f"={left}-{row['closing']}"
    yield _MOST, "  most that may be deferred", f"=IF({defer},MIN(1,{clause.limit})*{agreed},0)"
    formula = f"=MIN({left},IF({last},0,IF({term},{unused},{row[_MOST]})))"
    yield "closing", "Commitment open at the year's end", formula
    yield "deferred", "  deferred to the next year", f"=IF({defer},{row['closing']},0)"
    yield "overage", "Use above the commitment", f"={row['usage']}-{row['drawdown']}"

    yield "excess_opening", "Use kept from before", f"={row['excess_bank']:prev}"
    kept = f"MIN({row['overage']}-{row['make_up_used']},{clause.limit}*{agreed})"
    yield "excess_earned", "  kept for the next year", f"=IF({excess},{kept},0)"
    yield "excess_lapsed", "  lapsed", f"={row['excess_opening']}-{row['excess_applied']}"
    gone = f"{row['excess_applied']}-{row['excess_lapsed']}"
    formula = f"={row['excess_opening']}+{row['excess_earned']}-{gone}"
    yield "excess_bank", "Use kept at the year's end", formula

    opening, used = row["make_up_opening"], row["make_up_used"]
    yield "make_up_opening", "Shortfalls to be made up, from before", f"={row['make_up_bank']:prev}"
    yield "make_up_earned", "  paid this year", f"=IF({years}=0,0,{row['shortfall']})"
    yield "make_up_used", "  made up by use above the commitment", f"=MIN({opening},{row['overage']})"
    # The oldest is used first, so what exceeds the amounts that still count is older than they are.
    so_far = row[_SO_FAR]
    until = f"INDEX({so_far:total}:{so_far:prev},1,{number}-{years}+1)"
    still = f"{so_far:prev}-IF({number}>{years},{until},0)"
    yield "make_up_lapsed", "  lapsed", f"=IF({years}=0,0,MAX(0,{opening}-{used}-({still})))"
    formula = f"={opening}+{row['make_up_earned']}-{used}-{row['make_up_lapsed']}"
    yield "make_up_bank", "Shortfalls to be made up, at the year's end", formula
    yield (
        _SO_FAR,
        "  paid so far, to tell what lapses",
        f"={so_far:prev}+{row['make_up_earned']}",
    )
