"""Headlines: the answers as sentences that follow the cells in which the figures stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from revshare_workbooks.grid import Content, Spot


@dataclass(frozen=True, slots=True)
class Words:
    """Text as a formula writes it, and as the engine does."""

    formula: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell, or a formula in brackets, and the engine's value of it."""

    cell: Spot | str
    value: Content

    @property
    def whole(self) -> Words:
        """Money without decimals."""
        return Words(f"FIXED(ROUND({self.cell},2),0)", fixed(self._number, 0))

    @property
    def percent(self) -> Words:
        """A fraction in percent."""
        return Words(f'FIXED(ROUND({self.cell}/1%,2),1)&"%"', f"{fixed(100.0 * self._number, 1)}%")

    @property
    def plain(self) -> Words:
        """A year, or words."""
        return Words(f"{self.cell}", f"{self.value}")

    @property
    def _number(self) -> float:
        # A sentence about a figure that does not exist is not shown, but is worked out all the same.
        return float(self.value) if self.is_number else 0.0  # type: ignore[arg-type]

    @property
    def is_number(self) -> bool:
        """Whether there is a figure, and not a word in its place."""
        return isinstance(self.value, (int, float))


def fixed(value: float, decimals: int) -> str:
    """A number as Excel's FIXED writes it: halves away from zero, commas between thousands.

    Both round to cents first, since engines differ in the last digit, and on a half that would show.
    """
    # Nothing is added, so that -0.0 becomes 0.0.
    cents = _rounded(Decimal(format(value + 0.0, ".15g")), 2)
    return f"{_rounded(cents, decimals):,}"


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def sentence(*parts: str | Words) -> Words:
    """Join texts and figures."""
    texts = [part if isinstance(part, str) else part.text for part in parts]
    return Words("&".join(_quoted(part) for part in parts), "".join(texts))


def if_number(figure: Figure, there: Words, otherwise: Words) -> Words:
    """One sentence where a cell holds a number, and another where it holds a word."""
    formula = f"IF(ISNUMBER({figure.cell}),{there.formula},{otherwise.formula})"
    return Words(formula, (there if figure.is_number else otherwise).text)


def receives(partner: str, share: Figure, rate: Figure, take: Figure) -> Words:
    """What a partner gets."""
    of = " of the revenue it shares in; with its margin on compute, "
    there = sentence(f"{partner} receives ", share.whole, ", ", rate.percent, of, take.whole, ".")
    return if_number(rate, there, sentence(f"{partner} receives nothing: nothing is covered."))


def keeps(lab: str, kept: Figure, revenue: Figure, profit: Figure) -> Words:
    """What the lab keeps, before and after its own costs."""
    after = " of revenue after the share, and "
    parts = (f"{lab} keeps ", kept.whole, " of ", revenue.whole, after, profit.whole)
    return sentence(*parts, " of operating profit after its own costs.")


def turns(last_year: int, first: Figure, need: Figure) -> Words:
    """When the lab turns profitable, and what it needs until then."""
    never = sentence(f"No operating profit by {last_year}")
    begun = if_number(first, sentence("Operating profit from ", first.plain), never)
    need_in_words = Words(f"({begun.formula})", begun.text)
    return sentence(need_in_words, "; the deepest funding need is ", need.whole, ".")


def meets(rival: str, company: Figure, here: Figure, cheaper: Figure | None) -> Words:
    """Where the deal and the other one cost the same, and which is cheaper here."""
    verdict: list[str | Words] = ["; ", cheaper.plain, " costs less here"] if cheaper else []
    there = sentence(
        f"{rival} costs the same at an inference cost of ", company.percent, " of revenue, here ", here.percent,
        *verdict, ".",
    )  # fmt: skip
    return if_number(
        company, there, sentence(f"{rival} never costs the same, whatever inference costs", *verdict, ".")
    )


def worst(columns: Sequence[str], outcomes: Sequence[Sequence[Content]]) -> Words:
    """The scenario in which the lab keeps least.

    Parameters
    ----------
    columns
        Columns of cells: the scenarios' names, what the lab keeps, its first year of profit, and its need.
    outcomes
        The same as values, a row for each scenario.
    """
    at = f"MATCH(MIN({columns[1]}),{columns[1]},0)"
    least = min(outcomes, key=lambda one: one[1])  # type: ignore[arg-type,return-value]
    name, left, year, deep = (
        Figure(f"INDEX({column},{at})", value) for column, value in zip(columns, least, strict=True)
    )
    return sentence(
        "What could break it: in the scenario ", name.plain, ", the lab keeps ", left.whole, " and needs ", deep.whole,
        "; first year of profit: ", year.plain, ".",
    )  # fmt: skip


def moves(line: str, name: Figure, low: Figure, high: Figure) -> Words:
    """What one input does to a line, between both ends of its range."""
    return sentence(
        f"What moves {line.lower()} most, as stored: ", name.plain, ", from ", low.whole,
        " at the low end of its range to ", high.whole, " at the high end.",
    )  # fmt: skip


def _quoted(part: str | Words) -> str:
    if isinstance(part, Words):
        return part.formula
    return '"' + part.replace('"', '""') + '"'
