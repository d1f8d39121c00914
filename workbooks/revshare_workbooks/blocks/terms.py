"""Terms in force: the contract's inputs brought onto its sheet, so that its formulas read close by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from revshare.contracts.contract import KEYS
from revshare.fields import NOT_USED
from revshare.inputs import Unit
from revshare_workbooks.grid import Block, Content, Spot, Style
from revshare_workbooks.inputs import Inputs, cell_value
from revshare_workbooks.monthly import Monthly

_STYLE = {
    Unit.FRACTION: Style.PERCENT,
    Unit.MONEY: Style.MONEY,
    Unit.DATE: Style.DAY,
    Unit.NUMBER: Style.COUNT,
}


@dataclass(frozen=True)
class Terms:
    """Cells of the terms in force by key, and their values."""

    cells: dict[str, Spot]
    values: dict[str, Content]

    def __getitem__(self, key: str) -> Spot:
        """Cell of a term."""
        return self.cells[key]

    def block(self, keys: Sequence[str]) -> Block:
        """Cells of terms that follow each other."""
        cells = [self.cells[key] for key in keys]
        if [cell.row for cell in cells] != list(range(cells[0].row, cells[0].row + len(cells))):
            raise ValueError(f"{', '.join(keys)} do not follow each other")
        return Block.between(cells[0], cells[-1])

    def shown(self, key: str) -> Content:
        """Value of a term as its cell holds it."""
        return cell_value(self.values[key])

    def number(self, sheet: Monthly, key: str) -> Spot:
        """A choice as a number, 1 for its first word, for CHOOSE."""
        words = KEYS[key].words
        listed = ",".join(f'"{word}"' for word in words)
        formula = f"=MATCH({self[key]},{{{listed}}},0)"
        label = f"{KEYS[key].label}, as a number"
        value = words.index(str(self.values[key])) + 1
        return sheet.scalar(label, formula, value, Style.COUNT, "number")


def terms_block(
    sheet: Monthly, inputs: Inputs, partner: str, keys: tuple[str, ...], values: Mapping[str, Content]
) -> Terms:
    """Link the terms that this sheet's stages read."""
    sheet.heading("Terms in force")
    cells: dict[str, Spot] = {}
    for key in keys:
        known = KEYS[key]
        unit = sheet.book.money if known.unit is Unit.MONEY else known.unit.value
        style = _STYLE.get(known.unit, Style.TEXT_RIGHT if known.words else Style.DECIMAL)
        value = cell_value(values[key])
        cells[key] = sheet.scalar(known.label, f"={inputs[f'contracts.{partner}.{key}']}", value, style, unit)
    return Terms(cells, {key: values[key] for key in keys})


def used(cell: Spot) -> str:
    """Formula text that is true where a term is in use."""
    return f'{cell}<>"{NOT_USED}"'
