"""Reconciliation sheet: every public statement that concerns the case beside the figure the book has for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from textwrap import wrap

from openpyxl.utils import get_column_letter

from revshare.case import Target
from revshare.fact_roles import Role as FactRole
from revshare.fact_units import YEAR
from revshare.facts import Fact, groups
from revshare.inputs import Unit
from revshare.lines import Kind, Projection
from revshare.reconcile import AS_STATED, NOT_USED, Entry, Reconciliation, reconcile, unit_of_target
from revshare.targets import HIT, NOT_REACHED, Comparison, Verdict, compare
from revshare_workbooks.grid import ANYTHING, Block, Book, Content, Role, Row, Sheet, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.report.facts import as_reported
from revshare_workbooks.report.verdict import verdict

_COLUMNS = {
    "Fact": 10,
    "What is said": 31,
    "As reported": 11,
    "Unit": 15,
    "When": 14,
    "Basis": 12,
    "Role here": 10,
    "Compared with": 27,
    "From": 11,
    "To": 11,
    "Figure here": 11,
    "Outside by": 11,
    "": 2,
    "Verdict": 14,
    " ": 1,
    "Why, or what to know": 32,
    "As written": 11,
    "Nearest said": 11,
    "Off by": 8,
    "If it holds": 10,
    "If it does not": 17,
}
_PLACE = {name: place for place, name in enumerate(_COLUMNS, start=1)}
_FROM, _TO, _FIGURE, _GAP, _VERDICT, _WRITTEN = (
    _PLACE[name] for name in ("From", "To", "Figure here", "Outside by", "Verdict", "As written")
)
_NEAREST, _OFF, _HOLDS, _MISSES = (
    _PLACE[name] for name in ("Nearest said", "Off by", "If it holds", "If it does not")
)
"""Steps from the figure to its verdict, right of what prints."""
_FIGURES = {_FROM, _TO, _FIGURE, _GAP, _WRITTEN, _NEAREST, _OFF}
_ROLE = _PLACE["Role here"]
_HEADER = 9
_STYLES = {
    Unit.FRACTION.value: (Style.PERCENT, Style.PERCENT, Style.STORED_PERCENT),
    YEAR: (Style.YEAR, Style.COUNT, Style.STORED_NUMBER),
    Unit.GIGAWATTS.value: (Style.NUMBER, Style.NUMBER, Style.STORED_NUMBER),
}
_MONEY = (Style.MONEY, Style.MONEY, Style.STORED_MONEY)
"""Looks of a figure, of how far it lies outside, and of what is stored, by unit; money otherwise."""
CHANGED = "inputs changed"
OPEN = "open"
"""An end that a statement does not give: what is "over 30" has no upper one."""


@dataclass(frozen=True)
class LiveCells:
    """Cells of the book that hold the projection's figures.

    Parameters
    ----------
    inputs
        Live values of the inputs.
    lines
        Rows of lines, by the line's name; what no sheet shows is stored, and says so once an input changes.
    path
        Figures of the path to profitability.
    """

    inputs: Inputs
    lines: Mapping[str, Row]
    path: Mapping[str, Spot]


@dataclass
class _Reconciliation:
    """Adds the comparisons, then the statements by group of conflicts."""

    sheet: Sheet
    projection: Projection
    live: LiveCells
    at: int = _HEADER
    figures: dict[Target, Spot] = field(default_factory=dict)
    known: dict[str, Spot] = field(default_factory=dict)

    def build(self) -> None:
        sheet, found = self.sheet, reconcile(self.projection)
        sheet.put(1, 1, sheet.title, Style.TITLE)
        sheet.put(2, 1, sheet.about, Style.SUBTITLE)
        for place, text in enumerate(_COLUMNS, start=1):
            style = Style.HEADER_YEAR if place in _FIGURES else Style.HEADER_TEXT
            sheet.put(_HEADER, place, text.strip() or None, style)
        self._heading("What the case is compared with, statements of one thing taken together")
        for comparison in compare(self.projection):
            self._comparison(comparison)
        first = self.at
        for group, entries in _by_group(found).items():
            title = groups().get(group)
            self._heading(f"{group}  {title}" if title else "In no conflict")
            for entry in entries:
                self._entry(entry, group)
        last = max(first + 1, self.at - 1)  # of a case without statements, two rows without words
        self._others(found.others)
        self._counts(found, first, last)
        self._colours(last)
        sheet.freeze = (_HEADER + 1, 3)
        sheet.tall = True
        sheet.repeat_rows = f"{_HEADER}:{_HEADER}"
        sheet.print_columns = _WRITTEN - 1
        sheet.widths = dict(enumerate(_COLUMNS.values(), start=1))

    def _heading(self, text: str) -> None:
        self.at += 2
        for place in range(1, _WRITTEN):
            self.sheet.put(self.at - 1, place, text if place == 1 else None, Style.HEADING)

    def _comparison(self, item: Comparison) -> None:
        """One target: the range it takes, and the live figure that every statement behind it is set beside."""
        target, projection = item.target, self.projection
        unit = unit_of_target(projection, target)
        role = self._texts(
            {
                "Fact": target.fact,
                "What is said": target.label,
                "Unit": unit,
                "Role here": FactRole.COMPARISON,
                "Compared with": self._line_of(target),
                "Why, or what to know": target.note,
            }
        )
        self.figures[target] = self._compare(
            role, self._figure_of(target), item.verdict, item.verdict.words, unit
        )
        self.at += 1

    def _line_of(self, target: Target) -> str:
        line = self.projection.lines.get(target.line)
        label = line.label if line else target.line.replace("_", " ").capitalize()
        return f"{label}, {target.year}" if target.year else label

    def _figure_of(self, target: Target) -> str:
        """Formula of the live figure; empty where no sheet shows the line."""
        if target.line in self.live.path:
            return f"={self.live.path[target.line]}"
        year = target.year
        part = "total" if year is None else f"y{year - self.projection.case.first_year}"
        line, rows = self.projection.line(target.line), self.live.lines
        over = [format(rows[name], part) for name in line.over if name in rows]
        if line.kind is Kind.RATIO and len(over) == len(line.over):
            return f'=IF({over[1]}=0,"{NOT_REACHED}",{over[0]}/{over[1]})'
        return f"={rows[target.line]:{part}}" if target.line in rows else ""

    def _entry(self, entry: Entry, group: str) -> None:
        """One statement; one that stands in an earlier group already is only named."""
        fact = entry.fact
        stated = {
            "Fact": fact.id,
            "What is said": _said(fact),
            "As reported": as_reported(fact),
            "Unit": fact.unit,
            "When": fact.as_of,
            "Basis": fact.basis_text,
        }
        if group and group != fact.groups[0]:
            self._texts(stated | {"Role here": f"see {fact.groups[0]}"})
        else:
            more = {"Compared with": entry.label, "Why, or what to know": entry.reason}
            role = self._texts(stated | {"Role here": entry.role} | more)
            if entry.source and entry.verdict:
                self._compare(role, self._figure_beside(entry), entry.verdict, entry.words, entry.unit)
        self.at += 1

    def _figure_beside(self, entry: Entry) -> str:
        """Formula of the figure that a statement is set beside: that of its comparison, or the live input."""
        if isinstance(entry.source, Target):
            return f"={self.figures[entry.source]}"
        cell = self.live.inputs[entry.source.name] if entry.source else ""
        value = f"1-{cell}" if entry.remainder else f"{cell}"
        return f'=IF(ISNUMBER({cell}),{value},"{NOT_USED}")'

    def _compare(self, role: Spot, formula: str, found: Verdict, words: str, unit: str) -> Spot:
        """Range, live figure, how far that lies outside, and the verdict in words; answers the figure."""
        sheet, row = self.sheet, self.at
        style, away, stored = _STYLES.get(unit, _MONEY)
        low = sheet.put(row, _FROM, OPEN if found.low is None else found.low, stored)
        high = sheet.put(row, _TO, OPEN if found.high is None else found.high, stored)
        value: Content = words if found.value is None else found.value
        if not formula:
            written = sheet.put(row, _WRITTEN, value, stored)
            formula = f'=IF({self.live.inputs.moved}>0,"{CHANGED}",{written})'
        figure = self._figure(formula, value, style)

        def step(place: int, of: Spot, formula: str, value: Content, style: Style) -> Spot:
            there = f'=IF(ISNUMBER({of}),{formula},"")'
            return sheet.compute(row, place, there, "" if found.value is None else value, style)

        # An end left open is a word, which MIN and MAX pass over in a cell.
        near = step(_NEAREST, figure, f"MIN(MAX({figure},{low}),{high})", found.end, style)
        gap = step(_GAP, figure, f"{figure}-{near}", found.difference, away)
        off = step(_OFF, gap, f"{gap}/IF({near}=0,1,ABS({near}))", found.miss, Style.PERCENT)
        percent = f'FIXED(ABS({off})/1%,1,TRUE)&"% "&IF({off}<0,"below","above")'
        years = f'"missed by "&ABS({gap})&IF(ABS({gap})=1," year"," years")'
        missed = found.words if found.miss else ANYTHING  # the words for a miss of nothing are not shown
        miss = step(_MISSES, off, years if found.in_years else percent, missed, Style.WRAPPED)
        is_input = f'=IF({role}="{FactRole.INPUT}","{AS_STATED}","{HIT}")'
        held = AS_STATED if sheet.book.content(role) == FactRole.INPUT else HIT
        holds = sheet.compute(row, _HOLDS, is_input, held, Style.WRAPPED)
        formula = f"=IF(ISNUMBER({off}),IF(ABS({off})<={sheet.book.tolerance},{holds},{miss}),{figure})"
        sheet.compute(row, _VERDICT, formula, words, Style.WRAPPED)
        return figure

    def _figure(self, formula: str, value: Content, style: Style) -> Spot:
        """The live figure; one that an earlier row works out is read there."""
        known = self.known.get(formula)
        figure = self.sheet.compute(self.at, _FIGURE, f"={known}" if known else formula, value, style)
        if "(" in formula:
            self.known.setdefault(formula, figure)
        return figure

    def _texts(self, texts: Mapping[str, str]) -> Spot:
        """Write the words of a row; answers the cell of its role."""
        role = self.sheet.put(self.at, _ROLE, None, Style.WRAPPED)
        for name, text in texts.items():
            self.sheet.put(self.at, _PLACE[name], str(text) or None, Style.WRAPPED)
        return role

    def _others(self, others: Iterable[Fact]) -> None:
        names = ", ".join(fact.id for fact in others) or "none"
        self._heading("What concerns others, and is not compared here")
        for line in wrap(names, sum(_COLUMNS.values()) - _COLUMNS["As written"]):
            self.sheet.put(self.at, 1, line, Style.NOTE)
            self.at += 1

    def _counts(self, found: Reconciliation, first: int, last: int) -> None:
        """How many statements agree, above the table."""
        sheet = self.sheet
        roles, verdicts = (Block(sheet, (first, place), (last, place)) for place in (_ROLE, _VERDICT))
        sheet.put(3, 1, "Model check", Style.LABEL)
        verdict(sheet, 3, 3)
        rows = (
            ("Statements compared with a line", FactRole.COMPARISON, HIT),
            ("Inputs beside the statements they name", FactRole.INPUT, AS_STATED),
        )
        for row, (label, role, held) in zip((4, 6), rows, strict=True):
            mine = [entry for entry in found.compared if entry.role is role]
            sheet.put(row, 1, label, Style.LABEL)
            formula = f'=SUMPRODUCT(({roles}="{role}")*({verdicts}<>""))'
            sheet.compute(row, 3, formula, len(mine), Style.COUNT)
            sheet.put(row + 1, 1, f"  of them {held}", Style.LABEL)
            count = sum(entry.words == held for entry in mine)
            sheet.compute(row + 1, 3, f'=COUNTIF({verdicts},"{held}")', count, Style.COUNT)

    def _colours(self, last: int) -> None:
        """Agreement green, a miss red; what is not compared has no colour."""
        letter = get_column_letter(_VERDICT)
        cell = f"${letter}{_HEADER + 1}"
        agrees = f'OR({cell}="{HIT}",{cell}="{AS_STATED}")'
        silent = f'OR({cell}="",{cell}="{CHANGED}",{cell}="{NOT_USED}")'
        area = f"{letter}{_HEADER + 1}:{letter}{last}"
        self.sheet.verdicts.append((area, (agrees, f"NOT(OR({agrees},{silent}))")))


def _by_group(found: Reconciliation) -> dict[str, list[Entry]]:
    """Entries of every group; one of two groups stands in both, and what is in none comes last, compared first."""
    listed = {group: [entry for entry in found.entries if group in entry.fact.groups] for group in groups()}
    alone = [entry for entry in found.entries if not entry.fact.groups]
    listed[""] = sorted(alone, key=lambda entry: entry.verdict is None)
    return {group: entries for group, entries in listed.items() if entries}


def _said(fact: Fact) -> str:
    who = f"{fact.subject} with {fact.counterparty}" if fact.counterparty else fact.subject
    return f"{who}: {fact.metric}"


def reconciliation_sheet(book: Book, projection: Projection, live: LiveCells) -> None:
    """Lay out every statement that concerns the case beside the live figure it is compared with."""
    sheet = book.sheet(
        "Reconciliation",
        Role.OUTPUT,
        "Reconciliation with what is publicly said",
        f"Every statement by itself, in conflict or not. From, to and figures: {book.money}, percent or years. "
        "A miss is information; inputs that differ from what they name are told.",
    )
    _Reconciliation(sheet, projection, live).build()
