"""Sheets before any file format: cells, and rows that know their own address.

A formula is written with the rows it names, never with cell addresses::

    share = sheet.flow("Partner share", f"={base}*{rate}", values)

`{base}` becomes the cell of that row in the column being written, `{base:prev}` the one before it,
`{base:months}` the whole row, `{base:all}` the same with its opening, and a reference to another sheet gets
the sheet's name. Every formula comes with the value the engine computed for it, so that each calculated cell
can be proved.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from openpyxl.utils import get_column_letter

from revshare.timeline import Timeline

Content: TypeAlias = float | int | str | bool | date | None

ANYTHING = "\x00anything"
"""Expected of a formula that the engine has no word on, such as a tolerance scaled by another cell."""

_TOKEN = re.compile("\x00(\\d+)\\|(\\w*)\x00")


class Style(StrEnum):
    """What a cell is; one file decides how that looks."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADLINE = "headline"
    HEADING = "heading"
    HEADER = "header"
    HEADER_TEXT = "header text"
    HEADER_YEAR = "header year"
    HEADER_MONTH = "header month"
    HEADER_DAY = "header day"
    LABEL = "label"
    LONG_LABEL = "long label"
    TOTAL_LABEL = "total label"
    NAME = "name"
    UNIT = "unit"
    NOTE = "note"
    BESIDE = "beside"
    RESULT = "result"
    WRAPPED = "wrapped"
    LINK = "link"
    KEY_LINK = "key link"
    MONEY = "money"
    MONEY_TOTAL = "money total"
    MONEY_WHOLE = "money whole"
    MONEY_WHOLE_TOTAL = "money whole total"
    PERCENT = "percent"
    NUMBER = "number"
    FACTOR = "factor"
    TIMES = "times"
    DECIMAL = "decimal"
    COUNT = "count"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    TEXT = "text"
    TEXT_RIGHT = "text right"
    CHECK = "check"
    VERDICT = "verdict"
    FIGURE = "figure"
    FIGURE_PERCENT = "figure percent"
    FIGURE_TEXT = "figure text"
    INPUT_MONEY = "input money"
    INPUT_PERCENT = "input percent"
    INPUT_NUMBER = "input number"
    INPUT_TEXT = "input text"
    INPUT_DAY = "input day"
    STORED_MONEY = "stored money"
    STORED_BASE = "stored base"
    STORED_PERCENT = "stored percent"
    STORED_FACTOR = "stored factor"
    STORED_NUMBER = "stored number"
    STORED_TEXT = "stored text"
    STORED_WORDS = "stored words"
    STORED_DAY = "stored day"


class Role(StrEnum):
    """What a sheet is for; it decides the colour of its tab."""

    OUTPUT = "output"
    INPUT = "input"
    CALCULATION = "calculation"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, or a formula with the value the engine expects of it."""

    content: Content
    style: Style
    formula: bool = False
    fills: tuple[int, int] | None = None
    """Rows and columns of an array formula, from this cell on; None for an ordinary cell."""


class Place(ABC):
    """Something on a sheet that a formula can name."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._index = len(sheet.book.places)
        sheet.book.places.append(self)

    def __format__(self, spec: str) -> str:
        return f"\x00{self._index}|{spec}\x00"

    @abstractmethod
    def address(self, spec: str, column: int) -> str:
        """Cell or range without its sheet; `column` is the column being written."""

    def seen_from(self, sheet: Sheet, spec: str, column: int) -> str:
        """Address as a formula on `sheet` writes it."""
        address = self.address(spec, column)
        return address if sheet is self.sheet else f"{self.sheet.quoted}!{address}"


