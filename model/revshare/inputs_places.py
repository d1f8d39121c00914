"""Where the rows and columns of an inputs table stand: found by their names, wherever a user moved them.

What is out of place (a header or a name that is changed, doubled or gone) is told with its cell; nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from typing import TypeAlias

from revshare.case import Case, CaseError
from revshare.case_text import is_fit_name, shortened
from revshare.inputs_columns import BESIDE, CHOSEN, HEADERS, NAME, OWN, PARTS, WRITTEN

Content: TypeAlias = float | int | str | bool | date | None
"""What a cell of the table may hold; a date may also stand as its serial number."""

Cells: TypeAlias = Sequence[Sequence[Content]]
Where: TypeAlias = Callable[[int, int], str]
"""Names a cell by row and column, counted from 0."""

COUNT = "rows"
"""Name of the row that says how many rows have a name, so that none is lost unseen."""

MOST_ROWS = 10_000
"""Named rows of a table; a report of seven years has 400."""

_TABLES = {key.name for key in dataclass_fields(Case)}


@dataclass(frozen=True)
class Places:
    """The rows and columns of an inputs table, counted from 0.

    Parameters
    ----------
    header
        Row of the headers.
    columns
        Column of each part of an input, by the words of `HEADERS`.
    scenarios
        Column of each scenario, by its label.
    rows
        Row of each name.
    faults
        What is out of place, one line each.
    """

    cells: Cells
    header: int
    columns: Mapping[str, int]
    scenarios: Mapping[str, int]
    rows: Mapping[str, int]
    faults: tuple[str, ...]

    def cell(self, row: int, column: int) -> Content:
        """A cell; None where it is empty."""
        return _cell(self.cells, row, column)

    def part(self, row: int, part: str) -> Content:
        """The cell of a row in the column of a part."""
        return self.cell(row, self.columns[part])

    def is_input(self, row: int) -> bool:
        """Whether a row holds an input; a row of structure has nothing but its live value."""
        return any(self.part(row, part) is not None for part in ("base", *PARTS))

    def chosen(self) -> tuple[int, Content] | None:
        """Row and content of the selector above the table; None where nothing stands above it."""
        for row in range(self.header):
            if self.cell(row, self.columns["label"]) == CHOSEN:
                return row, self.cell(row, self.columns["live"])
        return None


def find_places(cells: Cells, where: Where, what: str) -> Places:
    """Find rows and columns by their names.

    Raises
    ------
    CaseError
        If the headers cannot be made out, so that nothing can be read.
    """
    header = next((at for at, row in enumerate(cells) if {OWN, NAME} <= set(_words(row))), None)
    if header is None:
        raise CaseError([f"{what} has no header row of ours; restore the row that ends in {NAME}"])
    columns, scenarios = _columns(cells, header, where, what)
    names = [(row, _cell(cells, row, columns["name"])) for row in range(header + 1, len(cells))]
    if sum(name is not None for _, name in names) > MOST_ROWS:
        raise CaseError(
            [f"{what} has more than {MOST_ROWS:,} named rows; delete those that are not of the case"]
        )
    faults = [*_nameless(cells, header, columns, scenarios, where)]
    rows: dict[str, int] = {}
    for row, name in names:
        if name is None:
            continue
        place = where(row, columns["name"])
        if (
            not isinstance(name, str)
            or name.partition(".")[0] not in _TABLES | {COUNT}
            or "" in name.split(".")
            or not is_fit_name(name)
        ):
            faults.append(f'{place}: "{shortened(str(name))}" is no name of an input; restore it')
        elif name in rows:
            first = where(rows[name], columns["name"])
            faults.append(f'{place}: "{name}" stands in {first} too; keep one of the two rows')
        else:
            rows[name] = row
    leading = {name[:at] for name in rows for at, sign in enumerate(name) if sign == "."}
    for name in sorted(leading & set(rows), key=list(rows).index):
        faults.append(f'{where(rows[name], columns["name"])}: "{name}" is no name of an input; restore it')
        del rows[name]
    return Places(cells, header, columns, scenarios, rows, tuple(faults))


def _columns(cells: Cells, header: int, where: Where, what: str) -> tuple[dict[str, int], dict[str, int]]:
    """Columns of the parts by their headers, and of everything else that has one and may be a scenario."""
    words = {at: str(word) for at, word in enumerate(cells[header]) if word not in {None, ""}}
    known = {word: part for part, word in HEADERS.items()}
    faults = [
        f"{what} has no column {word}; restore that header" for word in known if word not in words.values()
    ]
    for word, count in Counter(words.values()).items():
        if count > 1 and not word.endswith(WRITTEN):
            places = [where(header, at) for at, found in words.items() if found == word]
            faults.append(f'{places[1]}: "{word}" stands in {places[0]} too; keep one of the two columns')
    if faults:
        raise CaseError(faults)
    columns = {known[word]: at for at, word in words.items() if word in known}
    others = {word: at for at, word in words.items() if word not in known and word not in BESIDE}
    return columns, {word: at for word, at in others.items() if not word.endswith(WRITTEN)}


def _nameless(
    cells: Cells, header: int, columns: Mapping[str, int], scenarios: Mapping[str, int], where: Where
) -> Iterator[str]:
    """Values in rows without a name, and in columns without a header: nobody could say what they mean."""
    last = columns["name"]
    told = {at for part, at in columns.items() if part not in {"label", "unit", "name"}}
    headed = {*columns.values(), *scenarios.values()}
    for row in range(header + 1, len(cells)):
        named = _cell(cells, row, last) is not None
        for at in range(len(cells[row])):
            value = _cell(cells, row, at)
            if value is None:
                continue
            if not named and (at in told or (at in scenarios.values() and at < last)):
                yield f'{where(row, at)}: "{value}" stands in a row without a name; restore the name or clear the row'
                break
            if named and at < last and at not in headed and not _cell(cells, header, at):
                yield f'{where(row, at)}: "{value}" stands in a column without a header; restore it or clear the cell'


def _cell(cells: Cells, row: int, column: int) -> Content:
    line = cells[row]
    value = line[column] if column < len(line) else None
    return None if value == "" else value


def _words(row: Sequence[Content]) -> Iterator[str]:
    return (cell for cell in row if isinstance(cell, str))
