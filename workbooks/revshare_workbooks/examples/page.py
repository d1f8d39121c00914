"""A chapter of worked examples: what is asked, what is given, each step, and the answer beside its checks."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from types import TracebackType
from typing import Any, Self

import numpy as np
from openpyxl.utils import get_column_letter

from revshare_workbooks.examples.cover import Entry
from revshare_workbooks.examples.figures import Figures, figures
from revshare_workbooks.examples.line import (
    ANY,
    CHECK,
    DAY,
    FIRST,
    LABEL,
    NUMBER,
    UNIT,
    Kind,
    Limits,
    Line,
    Values,
    contents,
    limits_in_words,
)
from revshare_workbooks.examples.written import Given, Written
from revshare_workbooks.grid import ANYTHING, Block, Book, Role, Rule, Spot, Style
from revshare_workbooks.report.checks import Checks
from revshare_workbooks.report.verdict import HOLDS, verdict

WIDTH = 150
"""Characters of a sentence that fit on the narrowest chapter."""
HEAD, TWO_LINES = 12, 27.0
"""Characters of a column's name that fit on one line, and the height of two."""
ONE_PAGE = 60
"""Rows that can still be read when they are fitted on a page."""
NARROW = 9.0
"""Width of a column where there are more than a year of months."""
CHANGED = "inputs changed"
ENGINE, EXAMPLE = "the engine", "the worked example"
_GAP = NUMBER._replace(live=Style.CHECK)


class Page:
    """A sheet of worked examples, filled from the top.

    Parameters
    ----------
    changed
        Other inputs by example, in place of those of the file of figures.
    """

    def __init__(
        self,
        book: Book,
        chapter: tuple[str, str],
        written: Written,
        checks: Checks,
        changed: Mapping[str, Mapping[str, Any]],
    ) -> None:
        name, about = chapter
        self.sheet = book.sheet(name, Role.CALCULATION, name, about)
        self.written, self.checks, self.changed = written, checks, changed
        self.contents: list[Entry] = []
        self.at = 5
        self.sheet.put(1, LABEL, name, Style.TITLE)
        self.sheet.put(2, LABEL, about, Style.SUBTITLE)
        self.sheet.put(3, LABEL, "Model check", Style.TOTAL_LABEL)
        verdict(self.sheet, 3, CHECK)
        self.sheet.widths = {LABEL: 52, UNIT: 24, CHECK: 15}
        self.sheet.freeze = (4, FIRST)

    def close(self) -> None:
        """Colour the verdicts of all examples by one rule, and fit the page."""
        letter = get_column_letter(CHECK)
        area = f"{letter}5:{letter}{self.at}"
        self.sheet.verdicts.append((area, (f'${letter}5="{HOLDS}"', f'${letter}5="look here"')))
        self.sheet.one_page = self.at <= ONE_PAGE
        values = [column for column in self.sheet.widths if column >= FIRST]
        if len(values) > 12:
            # The first year prints; what follows is for the screen.
            self.sheet.widths |= dict.fromkeys(values, NARROW)
            self.sheet.print_columns = FIRST + 12 - 1

    def work(self, name: str, title: str, question: str, method: str) -> Work:
        """Begin an example: its name in the file of figures, what is asked, and the heading of its method."""
        return Work(self, name, title, question, method, figures(name, self.changed.get(name)))