class Spot(Place):
    """One cell."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        super().__init__(sheet)
        self.row = row
        self.column = column

    def address(self, spec: str, column: int) -> str:
        """Absolute address of the cell; `bare` leaves the dollars off, for links."""
        del column
        letter = get_column_letter(self.column)
        return f"{letter}{self.row}" if spec == "bare" else f"${letter}${self.row}"


class Block(Place):
    """A rectangle of cells."""

    def __init__(self, sheet: Sheet, first: tuple[int, int], last: tuple[int, int]) -> None:
        super().__init__(sheet)
        self.first = first
        self.last = last

    @classmethod
    def between(cls, first: Spot, last: Spot) -> Block:
        """The cells from one to another."""
        return cls(first.sheet, (first.row, first.column), (last.row, last.column))

    def address(self, spec: str, column: int) -> str:
        """Absolute range."""
        del spec, column
        (top, left), (bottom, right) = self.first, self.last
        return f"${get_column_letter(left)}${top}:${get_column_letter(right)}${bottom}"


class Row(Place):
    """A row across the timeline: total, years, opening, months."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self.number = 0

    def address(self, spec: str, column: int) -> str:
        """Cell of this row in `column`, or the part that `spec` names."""
        layout = self.sheet.layout
        match spec:
            case "":
                return f"{get_column_letter(column)}{self.number}"
            case "prev":
                return f"{get_column_letter(column - 1)}{self.number}"
            case "months":
                return self._range(layout.first_month, layout.last_month)
            case "all":
                return self._range(layout.opening, layout.last_month)
            case "years":
                return self._range(layout.first_year, layout.last_year)
            case "total":
                return f"${get_column_letter(layout.total)}${self.number}"
            case "open":
                return f"${get_column_letter(layout.opening)}${self.number}"
            case "last":
                return f"${get_column_letter(layout.last_month)}${self.number}"
        # y0, y1, ...: one calendar year, for tables that show years elsewhere.
        return f"{get_column_letter(layout.first_year + int(spec[1:]))}{self.number}"

    def _range(self, first: int, last: int) -> str:
        return f"${get_column_letter(first)}${self.number}:${get_column_letter(last)}${self.number}"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the timeline lies; the same on every sheet that has one, but for sheets that cut months."""

    years: int
    months: int

    label = 1
    unit = 2
    total = 3
    first_year = 4
    header = 4

    @property
    def last_year(self) -> int:
        """Column of the last calendar year."""
        return self.first_year + self.years - 1

    @property
    def opening(self) -> int:
        """Column that holds balances before the first month."""
        return self.last_year + 1

    @property
    def first_month(self) -> int:
        """Column of the first month."""
        return self.opening + 1

    @property
    def last_month(self) -> int:
        """Column of the last month."""
        return self.opening + self.months


class Sheet:
    """A sheet of cells, filled from the top."""

    def __init__(self, book: Book, name: str, role: Role, title: str, about: str) -> None:
        self.book = book
        self.layout = book.layout
        self.name = name
        self.role = role
        self.title = title
        self.about = about
        self.cells: dict[tuple[int, int], Cell] = {}
        self.widths: dict[int, float] = {}
        self.charts: list[Chart] = []
        self.rules: list[Rule] = []
        self.links: dict[tuple[int, int], str] = {}
        self.heights: dict[int, float] = {}
        self.verdicts: list[tuple[str, tuple[str, str]]] = []
        self.freeze: tuple[int, int] | None = None
        self.repeat_rows = ""
        self.timeline = False
        # First days of the columns, where they are not the book's months.
        self.heads: tuple[Row, tuple[date, ...]] | None = None
        self.one_page = False
        # Rows of several lines: a figure stands beside the first line of a text, not its last.
        self.tall = False
        # Last column and row that print; 0 for all.
        self.print_columns = self.print_rows = 0
        # Rows with which a printed page ends.
        self.breaks: list[int] = []
        self.hidden = False

    @property
    def quoted(self) -> str:
        """Name as a formula writes it."""
        return self.name if self.name.isalnum() else "'" + self.name.replace("'", "''") + "'"

    def put(self, row: int, column: int, content: Content, style: Style) -> Spot:
        """Write a constant."""
        self.cells[row, column] = Cell(content, style)
        return Spot(self, row, column)

    def compute(self, row: int, column: int, formula: str, expected: Content, style: Style) -> Spot:
        """Write a formula and what the engine says it is."""
        self.cells[row, column] = Cell(formula, style, formula=True)
        self.book.expected[self.name, row, column] = expected
        return Spot(self, row, column)

    def array(
        self,
        row: int,
        column: int,
        formula: str,
        expected: Sequence[Sequence[Content]],
        style: Style | Sequence[Sequence[Style]],
    ) -> Block:
        """Write one formula that fills a range, and what the engine says of each of its cells."""
        for i, values in enumerate(expected):
            for j, value in enumerate(values):
                own = style if isinstance(style, Style) else style[i][j]
                self.cells[row + i, column + j] = Cell(None, own)
                self.book.expected[self.name, row + i, column + j] = value
        fills = len(expected), len(expected[0])
        first = self.cells[row, column]
        self.cells[row, column] = replace(first, content=formula, formula=True, fills=fills)
        return Block(self, (row, column), (row + fills[0] - 1, column + fills[1] - 1))

    def rendered(self) -> dict[tuple[int, int], Cell]:
        """All cells with the formulas' names turned into addresses."""
        places = self.book.places
        ready = {}
        for (row, column), cell in self.cells.items():
            if not cell.formula:
                ready[row, column] = cell
                continue

            def address(match: re.Match[str], column: int = column) -> str:
                return places[int(match[1])].seen_from(self, match[2], column)

            ready[row, column] = replace(cell, content=_TOKEN.sub(address, str(cell.content)))
        return ready


