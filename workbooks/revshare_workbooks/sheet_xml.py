"""Stored values in the XML of one worksheet: find the formulas, put values beside them, touch nothing else.

The part is never rebuilt. expat says at which byte each cell lies, new cells are spliced in there, and every
other byte (styles, validation, extensions, odd prefixes) stays as the writing program left it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from openpyxl.utils.cell import column_index_from_string, get_column_letter, range_boundaries

from revshare.errors import InputError
from revshare_addin.cells import CellError
from revshare_workbooks.workbook_parts import refuse_doctype

Place = tuple[int, int]
"""Row and column, from 1."""

Value = float | str | bool | CellError | None

_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_TYPE = re.compile(rb"""\s(?:t|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
_TEXT_TYPE = re.compile(rb"""\st\s*=\s*["']str["']""")
_CONTENT = re.compile(rb">[^<]")
_REF = re.compile(rb"""(\sref\s*=\s*)(?:"[^"]*"|'[^']*')""")
_LONGEST_FORMULA = 16_384
"""Characters; Excel takes half of that, and reading one takes the longer the more it nests."""
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as the file holds it; `text` is empty for a later cell of a shared formula."""

    text: str
    kind: str
    ref: tuple[int, int, int, int] | None
    shared: str
    spills: bool


@dataclass(slots=True)
class _Cell:
    start: int
    end: int = 0
    formula: Formula | None = None
    children: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    start: int
    inner_end: int = 0
    columns: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class NewCell:
    """What a cell shall hold: its value (None: nothing), and where given another formula or spill range."""

    value: Value = None
    formula: str | None = None
    ref: str | None = None


KEEP_VALUE_ONLY = NewCell()
"""A cell that loses its formula and keeps the value it has."""


class SheetXml:
    """The cells of one worksheet part by their place in its bytes.

    Raises
    ------
    InputError
        If the part is not well-formed XML, declares entities, or is not UTF-8.
    """

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self._cells: dict[Place, _Cell] = {}
        self._rows: dict[int, _Row] = {}
        self._prefix = b""
        self._data_end = 0
        _Reader(self).read()

    @property
    def formulas(self) -> dict[Place, Formula]:
        """Every formula cell, in the order of the file."""
        return {place: cell.formula for place, cell in self._cells.items() if cell.formula}

    @property
    def without_value(self) -> list[Place]:
        """Formula cells that hold no value; an empty text is one, where the cell is said to hold text."""
        return [place for place, cell in self._cells.items() if cell.formula and not self._holds_value(cell)]

    def _holds_value(self, cell: _Cell) -> bool:
        values = [self.xml[start:end] for name, start, end in cell.children if name == "v"]
        return any(_CONTENT.search(value) for value in values) or (
            bool(values) and bool(_TEXT_TYPE.search(self._opening(cell.start)))
        )

    def __contains__(self, place: Place) -> bool:
        return place in self._cells

    def with_cells(self, new: Mapping[Place, NewCell]) -> bytes:
        """Write the part with these cells changed or added; every other byte as it was."""
        edits: list[tuple[int, int, bytes]] = []
        added: dict[int, list[Place]] = {}
        for place in sorted(new):
            if cell := self._cells.get(place):
                edits.append((cell.start, cell.end, self._changed(cell, new[place])))
            else:
                added.setdefault(place[0], []).append(place)
        for row, places in added.items():
            edits.extend(
                self._insertions(row, [(place[1], self._fresh(place, new[place])) for place in places])
            )
        # Stable: what is inserted at one byte keeps its order, and stands before a cell that begins there.
        edits.sort(key=lambda edit: edit[:2])
        pieces, done = [], 0
        for start, end, piece in edits:
            pieces += [self.xml[done:start], piece]
            done = end
        return b"".join([*pieces, self.xml[done:]])

    def _changed(self, cell: _Cell, new: NewCell) -> bytes:
        if new is KEEP_VALUE_ONLY:
            return b"".join(self.xml[a:b] for a, b in _without(cell, "f"))
        opening = _TYPE.sub(b"", self._opening(cell.start))
        formula = b"".join(self.xml[a:b] for name, a, b in cell.children if name == "f")
        rest = b"".join(self.xml[a:b] for name, a, b in cell.children if name not in {"f", "v", "is"})
        if new.formula is not None:
            formula = self._element(b"f", new.formula)
        elif new.ref is not None:
            formula = _REF.sub(rb'\g<1>"' + new.ref.encode() + b'"', formula, count=1)
        return self._filled(opening, formula, new.value, rest)

    def _opening(self, start: int) -> bytes:
        """Take the start tag of the element at this byte, still open for more attributes."""
        return _tag(self.xml, start).rstrip(b"/>").rstrip()

    def _fresh(self, place: Place, new: NewCell) -> bytes:
        address = f"{get_column_letter(place[1])}{place[0]}".encode()
        return self._filled(b"<" + self._prefix + b'c r="' + address + b'"', b"", new.value, b"")

    def _filled(self, opening: bytes, formula: bytes, value: Value, rest: bytes) -> bytes:
        kind, text = stored_form(value)
        stored = b"" if value is None else self._element(b"v", text)
        if kind:
            opening += b' t="' + kind.encode() + b'"'
        return opening + b">" + formula + stored + rest + b"</" + self._prefix + b"c>"

    def _element(self, name: bytes, text: str) -> bytes:
        tag = self._prefix + name
        return b"<" + tag + b">" + escape(text).encode() + b"</" + tag + b">"

    def _insertions(self, number: int, cells: list[tuple[int, bytes]]) -> list[tuple[int, int, bytes]]:
        """Where new cells of one row go: before the next cell, else at the row's end, else in a new row."""
        if row := self._rows.get(number):
            if not row.inner_end:
                end = row.start + len(_tag(self.xml, row.start))
                inner = b"".join(piece for _, piece in cells)
                return [
                    (row.start, end, self._opening(row.start) + b">" + inner + b"</" + self._prefix + b"row>")
                ]
            return [
                (at, at, piece) for at, piece in ((self._before(number, row, c), piece) for c, piece in cells)
            ]
        at = next((other.start for n, other in sorted(self._rows.items()) if n > number), self._data_end)
        opening = b"<" + self._prefix + b'row r="' + str(number).encode() + b'">'
        inner = b"".join(piece for _, piece in cells)
        return [(at, at, opening + inner + b"</" + self._prefix + b"row>")]

    def _before(self, number: int, row: _Row, column: int) -> int:
        later = bisect_left(row.columns, column)
        return self._cells[number, row.columns[later]].start if later < len(row.columns) else row.inner_end


class _Reader:
    """One pass of expat over the part, noting where rows, cells, formulas and values lie."""

    def __init__(self, sheet: SheetXml) -> None:
        self.sheet = sheet
        self.path: list[str] = []
        self.place: Place = (0, 0)
        self.started = 0
        self.attributes: dict[str, str] = {}
        self.text: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text.append

    def read(self) -> None:
        if self.sheet.xml[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in self.sheet.xml[:4]:
            raise InputError("a worksheet of this file is not UTF-8; save the workbook again and retry")
        try:
            self.parser.Parse(self.sheet.xml, True)
        except InputError:
            raise
        except (expat.ExpatError, ValueError) as fault:
            raise InputError(f"a worksheet of this file is damaged: {fault}") from None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name.rpartition(" ")[2])
        at = self.parser.CurrentByteIndex
        match self.path:
            case [_, "sheetData", "row"]:
                number = int(attributes.get("r") or self.place[0] + 1)
                self.place = (number, 0)
                self.sheet._rows[number] = _Row(at)  # noqa: SLF001 - reader and sheet are one
            case [_, "sheetData", "row", "c"]:
                self.place = _place(attributes.get("r")) or (self.place[0], self.place[1] + 1)
                row = self.sheet._rows.get(self.place[0])  # noqa: SLF001
                if row is None:
                    raise InputError(
                        f"a worksheet of this file is damaged: a cell is not in row {self.place[0]}"
                    )
                row.columns.append(self.place[1])
                self.sheet._cells[self.place] = _Cell(at)  # noqa: SLF001
                self.dynamic = "cm" in attributes
            case [_, "sheetData", "row", "c", _]:
                self.started, self.attributes = at, attributes
                self.text.clear()
            case [_, "sheetData"]:
                tag = self.sheet.xml[at : self.sheet.xml.index(b"sheetData", at)]
                self.sheet._prefix = tag[1:]  # noqa: SLF001

    def end(self, _: str) -> None:
        at = self.parser.CurrentByteIndex
        sheet = self.sheet
        match self.path:
            case [_, "sheetData"]:
                sheet._data_end = at  # noqa: SLF001
            case [_, "sheetData", "row"]:
                row = sheet._rows[self.place[0]]  # noqa: SLF001
                row.inner_end = 0 if self._is_empty(row.start) else at
            case [_, "sheetData", "row", "c"]:
                cell = sheet._cells[self.place]  # noqa: SLF001
                cell.end = self._closed(cell.start, at)
            case [_, "sheetData", "row", "c", child]:
                cell = sheet._cells[self.place]  # noqa: SLF001
                cell.children.append((child, self.started, self._closed(self.started, at)))
                if child == "f":
                    cell.formula = _formula("".join(self.text), self.attributes, spills=self.dynamic)
        self.path.pop()

    def _is_empty(self, start: int) -> bool:
        return _tag(self.sheet.xml, start).endswith(b"/>")

    def _closed(self, start: int, at: int) -> int:
        """First byte behind an element; expat stands behind an empty one, before the end tag of another."""
        return at if self._is_empty(start) else self.sheet.xml.index(b">", at) + 1


def stored_form(value: Value) -> tuple[str, str]:
    """Write a value as SpreadsheetML stores it: the cell's type and its text."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, CellError):
        return "e", value.code.value
    if isinstance(value, str):
        return "str", _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
    return "", repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _tag(xml: bytes, start: int) -> bytes:
    """Take the start tag at this byte; expat has found it well-formed."""
    found = _TAG.match(xml, start)
    return found[0] if found else b""


def _without(cell: _Cell, child: str) -> Iterator[tuple[int, int]]:
    """Find the bytes of a cell around one of its children."""
    at = cell.start
    for name, start, end in cell.children:
        if name == child:
            yield at, start
            at = end
    yield at, cell.end


def _place(address: str | None) -> Place | None:
    if not address:
        return None
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise InputError(f"a worksheet of this file is damaged: it has a cell {address:.20}")
    return int(found[2]), column_index_from_string(found[1].upper())


def _formula(text: str, attributes: dict[str, str], *, spills: bool) -> Formula | None:
    kind = attributes.get("t", "normal")
    if not text and kind != "shared":
        return None
    if len(text) > _LONGEST_FORMULA:
        raise InputError(
            f"a formula of this file has {len(text):,} characters, at most {_LONGEST_FORMULA:,} can be read; "
            "spread it over several cells"
        )
    left, top, right, bottom = range_boundaries(attributes["ref"]) if "ref" in attributes else (None,) * 4
    ref = (top, left, bottom, right) if left and top and right and bottom else None
    return Formula(text, kind, ref, attributes.get("si", ""), spills)
