"""Headlines: the answers as sentences that follow the cells in which the figures stand.

Each figure of a sentence, and each of two sentences of which one is shown, has a row of its own, so that no formula
does more than one thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from revshare_workbooks.grid import Content, Sheet, Spot, Style


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
        """A fraction in percent; nothing where a word stands in its place."""
        formula = f'IF(ISNUMBER({self.cell}),FIXED(ROUND({self.cell}/1%,2),1)&"%","")'
        return Words(formula, f"{fixed(100.0 * self._number, 1)}%" if self.is_number else "")

    @property
    def plain(self) -> Words:
        """A year, or words."""
        return Words(f"{self.cell}", f"{self.value}")

    @property
    def _number(self) -> float:
        return float(self.value)  # type: ignore[arg-type] # asked of numbers alone

    @property
    def is_number(self) -> bool:
        """Whether there is a figure, and not a word in its place."""
        return isinstance(self.value, (int, float))


@dataclass
class WordRows:
    """Rows of words, each with a label, from a row of a sheet on."""

    sheet: Sheet
    at: int

    def name(self, label: str, text: str) -> Words:
        """Add a name."""
        return Words(f"{self._place(label, self.sheet.put(self.at, 2, text, Style.TEXT))}", text)

    def add(self, label: str, words: Words) -> Words:
        """Add words that are worked out; what is said of them reads the row."""
        spot = self.sheet.compute(self.at, 2, f"={words.formula}", words.text, Style.TEXT)
        return Words(f"{self._place(label, spot)}", words.text)

    def plain(self, label: str, figure: Figure) -> Words:
        """Add a year, or words, as they stand elsewhere."""
        spot = self.sheet.compute(self.at, 2, f"={figure.cell}", figure.value, Style.TEXT)
        return Words(f"{self._place(label, spot)}", figure.plain.text)

    def number(self, label: str, formula: str, value: int) -> Spot:
        """Add a number on which words depend."""
        return self._place(label, self.sheet.compute(self.at, 2, f"={formula}", value, Style.COUNT))

    def _place(self, label: str, spot: Spot) -> Spot:
        self.sheet.put(self.at, 1, label, Style.LABEL)
        self.at += 1
        return spot


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


def receives(rows: WordRows, partner: str, share: Figure, rate: Figure, take: Figure) -> Words:
    """What a partner gets."""
    name = rows.name("Partner", partner)
    amount, part = rows.add("  its share", share.whole), rows.add("  per covered dollar", rate.percent)
    whole = rows.add("  with its margin on compute", take.whole)
    of = " of the revenue it shares in; with its margin on compute, "
    there = rows.add(
        "  where it covers revenue", sentence(name, " receives ", amount, ", ", part, of, whole, ".")
    )
    nothing = sentence(name, " receives nothing: nothing is covered.")
    return if_number(rate, there, rows.add("  where it covers none", nothing))


def keeps(rows: WordRows, lab: str, kept: Figure, revenue: Figure, profit: Figure) -> Words:
    """What the lab keeps, before and after its own costs."""
    name, amount = rows.name("Lab", lab), rows.add("  keeps after the share", kept.whole)
    whole, left = rows.add("  revenue", revenue.whole), rows.add("  operating profit", profit.whole)
    after = " of revenue after the share; operating profit after its own costs is "
    return sentence(name, " keeps ", amount, " of ", whole, after, left, ".")


def turns(rows: WordRows, last_year: int, first: Figure, need: Figure) -> Words:
    """When the lab turns profitable, and what it needs until then."""
    never = sentence(f"No operating profit by {last_year}")
    begun = if_number(first, sentence("Operating profit from ", first.plain), never)
    start, deep = rows.add("First profit", begun), rows.add("  deepest funding need", need.whole)
    return sentence(start, "; the deepest funding need is ", deep, ".")


def meets(rows: WordRows, rival: str, company: Figure, here: Figure, cheaper: Figure | None) -> Words:
    """Where the deal and the other one cost the same, and which is cheaper here."""
    name = rows.name("The other deal", rival)
    point = rows.add("  costs the same at an inference cost of", company.percent)
    ratio = rows.add("  inference cost here", here.percent)
    verdict = sentence("; ", cheaper.plain, " costs less here") if cheaper else sentence("")
    end = rows.add("  which costs less here", verdict)
    same = " costs the same at an inference cost of "
    there = sentence(name, same, point, " of revenue, here ", ratio, end, ".")
    never = sentence(name, " never costs the same, whatever inference costs", end, ".")
    return if_number(
        company, rows.add("  where the two meet", there), rows.add("  where they never do", never)
    )


def worst(rows: WordRows, columns: Sequence[str], outcomes: Sequence[Sequence[Content]]) -> Words:
    """The scenario in which the lab keeps least.

    Parameters
    ----------
    columns
        Columns of cells: the scenarios' names, what the lab keeps, its first year of profit, and its need.
    outcomes
        The same as values, a row for each scenario.
    """
    left = [float(one[1]) for one in outcomes]  # type: ignore[arg-type] # what the lab keeps is a number
    place = left.index(min(left))
    formula = f"MATCH(MIN({columns[1]}),{columns[1]},0)"
    at = rows.number("Scenario in which the lab keeps least", formula, place + 1)
    name, kept, year, deep = (
        Figure(f"INDEX({column},{at},1)", value)
        for column, value in zip(columns, outcomes[place], strict=True)
    )
    return sentence(
        "What could break it: in the scenario ", rows.plain("  its name", name),
        ", the lab keeps ", rows.add("  what the lab keeps", kept.whole),
        " and needs ", rows.add("  funding need", deep.whole),
        "; first year of profit: ", rows.plain("  first year of profit", year), ".",
    )  # fmt: skip


def moves(rows: WordRows, line: str, name: Figure, low: Figure, high: Figure) -> Words:
    """What one input does to a line, between both ends of its range."""
    return sentence(
        f"What moves {line.lower()} most, as stored: ", rows.plain("What moves most", name),
        ", from ", rows.add("  at the low end of its range", low.whole),
        " at the low end of its range to ", rows.add("  at the high end", high.whole), " at the high end.",
    )  # fmt: skip


def _quoted(part: str | Words) -> str:
    if isinstance(part, Words):
        return part.formula
    return '"' + part.replace('"', '""') + '"'