@dataclass
class Chart:
    """A native chart over cells: what it shows, in words, and where it stands.

    Parameters
    ----------
    anchor
        Row and column of the cell at its upper left.
    shift, size
        Centimetres from that cell to the right, and width and height.
    """

    kind: str
    title: str
    x_title: str
    y_title: str
    series: list[Series]
    categories: Block | Row
    anchor: tuple[int, int]
    alt: str
    shift: float = 0.0
    size: tuple[float, float] = (15.5, 8.0)
    number_format: str = "#,##0"
    stacked: bool = False
    from_zero: bool = False
    line_series: list[Series] = field(default_factory=list)
    category_format: str = "General"
    x_format: str = "0%"
    x_range: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be entered in some cells, and the sentence that says so."""

    areas: tuple[str, ...]
    message: str
    words: tuple[str, ...] = ()
    limits: tuple[float, float] = (0.0, 1.0)
    date: bool = False
    text: bool = False
    unless: str = ""
    """A word that may stand in place of a number or a date."""


@dataclass
class Series:
    """One series of a chart.

    Parameters
    ----------
    colour
        Six hex digits; empty for one that is not seen, on which others are stacked.
    named
        Whether the legend names it.
    """

    name: str
    values: Row | Block
    colour: str
    dashed: bool = False
    named: bool = True


class Book:
    """All sheets, the places formulas may name, and what the engine expects of each formula."""

    def __init__(
        self, timeline: Timeline, *, title: str, money: str, scenario: str, version: str, digest: str
    ) -> None:
        self.timeline = timeline
        self.title = title
        self.money = money
        self.scenario = scenario
        self.version = version
        self.digest = digest
        self.layout = Layout(len(timeline.years), timeline.months)
        self.sheets: list[Sheet] = []
        self.places: list[Place] = []
        self.expected: dict[tuple[str, int, int], Content] = {}
        # Label, formula and the engine's figure of every row: what Checks ties it to.
        self.ties: list[tuple[str, Row, str, float]] = []
        self.checks = self.sheet(
            "Checks",
            Role.CHECK,
            "Checks",
            "Every check is a difference; all of them zero means the book holds together.",
        )
        self.master = Spot(self.checks, 4, 3)
        self.tolerance = Spot(self.checks, 5, 3)
        # Rows of the timeline sheet, set when it is laid out; every later sheet sums its years with them.
        self.year_first: Row
        self.year_last: Row
        self.year_number: Row
        self.header_years: Row
        self.header_months: Row

    def content(self, spot: Spot) -> Content:
        """Value of a cell: what was written, or what the engine expects of its formula."""
        cell = spot.sheet.cells[spot.row, spot.column]
        return self.expects(spot) if cell.formula else cell.content

    def expects(self, spot: Spot) -> Content:
        """What the engine expects of a formula cell."""
        return self.expected[spot.sheet.name, spot.row, spot.column]

    def sheet(self, name: str, role: Role, title: str, about: str) -> Sheet:
        """Add a sheet at the end."""
        sheet = Sheet(self, name, role, title, about)
        self.sheets.append(sheet)
        return sheet
