"""Checks of a template: the same figure by two functions differs by nothing."""

from __future__ import annotations

from collections.abc import Mapping

from revshare.lines import Kind, Projection
from revshare_workbooks.grid import Block, Book, Row
from revshare_workbooks.inputs import InputCells
from revshare_workbooks.report.checks import Checks, checks_sheet
from revshare_workbooks.report.compare import CompareCells
from revshare_workbooks.template.contract import ContractRows

_NOTES = (
    "Every stored value was computed by formualizer with the cell functions, and compared with the engine.",
    "revshare check recalculates this file and compares every cell again.",
)
_BEYOND = (
    "pools its channels or has a most-favoured clause, which reaches beyond one contract: "
    "its stages here stand alone and are not compared"
)


def template_checks(
    book: Book,
    inputs: InputCells,
    years: Mapping[str, Row],
    months: Mapping[str, Row],
    contracts: Mapping[str, ContractRows],
    scenarios: Mapping[str, Block],
    compare: CompareCells,
    projection: Projection,
) -> None:
    """Lay out the checks; they hold whatever the inputs say."""
    checks, warnings = Checks(), list(projection.warnings)
    scale = f"{years['revenue']:total}"
    number = inputs.number
    checks.add(
        "Scenario is known", "The selector names a scenario of this book", f"IF(ISNUMBER({number}),0,1)"
    )
    for name, line in projection.lines.items():
        if line.kind is not Kind.RATIO:
            checks.add(
                line.label,
                "RS_CASE by year is RS_CASE by month rolled up by RS_ROLLUP",
                f"SQRT(SUMXMY2({years[name]:years},{months[name]:years}))",
                scale=f"SQRT(SUMSQ({years[name]:years}))",
            )
    for key, contract in contracts.items():
        label = projection.case.partners[key].label
        if contract.alone:
            _stages(checks, label, key, contract, months)
        else:
            warnings.append(f"The contract with {label} {_BEYOND}")
    for name, block in scenarios.items():
        checks.add(
            f"Scenarios agree: {projection.line(name).label}",
            "The chosen scenario's column of RS_SCENARIOS adds up to the line; own values have none",
            f"IF({number}>COLUMNS({block}),0,INDEX({block},1,{number})-{years[name]:total})",
            scale=scale,
        )
    checks.add(
        "Break-even holds",
        "At the break-even cost ratio both deals take the same",
        f"{compare.at_break_even}",
    )
    checks_sheet(book, checks, None, warnings, list(_NOTES))


def _stages(
    checks: Checks,
    label: str,
    key: str,
    contract: ContractRows,
    months: Mapping[str, Row],
) -> None:
    """Stages of the contract on this book's rows against the lines of the projected case."""
    pairs = [
        ("Revenue covered", contract.stages["revenue"], f"covered.{key}"),
        ("Inference cost covered", contract.stages["cost"], f"covered_cost.{key}"),
        ("Share", contract.booked, f"share.{key}"),
        ("Cash settled", contract.stages["cash"], f"settled.{key}"),
    ]
    for text, row, name in pairs:
        checks.add(
            f"{text} agrees: {label}",
            f"RS_STAGE on this book's rows adds up to RS_CASE of {name}",
            f"{row:total}-{months[name]:total}",
            scale=f"{months['revenue']:total}",
        )
