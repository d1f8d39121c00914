"""Faults that people make in workbooks, seeded into a finished report; the same seed gives the same faults."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from openpyxl.utils.cell import column_index_from_string, get_column_letter

from revshare_workbooks import workbook_parts
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.sheet_xml import KEEP_VALUE_ONLY, NewCell, Place, SheetXml

SHIFTED = "a reference shifted by a column"
TYPED = "a value typed over a formula"
SHORT = "a sum one short"
SIGN = "a sign flipped"
UNIT = "a formula in another unit"
VOLATILE = "a function that changes by itself"
STORED = "a stored figure in another unit"
STALE = "a stored value that is not its formula's"
HIDDEN = "a hidden row"
INPUT = "an input in another unit"

_REFERENCE = re.compile(r"(?<![\w$:!.'\"])(\$?)([A-Z]{1,2})(\$?\d+)(?![\w(:!\"])")
_RANGE = re.compile(r"(\$?)([A-Z]{1,2})(\$?\d+):(\$?)([A-Z]{1,2})(\$?\d+)")
_SIGN = re.compile(r"(?<=[\w)])([+-])(?=[\w($\x01])")


@dataclass(frozen=True)
class Fault:
    """One fault: its kind, where it stands, and what is written there instead."""

    kind: str
    sheet: str
    place: Place
    cell: NewCell


class Seeder:
    """Seeds faults into the cells of a workbook, at most one in each row."""

    def __init__(self, content: bytes, seed: int) -> None:
        self.content = content
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret hangs on it
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.parts = workbook_parts.worksheets(package)
            self.sheets = {name: SheetXml(package.read(part)) for name, part in self.parts.items()}
        self.formulas = [
            (name, place, formula.text)
            for name, sheet in self.sheets.items()
            for place, formula in sheet.formulas.items()
            if formula.text and formula.kind == "normal"
        ]
        self.taken: set[tuple[str, int]] = set()

    def formula_faults(self, kind: str, count: int) -> Iterator[Fault]:
        """Faults in formulas drawn at random."""
        change = _CHANGES[kind]
        for name, place, text in self._drawn():
            if count == 0:
                return
            new = change(text, self.chance)
            if new is None or new == text:
                continue
            self.taken.add((name, place[0]))
            count -= 1
            yield Fault(kind, name, place, KEEP_VALUE_ONLY if kind == TYPED else NewCell(formula=new))

    def value_faults(self, kind: str, count: int, cells: list[tuple[str, Place, float]]) -> Iterator[Fault]:
        """Figures in another unit, among these cells with their values."""
        for name, place, value in self.chance.sample(cells, len(cells)):
            if count == 0:
                return
            if (name, place[0]) in self.taken or value == 0:
                continue
            self.taken.add((name, place[0]))
            count -= 1
            yield Fault(kind, name, place, NewCell(value * self.chance.choice((1000.0, 0.01))))

    def hidden_rows(self, count: int) -> Iterator[Fault]:
        """Rows with formulas that nobody sees."""
        for name, place, _ in self._drawn():
            if count == 0:
                return
            self.taken.add((name, place[0]))
            count -= 1
            yield Fault(HIDDEN, name, place, NewCell())

    def _drawn(self) -> Iterator[tuple[str, Place, str]]:
        # Every sheet has its turn, however few formulas it has.
        by_sheet: dict[str, list[tuple[str, Place, str]]] = {}
        for one in self.chance.sample(self.formulas, len(self.formulas)):
            by_sheet.setdefault(one[0], []).append(one)
        while by_sheet:
            for name in self.chance.sample(sorted(by_sheet), len(by_sheet)):
                while by_sheet[name]:
                    one = by_sheet[name].pop()
                    if (name, one[1][0]) not in self.taken:
                        yield one
                        break
                else:
                    del by_sheet[name]

    def seeded(self, faults: list[Fault]) -> bytes:
        """Answer the workbook with these faults in it; formulas changed have no stored value yet."""
        new: dict[str, dict[Place, NewCell]] = {}
        for fault in faults:
            if fault.kind != HIDDEN:
                new.setdefault(fault.sheet, {})[fault.place] = fault.cell
        xml = {name: self.sheets[name].with_cells(cells) for name, cells in new.items()}
        for fault in faults:
            if fault.kind == HIDDEN:
                part = xml.get(fault.sheet, self.sheets[fault.sheet].xml)
                row = f'<row r="{fault.place[0]}"'.encode()
                assert part.count(row) == 1
                xml[fault.sheet] = part.replace(row, row + b' hidden="1"')
        return workbook_parts.exchanged(self.content, {self.parts[name]: one for name, one in xml.items()})


def _shifted(text: str, chance: random.Random) -> str | None:
    found = list(_REFERENCE.finditer(_blanked(text)))
    if not found:
        return None
    one = chance.choice(found)
    column = column_index_from_string(one[2])
    letter = get_column_letter(column + chance.choice((-1, 1)) if column > 1 else 2)
    return f"{text[: one.start()]}{one[1]}{letter}{one[3]}{text[one.end() :]}"


def _short(text: str, chance: random.Random) -> str | None:
    long = [
        one
        for one in _RANGE.finditer(_blanked(text))
        if column_index_from_string(one[5]) - column_index_from_string(one[2]) >= 2
    ]
    if not long:
        return None
    one = chance.choice(long)
    last = get_column_letter(column_index_from_string(one[5]) - 1)
    return f"{text[: one.start()]}{one[1]}{one[2]}{one[3]}:{one[4]}{last}{one[6]}{text[one.end() :]}"


def _flipped(text: str, chance: random.Random) -> str | None:
    signs = list(_SIGN.finditer(_blanked(text)))
    if not signs:
        return f"-({text})"
    one = chance.choice(signs)
    return f"{text[: one.start()]}{'-' if one[1] == '+' else '+'}{text[one.end() :]}"


def _in_another_unit(text: str, chance: random.Random) -> str:
    return f"({text}){chance.choice(('*1000', '/100'))}"


def _volatile(text: str, chance: random.Random) -> str:
    return f"({text})+0*{chance.choice(('NOW()', 'RAND()'))}"


def _typed(text: str, _: random.Random) -> str:
    return f"{text} typed over"


def _blanked(text: str) -> str:
    """Hide texts and names of sheets, so that nothing within them is taken for a cell."""
    return re.sub(r"\"[^\"]*\"|'[^']*'!|\b\w+!", lambda found: "\x01" * len(found[0]), text)


_CHANGES: dict[str, Callable[[str, random.Random], str | None]] = {
    SHIFTED: _shifted,
    TYPED: _typed,
    SHORT: _short,
    SIGN: _flipped,
    UNIT: _in_another_unit,
    VOLATILE: _volatile,
}
FORMULA_FAULTS = tuple(_CHANGES)


def typed(content: bytes, sheet: str, place: Place, value: float | str) -> bytes:
    """Answer a workbook in which a user typed this value into a cell, whatever stood there, and saved it."""
    return recalculated(retyped(content, sheet, place, value)).content


def retyped(content: bytes, sheet: str, place: Place, value: float | str) -> bytes:
    """The same before anything was calculated anew."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = workbook_parts.worksheets(package)[sheet]
        xml = SheetXml(package.read(part))
    bare = SheetXml(xml.with_cells({place: KEEP_VALUE_ONLY})) if place in xml.formulas else xml
    new = bare.with_cells({place: NewCell(value)})
    return workbook_parts.exchanged(content, {part: new})
