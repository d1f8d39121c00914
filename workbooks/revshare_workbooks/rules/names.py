"""Defined names: what they point at, and whether anything uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.rule import Finding, Need, must, should


def _names(book: Audited) -> dict[str, Any]:
    """Names that somebody defined; those of print settings and filters are the program's."""
    found = dict(book.book.defined_names)
    for sheet in book.sheets:
        found |= dict(sheet.worksheet.defined_names)
    return {
        name: one
        for name, one in found.items()
        if not name.startswith("_xl") and name not in {"Print_Area", "Print_Titles"} and not one.hidden
    }


_NAMES = Need("defined names", _names)


@must(
    "name-target",
    "Every defined name points at cells",
    why="A name without its cells gives #REF!, one with a number in it hides that number from every reader.",
    cure="Formulas > Name Manager: correct the name, or delete it and give the number a cell.",
    need=_NAMES,
)
def name_target(book: Audited) -> Iterator[Finding]:
    """Find names that lead nowhere or hold a constant."""
    for name, one in _names(book).items():
        text = (one.attr_text or "").lstrip("=")
        if "#REF!" in text:
            yield Finding(name, f"points at {text}")
        elif re.fullmatch(r'-?[\d.]+(E[+-]?\d+)?|"[^"]*"|TRUE|FALSE', text, re.IGNORECASE):
            yield Finding(name, f"holds the constant {text}")


@should(
    "name-unused",
    "Every defined name is used",
    why="Names left over from other models mislead whoever looks for what matters.",
    cure="Formulas > Name Manager: delete it.",
    need=_NAMES,
)
def name_unused(book: Audited) -> Iterator[Finding]:
    """Find names that no formula, list, rule or chart uses."""
    used = {word.casefold() for form in book.forms for word in (*form.names, *form.calls)}
    for part in book.parts(r"xl/(worksheets|charts|tables)/[^/]+\.xml|xl/workbook\.xml"):
        text = book.package.read(part).decode("utf-8", "replace")
        rules = re.findall(r"<(?:\w+:)?(?:formula\d?|definedName\b[^>]*|f)>([^<]*)<", text)
        used |= {word.casefold() for rule in rules for word in re.findall(r"[^\W\d][\w.]*", rule)}
    for name in _names(book):
        if name.casefold() not in used:
            yield Finding(name, "is used nowhere")
