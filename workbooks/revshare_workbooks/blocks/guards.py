"""Guards: cells that are 0 while the sheet can follow the terms in force, and say so on the Checks sheet if not."""

from __future__ import annotations

from dataclasses import dataclass

from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Content, Spot, Style
from revshare_workbooks.monthly import Monthly


@dataclass(frozen=True)
class Guard:
    """A cell that is 0 where all is well.

    Parameters
    ----------
    label, about
        What holds, and what to do where it does not.
    spot
        The cell.
    """

    label: str
    about: str
    spot: Spot


def unchanged(sheet: Monthly, terms: Terms, keys: tuple[str, ...], label: str, about: str, when: str) -> Guard:
    """Guard that some terms are those for which rows were worked out; it counts the others where `when` holds."""
    built = [_built(sheet, terms, key) for key in keys]
    changed = "+".join(f"IF({terms[key]}={spot},0,1)" for key, spot in zip(keys, built, strict=True))
    spot = sheet.scalar("Terms changed since", f"=IF({when},{changed},0)", 0, Style.COUNT, "number")
    return Guard(label, about, spot)


def _built(sheet: Monthly, terms: Terms, key: str) -> Spot:
    value: Content = terms.shown(key)
    style = Style.STORED_TEXT if isinstance(value, str) else Style.STORED_NUMBER
    if not isinstance(value, str | int | float):
        style = Style.STORED_DAY
    return sheet.fixed(f"Worked out for: {terms.label(key)}", value, style, terms.unit(key))