class Work:
    """One worked example, written from the top; the end of its ``with`` block closes it."""

    def __init__(self, page: Page, name: str, title: str, question: str, method: str, given: Figures) -> None:
        self.page, self.sheet, self.figures = page, page.sheet, given
        self.title = f"{name}  {title}" if name[1:].isdigit() else title
        self.changed = page.written.counted()
        self.inputs: list[Given] = []
        self.against: dict[str, str] = {}
        self.top = page.at
        heading = self.sheet.put(self.top, LABEL, self.title, Style.HEADING)
        page.contents.append(Entry(self.title, question, heading, Spot(self.sheet, self.top, CHECK)))
        page.at += 1
        for line in wrap(f"{question} (methods: {method})", WIDTH):
            self.note(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._close()

    def __getitem__(self, name: str) -> Any:
        """An input of the example: a number, a word, an array of numbers, or as the file has it."""
        value = self.figures.inputs[name]
        if isinstance(value, list) and all(isinstance(item, (int, float)) for item in value):
            return np.asarray(value, dtype=np.float64)
        return float(value) if isinstance(value, int) else value

    def worked(self, name: str) -> Any:
        """What the worked example says, by name."""
        return self.figures.expected[name]

    @property
    def tolerance(self) -> Spot:
        """The cell within which figures count as equal."""
        return self.sheet.book.tolerance

    def note(self, text: str) -> None:
        """Write a sentence across the page."""
        self.sheet.put(self._row().row, LABEL, text, Style.NOTE)

    def heads(self, text: str, values: Values, style: Style = Style.HEADER) -> Line:
        """Name the columns of the rows that follow; formulas may read the names, such as years."""
        line = self._row()
        for column, content in ((LABEL, text), (UNIT, None), (CHECK, None)):
            self.sheet.put(line.row, column, content, Style.HEADER_TEXT)
        if any(len(str(text)) > HEAD for text in contents(values)):
            self.sheet.heights[line.row] = TWO_LINES
        return self._constants(line, values, style)

    def counted(self, text: str, count: int, first: int = 1) -> Line:
        """Number the columns of the rows that follow."""
        return self.heads(text, range(first, first + count), Style.HEADER_YEAR)

    def given(
        self,
        label: str,
        kind: Kind,
        values: Values,
        limits: Limits = ANY,
        *,
        words: tuple[str, ...] = (),
        unit: str = "",
    ) -> Line:
        """Add inputs, blue and open for typing, and say what may be entered."""
        said, unit = limits_in_words(limits, words), unit or kind.unit
        line = self._constants(self._labelled(label, f"{unit}, {said}" if said else unit), values, kind.entry)
        self.inputs.append(Given(label, unit, line, contents(values), kind.stored))
        area = line.address("all", FIRST).replace("$", "")
        message = f"{label}: {said or ('a date' if kind is DAY else 'any number')}"
        self.sheet.rules.append(Rule((area,), message, words=words, limits=limits, date=kind is DAY))
        return line

    def ahead(self) -> Line:
        """A row that formulas may name before it is placed, as a balance names its own last value."""
        return Line(self.sheet, 0)

    def step(
        self,
        label: str,
        kind: Kind,
        formula: str,
        values: Values,
        *,
        first: str = "",
        unit: str = "",
        line: Line | None = None,
    ) -> Line:
        """Add a calculation, one formula across the row; `first` where the first value has its own."""
        line = self._labelled(label, unit or kind.unit, line=line)
        return self._computed(line, kind, formula, values, first)

    def each(self, label: str, kind: Kind, formulas: list[str], values: Values, *, unit: str = "") -> Line:
        """Add a calculation whose columns have a formula each, such as the ways of one choice."""
        line = self._labelled(label, unit or kind.unit)
        for place, (formula, value) in enumerate(zip(formulas, contents(values), strict=True)):
            self.sheet.compute(line.row, FIRST + place, formula, value, kind.live)
        line.count = len(formulas)
        return line

    def result(
        self,
        label: str,
        kind: Kind,
        formula: str,
        values: Values,
        *,
        worked: Values = None,
        first: str = "",
        unit: str = "",
        line: Line | None = None,
    ) -> Line:
        """Add an answer and, under it, the engine's figures and the worked example's, each with its difference."""
        line = self._labelled(label, unit or kind.unit, Style.TOTAL_LABEL, line)
        self._computed(line, kind, formula, values, first)
        wordy = '"' in formula
        self._beside(line, ENGINE, "     engine", kind, values, wordy=wordy)
        self._example(line, kind, values, worked, wordy=wordy)
        return line

    def fixed(self, label: str, kind: Kind, values: Values, *, unit: str = "") -> Line:
        """Add figures that are no one's to change, such as the hours of a year."""
        return self._constants(self._labelled(label, unit or kind.unit), values, kind.stored)

    def solved(
        self, label: str, kind: Kind, values: Values, *, unit: str = "", worked: Values = None
    ) -> Line:
        """Add figures that no formula can find: the engine has solved them, and they are stored."""
        line = self.fixed(label, kind, values, unit=f"{unit or kind.unit}, solved by the engine")
        self._example(line, kind, values, worked, wordy=True)
        return line

    def _example(self, line: Line, kind: Kind, values: Values, worked: Values, *, wordy: bool) -> None:
        """Set the worked example's figures under a row, where there are any; they hold for its own inputs only."""
        if worked is not None:
            figure = f"{self.figures.tolerance:.0e}".replace("e-0", "e-")
            values = worked if self.figures.as_written else values
            self._beside(line, EXAMPLE, f"     {self.figures.source}, to {figure}", kind, values, wordy=wordy)

    def holds(self, label: str, meaning: str, gap: str, *, scale: str = "1", stored: bool = False) -> None:
        """Add a check on the answer itself.

        Parameters
        ----------
        gap, scale
            Formula text that is zero while it holds, and of the amount it is measured against.
        stored
            Whether it reads what the engine solved for the inputs as written.
        """
        row = self._labelled(label, "difference", Style.NOTE).row
        difference = f"ABS({gap})/MAX(1,ABS({scale}))"
        formula = f'=IF({self.changed}>0,"{CHANGED}",{difference})' if stored else f"={difference}"
        spot = self.sheet.compute(row, CHECK, formula, ANYTHING, Style.CHECK)
        self.page.checks.add(
            f"{self.title}: {label}", meaning, f"SUM({spot})", stored=stored, changed=self.changed
        )

    def _beside(self, line: Line, whom: str, label: str, kind: Kind, values: Values, *, wordy: bool) -> None:
        """Stored figures under a row, and how far the row is from them; `wordy` if words may stand in it."""
        stored = self._constants(self._labelled(label, "stored", Style.NOTE), values, kind.stored)
        if wordy:
            formula = f"={_apart(f'{line}', f'{stored}')}"
            apart = self.step("     difference of each", _GAP, formula, [ANYTHING] * line.count)
            gap = f"SUM({apart:all})"
        else:
            gap = f"SQRT(SUMXMY2({line:all},{stored:all}))/MAX(1,SQRT(SUMSQ({stored:all})))"
        formula = f'=IF({self.changed}>0,"{CHANGED}",{gap})'
        self.sheet.compute(stored.row, CHECK, formula, ANYTHING, Style.CHECK)
        self.against[whom] = label

    def _computed(self, line: Line, kind: Kind, formula: str, values: Values, first: str) -> Line:
        found = contents(values)
        line.count = len(found)
        for column, value in enumerate(found, start=FIRST):
            text = first if first and column == FIRST else formula
            self.sheet.compute(line.row, column, text, value, kind.live)
            self.sheet.widths.setdefault(column, 12)
        return line

    def _constants(self, line: Line, values: Values, style: Style) -> Line:
        found = contents(values)
        line.count = len(found)
        for column, value in enumerate(found, start=FIRST):
            self.sheet.put(line.row, column, value, style)
            self.sheet.widths.setdefault(column, 12)
        return line

    def _labelled(self, label: str, unit: str, look: Style = Style.LABEL, line: Line | None = None) -> Line:
        line = self._row(line)
        self.sheet.put(line.row, LABEL, label, look)
        self.sheet.put(line.row, UNIT, unit, Style.UNIT)
        return line

    def _row(self, line: Line | None = None) -> Line:
        line = line or self.ahead()
        line.row = self.page.at
        self.page.at += 1
        return line

    def _close(self) -> None:
        """Hand the checks on, and say at the top of the example whether they hold."""
        self.page.written.keep(f"{self.sheet.name}: {self.title}", self.inputs, self.changed)
        labels, gaps = (
            Block(self.sheet, (self.top + 1, column), (self.page.at - 1, column)) for column in (LABEL, CHECK)
        )
        for whom, label in self.against.items():
            meaning = f"The formulas give what {whom} says, for the inputs as written"
            added = f'SUMIF({labels},"{label}",{gaps})'
            self.page.checks.add(f"{self.title}: {whom}", meaning, added, stored=True, changed=self.changed)
        good = f'IF(SUM({gaps})<={self.tolerance},"{HOLDS}","look here")'
        self.sheet.compute(self.top, CHECK, f'=IF({self.changed}>0,"{CHANGED}",{good})', HOLDS, Style.VERDICT)
        self.page.at += 1


def _apart(live: str, stored: str) -> str:
    """How far a number is from a stored one, or 1 where a word stands in place of either and they differ."""
    numbers = f"IF(ISNUMBER({live}),ABS({live}-{stored})/MAX(1,ABS({stored})),1)"
    return f"IF(ISNUMBER({stored}),{numbers},IF({live}={stored},0,1))"
