"""All rules, in the order in which `revshare check` applies and the page of rules lists them."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from revshare_workbooks.rules import (
    as_written,
    charts,
    checks,
    cover,
    file,
    formats,
    formula_rows,
    formulas,
    inputs,
    names,
    printing,
    ranges,
    stored,
    structure,
)
from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.rule import Outcome, Rule, outcome

GROUPS: dict[str, tuple[ModuleType, ...]] = {
    "Structure": (structure, cover),
    "Inputs": (inputs, names),
    "Formulas": (formula_rows, formulas, ranges),
    "Stored values": (stored, as_written),
    "Checks": (checks,),
    "Presentation": (formats, charts, printing),
    "File": (file,),
}
"""Groups by heading, and the modules that hold their rules."""


def _rules(modules: tuple[ModuleType, ...]) -> tuple[Rule, ...]:
    return tuple(one for module in modules for one in vars(module).values() if isinstance(one, Rule))


RULES: dict[str, tuple[Rule, ...]] = {heading: _rules(modules) for heading, modules in GROUPS.items()}
"""Rules by the heading of their group."""


def outcomes(book: Audited) -> Iterator[Outcome]:
    """Apply every rule to a workbook."""
    for rules in RULES.values():
        for rule in rules:
            yield outcome(rule, book)
